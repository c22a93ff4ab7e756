"""The queries behind a list: ids in order, how many, sums per currency, the rows that are painted. Runs none of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Select, String, and_, bindparam, func, select, true

from qbodesk.models.cache import search
from qbodesk.models.domain.listing import Question, Sort
from qbodesk.models.domain.text import fold
from qbodesk.services.lists.conditions import scaled, where
from qbodesk.services.lists.field import Field, ListKind, Today

IDS = "ids"


def among(column: Column[Any]) -> ColumnElement[bool]:
    """One statement whatever the number of ids, which arrive as one JSON list in the parameter `ids`."""
    return column.in_(select(func.json_each(bindparam(IDS, type_=String)).table_valued("value").c.value))


def listed(ids: Sequence[int]) -> str:
    """Row numbers as that parameter wants them."""
    return msgspec.json.encode(list(ids)).decode()


def asked(kind: ListKind, question: Question, today: Today, here: date) -> ColumnElement[bool]:
    """The records a question leaves in the list."""
    parts = [where(kind, question.filter, today, here)]
    if kind.in_companies and question.realm is not None:
        parts.append(kind.table.c.realm_id == question.realm)
    if folded := fold(question.search):
        own = kind.found(folded) if kind.found is not None else None
        parts.append(search.holds(kind.table.c.pk, folded, kind=kind.record) if own is None else own)
    return and_(true(), *parts)


def ordered(kind: ListKind, query: Select[Any], sorts: Sequence[Sort], today: Today) -> Select[Any]:
    """By these keys (the list's own order without any); ties by our row number.

    The tie goes the way of the last key: so the index of a column serves the whole order.
    """
    keys = sorts or kind.order
    for sort in keys:
        field = kind.field(sort.key)
        if field is not None:
            key = _order_of(field, today)
            query = query.order_by(key.desc() if sort.descending else key.asc())
    number = kind.table.c.pk
    return query.order_by(number.desc() if keys[-1].descending else number.asc())


def _order_of(field: Field, today: Today) -> ColumnElement[Any]:
    if field.sort is not None:
        return field.sort(today) if callable(field.sort) else field.sort
    if field.folded is not None:
        return field.folded
    value = field.at(today)
    if field.asked == "amount":
        return scaled(field, value)
    return func.folded(value) if field.kind in ("text", "choice") else value


def ids(kind: ListKind, question: Question, today: Today, here: date) -> Select[Any]:
    """Row numbers of everything a question leaves in the list, in order."""
    query = select(kind.table.c.pk).where(asked(kind, question, today, here))
    return ordered(kind, query, question.sorts, today)


def count(kind: ListKind, question: Question, today: Today, here: date) -> Select[Any]:
    """How many records a question leaves in the list."""
    return select(func.count()).select_from(kind.table).where(asked(kind, question, today, here))


def sums(kind: ListKind, condition: ColumnElement[bool], today: Today) -> Select[Any] | None:
    """Per currency: its code, then the sum of each totalled column; None where a list has none."""
    fields = totalled(kind)
    if not fields or fields[0].currency is None:
        return None
    currency = fields[0].currency
    added = [
        (func.decimal_sum if field.kind == "decimal_money" else func.sum)(field.at(today)) for field in fields
    ]
    query = select(currency, *added).where(condition)
    if kind.counted is not None:
        query = query.where(kind.counted)
    return query.group_by(currency).order_by(currency)


def totalled(kind: ListKind) -> list[Field]:
    """The columns that are added up."""
    return [field for field in kind.fields if field.totalled]


def rows(kind: ListKind, today: Today) -> Select[Any]:
    """Every column of the records named in the parameter `ids`."""
    table = kind.table
    columns: list[ColumnElement[Any]] = [table.c.pk, table.c.id.label("remote_id")]
    if kind.in_companies:
        columns.append(table.c.realm_id)
    for field in kind.fields:
        columns.append(field.at(today).label(field.key))
        if field.currency is not None:
            columns.append(field.currency.label(f"{field.key}_currency"))
    return select(*columns).where(among(table.c.pk))


def choices(kind: ListKind, field: Field, today: Today) -> Select[Any]:
    """The values a choice has, each once."""
    if field.choices is not None:
        return field.choices
    value = field.at(today)
    return select(value).select_from(kind.table).distinct().order_by(value)
