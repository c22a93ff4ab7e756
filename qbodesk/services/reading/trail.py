"""The trail of everything this program did and people decided, newest first. Writes nothing; the trail cannot be edited."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from qbodesk.models.cache import bulk
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_crm import company, contact, deal
from qbodesk.models.cache.tables_local import audit
from qbodesk.models.cache.tables_qbo import customer, invoice, item
from qbodesk.models.cache.tables_sync import connection, outbox
from qbodesk.services.invoicing.intents import CREATE_CUSTOMER, CREATE_INVOICE, CREATE_ITEM
from qbodesk.services.reading.invoices import when
from qbodesk.services.writeback import PATCH_KIND, property_names

MOST = 2_000
"""So many of the newest lines are shown; all of them stay in the file."""

WRITE = "write"

_OF_WRITE = {
    CREATE_INVOICE: "invoice",
    CREATE_CUSTOMER: "customer",
    CREATE_ITEM: "item",
    PATCH_KIND: "deal",
}
"""What kind of record a write is about."""
_NAMES = {
    "invoice": (invoice, ("number",)),
    "customer": (customer, ("name",)),
    "item": (item, ("name",)),
    "deal": (deal, ("name",)),
    "company": (company, ("name",)),
    "contact": (contact, ("first_name", "last_name")),
}
"""Where the name of a record stands."""
_BOOKS = frozenset({"invoice", "customer", "item"})

Key = tuple[str, str, str]
"""Kind of record, QuickBooks company ("" for HubSpot's), id."""


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line: `subject` is the kind of record or write, `record` its number, name or id, `by` who ("person", "program").

    `kind_of` and `pk` lead to the record, as long as it is known here; 0 when it is not.
    """

    seq: int
    at: datetime | None
    kind: str
    subject: str
    record: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    by: str
    kind_of: str = ""
    pk: int = 0


class Trail:
    """Reads the trail."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def lines(self) -> list[TrailLine]:
        """The newest lines. The invoice values of a deal are called by our own keys, not by the portal's names."""
        with self._cache.read() as tx:
            rows = tx.execute(select(audit).order_by(audit.c.seq.desc()).limit(MOST)).all()
            keys = _keys(tx, rows)
            found = _named(tx, keys.values())
            ours = {name: key for key, name in (property_names(tx) or {}).items()}
        return [_line(row, keys[row.seq], found, ours) for row in rows]


def target_of(target: str) -> tuple[str, str]:
    """What a line is about: its subject and its id."""
    subject, _colon, record = target.rpartition(":")
    return subject, record


def _line(
    row: Row[Any], key: Key, found: Mapping[Key, tuple[int, str]], ours: Mapping[str, str]
) -> TrailLine:
    subject, record = target_of(row.target)
    pk, name = found.get(key, (0, ""))
    before, after = _object(row.before), _object(row.after)
    if subject == PATCH_KIND:
        before, after = (
            {ours.get(name, name): value for name, value in each.items()} for each in (before, after)
        )
    return TrailLine(
        row.seq,
        when(row.at),
        row.kind,
        subject,
        name or record,
        before,
        after,
        str(_object(row.cause).get("by") or "program"),
        key[0] if pk else "",
        pk,
    )


def _keys(tx: Connection, rows: Sequence[Row[Any]]) -> dict[int, Key]:
    """The record each line is about: the one that was written, or the deal whose entry somebody decided about."""
    ops = {row.seq: str(_object(row.cause).get("op") or target_of(row.target)[1]) for row in rows}
    entries = {
        each["op_id"]: each
        for each in bulk.find_rows(tx, outbox, ("op_id", "conn_id", "business_key"), ops.values(), "op_id")
    }
    realms = {each.conn_id: each.remote_id for each in tx.execute(select(connection))}
    found = {}
    for row in rows:
        subject, record = target_of(row.target)
        entry = entries.get(ops[row.seq])
        kind = _OF_WRITE.get(subject, subject) if row.kind == WRITE else subject
        if entry is not None and row.kind != WRITE:
            about, _colon, record = entry["business_key"].partition(":")
            kind = "deal" if about == "writeback" else about
        realm = realms.get(entry["conn_id"], "") if entry is not None and kind in _BOOKS else ""
        found[row.seq] = (kind, realm, record)
    return found


def _named(tx: Connection, keys: Iterable[Key]) -> dict[Key, tuple[int, str]]:
    """The row and the name of each record; one of QuickBooks whose company is not known only if no other has its id."""
    wanted: dict[str, set[Key]] = {}
    for key in keys:
        if key[0] in _NAMES:
            wanted.setdefault(key[0], set()).add(key)
    found = {}
    for kind, ones in wanted.items():
        table, names = _NAMES[kind]
        columns = ("pk", "id", *names, *(("realm_id",) if kind in _BOOKS else ()))
        rows = bulk.find_rows(tx, table, columns, {record for _kind, _realm, record in ones})
        for one in ones:
            _kind, realm, record = one
            fit = [each for each in rows if each["id"] == record and realm in {"", each.get("realm_id", "")}]
            if len(fit) == 1:
                found[one] = (fit[0]["pk"], " ".join(fit[0][name] for name in names if fit[0][name]))
    return found


def _object(text: str) -> Mapping[str, Any]:
    found = json.loads(text or "null")
    return found if isinstance(found, dict) else {}
