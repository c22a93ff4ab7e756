"""Invoices that could be added to a HubSpot record: suggestions first, then what a person searches for. Links nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, false, func, or_, select, tuple_

from qbodesk.models.cache import connections, search
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_crm import association, company, contact, deal, line_item, quote
from qbodesk.models.cache.tables_qbo import invoice, invoice_line
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.domain.existing import NEAR, Offered, Sought, Suggestion, ranked
from qbodesk.models.domain.invoice_search import InvoiceSearch
from qbodesk.models.domain.money import Money, minor_units
from qbodesk.models.domain.text import fold
from qbodesk.services.linking import RecordKey
from qbodesk.services.reading.invoices import InvoiceRow, Invoices, currencies, day
from qbodesk.services.reading.notes import noted
from qbodesk.services.reading.related import RelatedCustomer, customers_of

MOST_SHOWN = 200
_MOST_CONSIDERED = 500


@dataclass(frozen=True, slots=True)
class LinkedTo:
    """A record an invoice is on already."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ExistingRow:
    """An invoice that could be added: on which records it is, whether on this one, and why it is suggested, if it is.

    `unwritten`: the invoice's currency is not the HubSpot account's, so a deal would show nothing of it.
    """

    row: InvoiceRow
    linked: tuple[LinkedTo, ...]
    here: bool
    suggested: Suggestion | None
    unwritten: bool


@dataclass(frozen=True, slots=True)
class ExistingInvoices:
    """One answer: at most `MOST_SHOWN` rows of `total` that fit; `customers` are the record's own in QuickBooks."""

    rows: tuple[ExistingRow, ...]
    total: int
    customers: tuple[RelatedCustomer, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the list is narrowed to besides the search: one company, the record's own customers, what is on no record."""

    realm_id: str | None = None
    own_customers: bool = False
    unlinked: bool = False


class Existing:
    """Reads invoices as candidates for one record."""

    def __init__(self, cache: Cache, invoices: Invoices) -> None:
        self._cache = cache
        self._invoices = invoices

    def find(
        self, record: RecordKey, wanted: InvoiceSearch, narrowing: Narrowing = Narrowing()
    ) -> ExistingInvoices:
        """Suggestions that fit the search first, then the other invoices that do, newest first. Deleted ones are left out."""
        with self._cache.read() as tx:
            customers = customers_of(tx, record.kind, record.id)
            sought = _sought(tx, record, customers)
            where = [invoice.c.deleted == 0, *_narrowed(narrowing, sought), *_limits(tx, wanted)]
            if wanted.words:
                where.append(_said(tx, wanted, where))
            suggested = {each.key: each for each in self._suggested(tx, record, sought, where)}
            newest = (
                select(invoice.c.pk)
                .where(*where)
                .order_by(invoice.c.invoice_date.desc(), invoice.c.pk.desc())
                .limit(MOST_SHOWN)
            )
            pks = list(dict.fromkeys([*suggested, *tx.execute(newest).scalars()]))[:MOST_SHOWN]
            total = tx.execute(select(func.count()).select_from(invoice).where(*where)).scalar_one()
            rows = {row.pk: row for row in self._invoices.rows_in(tx, invoice.c.pk.in_(pks))}
            linked = linked_to(tx, rows.values())
            portal = connections.listed(tx, "hubspot")
        currency = portal[0].currency if portal else ""
        found = tuple(
            ExistingRow(
                row=rows[pk],
                linked=linked.get(pk, ()),
                here=any((each.kind, each.id) == (record.kind, record.id) for each in linked.get(pk, ())),
                suggested=suggested.get(pk),
                unwritten=bool(currency) and rows[pk].total.currency != currency,
            )
            for pk in pks
            if pk in rows
        )
        return ExistingInvoices(found, total, customers)

    def _suggested(
        self, tx: Connection, record: RecordKey, sought: Sought, where: Sequence[ColumnElement[bool]]
    ) -> list[Suggestion]:
        """Among the newest invoices of the record's customers and those of a fitting amount; not those it has already."""
        likely: list[ColumnElement[bool]] = []
        if sought.customers:
            likely.append(tuple_(invoice.c.realm_id, invoice.c.customer_id).in_(list(sought.customers)))
        if sought.around is not None:
            near = invoice.c.invoice_date.between(
                (sought.around - NEAR).isoformat(), (sought.around + NEAR).isoformat()
            )
            likely += [and_(near, _about(invoice.c.total, amount)) for amount in sought.amounts]
        if not likely:
            return []
        net = (
            select(func.sum(invoice_line.c.amount))
            .where(invoice_line.c.invoice_pk == invoice.c.pk, invoice_line.c.kind == "SalesItemLineDetail")
            .scalar_subquery()
        )
        here = select(link.c.link_id).where(
            link.c.realm_id == invoice.c.realm_id,
            link.c.qb_type == "invoice",
            link.c.qb_id == invoice.c.id,
            link.c.crm_type == record.kind,
            link.c.crm_id == record.id,
        )
        base = (
            select(invoice, net.label("net"))
            .where(*where, ~here.exists(), invoice.c.settled_stage != "voided")
            .order_by(invoice.c.invoice_date.desc())
            .limit(_MOST_CONSIDERED)
        )
        # one query each: an OR of them would use the index of neither
        found = {row.pk: row for each in likely for row in tx.execute(base.where(each))}
        offers = [
            Offered(
                key=row.pk,
                customer=(row.realm_id, row.customer_id),
                total=Money.from_minor(row.total, row.currency),
                net=None if row.net is None else Money.from_minor(row.net, row.currency),
                day=day(row.invoice_date),
            )
            for row in found.values()
        ]
        return ranked(sought, offers)


def linked_to(tx: Connection, rows: Any) -> dict[int, tuple[LinkedTo, ...]]:
    """Row number -> the HubSpot records an invoice is on, oldest link first."""
    keys = {(row.realm_id, row.invoice_id): row.pk for row in rows}
    found: dict[int, tuple[LinkedTo, ...]] = {}
    if not keys:
        return found
    query = (
        select(link)
        .where(
            link.c.qb_type == "invoice",
            link.c.crm_type.in_(("deal", "contact", "company")),
            tuple_(link.c.realm_id, link.c.qb_id).in_(list(keys)),
        )
        .order_by(link.c.link_id)
    )
    pairs = list(tx.execute(query))
    names = _names(tx, [(pair.crm_type, pair.crm_id) for pair in pairs])
    for pair in pairs:
        pk = keys[pair.realm_id, pair.qb_id]
        name = names.get((pair.crm_type, pair.crm_id), pair.crm_id)
        found[pk] = (*found.get(pk, ()), LinkedTo(pair.crm_type, pair.crm_id, name))
    return found


def _names(tx: Connection, ends: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    names: dict[tuple[str, str], str] = {}
    for kind, table in (("deal", deal), ("company", company), ("contact", contact)):
        ids = {crm_id for crm_type, crm_id in ends if crm_type == kind}
        if not ids:
            continue
        for row in tx.execute(select(table).where(table.c.id.in_(ids))):
            name = f"{row.first_name} {row.last_name}".strip() or row.email if kind == "contact" else row.name
            names[kind, row.id] = name or row.id
    return names


def _sought(tx: Connection, record: RecordKey, customers: Sequence[RelatedCustomer]) -> Sought:
    """What a record speaks of: its customers, and of a deal its amounts and when it was closed."""
    rungs = {(each.realm_id, each.customer_id): each.rung for each in reversed(customers)}
    if record.kind != "deal":
        return Sought(rungs)
    row = tx.execute(select(deal).where(deal.c.id == record.id)).one_or_none()
    return Sought(rungs) if row is None else replace(spoken_of(tx, row), customers=rungs)


def spoken_of(tx: Connection, row: Row[Any]) -> Sought:
    """The amounts a deal speaks of (its own, its quotes', its lines' sum) and when it was closed; knows no customer."""
    amounts = [] if row.amount is None or not row.currency else [Money.from_minor(row.amount, row.currency)]
    found = tuple(dict.fromkeys([*amounts, *_quoted(tx, row.id), *_lines(tx, row.id)]))
    return Sought(amounts=found, around=day(row.close_date) or day(row.created_at[:10]))


def _quoted(tx: Connection, deal_id: str) -> list[Money]:
    query = (
        select(quote.c.amount, quote.c.currency)
        .join(association, and_(association.c.to_type == "quote", association.c.to_id == quote.c.id))
        .where(association.c.from_type == "deal", association.c.from_id == deal_id)
    )
    return [Money.of(row.amount, row.currency) for row in tx.execute(query) if row.amount and row.currency]


def _lines(tx: Connection, deal_id: str) -> list[Money]:
    query = (
        select(line_item.c.amount, line_item.c.currency)
        .join(association, and_(association.c.to_type == "line_item", association.c.to_id == line_item.c.id))
        .where(association.c.from_type == "deal", association.c.from_id == deal_id)
    )
    amounts = [Money.of(row.amount, row.currency) for row in tx.execute(query) if row.amount and row.currency]
    if not amounts or len({each.currency for each in amounts}) > 1:
        return []
    return [sum(amounts[1:], amounts[0])]


def _about(column: Any, amount: Money) -> ColumnElement[bool]:
    found: ColumnElement[bool] = and_(
        column.between(amount.minor - 1, amount.minor + 1), invoice.c.currency == amount.currency
    )
    return found


def _narrowed(narrowing: Narrowing, sought: Sought) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if narrowing.realm_id:
        where.append(invoice.c.realm_id == narrowing.realm_id)
    if narrowing.own_customers:
        where.append(tuple_(invoice.c.realm_id, invoice.c.customer_id).in_(list(sought.customers)))
    if narrowing.unlinked:
        known = select(link.c.link_id).where(
            link.c.realm_id == invoice.c.realm_id,
            link.c.qb_type == "invoice",
            link.c.qb_id == invoice.c.id,
            link.c.crm_type.in_(("deal", "contact", "company")),
        )
        where.append(~known.exists())
    return where


def _said(tx: Connection, wanted: InvoiceSearch, among: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Found by number or customer, by what was written on it, or by its amount where the words may be one."""
    folded = fold(wanted.words)
    ways: list[ColumnElement[bool]] = []
    if folded:
        ways.append(search.holds(invoice.c.pk, folded, kind="invoice"))
        ways.append(invoice.c.pk.in_(noted(tx, wanted.words, among)))
    if wanted.maybe_amount is not None:
        value = wanted.maybe_amount
        ways += [
            and_(invoice.c.currency == currency, invoice.c.total == minor_units(value, currency))
            for currency in currencies(tx)
        ]
    return or_(*ways) if ways else false()


def _limits(tx: Connection, wanted: InvoiceSearch) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    for limit, compare in (
        (wanted.least, invoice.c.total.__ge__),
        (wanted.above, invoice.c.total.__gt__),
        (wanted.most, invoice.c.total.__le__),
        (wanted.below, invoice.c.total.__lt__),
    ):
        if limit is not None:
            by_currency = [
                and_(invoice.c.currency == currency, compare(minor_units(limit, currency)))
                for currency in currencies(tx)
            ]
            where.append(or_(*by_currency))
    if wanted.first_day is not None:
        where.append(invoice.c.invoice_date >= wanted.first_day.isoformat())
    if wanted.last_day is not None:
        where.append(
            and_(invoice.c.invoice_date != "", invoice.c.invoice_date <= wanted.last_day.isoformat())
        )
    return where
