"""Every state of an entry has a chip, a reason and exactly the actions that are safe."""

from datetime import timedelta

import pytest

from qbodesk.models.cache.base import instant
from qbodesk.models.domain.outbox import TRANSITIONS, State
from qbodesk.ui.queue import entries
from qbodesk.ui.queue.entries import Entry
from tests.ui.world import NOW, World, add_entry


def entry(world: World, state: State, *, code: str = "", not_before: str = "", **facts: str) -> Entry:
    with world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "op1", state, code=code, facts=facts, not_before=not_before)
    return world.workspace.status.entries()[0]


@pytest.mark.parametrize("state", list(State))
def test_every_state_says_something_and_offers_only_legal_moves(world: World, state: State) -> None:
    found = entry(world, state)
    assert entries.chip_of(state).word
    if state is not State.SUCCEEDED:
        assert entries.why(found, NOW)
    if entries.can_cancel(found):
        assert State.CANCELLED in TRANSITIONS[state]


@pytest.mark.parametrize("state", [State.SENDING, State.UNKNOWN, State.RECONCILING, State.NEEDS_REVIEW])
def test_what_may_have_reached_quickbooks_is_neither_edited_nor_withdrawn(world: World, state: State) -> None:
    found = entry(world, state)
    assert not entries.can_edit(found)
    assert not entries.can_cancel(found)


def test_an_unknown_outcome_is_checked_never_sent_again(world: World) -> None:
    found = entry(world, State.UNKNOWN)
    assert entries.check_verb(found) == "Check now"
    assert entries.why(found, NOW) == (
        "We do not know yet whether QuickBooks received it. It is looked up before anything is sent again."
    )


def test_what_was_given_up_is_not_called_withdrawn(world: World) -> None:
    found = entry(world, State.CANCELLED, code="GIVEN_UP", service="QuickBooks")
    assert entries.chip_of(found.state, gave_up=entries.given_up(found)).word == "Given up"
    assert "may have reached QuickBooks" in entries.why(found, NOW)


def test_what_was_withdrawn_never_left(world: World) -> None:
    assert entries.why(entry(world, State.CANCELLED), NOW) == "Withdrawn before it was sent."


def test_a_retry_says_why_and_when(world: World) -> None:
    found = entry(
        world, State.RETRY_WAIT, code="SERVER_TROUBLE", service="QuickBooks",
        not_before=instant(NOW + timedelta(minutes=4)),
    )  # fmt: skip
    assert entries.why(found, NOW) == "QuickBooks has a problem. It is tried again at 10:04."


def test_a_refusal_says_what_to_do(world: World) -> None:
    found = entry(world, State.REJECTED, code="PERIOD_CLOSED", server_text="Account period closed")
    assert entries.why(found, NOW).startswith("The books are closed for this date. ")
    assert entries.can_edit(found)
    assert not entries.can_check(found)


def test_an_invoice_is_named_after_its_deal(world: World) -> None:
    subject = entries.subject_of(entry(world, State.QUEUED))
    assert (subject.title, subject.deal_id, subject.service) == (
        "Create an invoice for Website relaunch", "501", "QuickBooks"
    )  # fmt: skip


def test_writing_to_a_deal_is_named(world: World) -> None:
    with world.change("outbox") as tx:
        from qbodesk.models.cache import outbox

        for kind, intent in (("hubspot.deal.patch", b'{"deal_id":"501"}'), ("someone.elses", b"\xff")):
            outbox.add(
                tx, op_id=kind, kind=kind, conn_id=3, lane=kind, business_key="w", intent=intent, now=NOW
            )  # fmt: skip
    patch, foreign = map(entries.subject_of, world.workspace.status.entries())
    assert (patch.deal_id, patch.service) == ("501", "HubSpot")
    assert foreign.title == "someone.elses"
