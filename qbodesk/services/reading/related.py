"""Which QuickBooks customers belong to a HubSpot record, and by what sign. Links none."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, or_, select

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


def _people(tx: Connection, kind: str, record_id: str) -> list[_Person]:
    query = select(contact)
    if kind == "contact":
        query = query.where(contact.c.id == record_id)
    else:
        # contacts know their company, deals their contacts: an association is stored at the record it was read with
        query = query.join(
            association,
            or_(
                _joins(kind, record_id, "contact"),
                and_(
                    association.c.from_type == "contact",
                    association.c.from_id == contact.c.id,
                    association.c.to_type == kind,
                    association.c.to_id == record_id,
                ),
            ),
        ).distinct()
    return [
        _Person(row.id, f"{row.first_name} {row.last_name}".strip(), row.email) for row in tx.execute(query)
    ]


def _joins(kind: str, record_id: str, child: str) -> ColumnElement[bool]:
    table = {"contact": contact, "company": company}[child]
    return and_(
        association.c.from_type == kind,
        association.c.from_id == record_id,
        association.c.to_type == child,
        association.c.to_id == table.c.id,
    )


def _companies(tx: Connection, kind: str, record_id: str) -> list[tuple[str, str]]:
    query = select(company.c.id, company.c.name)
    if kind == "company":
        query = query.where(company.c.id == record_id)
    else:
        query = query.join(association, _joins(kind, record_id, "company"))
    return [(row.id, row.name) for row in tx.execute(query)]
