"""Payment terms: what a client may write, and when an invoice falls due (quickbooks-api.md §9.7); bills nobody."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from qbodesk.simulator.quickbooks import faults, schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lists import NameList
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


def _between(low: int, high: int) -> schema.Check:
    def check(name: str, value: Any) -> int:
        number = schema.number(name, value)
        if number != int(number) or not low <= number <= high:
            raise faults.bad_number(name, value)
        return int(number)

    return check


def _typed(_company: QuickBooksCompany, body: Body) -> Body:
    """Terms count days, or name a day of the month: the properties say which; a term of one kind has none of the other's."""
    if body.get("DueDays") is None and body.get("DayOfMonthDue") is None:
        raise faults.missing("DueDays")
    by_date = body.get("DayOfMonthDue") is not None
    other = _BY_DAYS if by_date else _BY_DATE
    own = {key: value for key, value in body.items() if key not in other}
    return {**own, "Type": "DATE_DRIVEN" if by_date else "STANDARD"}


_BY_DAYS: schema.Shape = {"DueDays": _between(0, 999), "DiscountDays": _between(0, 999)}
_BY_DATE: schema.Shape = {
    "DayOfMonthDue": _between(1, 31),
    "DueNextMonthDays": _between(1, 999),
    "DiscountDayOfMonth": _between(1, 31),
}
TERMS = NameList(
    "Term",
    "term",
    shape={
        "Name": schema.text(31),
        "Type": schema.anything,
        "DiscountPercent": schema.number,
        **_BY_DAYS,
        **_BY_DATE,
    },
    complete=_typed,
    read_only=frozenset({"Type"}),
)
