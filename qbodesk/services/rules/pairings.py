"""Which QuickBooks records are kept in step with which HubSpot records, and by what signs they find each other. Plans nothing."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Result, RowMapping, Table, func, or_, select

from qbodesk.models.cache import tables_crm, tables_qbo
from qbodesk.models.cache.base import moment
from qbodesk.models.cache.runs import Change
from qbodesk.models.domain.mapping.model import Target
from qbodesk.models.domain.sync_plan import Object, Source
from qbodesk.models.domain.text import fold
from qbodesk.models.errors import Problem

Signs = Mapping[str, tuple[str, ...]]
"""A folded sign -> ids of the records that show it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A QuickBooks record for a plan: what decides, and the whole of it for the mappings."""

    source: Source
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pairing:
    """One direction of one tab: a kind of QuickBooks record and the kind of HubSpot record that follows it.

    `key` is our own property that names the QuickBooks record; where the type takes unique properties it is one.
    `rivals` and `there` find by a rung's folded signs other sources and HubSpot records.
    """

    object: Object
    qb_type: str
    qb_table: Table
    crm_type: str
    plural: str
    crm_table: Table
    key: str
    source: Callable[[RowMapping, "World"], Source]
    rivals: Callable[[Connection, str, str, Sequence[str]], Signs]
    there: Callable[[Connection, str, Sequence[str]], Signs]
    unique: bool = True
    always: tuple[tuple[str, str], ...] = ()
    """What is written besides our key, whatever the mappings say."""

    def load(
        self, tx: Connection, realm_id: str, ids: Sequence[str], world: "World", read: "Read"
    ) -> list[Found]:
        """The records as the mirror holds them; one that is not there any more is a gone source without fields."""
        query = select(self.qb_table).where(self.qb_table.c.realm_id == realm_id, self.qb_table.c.id.in_(ids))
        rows = {row["id"]: row for row in tx.execute(query).mappings()}
        records = read(tx, Target(self.plural), realm_id, list(rows))
        return [
            Found(self.source(rows[each], world), records[each])
            if each in rows
            else Found(Source(each, each, "", None, gone=True), {})
            for each in ids
        ]

    @property
    def needs_everything(self) -> bool:
        """Whether counterparts are found by signs other than our own key: then half a list of them is not enough."""
        return self.object is not Object.INVOICES


Read = Callable[[Connection, Target, str, Sequence[str]], Mapping[str, Mapping[str, Any]]]
"""Whole QuickBooks records by id, as the mappings read them."""


@dataclass(frozen=True, slots=True)
class World:
    """What else decides about a record: the currencies of the HubSpot account (none: not known yet).

    `by_name`: customers without an e-mail address are told apart by their names.
    """

    currencies: frozenset[str] = frozenset()
    by_name: bool = False


def version(row: RowMapping) -> str:
    """What tells whether QuickBooks has changed a record."""
    told = f"{row['updated_at']}#{row['sync_token']}"
    # a deletion is told without a new version
    return f"{told}#deleted" if row.get("deleted") else told


def qb_versions(tx: Connection, pairing: Pairing, changes: Sequence[Change]) -> dict[tuple[str, str], str]:
    """(Company, QuickBooks id) -> version, of those that the mirror still lists."""
    table = pairing.qb_table
    found: dict[tuple[str, str], str] = {}
    for realm_id in dict.fromkeys(each.realm_id for each in changes):
        ids = [each.qb_id for each in changes if each.realm_id == realm_id]
        query = select(table).where(table.c.realm_id == realm_id, table.c.id.in_(ids))
        found |= {(realm_id, row["id"]): version(row) for row in tx.execute(query).mappings()}
    return found


_JOB = re.compile(rb'"Job"\s*:\s*true')


def is_minor(raw: bytes) -> bool:
    """Whether a customer is a sub-customer or project, which often carry the address of the customer they belong to."""
    return _JOB.search(raw) is not None


def first_address(text: str) -> str:
    """QuickBooks lets several addresses stand in one field; HubSpot takes one."""
    parts = text.replace(";", ",").split(",")
    return parts[0].strip()


PERSON = "person"
"""The rung of a name where there is no e-mail address."""


def _contact(row: RowMapping, world: World) -> Source:
    email = first_address(row["email"]).casefold()
    name = _person(row["given_name"], row["family_name"], row["name"])
    if world.by_name and name and not email:
        return _customer(row, None, ((PERSON, name),))
    missing = None if email else Problem("NO_EMAIL", {"record": row["name"]})
    return _customer(row, missing, (("email", email),) if email else ())


def _person(given: str, family: str, otherwise: str) -> str:
    return fold(f"{given} {family}".strip() or otherwise)


def _company(row: RowMapping, _world: World) -> Source:
    name = fold(row["company_name"])
    missing = None if name else Problem("NO_COMPANY_NAME", {"record": row["name"]})
    return _customer(row, missing, (("name", name),) if name else ())


def _customer(row: RowMapping, excluded: Problem | None, keys: tuple[tuple[str, str], ...]) -> Source:
    return Source(
        id=row["id"],
        label=row["name"],
        version=version(row),
        updated_at=moment(row["updated_at"]) if row["updated_at"] else None,
        gone=not row["active"],
        excluded=excluded,
        minor=is_minor(row["raw"]),
        keys=keys,
    )


def _product(row: RowMapping, _world: World) -> Source:
    sku, name = row["sku"].strip().casefold(), fold(row["full_name"])
    excluded = None
    if row["type"] == "Category":
        excluded = Problem("ITEM_IS_CATEGORY", {"record": row["full_name"]})
    elif row["type"] == "Group":
        excluded = Problem("ITEM_IS_BUNDLE", {"record": row["full_name"]})
    # one name, two stock numbers: not the same product
    signs = (("sku", sku), ("unnumbered name" if sku else "name", name))
    return Source(
        id=row["id"],
        label=row["full_name"],
        version=version(row),
        updated_at=moment(row["updated_at"]) if row["updated_at"] else None,
        gone=not row["active"],
        excluded=excluded,
        keys=tuple((rung, sign) for rung, sign in signs if sign),
    )


def _invoice(row: RowMapping, world: World) -> Source:
    label = row["number"] or row["id"]
    foreign = bool(world.currencies) and row["currency"] not in world.currencies
    facts = {"record": label, "currency": row["currency"], "currencies": ", ".join(sorted(world.currencies))}
    return Source(
        id=row["id"],
        label=label,
        version=version(row),
        updated_at=moment(row["updated_at"]) if row["updated_at"] else None,
        gone=bool(row["deleted"]),
        excluded=Problem("CURRENCY_NOT_IN_HUBSPOT", facts) if foreign else None,
        keys=(("key", f"{row['realm_id']}:{row['id']}"),),
    )


def _grouped(pairs: Iterable[tuple[str, str]], wanted: Iterable[str]) -> Signs:
    among = set(wanted)
    found: dict[str, tuple[str, ...]] = {}
    for sign, record_id in pairs:
        if sign in among:
            found[sign] = (*found.get(sign, ()), record_id)
    return found


def _customers_by(tx: Connection, realm_id: str, rung: str, signs: Sequence[str]) -> Signs:
    customer = tables_qbo.customer.c

    def live(*columns: ColumnElement[str], where: ColumnElement[bool]) -> Result[Any]:
        return tx.execute(
            select(customer.id, *columns).where(customer.realm_id == realm_id, customer.active == 1, where)
        )

    if rung == PERSON:
        rows = live(customer.given_name, customer.family_name, customer.name, where=customer.email == "")
        return _grouped(((_person(row.given_name, row.family_name, row.name), row.id) for row in rows), signs)
    if rung == "email":
        # several addresses may share the field, and then only looking at it helps
        several = or_(customer.email.contains(","), customer.email.contains(";"))
        rows = live(customer.email, where=or_(customer.email_folded.in_(signs), several))
        return _grouped(((first_address(row.email).casefold(), row.id) for row in rows), signs)
    rows = live(customer.company_name, where=customer.company_name != "")
    return _grouped(((fold(row.company_name), row.id) for row in rows), signs)


def _items_by(tx: Connection, realm_id: str, rung: str, signs: Sequence[str]) -> Signs:
    table = tables_qbo.item
    rows = tx.execute(
        select(table.c.id, table.c.sku, table.c.full_name).where(
            table.c.realm_id == realm_id, table.c.active == 1, table.c.type.not_in(("Category", "Group"))
        )
    )
    if rung == "sku":
        return _grouped(((row.sku.strip().casefold(), row.id) for row in rows), signs)
    return _grouped(((fold(row.full_name), row.id) for row in rows), signs)


def _contacts_by(tx: Connection, rung: str, signs: Sequence[str]) -> Signs:
    table = tables_crm.contact
    if rung == PERSON:
        # one with an address may be a namesake: the planner tells of it instead of taking it
        query = select(table.c.id, table.c.name_folded).where(
            table.c.name_folded.in_(signs), table.c.email == ""
        )
        return _grouped(((row.name_folded, row.id) for row in tx.execute(query)), signs)
    address = func.lower(func.trim(table.c.email))
    rows = tx.execute(select(table.c.id, table.c.email).where(address.in_(signs)))
    return _grouped(((row.email.strip().casefold(), row.id) for row in rows), signs)


def _companies_by(tx: Connection, _rung: str, signs: Sequence[str]) -> Signs:
    company = tables_crm.company.c
    rows = tx.execute(select(company.name_folded, company.id).where(company.name_folded.in_(signs)))
    return _grouped(((row.name_folded, row.id) for row in rows), signs)


def _products_by(tx: Connection, rung: str, signs: Sequence[str]) -> Signs:
    table = tables_crm.product
    rows = tx.execute(select(table.c.id, table.c.sku, table.c.name))
    if rung == "sku":
        return _grouped(((row.sku.strip().casefold(), row.id) for row in rows), signs)
    unnumbered = rung == "unnumbered name"
    return _grouped(((fold(row.name), row.id) for row in rows if not (unnumbered and row.sku)), signs)


def _no_rivals(_tx: Connection, _realm_id: str, _rung: str, _signs: Sequence[str]) -> Signs:
    return {}


def _invoices_by(tx: Connection, _rung: str, signs: Sequence[str]) -> Signs:
    table = tables_crm.invoice
    rows = tx.execute(select(table.c.id, table.c.key).where(table.c.key.in_(signs)))
    return _grouped(((row.key, row.id) for row in rows), signs)


PAIRINGS: Mapping[tuple[Object, str], Pairing] = {
    (each.object, each.crm_type): each
    for each in (
        Pairing(
            Object.CONTACTS,
            "customer",
            tables_qbo.customer,
            "contact",
            "contacts",
            tables_crm.contact,
            "qbodesk_customer_key",
            _contact,
            _customers_by,
            _contacts_by,
        ),
        Pairing(
            Object.CONTACTS,
            "customer",
            tables_qbo.customer,
            "company",
            "companies",
            tables_crm.company,
            "qbodesk_customer_key",
            _company,
            _customers_by,
            _companies_by,
        ),
        # unique properties are not available on products (hubspot-api.md §2.2)
        Pairing(
            Object.PRODUCTS,
            "item",
            tables_qbo.item,
            "product",
            "products",
            tables_crm.product,
            "qbodesk_item_key",
            _product,
            _items_by,
            _products_by,
            unique=False,
        ),
        # a mirror: HubSpot must never bill, mail or collect it (hubspot-api.md §2.4)
        Pairing(
            Object.INVOICES,
            "invoice",
            tables_qbo.invoice,
            "invoice",
            "invoices",
            tables_crm.invoice,
            "qbodesk_invoice_key",
            _invoice,
            _no_rivals,
            _invoices_by,
            always=(("hs_invoice_billable", "false"),),
        ),
    )
}
