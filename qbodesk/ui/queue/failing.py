"""What needs a person, by cause, and what each fix is called. Shows nothing and mends nothing."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from qbodesk.models.domain.fixes import Fix, fixes_of_entry
from qbodesk.models.domain.mending import Cause, Failing, grouped
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem
from qbodesk.models.words import N_
from qbodesk.services.invoicing.intents import CREATE_CUSTOMER, CREATE_INVOICE
from qbodesk.services.reading.status import ProblemRow
from qbodesk.ui.queue import entries
from qbodesk.ui.queue.entries import Entry

VERBS: Mapping[Fix, tuple[str, str]] = MappingProxyType({
    Fix.LATER_DATE: (N_("Use the next open day"), "calendar"),
    Fix.EXISTING_CUSTOMER: (N_("Use that customer"), "customers"),
    Fix.QUICKBOOKS_NUMBERS: (N_("Use QuickBooks' own numbering"), "check"),
    Fix.USE_DEAL: (N_("Use the deal"), "deals"),
    Fix.SERVICE_DATES: (N_("Add the service dates"), "calendar"),
    Fix.EDIT: (N_("Edit invoice"), "edit"),
    Fix.AGAIN: (N_("Send again"), "refresh"),
    Fix.LOOK_AGAIN: (N_("Check now"), "refresh"),
    Fix.WITHDRAW: (N_("Withdraw"), "close"),
    Fix.DISMISS: (N_("Do not show again"), "close"),
})  # fmt: skip
"""The button of each fix and its icon."""


def causes(found: Iterable[Entry], problems: Iterable[ProblemRow]) -> tuple[Cause, ...]:
    """Entries and records that need a person, by cause. A customer that an invoice waits for is told with its invoice."""
    known = list(found)
    waited_for = {entry.depends_on for entry in known if entry.depends_on and entry.state not in entries.DONE}
    stuck = {entry.op_id for entry in known if entry.state in entries.NEEDS_A_PERSON}
    failing = [
        Failing(entry.op_id, entries.subject_of(entry).title, _problem(entry), _fixes(entry))
        for entry in known
        if _needs_a_person(entry, stuck) and not (entry.kind == CREATE_CUSTOMER and entry.op_id in waited_for)
    ]
    failing += [Failing(str(row.problem_id), row.subject_id, row.problem, (Fix.DISMISS,)) for row in problems]
    return grouped(failing)


def _needs_a_person(entry: Entry, stuck: Collection[str]) -> bool:
    """Itself, or what it waits for: an invoice stays queued while its customer is refused."""
    return entry.state in entries.NEEDS_A_PERSON or (
        entry.kind == CREATE_INVOICE and entry.state is State.QUEUED and entry.depends_on in stuck
    )


def _problem(entry: Entry) -> Problem:
    return entry.problem or Problem("UNEXPECTED")


def _fixes(entry: Entry) -> tuple[Fix, ...]:
    if entry.state is State.NEEDS_REVIEW:
        return (Fix.LOOK_AGAIN,)
    if entry.kind == CREATE_INVOICE:
        return (*fixes_of_entry(_problem(entry).code), Fix.WITHDRAW)
    return (Fix.WITHDRAW,) if entries.can_cancel(entry) else ()
