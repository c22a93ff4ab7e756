"""Which QuickBooks records are kept in step with which HubSpot records, and by what signs they find each other. Plans nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Table, func, select

from qbodesk.models.cache import tables_crm, tables_qbo
from qbodesk.models.cache.base import moment
from qbodesk.models.domain.sync_plan import Object, Source
from qbodesk.models.domain.text import fold
from qbodesk.models.errors import Problem

Signs = Mapping[str, tuple[str, ...]]
"""A folded sign -> ids of the records that show it."""

_record = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal)


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
    source: Callable[[RowMapping, Mapping[str, Any]], Source]
    rivals: Callable[[Connection, str, str, Sequence[str]], Signs]
    there: Callable[[Connection, str, Sequence[str]], Signs]
    unique: bool = True

    def load(self, tx: Connection, realm_id: str, ids: Sequence[str]) -> list[Found]:
        """The records as the mirror holds them; one that is not there any more is a gone source without fields."""
        query = select(self.qb_table).where(self.qb_table.c.realm_id == realm_id, self.qb_table.c.id.in_(ids))
        rows = {row["id"]: row for row in tx.execute(query).mappings()}
        found = []
        for each in ids:
            row = rows.get(each)
            if row is None:
                found.append(Found(Source(each, each, "", None, gone=True), {}))
            else:
                record = _record.decode(row["raw"])
                found.append(Found(self.source(row, record), record))
        return found


def version(row: RowMapping) -> str:
    """What tells whether QuickBooks has changed a record."""
    return f"{row['updated_at']}#{row['sync_token']}"


def first_address(text: str) -> str:
    """QuickBooks lets several addresses stand in one field; HubSpot takes one."""
    parts = text.replace(";", ",").split(",")
    return parts[0].strip()


def _contact(row: RowMapping, _record: Mapping[str, Any]) -> Source:
    email = first_address(row["email"]).casefold()
    missing = None if email else Problem("NO_EMAIL", {"record": row["name"]})
    return _customer(row, missing, (("email", email),) if email else ())


def _company(row: RowMapping, _record: Mapping[str, Any]) -> Source:
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
        keys=keys,
    )


def _product(row: RowMapping, _record: Mapping[str, Any]) -> Source:
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


def _grouped(pairs: Iterable[tuple[str, str]], wanted: Iterable[str]) -> Signs:
    among = set(wanted)
    found: dict[str, tuple[str, ...]] = {}
    for sign, record_id in pairs:
        if sign in among:
            found[sign] = (*found.get(sign, ()), record_id)
    return found


def _customers_by(tx: Connection, realm_id: str, rung: str, signs: Sequence[str]) -> Signs:
    table = tables_qbo.customer
    live = select(table.c.id, table.c.email, table.c.company_name).where(
        table.c.realm_id == realm_id, table.c.active == 1
    )
    if rung == "email":
        # several addresses may share the field, and then no index helps
        rows = tx.execute(live.where(table.c.email != ""))
        return _grouped(((first_address(row.email).casefold(), row.id) for row in rows), signs)
    rows = tx.execute(live.where(table.c.company_name != ""))
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


def _contacts_by(tx: Connection, _rung: str, signs: Sequence[str]) -> Signs:
    table = tables_crm.contact
    address = func.lower(func.trim(table.c.email))
    rows = tx.execute(select(table.c.id, table.c.email).where(address.in_(signs)))
    return _grouped(((row.email.strip().casefold(), row.id) for row in rows), signs)


def _companies_by(tx: Connection, _rung: str, signs: Sequence[str]) -> Signs:
    rows = tx.execute(select(tables_crm.company.c.id, tables_crm.company.c.name))
    return _grouped(((fold(row.name), row.id) for row in rows), signs)


def _products_by(tx: Connection, rung: str, signs: Sequence[str]) -> Signs:
    table = tables_crm.product
    rows = tx.execute(select(table.c.id, table.c.sku, table.c.name))
    if rung == "sku":
        return _grouped(((row.sku.strip().casefold(), row.id) for row in rows), signs)
    unnumbered = rung == "unnumbered name"
    return _grouped(((fold(row.name), row.id) for row in rows if not (unnumbered and row.sku)), signs)


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
    )
}
