"""What became of a queued invoice, in words: from the states of its outbox entries. Reads and changes nothing."""

from dataclasses import dataclass
from typing import Literal, Protocol

from qbodesk.models.domain.fixes import Fix, fixes_of_entry
from qbodesk.models.domain.mending import CHANGES
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem
from qbodesk.models.words import _
from qbodesk.ui.widgets.banner import BannerKind
from qbodesk.ui.wizard.told import readable

Phase = Literal["queued", "sending", "waiting", "unknown", "created", "refused", "stopped", "withdrawn"]
_AWAY = frozenset({"OFFLINE", "INTERRUPTED"})


class QueuedWrite(Protocol):
    """What is read of an outbox entry."""

    @property
    def op_id(self) -> str: ...
    @property
    def state(self) -> State: ...
    @property
    def problem(self) -> Problem | None: ...
    @property
    def remote_id(self) -> str: ...
    @property
    def remote_number(self) -> str: ...
    @property
    def depends_on(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """One look at the invoice's fate: a headline, a sentence, and what the user may do; `fix` is what helps against its cause."""

    phase: Phase
    title: str
    sentence: str
    tone: BannerKind
    may_edit: bool = False
    fix: Fix | None = None


def outcome(entry: QueuedWrite, customer: QueuedWrite | None, company: str, number: str) -> Outcome:
    """The outcome of an invoice's entry; `customer` is the entry of the new customer it waits for, if any.

    `number` is the invoice's own, known once it was created; `company` the QuickBooks company's name.
    """
    if customer is not None and customer.state is not State.SUCCEEDED and entry.state is State.QUEUED:
        return _of_customer(customer, company)
    match entry.state:
        case State.SUCCEEDED:
            return _created(company, number)
        case State.SENDING:
            title = _("Sending to {company}").format(company=company)
            return Outcome("sending", title, _("QuickBooks is creating the invoice."), "info")
        case State.UNKNOWN | State.RECONCILING:
            return _unknown()
        case State.REJECTED:
            return _stopped("refused", entry.problem, _("QuickBooks refused the invoice"), may_edit=True)
        case State.BLOCKED:
            return _stopped("stopped", entry.problem, _("The invoice needs you"), may_edit=True)
        case State.NEEDS_REVIEW:
            return _stopped("stopped", entry.problem, _("The invoice needs you"))
        case State.CANCELLED if entry.problem is not None and entry.problem.code == "GIVEN_UP":
            return Outcome("withdrawn", _("The invoice was given up"), _reason(entry.problem), "warning")
        case State.CANCELLED:
            return Outcome("withdrawn", _("The invoice was withdrawn"), _("Nothing was created."), "info")
        case _:
            return _waiting(entry)


def _of_customer(customer: QueuedWrite, company: str) -> Outcome:
    match customer.state:
        case State.SENDING:
            title = _("Sending to {company}").format(company=company)
            return Outcome("sending", title, _("QuickBooks is creating the customer first."), "info")
        case State.UNKNOWN | State.RECONCILING:
            sentence = _("The invoice follows as soon as that is clear. Nothing is created twice.")
            title = _("We do not know yet whether QuickBooks created the customer. Checking.")
            return Outcome("unknown", title, sentence, "warning")
        case State.REJECTED:
            return _stopped("refused", customer.problem, _("QuickBooks refused the customer"), may_edit=True)
        case State.BLOCKED | State.NEEDS_REVIEW:
            return _stopped("stopped", customer.problem, _("The customer needs you"))
        case _:
            return _waiting(customer)


def _created(company: str, number: str) -> Outcome:
    if number:
        title = _("Invoice {number} created in {company}").format(number=number, company=company)
    else:
        title = _("Invoice created in {company}").format(company=company)
    return Outcome("created", title, _("It has not been e-mailed to the customer."), "success")


def _unknown() -> Outcome:
    return Outcome(
        "unknown",
        _("We do not know yet whether QuickBooks created the invoice. Checking."),
        _("It will be looked up before anything is sent again, so it cannot be created twice."),
        "warning",
    )


def _waiting(entry: QueuedWrite) -> Outcome:
    problem = entry.problem
    if problem is None:
        sentence = _("It will be created as soon as QuickBooks can be reached.")
        return Outcome("queued", _("Saved in the queue"), sentence, "info")
    if problem.code in _AWAY:
        title = _("Saved in the queue, will be created when online")
        sentence = _("QuickBooks cannot be reached now. You can close this window and go on working.")
        return Outcome("waiting", title, sentence, "info")
    return Outcome("waiting", _("Saved in the queue, will be tried again"), _reason(problem), "info")


def _stopped(phase: Phase, problem: Problem | None, title: str, *, may_edit: bool = False) -> Outcome:
    headline = readable(problem).title if problem else title
    reason = _reason(problem) if problem else title
    return Outcome(phase, headline, reason, "danger", may_edit, _fix(problem) if may_edit else None)


def _fix(problem: Problem | None) -> Fix | None:
    """The best one; without one of its own a cause is gone elsewhere, and the invoice edited or sent again from the queue."""
    offered = fixes_of_entry(problem.code) if problem else ()
    return offered[0] if offered and offered[0] in CHANGES else None


def _reason(problem: Problem) -> str:
    told = readable(problem)
    return " ".join(part for part in (told.detail, told.hint) if part)
