"""Which records a statement selects and in what order; parses nothing."""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import attrgetter, eq, ge, gt, le, lt
from typing import Any

from qbodesk.simulator.quickbooks.columns import Column, Kind
from qbodesk.simulator.quickbooks.faults import not_queryable, query_invalid
from qbodesk.simulator.quickbooks.moments import day, epoch_of
from qbodesk.simulator.quickbooks.statement import Condition, Statement
from qbodesk.simulator.quickbooks.store import Record, Table
from qbodesk.simulator.wire import decimal

Test = Callable[[Record], bool]
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "<": lt, ">": gt, "<=": le, ">=": ge}
_REMEMBERED = 16


class Selector:
    """Answers the statements of one table.

    The pages of one statement share one selection until the table changes, so that reading 100,000 invoices sorts once.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._selections: OrderedDict[tuple[Any, ...], tuple[int, list[Record]]] = OrderedDict()

    def select(self, statement: Statement) -> list[Record]:
        """All records the statement names, before paging; raises fault 4001."""
        key = (statement.conditions, statement.order)
        version, records = self._selections.pop(key, (-1, []))
        if version != self._table.version:
            records = self._evaluate(statement)
        self._selections[key] = (self._table.version, records)
        if len(self._selections) > _REMEMBERED:
            self._selections.popitem(last=False)
        return records

    def _evaluate(self, statement: Statement) -> list[Record]:
        tests = [self._test(condition) for condition in statement.conditions]
        if not any(condition.field.lower() == "active" for condition in statement.conditions):
            tests.append(attrgetter("active"))
        found: Iterable[Record] = self._table
        for test in tests:
            found = filter(test, found)
        records = list(found)
        if self._table.in_order and statement.order == (("Id", False),):
            return records  # the order in which everything is pulled
        for name, descending in reversed(statement.order):
            records.sort(key=self._sorting(name), reverse=descending)
        return records

    def _column(self, name: str) -> tuple[int, Column]:
        for index, column in enumerate(self._table.columns):
            if column.name.lower() == name.lower():
                return index, column
        raise not_queryable(name)

    def _sorting(self, name: str) -> Callable[[Record], Any]:
        if attribute := _attribute(name):
            return attrgetter(attribute)
        index, column = self._column(name)
        if not column.sortable:
            raise query_invalid(f"property '{name}' is not sortable")
        return lambda record: (record.keys[index] is not None, record.keys[index])

    def _test(self, condition: Condition) -> Test:
        if attribute := _attribute(condition.field):
            convert = _id if attribute == "number" else _epoch
            return _compare(attrgetter(attribute), condition, convert)
        index, column = self._column(condition.field)
        if column.kind is Kind.EACH:
            test = _compare(lambda text: text, condition, _text)
            return lambda record: any(test(text) for text in record.keys[index] or ())
        return _compare(lambda record: record.keys[index], condition, _CONVERT[column.kind])


def _attribute(name: str) -> str | None:
    """The three properties every entity has, kept outside the columns."""
    known = {"id": "number", "metadata.createtime": "created", "metadata.lastupdatedtime": "updated"}
    return known.get(name.lower())


def _compare(
    read: Callable[[Any], Any], condition: Condition, convert: Callable[[Any, str], Any]
) -> Callable[[Any], bool]:
    if condition.operator == "like":
        pattern = _like(condition)
        return lambda record: (value := read(record)) is not None and bool(pattern.fullmatch(str(value)))
    values = [convert(value, condition.field) for value in condition.values]
    if condition.operator == "in":
        wanted = frozenset(values)
        return lambda record: read(record) in wanted
    compare, limit = _OPERATORS[condition.operator], values[0]
    return lambda record: (value := read(record)) is not None and compare(value, limit)


def _like(condition: Condition) -> re.Pattern[str]:
    literal = condition.values[0]
    if not isinstance(literal, str):
        raise query_invalid(f"LIKE needs a quoted pattern for property '{condition.field}'")
    return re.compile(".*".join(map(re.escape, literal.casefold().split("%"))), re.DOTALL)


def _text(value: Any, _field: str) -> str:
    return str(value).casefold()


def _as_is(value: Any, _field: str) -> str:
    return str(value)


def _id(value: Any, _field: str) -> int:
    return int(value) if str(value).isdecimal() else -1


def _number(value: Any, field: str) -> Decimal:
    try:
        return decimal(value)
    except ValueError:
        raise query_invalid(f"value {value} is not a number for property '{field}'") from None


def _date(value: Any, field: str) -> str:
    try:
        return day(value).isoformat()
    except ValueError:
        raise query_invalid(f"value {value} is not a date for property '{field}'") from None


def _epoch(value: Any, field: str) -> int:
    try:
        return epoch_of(str(value))
    except ValueError:
        raise query_invalid(f"value {value} is not a date and time for property '{field}'") from None


def _flag(value: Any, field: str) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in {"true", "false"}:
        return str(value).lower() == "true"
    raise query_invalid(f"value {value} is not true or false for property '{field}'")


_CONVERT: dict[Kind, Callable[[Any, str], Any]] = {
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.REFERENCE: _as_is,
    Kind.MAIL: _text,
}
