"""Payment terms and the due date they give; knows no customer's default."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Term:
    """A QuickBooks Term: either days after the invoice date, or a day of the month (quickbooks-api §9.7)."""

    id: str
    name: str
    due_days: int | None
    day_of_month: int | None
    next_month_days: int | None
    active: bool = True


def due_date(term: Term, invoice_date: date) -> date:
    """The date an invoice of `invoice_date` is due.

    A day of the month is the first such day on or after the invoice date; issued within `next_month_days` of it,
    the invoice is due a month later. Day 31 means the last day of a shorter month.
    """
    if term.day_of_month is None:
        return invoice_date + timedelta(days=term.due_days or 0)
    due = _day_in_month(invoice_date.year, invoice_date.month, term.day_of_month)
    if due < invoice_date:
        due = _a_month_later(due, term.day_of_month)
    if term.next_month_days and (due - invoice_date).days <= term.next_month_days:
        due = _a_month_later(due, term.day_of_month)
    return due


def _a_month_later(day: date, wanted: int) -> date:
    return _day_in_month(day.year + day.month // 12, day.month % 12 + 1, wanted)


def _day_in_month(year: int, month: int, wanted: int) -> date:
    return date(year, month, min(wanted, monthrange(year, month)[1]))
