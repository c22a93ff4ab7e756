"""Pieces of SQL the lists share: an owner's name, a linked record, a property of the whole record. Reads nothing."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, Text, case, cast, func, select

from qbodesk.models.cache.tables_crm import association, owner
from qbodesk.models.cache.tables_sync import connection, link
from qbodesk.models.words import N_
from qbodesk.services.lists.field import Field

Element = ColumnElement[Any]


def owner_field(table: Table, *, shown: bool = True) -> Field:
    """Who looks after a HubSpot record."""
    name = select(owner.c.name).where(owner.c.id == table.c.owner_id).scalar_subquery()
    return Field(
        key="owner", title=N_("Owner"), kind="choice", value=func.coalesce(name, ""), width=130,
        choices=select(owner.c.name), shown=shown,
    )  # fmt: skip


def company_field(table: Table) -> Field:
    """The QuickBooks company a record belongs to."""
    name = (
        select(connection.c.name)
        .where(connection.c.service == "quickbooks", connection.c.remote_id == table.c.realm_id)
        .scalar_subquery()
    )
    return Field(
        key="company", title="QuickBooks", kind="choice", value=func.coalesce(name, ""), width=140, several=True,
        choices=select(connection.c.name).where(connection.c.service == "quickbooks"),
    )  # fmt: skip


def moments(table: Table, *, updated_shown: bool = True) -> tuple[Field, Field]:
    """When its server last changed a record and when it made it."""
    return (
        Field(
            key="updated_at",
            title=N_("Last updated"),
            kind="moment",
            value=table.c.updated_at,
            shown=updated_shown,
        ),
        Field(key="created_at", title=N_("Created"), kind="moment", value=table.c.created_at, shown=False),
    )


def id_field(table: Table, title: str) -> Field:
    """The id a record has at its server."""
    return Field(key="id", title=title, value=table.c.id, shown=False, width=110)


def currency_field(table: Table) -> Field:
    """The currency of a record, for filters and for files."""
    return Field(
        key="currency", title=N_("Currency"), kind="choice", value=table.c.currency, shown=False, width=84
    )


def home_currency(table: Table | None = None) -> Element:
    """The currency of the QuickBooks company a record belongs to; without a table that of the HubSpot account."""
    query = select(connection.c.currency)
    if table is None:
        query = query.where(connection.c.service == "hubspot").limit(1)
    else:
        query = query.where(connection.c.service == "quickbooks", connection.c.remote_id == table.c.realm_id)
    return query.scalar_subquery()


def property_of(table: Table, *path: str) -> Element:
    """A value of the whole record as its server sent it; "" where there is none."""
    text = cast(table.c.raw, Text)
    # a record that was never stored whole has no raw bytes, and no JSON is an error to SQLite
    found = func.json_extract(text, "$." + ".".join(path))
    return func.coalesce(case((func.length(table.c.raw) > 0, found)), "")


def hubspot_property(table: Table, name: str) -> Element:
    """A property of a HubSpot record."""
    return property_of(table, "properties", name)


def associated(table: Table, kind: str, other: Table, other_kind: str, value: Element) -> Element:
    """A value of the first record of another kind that is associated with a HubSpot record; "" without one."""
    # one query inside another: in a join SQLite may begin at the wrong end, which takes minutes
    inner = select(value).where(other.c.id == association.c.to_id).scalar_subquery()
    found = (
        select(inner)
        .select_from(association)
        .where(
            association.c.from_type == kind,
            association.c.from_id == table.c.id,
            association.c.to_type == other_kind,
        )
        .order_by(association.c.position, association.c.to_id)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(found, "")


def associations(table: Table, kind: str, other_kind: str) -> Element:
    """How many records of another kind are associated with a HubSpot record."""
    return (
        select(func.count())
        .select_from(association)
        .where(
            association.c.from_type == kind,
            association.c.from_id == table.c.id,
            association.c.to_type == other_kind,
        )
        .scalar_subquery()
    )


def linked_customer(table: Table, kind: str, customer: Table) -> Element:
    """The name of the QuickBooks customer a contact or company is linked with."""
    return _linked(
        select(customer.c.name).where(customer.c.realm_id == link.c.realm_id, customer.c.id == link.c.qb_id),
        link.c.qb_type == "customer",
        link.c.crm_type == kind,
        link.c.crm_id == table.c.id,
    )


def linked_crm(table: Table, kind: str, other: Table, other_kind: str, value: Element) -> Element:
    """A value of the HubSpot record a QuickBooks record is linked with."""
    return _linked(
        select(value).where(other.c.id == link.c.crm_id),
        link.c.realm_id == table.c.realm_id,
        link.c.qb_type == kind,
        link.c.qb_id == table.c.id,
        link.c.crm_type == other_kind,
    )


def _linked(inner: Select[Any], *where: ColumnElement[bool]) -> Element:
    # one query inside another, as in `associated`
    query = select(inner.scalar_subquery()).select_from(link).where(*where).order_by(link.c.link_id).limit(1)
    return func.coalesce(query.scalar_subquery(), "")


def links_to(table: Table, crm_kind: str) -> Element:
    """How many invoices a HubSpot record is linked with."""
    return (
        select(func.count())
        .select_from(link)
        .where(link.c.crm_type == crm_kind, link.c.crm_id == table.c.id, link.c.qb_type == "invoice")
        .scalar_subquery()
    )
