"""Many rows in one statement, bound by the driver itself: the hot path of a pull. Decides nothing about what is written.

SQLAlchemy builds the statement once for each set of columns; binding ten thousand rows through it would cost more than SQLite
takes to store them (docs/performance.md). The columns hold text, whole numbers and bytes only, so nothing needs converting.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, bindparam
from sqlalchemy.dialects.sqlite import dialect

Row = Mapping[str, Any]
_DIALECT = dialect(paramstyle="qmark")


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
