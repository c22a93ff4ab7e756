"""What happened to a record and its invoices, newest first: from trail, queue, payments, e-mail and dates. Writes nothing.

Kept here and nowhere else: HubSpot gets no note of it (features A8).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, tuple_

from qbodesk.models.cache import outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_local import audit
from qbodesk.models.cache.tables_qbo import invoice, payment, payment_line
from qbodesk.models.cache.tables_rules import change
from qbodesk.models.cache.tables_sync import run
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.outbox import FINAL_STATES
from qbodesk.models.domain.stage import Stage
from qbodesk.models.domain.writeback import PROPERTY_KEYS
from qbodesk.models.errors import Problem
from qbodesk.services.linking import Linking, RecordKey
from qbodesk.services.reading.invoices import InvoiceRow, Invoices, day, when
from qbodesk.services.writeback import PATCH_KIND, property_names

MOST = 300
_SETTLING = timedelta(minutes=2)
"""QuickBooks touches a new invoice again while it makes it; that is no change anybody made."""

INVOICES, LINKS, SYNC = "invoices", "links", "sync"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `what` is its code, `group` what it is filtered by; of the rest what the code needs.

    `at` is the moment, or only `day` is known (a payment, a due date). `number` and `pk` name the invoice it is about.
    """

    what: str
    group: str
    at: datetime | None = None
    day: date | None = None
    pk: int = 0
    number: str = ""
    name: str = ""
    amount: Money | None = None
    values: Mapping[str, str] | None = None
    entry: outbox.Entry | None = None
    problem: Problem | None = None

    @property
    def moment(self) -> datetime:
        """Where it stands in time; one of which only the day is known stands at its noon."""
        if self.at is not None:
            return self.at
        return datetime.combine(self.day or date.min, time(12), UTC)


class Activity:
    """Reads what happened; a record is named by its kind and its server's id."""

    def __init__(self, cache: Cache, invoices: Invoices, linking: Linking) -> None:
        self._cache = cache
        self._invoices = invoices
        self._linking = linking

    def of(
        self, kind: str, remote_id: str, realm_id: str = "", keys: Sequence[tuple[str, str]] = ()
    ) -> tuple[Event, ...]:
        """At most `MOST` events of a record and of the invoices `keys` (realm id, QuickBooks id), newest first."""
        with self._cache.read() as tx:
            rows = self._invoices.keyed(tx, keys)
            events = [*_invoice_events(tx, rows), *_payments(tx, rows)]
            if kind in {"deal", "contact", "company"}:
                events += self._links_of_record(tx, kind, remote_id)
            if kind == "deal":
                events += [*_written(tx, remote_id), *_queued(tx, remote_id)]
            if kind == "invoice":
                events += self._links_of_invoice(tx, realm_id, remote_id)
            events += _rule_changes(tx, kind, remote_id, realm_id)
        # of what happened at the same moment, the later stands before the earlier too
        events.reverse()
        events.sort(key=lambda one: one.moment, reverse=True)
        return tuple(events[:MOST])

    def _links_of_record(self, tx: Connection, kind: str, remote_id: str) -> list[Event]:
        query = select(audit).where(
            audit.c.target == f"{kind}:{remote_id}", audit.c.kind.in_(("link", "unlink"))
        )
        lines = [(line, _cause(line).get("invoice", "")) for line in tx.execute(query)]
        wanted = [(realm, invoice_id) for _l, key in lines for realm, _c, invoice_id in [key.partition(":")]]
        rows = self._invoices.keyed(tx, wanted)
        known = {f"{row.realm_id}:{row.invoice_id}": row for row in rows}
        return [
            Event(
                f"{line.kind}ed",
                LINKS,
                at=when(line.at),
                pk=known[key].pk if key in known else 0,
                number=_number(known[key]) if key in known else key.partition(":")[2],
            )
            for line, key in lines
        ]

    def _links_of_invoice(self, tx: Connection, realm_id: str, remote_id: str) -> list[Event]:
        query = select(audit).where(
            audit.c.kind.in_(("link", "unlink")),
            audit.c.cause.contains(f'"invoice": "{realm_id}:{remote_id}"', autoescape=True),
        )
        found = []
        for line in tx.execute(query):
            kind, _colon, crm_id = line.target.partition(":")
            name = self._linking.name_of(RecordKey(kind, crm_id))
            found.append(Event(f"{line.kind}ed_{kind}", LINKS, at=when(line.at), name=name))
        return found


def _invoice_events(tx: Connection, rows: Sequence[InvoiceRow]) -> Iterator[Event]:
    pks = [row.pk for row in rows]
    made = {
        each.pk: each
        for each in tx.execute(
            select(invoice.c.pk, invoice.c.created_at, invoice.c.marker).where(invoice.c.pk.in_(pks))
        )
    }
    for row in rows:
        number, created = _number(row), when(made[row.pk].created_at)
        about: dict[str, Any] = {"pk": row.pk, "number": number}
        if created is not None:
            what = "created_here" if made[row.pk].marker else "created"
            yield Event(what, INVOICES, at=created, amount=row.total, name=row.customer, **about)
        if row.sent_at is not None:
            yield Event("sent", INVOICES, at=row.sent_at, name=row.email, **about)
        if row.stage is Stage.OVERDUE and row.due_date is not None:
            late = row.due_date + timedelta(days=1)
            yield Event("overdue", INVOICES, day=late, amount=row.balance, **about)
        if row.stage in {Stage.VOIDED, Stage.DELETED}:
            yield Event(row.stage.value, INVOICES, at=row.updated_at, **about)
        elif row.updated_at is not None and created is not None and row.updated_at - created > _SETTLING:
            yield Event("changed", INVOICES, at=row.updated_at, **about)


def _payments(tx: Connection, rows: Sequence[InvoiceRow]) -> Iterator[Event]:
    known = {(row.realm_id, row.invoice_id): row for row in rows}
    if not known:
        return
    query = (
        select(payment, payment_line.c.invoice_id, payment_line.c.amount.label("part"))
        .join(payment_line, payment_line.c.payment_pk == payment.c.pk)
        .where(
            payment.c.deleted == 0,
            # the index knows the invoice's id alone
            payment_line.c.invoice_id.in_([invoice_id for _realm, invoice_id in known]),
            tuple_(payment.c.realm_id, payment_line.c.invoice_id).in_(list(known)),
        )
    )
    last: dict[int, date] = {}
    for found in tx.execute(query):
        row = known[found.realm_id, found.invoice_id]
        paid = day(found.payment_date)
        amount = Money.from_minor(found.part, found.currency)
        yield Event("payment", INVOICES, day=paid, amount=amount, pk=row.pk, number=_number(row))
        if paid is not None:
            last[row.pk] = max(paid, last.get(row.pk, paid))
    for row in rows:
        if row.stage is Stage.PAID and row.pk in last:
            yield Event("paid", INVOICES, day=last[row.pk], pk=row.pk, number=_number(row))


def _written(tx: Connection, deal_id: str) -> Iterator[Event]:
    """What was written to the deal in HubSpot, by our keys."""
    keys = {name: key for key, name in (property_names(tx) or {}).items()}
    query = select(audit).where(audit.c.target == f"{PATCH_KIND}:{deal_id}", audit.c.kind == "write")
    for line in tx.execute(query):
        sent: dict[str, str] = json.loads(line.after) or {}
        values = {keys.get(name, name): value for name, value in sent.items()}
        ordered = {key: values[key] for key in (*PROPERTY_KEYS, *values) if key in values}
        cleared = bool(ordered) and not any(ordered.values())
        yield Event("cleared" if cleared else "written", SYNC, at=when(line.at), values=ordered)


def _queued(tx: Connection, deal_id: str) -> Iterator[Event]:
    """What is on its way to a server, or waits for a person."""
    for key in (f"deal:{deal_id}", f"writeback:{deal_id}"):
        for entry in outbox.listed(tx, business_key=key):
            if entry.state not in FINAL_STATES:
                at = entry.last_sent_at or entry.created_at
                yield Event("queued", SYNC, at=at, entry=entry, problem=entry.problem)


_RULES = {"customer": "contacts", "item": "products"}
"""The tab of the sync rules that a QuickBooks record stands in."""


def _rule_changes(tx: Connection, kind: str, remote_id: str, realm_id: str) -> Iterable[Event]:
    """What the sync rules made of the record in HubSpot."""
    if kind in {"contact", "company", "product"}:
        mine = (change.c.crm_type == kind) & (change.c.crm_id == remote_id)
    elif kind in _RULES:
        mine = (
            (change.c.realm_id == realm_id)
            & (change.c.qb_id == remote_id)
            & (change.c.object == _RULES[kind])
        )
    else:
        return []
    query = (
        select(change, run.c.started_at)
        .join(run, run.c.run_id == change.c.run_id)
        .where(mine, change.c.state == "done")
        .order_by(change.c.change_id.desc())
        .limit(MOST)
    )
    return [
        Event(
            f"rule_{row.action}",
            SYNC,
            at=when(row.started_at),
            name=row.label,
            values={name: str(value) for name, value in (json.loads(row.after) or {}).items()},
        )
        for row in tx.execute(query)
    ]


def _cause(line: Row[Any]) -> dict[str, str]:
    found: dict[str, str] = json.loads(line.cause) or {}
    return found


def _number(row: InvoiceRow) -> str:
    return row.number or row.invoice_id
