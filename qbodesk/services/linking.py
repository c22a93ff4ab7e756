"""Adds invoices that exist in QuickBooks to deals, contacts and companies, and takes them off again. Sends nothing itself.

A link, its trail and the deal's write-back are one commit: the card shows it at once, the outbox tells HubSpot when it can.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from qbodesk.models.cache import connections, links
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.links import Link
from qbodesk.models.cache.tables_crm import company, contact, deal
from qbodesk.models.cache.tables_qbo import invoice
from qbodesk.models.domain.stage import Stage
from qbodesk.models.domain.writeback import decide
from qbodesk.models.errors import InvalidInput, Problem
from qbodesk.models.words import N_, _
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.services.reading.invoices import InvoiceRow, Invoices
from qbodesk.services.writeback import Writebacks, linked_invoice

TABLES: dict[str, Table] = {"deal": deal, "contact": contact, "company": company}
"""The HubSpot records that can have invoices."""

_NAMES = {"deal": N_("Deal"), "contact": N_("Contact"), "company": N_("Company")}

ADDED = "added"
"""Origin of a link that a person made; one that came with the invoice itself is "created"."""


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A HubSpot record: `kind` is deal, contact or company, `id` HubSpot's."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What one action did, and all that is needed to take it back. `already`: invoices that were as wanted before."""

    record: RecordKey
    added: tuple[Link, ...] = ()
    removed: tuple[Link, ...] = ()
    already: tuple[InvoiceRow, ...] = ()
    queued: tuple[str, ...] = ()

    @property
    def reversed(self) -> "LinkChange":
        """The change that undoes this one."""
        return LinkChange(self.record, added=self.removed, removed=self.added)


class Linking:
    """A person's links between invoices and HubSpot records. Every change can be taken back by `undo`."""

    def __init__(
        self, cache: Cache, changes: Changes, clock: Clock, invoices: Invoices, writebacks: Writebacks
    ) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._invoices = invoices
        self._writebacks = writebacks

    def add(self, record: RecordKey, pks: Sequence[int]) -> LinkChange:
        """Put invoices (row numbers) on a record, all or none; one that is on it already stays as it was.

        Raises `InvalidInput`: `NOT_FOUND` for a record or invoice that is not in the cache, `INVOICE_IS_DELETED`.
        """
        with self._cache.write() as tx:
            record_pk = _pk_of(tx, record)
            if record_pk is None:
                raise InvalidInput("NOT_FOUND", kind=_(_NAMES[record.kind]), id=record.id)
            rows = self._rows(tx, pks)
            gone = next((row for row in rows if row.stage is Stage.DELETED), None)
            if gone is not None:
                raise InvalidInput("INVOICE_IS_DELETED", number=gone.number or gone.invoice_id)
            held = {(pair.realm_id, pair.qb_id) for pair in _held(tx, record)}
            new = [row for row in rows if _key(row) not in held]
            pairs = tuple(_pair(row, record, ADDED) for row in new)
            change = self._store(tx, LinkChange(record, added=pairs), new)
        self._told(change, record_pk, new)
        return _with_already(change, [row for row in rows if _key(row) in held])

    def remove(self, record: RecordKey, pks: Sequence[int]) -> LinkChange:
        """Take invoices off a record; one that is not on it (any more) is left as it is. Nothing changes in QuickBooks.

        A record that is gone from HubSpot can still be left by its invoices. Raises `InvalidInput` (`NOT_FOUND`) for an
        invoice that is not in the cache.
        """
        with self._cache.write() as tx:
            record_pk = _pk_of(tx, record)
            rows = self._rows(tx, pks)
            held = {(pair.realm_id, pair.qb_id): pair for pair in _held(tx, record)}
            off = [row for row in rows if _key(row) in held]
            pairs = tuple(held[_key(row)] for row in off)
            change = self._store(tx, LinkChange(record, removed=pairs), off)
        self._told(change, record_pk, off)
        return _with_already(change, [row for row in rows if _key(row) not in held])

    def undo(self, change: LinkChange) -> LinkChange:
        """The links as they were before `change`, with their origins; what others did meanwhile stays."""
        back = change.reversed
        with self._cache.write() as tx:
            record_pk = _pk_of(tx, back.record)
            held = {(pair.realm_id, pair.qb_id) for pair in _held(tx, back.record)}
            done = LinkChange(
                back.record,
                added=tuple(pair for pair in back.added if (pair.realm_id, pair.qb_id) not in held),
                removed=tuple(pair for pair in back.removed if (pair.realm_id, pair.qb_id) in held),
            )
            keys = [(pair.realm_id, pair.qb_id) for pair in (*done.added, *done.removed)]
            rows = self._keyed(tx, keys)
            done = self._store(tx, done, rows)
        self._told(done, record_pk, rows)
        return done

    def name_of(self, record: RecordKey) -> str:
        """What people call a record; its id when it is not in the cache (any more)."""
        table = TABLES[record.kind]
        with self._cache.read() as tx:
            row = tx.execute(select(table).where(table.c.id == record.id)).one_or_none()
        if row is None:
            return record.id
        if record.kind == "contact":
            return f"{row.first_name} {row.last_name}".strip() or row.email or record.id
        return row.name or record.id

    def unwritten(self, deal_id: str, pks: Sequence[int]) -> Problem | None:
        """Why HubSpot would show nothing of these invoices on a deal; `None` when it would. Changes nothing."""
        with self._cache.read() as tx:
            keys = [(pair.realm_id, pair.qb_id) for pair in _held(tx, RecordKey("deal", deal_id))]
            rows = {row.pk: row for row in (*self._keyed(tx, keys), *self._rows(tx, pks))}
            portal = connections.listed(tx, "hubspot")
        decision = decide(map(linked_invoice, rows.values()), portal[0].currency if portal else "")
        return decision.skip

    def _store(self, tx: Connection, change: LinkChange, rows: Sequence[InvoiceRow]) -> LinkChange:
        record, now = change.record, self._clock()
        for kind, pairs in (("link", change.added), ("unlink", change.removed)):
            for pair in pairs:
                if kind == "link":
                    links.add_link(tx, pair, now)
                else:
                    links.remove_link(tx, pair)
                told = {"origin": pair.origin}
                links.write_audit(
                    tx,
                    now=now,
                    kind=kind,
                    target=f"{record.kind}:{record.id}",
                    before=told if kind == "unlink" else None,
                    after=told if kind == "link" else None,
                    cause={"by": "person", "invoice": f"{pair.realm_id}:{pair.qb_id}"},
                )
        queued: list[str] = []
        if record.kind == "deal" and (change.added or change.removed):
            off = {(pair.realm_id, pair.qb_id) for pair in change.removed}
            taken_off = [row for row in rows if _key(row) in off]
            queued = self._writebacks.relinked(tx, record.id, taken_off)
        return LinkChange(record, change.added, change.removed, queued=tuple(queued))

    def _told(self, change: LinkChange, record_pk: int | None, rows: Iterable[InvoiceRow]) -> None:
        if not (change.added or change.removed):
            return
        told = ChangeSet.of(change.record.kind, *([] if record_pk is None else [record_pk]))
        told |= ChangeSet.of("invoice", *(row.pk for row in rows))
        if change.record.kind == "deal":
            told |= ChangeSet.of("problem")
        if change.queued:
            told |= ChangeSet.of("outbox", *change.queued)
        self._changes.publish(told)

    def _rows(self, tx: Connection, pks: Sequence[int]) -> list[InvoiceRow]:
        wanted = list(dict.fromkeys(pks))
        found = {row.pk: row for row in self._invoices.rows_in(tx, invoice.c.pk.in_(wanted))}
        missing = [pk for pk in wanted if pk not in found]
        if missing:
            raise InvalidInput("NOT_FOUND", kind=_("Invoice"), id=missing[0])
        return [found[pk] for pk in wanted]

    def _keyed(self, tx: Connection, keys: Sequence[tuple[str, str]]) -> list[InvoiceRow]:
        return self._invoices.keyed(tx, keys)


def _pk_of(tx: Connection, record: RecordKey) -> int | None:
    table = TABLES[record.kind]
    return tx.execute(select(table.c.pk).where(table.c.id == record.id)).scalar_one_or_none()


def _held(tx: Connection, record: RecordKey) -> list[Link]:
    return links.links_of_crm(tx, record.kind, record.id, "invoice")


def _key(row: InvoiceRow) -> tuple[str, str]:
    return row.realm_id, row.invoice_id


def _pair(row: InvoiceRow, record: RecordKey, origin: str) -> Link:
    return Link(row.realm_id, "invoice", row.invoice_id, record.kind, record.id, origin)


def _with_already(change: LinkChange, already: Sequence[InvoiceRow]) -> LinkChange:
    return LinkChange(change.record, change.added, change.removed, tuple(already), change.queued)
