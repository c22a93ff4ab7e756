"""Creating invoices in QuickBooks: what the check asks right before sending, and how our own invoice is recognised."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from qbodesk.models.cache import outbox
from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.draft import CustomerChoice
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import NotInvoiceable
from qbodesk.services.invoicing.intents import CustomerIntent
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.server import Running
from qbodesk.simulator.world import story
from tests.helpers.servers import Servers

DEAL = story.READY["US"].id
NO_WAIT = timedelta(0)


class Clock:
    """The computer's clock, as wrong as a test wants it."""

    off = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.off


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hasty(open_fetched: Callable[..., Workspace], clock: Clock) -> Workspace:
    """A workspace that need not wait before it sends again, so that a wrong look-up would double at once."""
    return open_fetched(clock=clock, resend_wait=NO_WAIT)


def confirm(ws: Workspace, memo: str = "", deal_id: str = DEAL) -> str:
    draft = ws.invoicing.open_draft(deal_id)
    return ws.invoicing.confirm(replace(draft, memo=memo or draft.memo))


def send(ws: Workspace) -> None:
    ws.engine.run(pull=False)


def state(ws: Workspace, op_id: str) -> tuple[State, str]:
    entry = ws.status.entry(op_id)
    assert entry is not None
    return entry.state, entry.problem.code if entry.problem else ""


@pytest.mark.parametrize(
    ("memo", "hours"),
    [
        ("", -25),
        ("", 25),
        ("", 30 * 24),
        ("see qbodesk:0000000000000000000000000000dead-0", -3),
        ("qbodesk: by hand", 3),
        ("Ł" * 40, 0),
    ],
)
def test_our_own_invoice_is_found_whatever_the_memo_and_the_clock_say(
    hasty: Workspace, servers: Servers, clock: Clock, memo: str, hours: int
) -> None:
    clock.off = timedelta(hours=hours)
    servers.arm("drop_response", "/invoice", method="POST")
    op_id = confirm(hasty, memo)
    send(hasty)
    send(hasty)
    entry = hasty.status.entry(op_id)
    assert entry is not None
    assert (entry.state, entry.attempts) == (State.SUCCEEDED, 1)  # found, not asked for again
    assert len(servers.marked("US")) == 1


def test_without_its_marker_it_is_known_by_what_it_looks_like(hasty: Workspace, servers: Servers) -> None:
    """Somebody cleared the private note between our request and our look-up."""
    servers.arm("drop_response", "/invoice", method="POST")
    op_id = confirm(hasty)
    steps = hasty.engine.passes(pull=False)
    next(steps)
    steps.close()
    assert state(hasty, op_id)[0] is State.UNKNOWN
    (made,) = servers.marked("US")
    servers.post(
        "US",
        "Invoice",
        {"Id": made["Id"], "SyncToken": made["SyncToken"], "sparse": True, "PrivateNote": ""},
    )
    before = len(servers.all("US", "Invoice"))
    send(hasty)
    assert state(hasty, op_id)[0] is State.SUCCEEDED
    assert len(servers.all("US", "Invoice")) == before


def test_an_older_look_alike_is_not_taken_for_ours(
    hasty: Workspace, servers: Servers, simulator: Running
) -> None:
    """The same invoice made by hand an hour ago: a request of ours that never arrived must still be sent."""
    servers.arm("drop_request", "/invoice", method="POST")
    op_id = confirm(hasty)
    steps = hasty.engine.passes(pull=False)
    next(steps)
    steps.close()
    entry = hasty.status.entry(op_id)
    assert entry is not None
    assert entry.payload is not None
    by_hand = {**json.loads(entry.payload), "PrivateNote": ""}
    simulator.state.clock.advance(-3600)
    servers.post("US", "Invoice", by_hand)
    simulator.state.clock.advance(3600)
    assert servers.marked("US") == []
    send(hasty)
    assert state(hasty, op_id)[0] is State.SUCCEEDED
    assert len(servers.marked("US")) == 1


def test_a_quote_that_was_taken_back_while_the_entry_waited_is_not_invoiced(
    hasty: Workspace, servers: Servers
) -> None:
    op_id = confirm(hasty)
    servers.patch("quotes", story.READY["US"].quotes[0].id, hs_status="DRAFT")
    send(hasty)
    assert state(hasty, op_id) == (State.REJECTED, "QUOTE_DRAFT")
    assert servers.marked("US") == []


def test_when_hubspot_cannot_be_asked_about_the_quote_only_this_entry_waits(
    hasty: Workspace, servers: Servers
) -> None:
    waiting = confirm(hasty)
    servers.arm("drop_request", "/quotes", times=None)
    send(hasty)
    assert state(hasty, waiting) == (State.QUEUED, "WAITS_FOR_HUBSPOT")
    assert servers.marked("US") == []
    report = hasty.engine.run(only="quickbooks")
    assert [each.problem for each in report.connections if each.service == "quickbooks"] == [None] * 3
    servers.disarm()


def new_customer(ws: Workspace) -> tuple[str, str]:
    """An invoice with a customer to make first: both entries."""
    draft = ws.invoicing.open_draft(story.MISSING_CUSTOMER.id)
    new = ws.invoicing.suggested_customer(draft)
    draft = ws.invoicing.choose_customer(draft, CustomerChoice(name=new.display_name, new=new))
    invoice = ws.invoicing.confirm(draft)
    entry = ws.status.entry(invoice)
    assert entry is not None
    assert entry.depends_on
    return entry.depends_on, invoice


@pytest.mark.parametrize("hours", [-25, 0, 1, 30 * 24])
def test_a_customer_whose_answer_was_lost_is_found_not_made_again(
    hasty: Workspace, servers: Servers, clock: Clock, hours: int
) -> None:
    clock.off = timedelta(hours=hours)
    servers.arm("drop_response", "/customer", method="POST")
    customer, invoice = new_customer(hasty)
    send(hasty)
    entry = hasty.status.entry(customer)
    assert entry is not None
    assert (entry.state, entry.attempts) == (State.SUCCEEDED, 1)
    assert state(hasty, invoice)[0] is State.SUCCEEDED


def test_somebody_elses_customer_of_that_name_is_not_taken_unasked(
    hasty: Workspace, servers: Servers
) -> None:
    """The names are equal, the e-mail is not: a person must say whether it is the same customer."""
    customer, invoice = new_customer(hasty)
    company = story.MISSING_CUSTOMER.company
    assert company is not None
    servers.post("US", "Customer", {"DisplayName": company.name})
    send(hasty)
    assert state(hasty, customer) == (State.REJECTED, "DISPLAYNAME_TAKEN")
    assert state(hasty, invoice) == (State.QUEUED, "DISPLAYNAME_TAKEN")  # it says what it waits for
    assert servers.marked("US") == []


def test_a_customer_made_by_somebody_before_us_is_not_taken_for_ours_when_our_clock_is_slow(
    hasty: Workspace, servers: Servers, clock: Clock
) -> None:
    clock.off = timedelta(hours=-3)
    customer, _invoice = new_customer(hasty)
    entry = hasty.status.entry(customer)
    assert entry is not None
    servers.post("US", "Customer", json.loads(bytes(CustomerIntent.decode(entry.intent).body)))
    servers.running.state.clock.advance(3600)
    send(hasty)
    assert state(hasty, customer) == (State.REJECTED, "DISPLAYNAME_TAKEN")


def test_closed_books_are_noticed_before_sending(hasty: Workspace, servers: Servers) -> None:
    op_id = confirm(hasty)
    company = servers.running.state.companies[servers.realm("US")]
    company.change_preferences({"AccountingInfoPrefs": {"BookCloseDate": "2099-12-31"}})
    send(hasty)
    assert state(hasty, op_id) == (State.REJECTED, "BOOKS_CLOSED")
    assert servers.marked("US") == []


def test_custom_numbers_switched_on_meanwhile_are_noticed(hasty: Workspace, servers: Servers) -> None:
    op_id = confirm(hasty)
    company = servers.running.state.companies[servers.realm("US")]
    company.change_preferences({"SalesFormsPrefs": {"CustomTxnNumbers": True}})
    send(hasty)
    assert state(hasty, op_id) == (State.REJECTED, "CUSTOM_NUMBERS_ON")
    assert servers.marked("US") == []


def test_a_permission_taken_away_blocks_until_it_is_given_back(hasty: Workspace, servers: Servers) -> None:
    op_id = confirm(hasty)
    servers.arm("status", "/preferences", status=403, times=None)
    send(hasty)
    assert state(hasty, op_id)[0] is State.BLOCKED
    servers.disarm()
    hasty.engine.run()
    assert state(hasty, op_id)[0] is State.SUCCEEDED
    assert len(servers.marked("US")) == 1


def test_after_giving_up_the_deal_still_counts_as_invoiced_when_the_invoice_is_there(
    hasty: Workspace, servers: Servers
) -> None:
    """The answer was lost, nothing could be looked up, the user gave up: the next pull shows that it had arrived."""
    op_id = confirm(hasty)
    servers.arm("drop_response", "/invoice", method="POST")
    steps = hasty.engine.passes(pull=False)
    next(steps)
    steps.close()
    with hasty.cache.write() as tx:
        entry = outbox.get(tx, op_id)
        assert entry is not None
        outbox.shift(tx, entry, State.NEEDS_REVIEW)
    hasty.review.give_up(op_id)
    assert hasty.invoicing.facts(hasty.invoicing.open_draft(DEAL)).existing_invoices == ()
    hasty.engine.run(only="quickbooks")
    (made,) = servers.marked("US")
    again = hasty.invoicing.open_draft(DEAL)
    assert hasty.invoicing.facts(again).existing_invoices == (made["DocNumber"],)
    with pytest.raises(NotInvoiceable):
        hasty.invoicing.confirm(again)


def test_discounts_switched_off_meanwhile_are_noticed(hasty: Workspace, servers: Servers) -> None:
    draft = hasty.invoicing.open_draft(DEAL)
    discount = InvoiceDiscount(DiscountKind.PERCENT, Decimal(10))
    op_id = hasty.invoicing.confirm(replace(draft, discount=discount))
    company = servers.running.state.companies[servers.realm("US")]
    company.change_preferences({"SalesFormsPrefs": {"AllowDiscount": False}})
    send(hasty)
    assert state(hasty, op_id) == (State.REJECTED, "DISCOUNTS_OFF")
    assert servers.marked("US") == []
