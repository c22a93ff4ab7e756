"""What puts an invoice right that QuickBooks would not take, by the cause: the next draft, or none. Sends and stores nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qbodesk.models.domain.draft import CustomerChoice, InvoiceDraft, Numbering, with_invoice_date
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.matching import Rung
from qbodesk.models.domain.terms import Term
from qbodesk.models.errors import Problem

CHANGES = frozenset({
    Fix.LATER_DATE, Fix.EXISTING_CUSTOMER, Fix.QUICKBOOKS_NUMBERS, Fix.USE_DEAL, Fix.SERVICE_DATES
})  # fmt: skip
"""What makes another draft of a refused one; the others leave it as it is or hand it to a person."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a fix looks up: today in the company, its closing date, the draft's terms, the customer of the taken name."""

    today: date
    closed_until: date | None = None
    term: Term | None = None
    namesake: CustomerChoice | None = None


def mended(draft: InvoiceDraft, fix: Fix, facts: Facts) -> InvoiceDraft | None:
    """The draft after the fix; None where the fix has nothing to go by. `USE_DEAL` fills in from the cache and is not pure."""
    match fix:
        case Fix.LATER_DATE:
            closed = facts.closed_until
            day = facts.today if closed is None else max(facts.today, closed + timedelta(days=1))
            return with_invoice_date(draft, day, facts.term)
        case Fix.EXISTING_CUSTOMER:
            if facts.namesake is None:
                # one that is chosen was made meanwhile: it is the one that exists
                return draft if draft.customer.customer_id is not None else None
            return replace(draft, customer=replace(facts.namesake, rung=Rung.CHOSEN))
        case Fix.QUICKBOOKS_NUMBERS:
            own = draft.numbering is Numbering.OWN
            return replace(
                draft, numbering=Numbering.QUICKBOOKS if own else Numbering.ASK_QUICKBOOKS, number=""
            )
        case Fix.SERVICE_DATES:
            return replace(draft, service_dates=True)
        case _:
            return draft


@dataclass(frozen=True, slots=True)
class Failing:
    """One record that needs a person. `key` is the outbox entry or the number of the problem."""

    key: str
    subject: str
    problem: Problem
    fixes: tuple[Fix, ...]
    since: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """All records that fail for one reason; `problem` is that of the first, for its sentences."""

    problem: Problem
    fixes: tuple[Fix, ...]
    records: tuple[Failing, ...]


def grouped(records: Iterable[Failing]) -> tuple[Cause, ...]:
    """The records by cause and by what can be done, the most frequent cause first; order within a cause is kept."""
    found: dict[tuple[str, tuple[Fix, ...]], list[Failing]] = {}
    for each in records:
        found.setdefault((each.problem.code, each.fixes), []).append(each)
    causes = [Cause(each[0].problem, each[0].fixes, tuple(each)) for each in found.values()]
    return tuple(sorted(causes, key=lambda cause: -len(cause.records)))
