"""What an entry of the outbox is in words: what it does, how it stands, why it waits, what can be done. Shows nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import msgspec

from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem
from qbodesk.models.words import _
from qbodesk.services.invoicing.intents import (
    CREATE_CUSTOMER,
    CREATE_INVOICE,
    CREATE_ITEM,
    CustomerIntent,
    InvoiceIntent,
    ItemIntent,
)
from qbodesk.services.writeback import PATCH_KIND, SETUP_KIND
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import sentence_of
from qbodesk.ui.tables import ChipText

CANCELLABLE = frozenset({State.QUEUED, State.RETRY_WAIT, State.REJECTED, State.BLOCKED, State.DRAFT})
EDITABLE = frozenset({State.QUEUED, State.RETRY_WAIT, State.REJECTED, State.BLOCKED})
NEEDS_A_PERSON = frozenset({State.REJECTED, State.BLOCKED, State.NEEDS_REVIEW})
REPEATED = frozenset({PATCH_KIND, SETUP_KIND})
DONE = frozenset({State.SUCCEEDED, State.CANCELLED})


class Entry(Protocol):
    """An entry of the outbox as `StatusReader.entries` and `DealPanel.queued` give it; screens know no stored rows."""

    @property
    def op_id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def intent(self) -> bytes: ...
    @property
    def state(self) -> State: ...
    @property
    def depends_on(self) -> str | None: ...
    @property
    def attempts(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def not_before(self) -> datetime | None: ...
    @property
    def problem(self) -> Problem | None: ...
    @property
    def remote_number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: its sentence and the deal it belongs to ("" for none)."""

    title: str
    deal_id: str
    service: str


def subject_of(entry: Entry) -> Subject:
    """What the entry will do, in one line; an entry of another version shows its kind."""
    match entry.kind:
        case k if k == CREATE_INVOICE:
            invoice = InvoiceIntent.decode(entry.intent)
            title = _("Create an invoice for {deal}").format(deal=invoice.deal_name)
            return Subject(title, invoice.deal_id, "QuickBooks")
        case k if k == CREATE_CUSTOMER:
            customer = CustomerIntent.decode(entry.intent)
            title = _("Create the customer {name}").format(name=customer.name)
            return Subject(title, customer.deal_id, "QuickBooks")
        case k if k == CREATE_ITEM:
            item = ItemIntent.decode(entry.intent)
            return Subject(_("Create the product {name}").format(name=item.name), item.deal_id, "QuickBooks")
        case k if k == PATCH_KIND:
            deal_id = str(msgspec.json.decode(entry.intent).get("deal_id", ""))
            return Subject(_("Write the invoice values to the deal"), deal_id, "HubSpot")
        case k if k == SETUP_KIND:
            return Subject(_("Create the five invoice properties of deals"), "", "HubSpot")
        case _:
            return Subject(entry.kind, "", "")


def chip_of(state: State, *, gave_up: bool = False) -> ChipText:
    """The chip of a state, in the colours of the stages."""
    match state:
        case State.SENDING:
            return ChipText("sent", _("Sending"))
        case State.RETRY_WAIT:
            return ChipText("partially_paid", _("Waits to retry"))
        case State.UNKNOWN | State.RECONCILING:
            return ChipText("partially_paid", _("Checking"))
        case State.REJECTED | State.NEEDS_REVIEW | State.BLOCKED:
            return ChipText("overdue", _("Needs attention"))
        case State.SUCCEEDED:
            return ChipText("paid", _("Done"))
        case State.CANCELLED:
            return ChipText("voided", _("Given up") if gave_up else _("Withdrawn"))
        case State.DRAFT:
            return ChipText("pending_send", _("Draft"))
        case _:
            return ChipText("pending_send", _("Queued"))


def why(entry: Entry, now: datetime) -> str:
    """Why it is not done yet and what happens next, in one or two sentences; for a finished one what came of it."""
    told = sentence_of(entry.problem) if entry.problem else ""
    match entry.state:
        case State.SUCCEEDED:
            return _("Created as {number}.").format(number=entry.remote_number) if entry.remote_number else ""
        case State.CANCELLED:
            return told if given_up(entry) else _("Withdrawn before it was sent.")
        case State.SENDING:
            return _("On its way to {service}.").format(service=subject_of(entry).service)
        case State.UNKNOWN | State.RECONCILING:
            doubt = _("We do not know yet whether {service} received it.").format(
                service=subject_of(entry).service
            )
            if entry.kind in REPEATED:
                return doubt + " " + _("The same values are sent again, which does no harm.")
            return doubt + " " + _("It is looked up before anything is sent again.")
        case State.REJECTED | State.NEEDS_REVIEW | State.BLOCKED:
            return told or _("It waits for you.")
        case _:
            return _waiting(entry, now, told)


def _waiting(entry: Entry, now: datetime, told: str) -> str:
    if entry.not_before is not None and entry.not_before > now:
        again = _("It is tried again at {time}.").format(time=formats().time(entry.not_before.astimezone()))
        return f"{entry.problem.title}. {again}" if entry.problem else again
    if told:
        return told
    if entry.depends_on:
        return _("It waits for the entry before it.")
    return _("It goes out with the next sync.")


def given_up(entry: Entry) -> bool:
    """Whether a person has taken it out of the queue without knowing that it never arrived."""
    return entry.state is State.CANCELLED and entry.problem is not None and entry.problem.code == "GIVEN_UP"


def can_cancel(entry: Entry) -> bool:
    """Whether it certainly has not reached a server."""
    return entry.state in CANCELLABLE


def can_edit(entry: Entry) -> bool:
    """Whether it is an invoice that may go back into the wizard."""
    return entry.kind == CREATE_INVOICE and entry.state in EDITABLE


def can_check(entry: Entry) -> bool:
    """Whether a sync may move it; after an unknown outcome this looks up and never simply sends again."""
    return entry.state not in DONE and entry.state not in {State.REJECTED, State.SENDING}


def can_decide(entry: Entry) -> bool:
    """Whether only a person can say what became of it."""
    return entry.state is State.NEEDS_REVIEW


def can_pick(entry: Entry) -> bool:
    """Whether it may have made a record that a person can name."""
    return can_decide(entry) and entry.kind in {CREATE_INVOICE, CREATE_CUSTOMER} and entry.attempts > 0


def check_verb(entry: Entry) -> str:
    """What asking for it now is called."""
    match entry.state:
        case State.UNKNOWN | State.RECONCILING:
            return _("Check now")
        case State.NEEDS_REVIEW:
            return _("Look it up, else send")
        case _:
            return _("Send now")
