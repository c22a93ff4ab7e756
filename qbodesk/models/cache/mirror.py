"""Writes pages of server answers into the mirror tables: new rows in, newer versions over older, nothing else.

Decides only by version; what a record means is decided before it gets here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from qbodesk.models.cache import bulk

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Applied:
    """What one page did to the cache: local row numbers of new and changed rows, by remote id."""

    seen: int = 0
    new: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)

    @property
    def touched(self) -> dict[str, int]:
        """Remote id -> local row number of everything written."""
        return {**self.new, **self.changed}


def apply_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> Applied:
    """Insert or update `rows` (all of one realm, where the table has one), each at most once per call; each gets its `pk`.

    A row is left alone when its version is older than the stored one, or equal with equal bytes: QuickBooks counts versions in
    `sync_token` (but sending an invoice changes the record under the same token), HubSpot has only `updated_at`.
    """
    latest = {row["id"]: row for row in rows}
    stored = _stored(connection, table, latest)
    new: list[Row] = []
    changed: list[Row] = []
    free = None
    for remote_id, row in latest.items():
        if (known := stored.get(remote_id)) is None:
            if free is None:
                free = connection.exec_driver_sql(f"SELECT max(pk) FROM {table.name}").scalar() or 0  # noqa: S608 - a table of ours
            free += 1
            row["pk"] = free
            new.append(row)
        elif _supersedes(row, known):
            row["pk"] = known["pk"]
            changed.append(row)
    bulk.insert_rows(connection, table, new)
    bulk.update_rows(connection, table, changed)
    return Applied(
        seen=len(rows),
        new={row["id"]: row["pk"] for row in new},
        changed={row["id"]: row["pk"] for row in changed},
    )


def replace_children(
    connection: Connection, table: Table, parents: Iterable[int], rows: Sequence[Row]
) -> None:
    """Put `rows` in the place of all child rows (invoice or payment lines) of the parents named by row number."""
    parent = next(iter(table.primary_key.columns))
    if numbers := list(parents):
        connection.execute(table.delete().where(parent.in_(numbers)))
    bulk.insert_rows(connection, table, rows)


def known_ids(connection: Connection, table: Table, realm_id: str | None) -> dict[str, int]:
    """Remote id -> row number of all live rows of a realm (`None` for HubSpot tables)."""
    query = select(table.c.id, table.c.pk)
    if realm_id is not None:
        query = query.where(table.c.realm_id == realm_id)
    if "deleted" in table.c:
        query = query.where(table.c.deleted == 0)
    return {row.id: row.pk for row in connection.execute(query)}


def mark_deleted(connection: Connection, table: Table, numbers: Sequence[int]) -> None:
    """Deleted on the server: transactions stay as struck-through rows, all other records go."""
    where = table.c.pk.in_(numbers)
    if "deleted" in table.c:
        connection.execute(
            table.update().where(where).values(deleted=1, balance=0)
            if "balance" in table.c
            else table.update().where(where).values(deleted=1)
        )
    else:
        connection.execute(table.delete().where(where))


def _stored(connection: Connection, table: Table, latest: Mapping[str, Row]) -> dict[str, Mapping[str, Any]]:
    if not latest:
        return {}
    names = [name for name in _VERSION if name in table.c]
    one_realm = {"realm_id": next(iter(latest.values()))["realm_id"]} if "realm_id" in table.c else {}
    return {row["id"]: row for row in bulk.find_rows(connection, table, names, latest, **one_realm)}


_VERSION = ("id", "pk", "updated_at", "raw", "sync_token", "deleted")


def _supersedes(row: Row, known: Mapping[str, Any]) -> bool:
    if "sync_token" in known and row["sync_token"] != known["sync_token"]:
        return bool(row["sync_token"] > known["sync_token"])
    if known.get("deleted"):
        return True  # the server shows it again under the same version: it was never gone
    if row["updated_at"] != known["updated_at"]:
        return bool(row["updated_at"] > known["updated_at"])
    return bool(row["raw"] != known["raw"])


def versions(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, str]:
    """Remote id -> stored time of change, for records of a table without realms."""
    query = select(table.c.id, table.c.updated_at).where(table.c.id.in_(ids))
    return dict(row for row in connection.execute(query))
