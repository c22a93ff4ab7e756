"""Many rows in one statement, bound by the driver itself: the hot path of a pull. Decides nothing about what is written.

SQLAlchemy builds each statement once; binding ten thousand rows, or a list of two hundred ids, through it would cost more than
SQLite takes (docs/performance.md). The columns hold text, whole numbers and bytes only, so nothing needs converting.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    String,
    Table,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects.sqlite import dialect

Row = Mapping[str, Any]
_DIALECT = dialect(paramstyle="qmark")


def find_rows(
    connection: Connection,
    table: Table,
    names: Sequence[str],
    ids: Iterable[str],
    among: str = "id",
    **equal: str,
) -> list[dict[str, Any]]:
    """These columns of the rows whose column `among` holds one of `ids` and whose other columns are `equal` to what is given."""
    statement, order = _find(table, tuple(names), among, tuple(equal))
    values = {**equal, "ids": _json(ids)}
    found = connection.exec_driver_sql(statement, tuple(values[name] for name in order))
    return [dict(zip(names, row, strict=True)) for row in found]


def delete_rows(
    connection: Connection, table: Table, column: str, among: Iterable[str], **equal: str
) -> None:
    """Delete the rows whose `column` is among these values and whose other columns are `equal` to what is given."""
    statement, order = _delete(table, column, tuple(equal))
    values = {**equal, "ids": _json(among)}
    connection.exec_driver_sql(statement, tuple(values[name] for name in order))


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns."""
    if rows:
        statement, names = _insert(table, tuple(rows[0]))
        connection.exec_driver_sql(statement, list(_values(names, rows)))


def update_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Update rows by their `pk`; all name the same columns."""
    if rows:
        statement, names = _update(table, tuple(rows[0]))
        connection.exec_driver_sql(statement, list(_values(names, rows)))


@lru_cache(maxsize=64)
def _find(
    table: Table, names: tuple[str, ...], among: str, equal: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    query = select(*(table.c[name] for name in names)).where(_among(table.c[among]))
    compiled = query.where(*(table.c[name] == bindparam(name) for name in equal)).compile(dialect=_DIALECT)
    return str(compiled), tuple(compiled.positiontup or ())


@lru_cache(maxsize=64)
def _delete(table: Table, column: str, equal: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    query = table.delete().where(_among(table.c[column]))
    compiled = query.where(*(table.c[name] == bindparam(name) for name in equal)).compile(dialect=_DIALECT)
    return str(compiled), tuple(compiled.positiontup or ())


def _among(column: Column[Any]) -> ColumnElement[bool]:
    """One statement whatever the number of values, which arrive as one JSON list."""
    values = func.json_each(bindparam("ids", type_=String)).table_valued("value")
    return column.in_(select(values.c.value))


def _json(values: Iterable[str]) -> str:
    return msgspec.json.encode(list(values)).decode()


@lru_cache(maxsize=64)
def _insert(table: Table, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    compiled = table.insert().compile(dialect=_DIALECT, column_keys=list(names))
    return str(compiled), tuple(compiled.positiontup or ())


@lru_cache(maxsize=64)
def _update(table: Table, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    changed: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in names if name != "pk"}
    statement = table.update().where(table.c.pk == bindparam("b_pk")).values(changed)
    compiled = statement.compile(dialect=_DIALECT)
    order = tuple("pk" if name == "b_pk" else name for name in compiled.positiontup or ())
    return str(compiled), order


def _values(names: tuple[str, ...], rows: Iterable[Row]) -> Iterable[tuple[Any, ...]]:
    """One tuple a row, in the statement's order."""
    if len(names) == 1:
        return ((row[names[0]],) for row in rows)
    return map(itemgetter(*names), rows)
