"""Builds a damaged workspace file anew from what can be read of it. Asks no server and sends nothing.

What only this file knows (outbox, drafts, links, settings, trail) is taken over; the mirrors are left out and fetched again.
Tables that SQLite cannot read to the end are searched page by page.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection as Tx
from sqlalchemy import Integer, LargeBinary, Table, select, update
from sqlalchemy.dialects.sqlite import insert

from qbodesk.models.cache.backup import remove, swap_in, system_errors
from qbodesk.models.cache.base import instant, moment
from qbodesk.models.cache.engine import one_transaction
from qbodesk.models.cache.migrate import bring_up_to_date, companions
from qbodesk.models.cache.pages import Leaf, Value, leaves
from qbodesk.models.cache.tables_local import audit, draft, setting, view
from qbodesk.models.cache.tables_mapping import mapping_version
from qbodesk.models.cache.tables_rules import change as rule_change
from qbodesk.models.cache.tables_rules import record, rule
from qbodesk.models.cache.tables_sync import attempt, claim, connection, link, outbox, problem, run
from qbodesk.models.cache.trouble import translated
from qbodesk.models.domain.outbox import FINAL_STATES, State
from qbodesk.models.errors import InvalidInput

KEPT: Sequence[Table] = (
    setting, connection, outbox, attempt, claim, link, draft, view, audit, problem,
    mapping_version, rule, run, record, rule_change,
)  # fmt: skip

Row = dict[str, Value]

_STATES = frozenset(state.value for state in State)
_EPOCH = "1970-01-01T00:00:00.000Z"


@dataclass(frozen=True, slots=True)
class Salvaged:
    """Rows taken over by table; `complete` when every table could be read to its end."""

    kept: Path | None
    rows: Mapping[str, int]
    complete: bool


def rebuild(path: Path, now: datetime, change: Callable[[Tx], object]) -> Salvaged:
    """Replace `path` by a sound file with its readable rows, after `change` was made; the damaged file stays beside it.

    The caller holds the workspace's lock. Raises `DiskFull`, `FILE_UNUSABLE` or `NO_WORKSPACE`; then nothing has changed.
    """
    if not path.exists():
        raise InvalidInput("NO_WORKSPACE", folder=path.parent)
    reading, working = (path.with_name(path.name + ending) for ending in (".reading", ".repairing"))
    try:
        with system_errors(path):
            remove(reading)
            remove(working)
            _copied(path, reading)
            os.close(os.open(working, os.O_CREAT | os.O_RDWR, 0o600))
            with translated(working):
                bring_up_to_date(working)
                with one_transaction(working) as tx:
                    rows, complete = _taken_over(tx, reading)
                    change(tx)
            kept = swap_in(path, working, f"damaged-{now:%Y%m%d-%H%M%S}")
    finally:
        remove(reading)
        remove(working)
    return Salvaged(kept, rows, complete)


def _copied(path: Path, reading: Path) -> None:
    """Reading may write (the log is taken in): never into the only evidence."""
    for source, target in ((path, reading), (companions(path)[0], companions(reading)[0])):
        if source.exists():
            os.close(os.open(target, os.O_CREAT | os.O_RDWR, 0o600))
            shutil.copyfile(source, target)


def _taken_over(tx: Tx, reading: Path) -> tuple[dict[str, int], bool]:
    # an attempt may be found before its entry; those without one are taken out at the end
    tx.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    taken: dict[str, int] = {}
    torn = []
    for table in KEPT:
        rows, whole = _read(reading, table)
        taken[table.name] = _insert(tx, table, rows)
        if not whole or taken[table.name] < len(rows):
            torn.append(table)
    if torn:
        for table, rows in _searched(reading, torn).items():
            taken[table.name] += _insert(tx, table, rows)
    _tidied(tx)
    return taken, not torn


def _read(reading: Path, table: Table) -> tuple[list[Row], bool]:
    """Rows as SQLite reads them, and whether it came to the end without an error or an impossible row."""
    found: list[Row] = []
    whole = True
    names = [column.name for column in table.c]
    query = f"SELECT {', '.join(names)} FROM {table.name} NOT INDEXED"  # noqa: S608 - names of our own tables only
    try:
        with closing(sqlite3.connect(reading)) as connection:
            connection.text_factory = bytes
            for values in connection.execute(query):
                row = _row(
                    table,
                    tuple(_text(column.type, value) for column, value in zip(table.c, values, strict=True)),
                )
                whole = whole and row is not None
                if row is not None:
                    found.append(row)
            # a flipped bit in a row is seen only where an index says otherwise
            verdict = connection.execute(f"PRAGMA integrity_check({table.name})").fetchone()
            whole = whole and verdict is not None and verdict[0] == b"ok"
    except (sqlite3.Error, UnicodeDecodeError):
        return found, False
    return found, whole


def _text(kind: object, value: Value) -> Value:
    if isinstance(value, bytes) and not isinstance(kind, LargeBinary):
        return value.decode(errors="replace")
    return value


def _searched(reading: Path, tables: Sequence[Table]) -> dict[Table, list[Row]]:
    """Rows of some tables by the shape of what the pages hold; the furthest version of an entry first."""
    found: dict[Table, list[Row]] = {table: [] for table in tables}
    for leaf in leaves(reading):
        for table in tables:
            if len(leaf.values) == len(table.c) and (row := _shaped(table, leaf)) is not None:
                found[table].append(row)
    if outbox in found:
        final = {state.value for state in FINAL_STATES}
        found[outbox].sort(key=lambda row: (row["state"] in final, row["attempts"]), reverse=True)
    return found


def _shaped(table: Table, leaf: Leaf) -> Row | None:
    values = leaf.values
    numbered = _row_number(table)
    if (leaf.rowid is None) != (table.dialect_options["sqlite"]["with_rowid"] is False):
        return None
    if numbered and values[0] is None:
        values = (leaf.rowid, *values[1:])
    return _row(table, values)


def _row_number(table: Table) -> bool:
    keys = list(table.primary_key.columns)
    return (
        len(keys) == 1
        and isinstance(keys[0].type, Integer)
        and bool(table.dialect_options["sqlite"]["with_rowid"])
    )


def _row(table: Table, values: Sequence[Value]) -> Row | None:
    """The row, if every value is of its column's type; an entry's unreadable times and facts become none."""
    row: Row = {}
    for column, value in zip(table.c, values, strict=True):
        if value is None:
            fits = bool(column.nullable)
        elif isinstance(column.type, Integer):
            fits = isinstance(value, int)
        elif isinstance(column.type, LargeBinary):
            fits = isinstance(value, bytes | str)
        else:
            fits = isinstance(value, str)
        if not fits:
            return None
        row[column.name] = (
            value.encode() if isinstance(column.type, LargeBinary) and isinstance(value, str) else value
        )
    return _entry(row) if table is outbox else row if _json(table, row) else None


def _json(table: Table, row: Row) -> bool:
    """A setting or problem whose value cannot be parsed would stop every start."""
    name = {setting.name: "value", problem.name: "facts"}.get(table.name)
    return name is None or _parsed(row[name])


def _parsed(value: Value) -> bool:
    try:
        json.loads(str(value))
    except ValueError:
        return False
    return True


def _entry(row: Row) -> Row | None:
    if row["state"] not in _STATES or not row["op_id"]:
        return None
    if not _moment(row["created_at"]):
        row["created_at"] = _EPOCH
    for name in ("first_sent_at", "last_sent_at", "not_before"):
        if row[name] and not _moment(row[name]):
            row[name] = ""
    if not _parsed(row["fault_facts"]):
        row |= {"fault_code": "", "fault_facts": "{}"}
    return row


def _moment(value: Value) -> bool:
    try:
        return instant(moment(str(value))) == value
    except ValueError:
        return False


def _insert(tx: Tx, table: Table, rows: Sequence[Row]) -> int:
    """How many were new; what breaks a rule of the table is left out."""
    return sum(tx.execute(insert(table).values(row).on_conflict_do_nothing()).rowcount for row in rows)


def _tidied(tx: Tx) -> None:
    """What the new file must not claim or lack."""
    # the mirrors are empty: nothing here is "as of" any time
    tx.execute(update(connection).values(last_ok_at=""))
    known = select(outbox.c.op_id)
    tx.execute(attempt.delete().where(attempt.c.op_id.not_in(known)))
    tx.execute(rule_change.delete().where(rule_change.c.run_id.not_in(select(run.c.run_id))))
    # an entry's connection keeps its number even when its row was lost: another company must never get it
    lost = select(outbox.c.conn_id).distinct().where(outbox.c.conn_id.not_in(select(connection.c.conn_id)))
    for (number,) in tx.execute(lost).all():
        tx.execute(
            connection.insert().values(
                conn_id=number,
                service="lost",
                remote_id=f"lost-{number}",
                name=f"? ({number})",
                state="disconnected",
            )
        )
