"""Invoices as lists, cards and panels show them, with the stage of today. Creates and changes none."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, or_, select

from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_qbo import customer, invoice, invoice_line, item, payment, payment_line
from qbodesk.models.cache.tables_sync import connection as connections
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.stage import Stage, at_date, days_overdue
from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.clock import Clock, today_in
from qbodesk.services.reading.listing import Order, numbers

DISCOUNT = "DiscountLineDetail"


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One invoice in a list or card; money in the invoice's own currency."""

    pk: int
    realm_id: str
    company: str
    invoice_id: str
    number: str
    customer_id: str
    customer: str
    stage: Stage
    days_overdue: int
    invoice_date: date | None
    due_date: date | None
    total: Money
    balance: Money
    sent_at: datetime | None
    updated_at: datetime | None
    sync_token: int
    email: str


@dataclass(frozen=True, slots=True)
class InvoiceLineRow:
    """One line of an invoice; what a discount takes off is negative."""

    description: str
    item: str
    quantity: Decimal | None
    unit_price: Decimal | None
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Money received for an invoice."""

    payment_id: str
    paid_on: date | None
    amount: Money


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    """An invoice with its lines and payments."""

    row: InvoiceRow
    lines: tuple[InvoiceLineRow, ...]
    payments: tuple[PaymentRow, ...]


class Invoices:
    """Reads invoices; a row source for tables."""

    def __init__(self, cache: Cache, clock: Clock) -> None:
        self._cache = cache
        self._clock = clock

    def ids(
        self,
        order: Order = Order("updated_at", descending=True),  # noqa: B008 - frozen
        *,
        words: str = "",
        realm_id: str | None = None,
    ) -> list[int]:
        """Row numbers of all invoices, or those found by `words` or of one company."""
        where = [invoice.c.realm_id == realm_id] if realm_id else []
        with self._cache.read() as tx:
            return numbers(
                tx,
                invoice,
                kind="invoice",
                order=order,
                sort_keys=self._sort_keys(tx),
                where=where,
                words=words,
            )

    def rows(self, pks: Sequence[int]) -> dict[int, InvoiceRow]:
        """Rows by number; a number that is gone is left out."""
        with self._cache.read() as tx:
            return {row.pk: row for row in self.rows_in(tx, invoice.c.pk.in_(pks))}

    def detail(self, pk: int) -> InvoiceDetail:
        """One invoice with everything; `NOT_FOUND` when it is gone."""
        with self._cache.read() as tx:
            return self.detail_in(tx, pk)

    def detail_in(self, tx: Connection, pk: int) -> InvoiceDetail:
        """The same inside a transaction of the caller's."""
        rows = self.rows_in(tx, invoice.c.pk == pk)
        if not rows:
            raise InvalidInput("NOT_FOUND", kind="Invoice", id=pk)
        return InvoiceDetail(rows[0], _lines(tx, rows[0]), _payments(tx, rows[0]))

    def find(self, text: str, *, realm_id: str | None = None) -> list[InvoiceRow]:
        """Invoices with exactly this number or QuickBooks id, in any company or one."""
        where = (invoice.c.number == text) | (invoice.c.id == text)
        with self._cache.read() as tx:
            return [row for row in self.rows_in(tx, where) if realm_id in {None, row.realm_id}]

    def by_remote(self, realm_id: str, invoice_ids: Iterable[str]) -> dict[str, InvoiceRow]:
        """Rows of one company by QuickBooks id."""
        where = (invoice.c.realm_id == realm_id) & invoice.c.id.in_(list(invoice_ids))
        with self._cache.read() as tx:
            return {row.invoice_id: row for row in self.rows_in(tx, where)}

    def keyed(self, tx: Connection, keys: Collection[tuple[str, str]]) -> list[InvoiceRow]:
        """Rows by (realm id, QuickBooks id), newest first; those not in the cache are left out."""
        return self.rows_in(tx, _has_key(keys)) if keys else []

    def made_for(self, tx: Connection, deal_id: str) -> list[InvoiceRow]:
        """Invoices that say in their note that qbodesk made them for a deal, on this computer or another."""
        return self.rows_in(tx, (invoice.c.made_for != "") & (invoice.c.made_for == deal_id))

    def rows_in(self, tx: Connection, where: Any) -> list[InvoiceRow]:
        """Rows inside a transaction of the caller's, newest first."""
        query = (
            select(invoice, connections.c.name.label("company"), connections.c.timezone)
            .outerjoin(
                connections,
                (connections.c.service == "quickbooks") & (connections.c.remote_id == invoice.c.realm_id),
            )
            .where(where)
            .order_by(invoice.c.updated_at.desc(), invoice.c.pk.desc())
        )
        return [self._row(row) for row in tx.execute(query)]

    def _row(self, row: Row[Any]) -> InvoiceRow:
        today = today_in(self._clock, row.timezone or "UTC")
        due = day(row.due_date)
        balance = Money.from_minor(row.balance, row.currency)
        settled = Stage.DELETED if row.deleted else Stage(row.settled_stage)
        stage = at_date(settled, row.balance, due, today)
        return InvoiceRow(
            pk=row.pk,
            realm_id=row.realm_id,
            company=row.company or "",
            invoice_id=row.id,
            number=row.number,
            customer_id=row.customer_id,
            customer=row.customer_name,
            stage=stage,
            days_overdue=days_overdue(due, today) if stage is Stage.OVERDUE else 0,
            invoice_date=day(row.invoice_date),
            due_date=due,
            total=Money.from_minor(row.total, row.currency),
            balance=balance,
            sent_at=when(row.sent_at),
            updated_at=when(row.updated_at),
            sync_token=row.sync_token,
            email=row.email,
        )

    def _sort_keys(self, tx: Connection) -> Mapping[str, Any]:
        zones = {c.remote_id: c.timezone for c in tx.execute(select(connections))}
        overdue = [
            (
                (invoice.c.realm_id == realm)
                & (invoice.c.balance > 0)
                & (invoice.c.due_date != "")
                & (invoice.c.due_date < today_in(self._clock, zone or "UTC").isoformat()),
                Stage.OVERDUE.value,
            )
            for realm, zone in zones.items()
        ]
        stage = case(*overdue, else_=invoice.c.settled_stage) if overdue else invoice.c.settled_stage
        return {
            "number": invoice.c.number,
            "customer": invoice.c.customer_name,
            "stage": stage,
            "invoice_date": invoice.c.invoice_date,
            "due_date": invoice.c.due_date,
            "total": invoice.c.total,
            "balance": invoice.c.balance,
            "updated_at": invoice.c.updated_at,
        }


def _has_key(keys: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    """Company by company: a list of pairs would make SQLite read every invoice there is."""
    by_realm: dict[str, list[str]] = {}
    for realm_id, invoice_id in keys:
        by_realm.setdefault(realm_id, []).append(invoice_id)
    return or_(*((invoice.c.realm_id == realm) & invoice.c.id.in_(ids) for realm, ids in by_realm.items()))


def currencies(tx: Connection) -> list[str]:
    """Currencies of the workspace's invoices, without reading them all: an invoice is in its customer's currency."""
    return list(tx.execute(select(customer.c.currency).distinct()).scalars())


def day(stored: str | None) -> date | None:
    """A stored day, `None` when there is none."""
    return date.fromisoformat(stored) if stored else None


def when(stored: str | None) -> datetime | None:
    """A stored instant, `None` when there is none."""
    return datetime.fromisoformat(stored) if stored else None


def _lines(tx: Connection, row: InvoiceRow) -> tuple[InvoiceLineRow, ...]:
    query = (
        select(invoice_line, item.c.full_name)
        .outerjoin(item, (item.c.realm_id == row.realm_id) & (item.c.id == invoice_line.c.item_id))
        .where(invoice_line.c.invoice_pk == row.pk)
        .order_by(invoice_line.c.position)
    )
    return tuple(
        InvoiceLineRow(
            description=line.description,
            item=line.full_name or (_("Discount") if line.kind == DISCOUNT else ""),
            quantity=Decimal(line.quantity) if line.quantity else None,
            unit_price=Decimal(line.unit_price) if line.unit_price else None,
            # QuickBooks writes a reduction as a positive amount
            amount=Money.from_minor(
                -line.amount if line.kind == DISCOUNT else line.amount, row.total.currency
            ),
        )
        for line in tx.execute(query)
    )


def _payments(tx: Connection, row: InvoiceRow) -> tuple[PaymentRow, ...]:
    query = (
        select(payment.c.id, payment.c.payment_date, payment.c.currency, payment_line.c.amount)
        .join(payment_line, payment_line.c.payment_pk == payment.c.pk)
        .where(
            payment.c.realm_id == row.realm_id,
            payment.c.deleted == 0,
            payment_line.c.invoice_id == row.invoice_id,
        )
        .order_by(payment.c.payment_date)
    )
    return tuple(
        PaymentRow(found.id, day(found.payment_date), Money.from_minor(found.amount, found.currency))
        for found in tx.execute(query)
    )
