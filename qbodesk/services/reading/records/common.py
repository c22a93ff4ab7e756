"""What the panels of several kinds read alike: deals, people, companies, quotes, customers, where a record comes from."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, func, or_, select, tuple_

from qbodesk.models.cache import connections
from qbodesk.models.cache.tables_crm import company, contact, deal, owner, quote, stage
from qbodesk.models.cache.tables_qbo import customer, invoice
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.domain.money import Money
from qbodesk.models.errors import InvalidInput
from qbodesk.services.reading.invoices import InvoiceRow, Invoices, day
from qbodesk.services.reading.records.shapes import (
    CardInvoice,
    CardInvoices,
    DealChoice,
    Related,
    RelatedGroup,
    Via,
)
from qbodesk.services.reading.related import RelatedCustomer, neighbours

MOST_RELATED = 50
MOST_INVOICES = 100


def row_of(tx: Connection, table: Table, pk: int, kind: str) -> Row[Any]:
    """The row of a record; `NOT_FOUND` when it is gone."""
    row = tx.execute(select(table).where(table.c.pk == pk)).one_or_none()
    if row is None:
        raise InvalidInput("NOT_FOUND", kind=kind, id=pk)
    return row


def source_of(tx: Connection, service: str, realm_id: str = "") -> tuple[str, datetime | None]:
    """Name of the connection a record came by, and when that was last fetched whole."""
    for each in connections.listed(tx, service):
        if realm_id in {"", each.remote_id}:
            return each.name, each.last_ok_at
    return "", None


def owner_name(tx: Connection, owner_id: str) -> str:
    """The HubSpot user who owns a record, "" when nobody does."""
    return tx.execute(select(owner.c.name).where(owner.c.id == owner_id)).scalar_one_or_none() or ""


def group(name: str, rows: Sequence[Related]) -> RelatedGroup:
    """A group of at most `MOST_RELATED` rows."""
    return RelatedGroup(name, tuple(rows[:MOST_RELATED]), len(rows))


def deals_of(tx: Connection, kind: str, record_id: str) -> list[Related]:
    """The deals of a record, the latest to close first."""
    rows = neighbours(tx, deal, kind, record_id, "deal")
    return deal_rows(tx, rows)


def deal_rows(tx: Connection, rows: Iterable[Row[Any]]) -> list[Related]:
    """Deals as related records, the latest to close first."""
    names = {(each.pipeline_id, each.stage_id): each.name for each in tx.execute(select(stage))}
    shown = [
        Related(
            kind="deal",
            pk=row.pk,
            remote_id=row.id,
            title=row.name,
            detail=names.get((row.pipeline_id, row.stage_id), row.stage_id),
            amount=None if row.amount is None else Money.from_minor(row.amount, row.currency),
            day=day(row.close_date),
        )
        for row in rows
    ]
    return sorted(shown, key=lambda one: (one.day is not None, one.day or 0, one.pk), reverse=True)


def contact_row(row: Row[Any]) -> Related:
    """A contact as a related record."""
    detail = " · ".join(part for part in (row.email, row.phone) if part)
    return Related("contact", row.pk, row.id, contact_name(row), detail)


def contact_name(row: Row[Any]) -> str:
    """What a contact is called."""
    return f"{row.first_name} {row.last_name}".strip() or row.email or row.id


def company_row(row: Row[Any]) -> Related:
    """A HubSpot company as a related record."""
    return Related("company", row.pk, row.id, row.name or row.domain or row.id,
                   " · ".join(part for part in (row.domain, row.city) if part))  # fmt: skip


def quote_row(row: Row[Any]) -> Related:
    """A quote as a related record."""
    return Related(
        kind="quote",
        pk=row.pk,
        remote_id=row.id,
        title=row.title or row.number or row.id,
        detail=row.number,
        amount=Money.of(row.amount, row.currency) if row.amount and row.currency else None,
        day=day(row.expires),
    )


def customer_row(found: RelatedCustomer, *, several: bool) -> Related:
    """A QuickBooks customer as a related record; with `several` companies its company is said."""
    detail = " · ".join(part for part in (found.email, found.company if several else "") if part)
    return Related("customer", found.pk, found.customer_id, found.name, detail, rung=found.rung)


def several_companies(tx: Connection) -> bool:
    """Whether a customer's company needs to be told."""
    return len(connections.listed(tx, "quickbooks")) > 1


def contacts_of(tx: Connection, kind: str, record_id: str) -> list[Related]:
    """The contacts of a record."""
    return [contact_row(row) for row in neighbours(tx, contact, kind, record_id, "contact")]


def companies_of(tx: Connection, kind: str, record_id: str) -> list[Related]:
    """The HubSpot companies of a record."""
    return [company_row(row) for row in neighbours(tx, company, kind, record_id, "company")]


def quotes_of(tx: Connection, kind: str, record_id: str) -> list[Related]:
    """The quotes of a record."""
    return [quote_row(row) for row in neighbours(tx, quote, kind, record_id, "quote")]


def choices(deals: Sequence[Related]) -> tuple[DealChoice, ...]:
    """Deals an invoice can be created from."""
    return tuple(DealChoice(each.remote_id, each.title) for each in deals)


def invoices_of(
    tx: Connection,
    invoices: Invoices,
    ends: Sequence[tuple[str, str]],
    deals: Sequence[Related],
    customers: Sequence[RelatedCustomer],
) -> CardInvoices:
    """Invoices on the record (`ends`: kind and HubSpot id), then those of its deals and its customers, newest first."""
    names = {each.remote_id: each.title for each in deals}
    wanted = [*ends, *(("deal", each.remote_id) for each in deals)]
    pairs = tx.execute(
        select(link)
        .where(link.c.qb_type == "invoice", tuple_(link.c.crm_type, link.c.crm_id).in_(wanted))
        .order_by(link.c.link_id)
    )
    via: dict[tuple[str, str], Via] = {}
    for pair in pairs:
        key = (pair.realm_id, pair.qb_id)
        if (pair.crm_type, pair.crm_id) in ends:
            via[key] = Via("link")
        else:
            via.setdefault(key, Via("deal", names[pair.crm_id]))
    payers = {(each.realm_id, each.customer_id): each.name for each in customers}
    rows = invoices.keyed(tx, via)
    total = len(rows)
    if payers:
        theirs = and_(
            tuple_(invoice.c.realm_id, invoice.c.customer_id).in_(list(payers)), invoice.c.deleted == 0
        )
        known = {row.pk for row in rows}
        newest = (
            select(invoice.c.pk).where(theirs).order_by(invoice.c.invoice_date.desc()).limit(MOST_INVOICES)
        )
        rows += [
            row
            for row in invoices.rows_in(tx, invoice.c.pk.in_(list(tx.execute(newest).scalars())))
            if row.pk not in known
        ]
        counted = select(func.count()).select_from(invoice).where(theirs)
        known_theirs = sum((row.realm_id, row.customer_id) in payers for row in rows if row.pk in known)
        total += tx.execute(counted).scalar_one() - known_theirs
    order = {"link": 0, "deal": 1, "customer": 2}
    shown = [CardInvoice(row, via.get((row.realm_id, row.invoice_id)) or _payer(payers, row)) for row in rows]
    shown.sort(key=lambda one: one.row.invoice_date.toordinal() if one.row.invoice_date else 0, reverse=True)
    shown.sort(key=lambda one: order[one.via.kind])
    return CardInvoices(tuple(shown[:MOST_INVOICES]), total)


def keys_of(found: CardInvoices) -> tuple[tuple[str, str], ...]:
    """(realm id, QuickBooks id) of the invoices that are on the record or its deals."""
    return tuple(
        (each.row.realm_id, each.row.invoice_id) for each in found.rows if each.via.kind != "customer"
    )


def _payer(payers: dict[tuple[str, str], str], row: InvoiceRow) -> Via:
    return Via("customer", payers.get((row.realm_id, row.customer_id), row.customer))


def linked_crm(tx: Connection, realm_id: str, qb_type: str, qb_id: str) -> list[tuple[str, str]]:
    """(kind, HubSpot id) of what a QuickBooks record is linked with, oldest first."""
    query = select(link.c.crm_type, link.c.crm_id).where(
        link.c.realm_id == realm_id, link.c.qb_type == qb_type, link.c.qb_id == qb_id
    )
    return [(row.crm_type, row.crm_id) for row in tx.execute(query.order_by(link.c.link_id))]


def crm_rows(tx: Connection, ends: Sequence[tuple[str, str]]) -> dict[str, list[Related]]:
    """The linked deals, contacts and companies that are in the cache, by kind."""
    found: dict[str, list[Related]] = {}
    for kind, table in (("deal", deal), ("contact", contact), ("company", company)):
        ids = [crm_id for crm_type, crm_id in ends if crm_type == kind]
        rows = list(tx.execute(select(table).where(table.c.id.in_(ids)))) if ids else []
        if kind == "deal":
            found[kind] = deal_rows(tx, rows)
        else:
            found[kind] = [contact_row(row) if kind == "contact" else company_row(row) for row in rows]
    return found


def customer_of(tx: Connection, realm_id: str, customer_id: str) -> list[Related]:
    """A QuickBooks customer by its id."""
    query = select(customer).where(customer.c.realm_id == realm_id, customer.c.id == customer_id)
    return [Related("customer", row.pk, row.id, row.name, row.email) for row in tx.execute(query)]


def same_people(tx: Connection, email: str, names: Sequence[str]) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """Contacts of an e-mail address and companies of a name: who a customer probably is in HubSpot."""
    contacts = (
        list(
            tx.execute(select(contact).where(func.lower(contact.c.email) == email.strip().lower()).limit(20))
        )
        if email.strip()
        else []
    )
    wanted = [name for name in names if name]
    companies = (
        list(tx.execute(select(company).where(or_(*(company.c.name == name for name in wanted))).limit(20)))
        if wanted
        else []
    )
    return contacts, companies
