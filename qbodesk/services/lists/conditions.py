"""Conditions of a filter as SQL, saying exactly what `models/domain/conditions.py` says of a value. Runs no query."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from sqlalchemy import REAL, ColumnElement, and_, case, cast, false, func, or_, true

from qbodesk.models.cache.base import instant
from qbodesk.models.domain.conditions import Condition, Filter, Operator, fault_of, span
from qbodesk.models.domain.money import DECIMALS
from qbodesk.models.domain.text import fold
from qbodesk.models.errors import InvalidInput
from qbodesk.services.lists.field import Field, ListKind, Today

_PLACES = 4
"""No currency has more decimals, so whole numbers of this scale compare amounts of all of them."""


def where(kind: ListKind, asked: Filter, today: Today, here: date) -> ColumnElement[bool]:
    """What a record must be to stay. `here` is the user's own day. `FILTER_FAULTY` for a condition that cannot be asked."""
    if not asked:
        return true()
    return or_(*(and_(*(_holds(kind, each, today, here) for each in group)) for group in asked.groups))


def scaled(field: Field, value: ColumnElement[Any]) -> ColumnElement[Any]:
    """An amount that can be compared with others whatever their currency; never converted, never shown."""
    if field.kind in ("decimal_money", "price"):
        # only compared and ordered by, and equal digits make equal doubles
        return cast(value, REAL)
    if field.kind != "money" or field.currency is None:
        return value
    powers = {code: 10 ** (_PLACES - places) for code, places in DECIMALS.items()}
    return value * case(powers, value=field.currency, else_=10 ** (_PLACES - 2))


def _holds(kind: ListKind, condition: Condition, today: Today, here: date) -> ColumnElement[bool]:
    field = kind.field(condition.field)
    if field is None or fault_of(condition, field.asked):
        raise InvalidInput("FILTER_FAULTY", field=condition.field)
    value = field.at(today)
    match field.asked:
        case "amount":
            return _amount(field, condition, value)
        case "date":
            return _date(field, condition, value, here)
        case "choice":
            return _choice(condition, value)
        case _:
            return _text(field, condition, value)


def _amount(field: Field, condition: Condition, value: ColumnElement[Any]) -> ColumnElement[bool]:
    if condition.operator is Operator.EMPTY:
        return value.is_(None)
    if condition.operator is Operator.FILLED:
        return value.is_not(None)
    asked = scaled(field, value)
    numbers = [Decimal(text) for text in condition.values]
    if field.kind == "money":
        low, high = numbers[0].scaleb(_PLACES), numbers[-1].scaleb(_PLACES)
        least = int(low.to_integral_value(ROUND_CEILING))
        most = int(high.to_integral_value(ROUND_FLOOR))
        exact: ColumnElement[bool] = asked == least if low == least else false()
    else:
        least, most = float(numbers[0]), float(numbers[-1])  # type: ignore[assignment]  # compared as they are stored
        exact = asked == least
    match condition.operator:
        case Operator.AT_LEAST:
            return asked >= least
        case Operator.AT_MOST:
            return asked <= most
        case Operator.BETWEEN:
            return asked.between(least, most)
        case _:
            return exact


def _date(field: Field, condition: Condition, value: ColumnElement[Any], here: date) -> ColumnElement[bool]:
    if condition.operator is Operator.EMPTY:
        return value == ""
    if condition.operator is Operator.FILLED:
        return value != ""
    first, last = span(condition, here)
    parts: list[ColumnElement[bool]] = [value != ""]
    if field.kind == "moment":
        # days are days of the user's calendar, moments are stored in UTC
        if first is not None:
            parts.append(value >= _midnight(first))
        if last is not None:
            parts.append(value < _midnight(last + timedelta(days=1)))
    else:
        if first is not None:
            parts.append(value >= first.isoformat())
        if last is not None:
            parts.append(value <= last.isoformat())
    return and_(*parts)


def _midnight(day: date) -> str:
    return instant(datetime.combine(day, time.min).astimezone().astimezone(UTC))


def _choice(condition: Condition, value: ColumnElement[Any]) -> ColumnElement[bool]:
    match condition.operator:
        case Operator.EMPTY:
            return value == ""
        case Operator.FILLED:
            return value != ""
        case Operator.ANY_OF:
            return value.in_(condition.values)
        case _:
            return value.not_in(condition.values)


def _text(field: Field, condition: Condition, value: ColumnElement[Any]) -> ColumnElement[bool]:
    if condition.operator is Operator.EMPTY:
        return value == ""
    if condition.operator is Operator.FILLED:
        return value != ""
    text = field.folded if field.folded is not None else func.folded(value)
    sought = fold(condition.values[0])
    match condition.operator:
        case Operator.CONTAINS:
            return func.instr(text, sought) > 0
        case Operator.LACKS:
            return func.instr(text, sought) == 0
        case Operator.STARTS:
            return func.substr(text, 1, len(sought)) == sought
        case Operator.IS:
            return text == sought
        case _:
            return text != sought
