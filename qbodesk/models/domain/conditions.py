"""What a list leaves out: conditions over typed values, in groups of which one must hold. Knows no table.

`services/lists/conditions.py` says the same in SQL; a property test holds the two together.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Literal

from qbodesk.models.domain.text import fold

Kind = Literal["text", "amount", "date", "choice"]
"""What can be asked of a value: amounts and plain numbers alike are `amount`, days and moments `date`."""


class Operator(StrEnum):
    """How a value is compared; stored in saved views, so a value never changes its meaning."""

    CONTAINS = "contains"
    LACKS = "lacks"
    IS = "is"
    IS_NOT = "is_not"
    STARTS = "starts"
    ANY_OF = "any_of"
    NONE_OF = "none_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    BEFORE = "before"
    AFTER = "after"
    LAST_DAYS = "last_days"
    NEXT_DAYS = "next_days"
    PERIOD = "period"
    EMPTY = "empty"
    FILLED = "filled"


PERIODS = ("today", "this_week", "this_month", "last_month", "this_quarter", "this_year", "last_year")

_PRESENCE = (Operator.EMPTY, Operator.FILLED)
OPERATORS: dict[Kind, tuple[Operator, ...]] = {
    "text": (
        Operator.CONTAINS, Operator.LACKS, Operator.IS, Operator.IS_NOT, Operator.STARTS, *_PRESENCE
    ),
    "amount": (Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN, Operator.IS, *_PRESENCE),
    "date": (
        Operator.PERIOD, Operator.LAST_DAYS, Operator.NEXT_DAYS, Operator.BEFORE, Operator.AFTER, Operator.IS,
        Operator.BETWEEN, *_PRESENCE,
    ),
    "choice": (Operator.ANY_OF, Operator.NONE_OF, *_PRESENCE),
}  # fmt: skip
"""What can be asked of each kind, the most useful first."""

MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. `values` are plain text: digits with `.`, `YYYY-MM-DD`, the key of a choice or of a period."""

    field: str
    operator: Operator
    values: tuple[str, ...] = ()


Group = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A record stays if in any group all conditions hold; without groups every record stays."""

    groups: tuple[Group, ...] = ()

    @classmethod
    def of(cls, *conditions: Condition) -> "Filter":
        """All of these must hold; none at all leaves nothing out."""
        return cls((conditions,)) if conditions else cls()

    def __bool__(self) -> bool:
        return bool(self.groups)

    def __len__(self) -> int:
        return sum(map(len, self.groups))

    def __iter__(self) -> Iterator[Condition]:
        return (condition for group in self.groups for condition in group)

    def without(self, group: int, place: int) -> "Filter":
        """Without one condition; a group it leaves empty is gone."""
        left = [list(each) for each in self.groups]
        del left[group][place]
        return Filter(tuple(tuple(each) for each in left if each))

    def put(self, condition: Condition, group: int | None = None, place: int | None = None) -> "Filter":
        """With this condition in a group's place, at the end of the group, or (without a group) in one of its own."""
        left = [list(each) for each in self.groups]
        if group is None or group >= len(left):
            left.append([condition])
        elif place is None:
            left[group].append(condition)
        else:
            left[group][place] = condition
        return Filter(tuple(tuple(each) for each in left))


def fault_of(condition: Condition, kind: Kind) -> str:
    """Why a condition cannot be asked: `operator`, `missing`, `number`, `date`, `period`, `days` or `order`; "" if it can."""
    operator, values = condition.operator, condition.values
    if operator not in OPERATORS[kind]:
        return "operator"
    if operator in _PRESENCE:
        return ""
    wanted = 2 if operator is Operator.BETWEEN else 1
    if len(values) < wanted or not all(value.strip() for value in values[:wanted]):
        return "missing"
    if kind == "amount":
        return _fault_of_numbers(values[:wanted])
    if operator is Operator.PERIOD:
        return "" if values[0] in PERIODS else "period"
    if operator in (Operator.LAST_DAYS, Operator.NEXT_DAYS):
        return "" if values[0].isdecimal() and 0 < int(values[0]) <= MOST_DAYS else "days"
    return _fault_of_days(values[:wanted]) if kind == "date" else ""


def _fault_of_numbers(values: tuple[str, ...]) -> str:
    try:
        numbers = [Decimal(value) for value in values]
    except InvalidOperation:
        return "number"
    if not all(number.is_finite() and abs(number) < 10**12 for number in numbers):
        return "number"
    return "order" if numbers != sorted(numbers) else ""


def _fault_of_days(values: tuple[str, ...]) -> str:
    try:
        days = [date.fromisoformat(value) for value in values]
    except ValueError:
        return "date"
    return "order" if days != sorted(days) else ""


def span(condition: Condition, today: date) -> tuple[date | None, date | None]:
    """The first and the last day a condition on dates lets through, None where it is open."""
    operator, values = condition.operator, condition.values
    match operator:
        case Operator.PERIOD:
            return period(values[0], today)
        case Operator.LAST_DAYS:
            return today - timedelta(days=int(values[0]) - 1), today
        case Operator.NEXT_DAYS:
            return today, today + timedelta(days=int(values[0]) - 1)
        case Operator.BEFORE:
            return None, date.fromisoformat(values[0]) - timedelta(days=1)
        case Operator.AFTER:
            return date.fromisoformat(values[0]) + timedelta(days=1), None
        case Operator.BETWEEN:
            return date.fromisoformat(values[0]), date.fromisoformat(values[1])
        case _:
            return date.fromisoformat(values[0]), date.fromisoformat(values[0])


def period(name: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period around `today`; weeks begin on Monday."""
    year, month = today.year, today.month
    match name:
        case "today":
            return today, today
        case "this_week":
            monday = today - timedelta(days=today.weekday())
            return monday, monday + timedelta(days=6)
        case "this_month":
            return _months(year, month, month)
        case "last_month":
            return _months(year, month - 1, month - 1) if month > 1 else _months(year - 1, 12, 12)
        case "this_quarter":
            first = month - (month - 1) % 3
            return _months(year, first, first + 2)
        case "this_year":
            return _months(year, 1, 12)
        case "last_year":
            return _months(year - 1, 1, 12)
        case _:
            raise ValueError(name)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def holds(condition: Condition, value: str | Decimal | date | None, today: date) -> bool:
    """Whether a condition without a fault holds for a value; an empty text is no value."""
    if value is None or value == "":
        return condition.operator in {
            Operator.EMPTY, Operator.LACKS, Operator.IS_NOT, Operator.NONE_OF
        }  # fmt: skip
    if condition.operator in _PRESENCE:
        return condition.operator is Operator.FILLED
    if isinstance(value, date):
        first, last = span(condition, today)
        return (first is None or value >= first) and (last is None or value <= last)
    if isinstance(value, Decimal):
        return _number_holds(condition, value)
    return _text_holds(condition, value)


def _number_holds(condition: Condition, value: Decimal) -> bool:
    low = Decimal(condition.values[0])
    match condition.operator:
        case Operator.AT_LEAST:
            return value >= low
        case Operator.AT_MOST:
            return value <= low
        case Operator.BETWEEN:
            return low <= value <= Decimal(condition.values[1])
        case _:
            return value == low


def _text_holds(condition: Condition, value: str) -> bool:
    if condition.operator in (Operator.ANY_OF, Operator.NONE_OF):
        return (value in condition.values) is (condition.operator is Operator.ANY_OF)
    text, sought = fold(value), fold(condition.values[0])
    match condition.operator:
        case Operator.CONTAINS:
            return sought in text
        case Operator.LACKS:
            return sought not in text
        case Operator.STARTS:
            return text.startswith(sought)
        case Operator.IS:
            return text == sought
        case _:
            return text != sought
