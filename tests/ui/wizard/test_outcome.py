"""What the result says for every state an entry can be in."""

from dataclasses import dataclass

import pytest

from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem
from qbodesk.ui.wizard.outcome import outcome


@dataclass(frozen=True)
class Entry:
    state: State
    problem: Problem | None = None
    op_id: str = "op"
    remote_id: str = ""
    remote_number: str = ""
    depends_on: str | None = None


@pytest.mark.parametrize(
    ("entry", "phase", "title", "may_edit"),
    [
        (Entry(State.QUEUED), "queued", "Saved in the queue", False),
        (Entry(State.SENDING), "sending", "Sending to Nova", False),
        (Entry(State.SUCCEEDED), "created", "Invoice 1042 created in Nova", False),
        (
            Entry(State.RETRY_WAIT, Problem("OFFLINE", {"service": "QuickBooks"})),
            "waiting",
            "Saved in the queue, will be created when online",
            False,
        ),
        (
            Entry(State.RETRY_WAIT, Problem("RATE_LIMITED", {"service": "QuickBooks"})),
            "waiting",
            "Saved in the queue, will be tried again",
            False,
        ),
        (
            Entry(State.UNKNOWN),
            "unknown",
            "We do not know yet whether QuickBooks created the invoice. Checking.",
            False,
        ),
        (
            Entry(State.RECONCILING),
            "unknown",
            "We do not know yet whether QuickBooks created the invoice. Checking.",
            False,
        ),
        (
            Entry(State.REJECTED, Problem("QUOTE_EXPIRED", {"quote": "Q", "date": "2026-10-02"})),
            "refused",
            "The quote “Q” expired on 2\N{NO-BREAK SPACE}Oct\N{NO-BREAK SPACE}2026",
            True,
        ),
        (Entry(State.BLOCKED), "stopped", "The invoice needs you", True),
        (Entry(State.NEEDS_REVIEW), "stopped", "The invoice needs you", False),
        (Entry(State.CANCELLED), "withdrawn", "The invoice was withdrawn", False),
        (Entry(State.DRAFT), "queued", "Saved in the queue", False),
    ],
)
def test_an_invoice(entry, phase, title, may_edit):
    seen = outcome(entry, None, "Nova", "1042")
    assert (seen.phase, seen.title, seen.may_edit) == (phase, title, may_edit)
    assert seen.sentence


@pytest.mark.parametrize(
    ("state", "phase"),
    [
        (State.QUEUED, "queued"),
        (State.SENDING, "sending"),
        (State.UNKNOWN, "unknown"),
        (State.REJECTED, "refused"),
        (State.NEEDS_REVIEW, "stopped"),
        (State.SUCCEEDED, "queued"),
    ],
)
def test_an_invoice_that_waits_for_its_customer_tells_the_customers_fate(state, phase):
    assert outcome(Entry(State.QUEUED), Entry(state), "Nova", "").phase == phase


def test_once_the_invoice_itself_moves_the_customer_is_forgotten():
    assert outcome(Entry(State.SENDING), Entry(State.SUCCEEDED), "Nova", "").phase == "sending"


def test_a_created_invoice_is_never_said_to_have_been_mailed():
    seen = outcome(Entry(State.SUCCEEDED), None, "Nova", "")
    assert seen.title == "Invoice created in Nova"
    assert seen.sentence == "It has not been e-mailed to the customer."
