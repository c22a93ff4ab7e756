"""Rows about the connected services: who they are, how far the last pull got, small settings. Holds no secret."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Tx
from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert

from qbodesk.models.cache.base import instant, moment
from qbodesk.models.cache.tables_local import setting
from qbodesk.models.cache.tables_sync import connection, cursor


@dataclass(frozen=True, slots=True)
class ServiceConnection:
    """One QuickBooks company or the HubSpot account, as last seen. `rules` is JSON the owning service wrote."""

    conn_id: int
    service: str
    remote_id: str
    name: str
    country: str
    currency: str
    timezone: str
    base_url: str
    client_id: str
    state: str
    last_ok_at: datetime | None
    rules: bytes


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the pull of one object got; `kind` is `full` while a first pull is under way."""

    kind: str
    value: str
    rows_seen: int
    last_ok_at: datetime | None


def save(tx: Tx, *, service: str, remote_id: str, **values: Any) -> int:
    """Add or update a connection and return its number."""
    known = tx.execute(
        select(connection.c.conn_id).where(
            connection.c.service == service, connection.c.remote_id == remote_id
        )
    ).scalar_one_or_none()
    if known is not None:
        tx.execute(update(connection).where(connection.c.conn_id == known).values(**values))
        return int(known)
    added = connection.insert().values(service=service, remote_id=remote_id, **values)
    return int(tx.execute(added.returning(connection.c.conn_id)).scalar_one())


def listed(tx: Tx, service: str | None = None) -> list[ServiceConnection]:
    """All connections in the order they were made."""
    query = select(connection).order_by(connection.c.conn_id)
    if service is not None:
        query = query.where(connection.c.service == service)
    rows = [dict(row) for row in tx.execute(query).mappings()]
    return [
        ServiceConnection(**{**row, "last_ok_at": moment(row["last_ok_at"]) if row["last_ok_at"] else None})
        for row in rows
    ]


def note(tx: Tx, conn_id: int, *, state: str, at: datetime | None = None) -> None:
    """Remember whether the connection works and when everything was last fetched."""
    values = {"state": state} | ({"last_ok_at": instant(at)} if at else {})
    tx.execute(update(connection).where(connection.c.conn_id == conn_id).values(**values))


def cursor_of(tx: Tx, conn_id: int, name: str) -> Cursor | None:
    """The cursor of one object; `None` before its first pull."""
    row = tx.execute(select(cursor).where(cursor.c.conn_id == conn_id, cursor.c.object == name)).one_or_none()
    if row is None:
        return None
    return Cursor(row.kind, row.value, row.rows_seen, moment(row.last_ok_at) if row.last_ok_at else None)


def set_cursor(
    tx: Tx, conn_id: int, name: str, *, kind: str, value: str, rows_seen: int, at: datetime | None
) -> None:
    """Move a cursor; always inside the transaction that writes the rows it covers."""
    values = {
        "kind": kind,
        "value": value,
        "rows_seen": rows_seen,
        "last_ok_at": instant(at) if at else "",
    }
    tx.execute(
        insert(cursor)
        .values(conn_id=conn_id, object=name, **values)
        .on_conflict_do_update(index_elements=["conn_id", "object"], set_=values)
    )


def get_setting(tx: Tx, key: str) -> Any:
    """A small setting as JSON value, `None` when it was never set."""
    found = tx.execute(select(setting.c.value).where(setting.c.key == key)).scalar_one_or_none()
    return None if found is None else json.loads(found)


def set_setting(tx: Tx, key: str, value: Any) -> None:
    """Store a small setting."""
    body = json.dumps(value)
    tx.execute(
        insert(setting)
        .values(key=key, value=body)
        .on_conflict_do_update(index_elements=["key"], set_={"value": body})
    )
