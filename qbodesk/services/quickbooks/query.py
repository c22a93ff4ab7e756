"""Statements of the QuickBooks query language, with the one function that quotes a value; sends nothing.

Grammar, literals and filterable fields: quickbooks-api.md §3.1-3.3. There is no OR, no NOT and no join.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NewType

from qbodesk.services.quickbooks.records import ListRecord, Record

Condition = NewType("Condition", str)
Value = str | bool | int | Decimal | date

MAX_ROWS = 1000  # a larger MAXRESULTS is capped or refused (§3.1)

_FIELD = re.compile(r"[A-Za-z]+(\.[A-Za-z]+)*")


class Unaskable(ValueError):
    """QuickBooks cannot be asked for this text: its query lexer fails on typographic punctuation (§3.2)."""


def literal(value: Value) -> str:
    """A value as it stands in a statement. Raises `Unaskable` for text the lexer refuses, ValueError for a naive time."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            if value.tzinfo is None:
                raise ValueError("QuickBooks reads a time without offset in an unknown zone")
            return _quoted(value.isoformat(timespec="seconds"))
        case date():
            return _quoted(value.isoformat())
        case str():
            if not all(map(_askable, value)):
                raise Unaskable(value)
            return _quoted(value)
    raise TypeError(f"no QuickBooks literal for {type(value).__name__}")


def equal(field: str, value: Value) -> Condition:
    """`field = value`; a reference compares by its id."""
    return _condition(field, "=", literal(value))


def since(field: str, value: date) -> Condition:
    """`field >= value` for a date or an aware time."""
    return _condition(field, ">=", literal(value))


def until(field: str, value: date) -> Condition:
    """`field <= value` for a date or an aware time."""
    return _condition(field, "<=", literal(value))


def one_of(field: str, values: Sequence[Value]) -> Condition:
    """`field IN (values)`."""
    return _condition(field, "IN", f"({', '.join(map(literal, values))})")


def resembling(field: str, text: str) -> Condition:
    """`field LIKE text` with a wildcard for everything the lexer refuses: finds the text and maybe more."""
    pattern = re.sub("%+", "%", "".join(char if _askable(char) else "%" for char in text))
    return _condition(field, "LIKE", literal(pattern))


def select(
    entity: type[Record],
    where: Sequence[Condition] = (),
    *,
    start: int = 1,
    size: int = MAX_ROWS,
    order: str = "Id",
    active_too: bool = True,
    columns: str = "*",
) -> str:
    """A page of records from row `start` (1-based). `active_too` also asks for inactive rows of name lists."""
    if start < 1 or not 1 <= size <= MAX_ROWS:
        raise ValueError(f"QuickBooks has no rows {start} to {start + size - 1}")
    conditions = [*where, *_any_activity(entity, asked=active_too)]
    return (
        f"{_from(columns, entity, conditions)} ORDERBY {_name(order)} STARTPOSITION {start} MAXRESULTS {size}"
    )


def select_count(entity: type[Record], where: Sequence[Condition] = (), *, active_too: bool = True) -> str:
    """How many records there are, inactive ones included unless told otherwise."""
    return _from("COUNT(*)", entity, [*where, *_any_activity(entity, asked=active_too)])


def _from(what: str, entity: type[Record], conditions: Sequence[Condition]) -> str:
    clause = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    # Entity and field names come from our own code, every value went through `literal`.
    return f"SELECT {what} FROM {entity.__name__}{clause}"  # noqa: S608 - names of our own types, values quoted by clause


def _any_activity(entity: type[Record], *, asked: bool) -> list[Condition]:
    # Without this QuickBooks leaves inactive names out (§3.4).
    return [one_of("Active", (True, False))] if asked and issubclass(entity, ListRecord) else []


def _condition(field: str, operator: str, right: str) -> Condition:
    return Condition(f"{_name(field)} {operator} {right}")


def _name(field: str) -> str:
    if not _FIELD.fullmatch(field):
        raise ValueError(f"not a field name: {field!r}")
    return field


def _quoted(text: str) -> str:
    # The backslash first: escaping the quote alone lets a name ending in a backslash leave the literal.
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _askable(char: str) -> bool:
    return " " <= char <= "~" or (char > "\x7f" and unicodedata.category(char)[0] in "LMN")
