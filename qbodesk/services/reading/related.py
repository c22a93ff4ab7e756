"""What belongs to a HubSpot record: its neighbours there, and QuickBooks customers with the sign by which. Links none."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, or_, select

from qbodesk.models.cache import connections
from qbodesk.models.cache.tables_crm import association, company, contact
from qbodesk.models.cache.tables_qbo import customer
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.domain.matching import Rung
from qbodesk.models.domain.text import fold


@dataclass(frozen=True, slots=True)
class RelatedCustomer:
    """A customer of a QuickBooks company; `rung` is the strongest sign by which it belongs to the record."""

    pk: int
    realm_id: str
    company: str
    customer_id: str
    name: str
    email: str
    active: bool
    rung: Rung


@dataclass(frozen=True, slots=True)
class _Person:
    contact_id: str
    name: str
    email: str


_ORDER = tuple(Rung)


def customers_of(tx: Connection, kind: str, record_id: str) -> tuple[RelatedCustomer, ...]:
    """Customers of a deal, contact or company: by stored link, equal e-mail, equal name; the surest sign first.

    A deal or company is its people too; a contact is invoiced as its company as well.
    """
    people = _people(tx, kind, record_id)
    companies = _companies(tx, kind, record_id)
    names = {each.remote_id: each.name for each in connections.listed(tx, "quickbooks")}
    signs = (
        (Rung.LINK, _linked(tx, people, companies, kind, record_id)),
        (Rung.EMAIL, _by_email(tx, people)),
        (Rung.COMPANY_NAME, _by_name(tx, names, (name for _id, name in companies))),
        (Rung.PERSON_NAME, _by_name(tx, names, (each.name for each in people))),
    )
    found: dict[int, Rung] = {}
    for rung, pks in signs:
        for pk in pks:
            found.setdefault(pk, rung)
    rows = [
        RelatedCustomer(
            pk=row.pk,
            realm_id=row.realm_id,
            company=names.get(row.realm_id, ""),
            customer_id=row.id,
            name=row.name,
            email=row.email,
            active=bool(row.active),
            rung=found[row.pk],
        )
        for row in tx.execute(select(customer).where(customer.c.pk.in_(found)))
    ]
    return tuple(sorted(rows, key=lambda one: (_ORDER.index(one.rung), one.name, one.pk)))


def _linked(
    tx: Connection, people: list[_Person], companies: list[tuple[str, str]], kind: str, record_id: str
) -> list[int]:
    ends = [("contact", each.contact_id) for each in people]
    ends += [("company", company_id) for company_id, _name in companies]
    ends.append((kind, record_id))
    wanted = [and_(link.c.crm_type == crm_type, link.c.crm_id == crm_id) for crm_type, crm_id in ends]
    query = (
        select(customer.c.pk)
        .join(link, and_(link.c.realm_id == customer.c.realm_id, link.c.qb_id == customer.c.id))
        .where(link.c.qb_type == "customer", or_(*wanted))
        .order_by(link.c.link_id)
    )
    return list(tx.execute(query).scalars())


def _by_email(tx: Connection, people: list[_Person]) -> list[int]:
    emails = {each.email.strip().casefold() for each in people} - {""}
    if not emails:
        return []
    return list(tx.execute(select(customer.c.pk).where(customer.c.email_folded.in_(emails))).scalars())


def _by_name(tx: Connection, realms: Iterable[str], names: Iterable[str]) -> list[int]:
    folded = {fold(name) for name in names} - {""}
    if not folded:
        return []
    query = select(customer.c.pk).where(
        customer.c.realm_id.in_(list(realms)), customer.c.name_folded.in_(folded)
    )
    return list(tx.execute(query).scalars())


def neighbours(tx: Connection, table: Table, kind: str, record_id: str, other: str) -> list[Row[Any]]:
    """Records of `other` (its `table`) associated with a record, from whichever side HubSpot told it, each once."""
    forth = (
        select(association.c.to_id)
        .where(
            association.c.from_type == kind,
            association.c.from_id == record_id,
            association.c.to_type == other,
        )
        .order_by(association.c.position)
    )
    back = select(association.c.from_id).where(
        association.c.to_type == kind, association.c.to_id == record_id, association.c.from_type == other
    )
    ids = list(dict.fromkeys((*tx.execute(forth).scalars(), *tx.execute(back).scalars())))
    found = {row.id: row for row in tx.execute(select(table).where(table.c.id.in_(ids)))} if ids else {}
    return [found[each] for each in ids if each in found]


def _people(tx: Connection, kind: str, record_id: str) -> list[_Person]:
    rows = (
        list(tx.execute(select(contact).where(contact.c.id == record_id)))
        if kind == "contact"
        else neighbours(tx, contact, kind, record_id, "contact")
    )
    return [_Person(row.id, f"{row.first_name} {row.last_name}".strip(), row.email) for row in rows]


def _companies(tx: Connection, kind: str, record_id: str) -> list[tuple[str, str]]:
    rows = (
        list(tx.execute(select(company).where(company.c.id == record_id)))
        if kind == "company"
        else neighbours(tx, company, kind, record_id, "company")
    )
    return [(row.id, row.name) for row in rows]
