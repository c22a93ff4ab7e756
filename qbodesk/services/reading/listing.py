"""How a long list is asked for: all row numbers in order from one query, then blocks of rows. Knows no record kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, select

from qbodesk.models.cache import search
from qbodesk.models.domain.text import fold


@dataclass(frozen=True, slots=True)
class Order:
    """Sort key of a list and its direction."""

    key: str
    descending: bool = False


def numbers(
    connection: Connection,
    table: Table,
    *,
    kind: str,
    order: Order,
    sort_keys: Mapping[str, ColumnElement[Any] | Column[Any]],
    where: Sequence[ColumnElement[bool]] = (),
    words: str = "",
    source: Select[Any] | None = None,
) -> list[int]:
    """Row numbers of a list, filtered by the search index and sorted in SQL; ties by row number, newest first."""
    query = select(table.c.pk) if source is None else source
    query = query.where(*where)
    if folded := fold(words):
        query = query.where(search.holds(table.c.pk, folded, kind=kind))
    key = sort_keys.get(order.key, table.c.pk)
    query = query.order_by(key.desc() if order.descending else key.asc(), table.c.pk.desc())
    return list(connection.execute(query).scalars())
