"""Payment terms: when an invoice falls due (quickbooks-api.md §9.7); stores nothing."""

from calendar import monthrange
from datetime import date, timedelta

from qbodesk.simulator.wire import Body


def due(issued: date, term: Body | None) -> date:
    """The due date of an invoice issued on `issued`; without a term it is due at once."""
    if term is None:
        return issued
    if term.get("DayOfMonthDue") is None:
        return issued + timedelta(days=int(term.get("DueDays", 0)))
    this_month = _on(issued.year, issued.month, int(term["DayOfMonthDue"]))
    if this_month - issued >= timedelta(days=int(term.get("DueNextMonthDays", 1))):
        return this_month
    year, month = (issued.year + 1, 1) if issued.month == 12 else (issued.year, issued.month + 1)
    return _on(year, month, int(term["DayOfMonthDue"]))


def _on(year: int, month: int, day: int) -> date:
    """That day of the month, or its last one."""
    return date(year, month, min(day, monthrange(year, month)[1]))
