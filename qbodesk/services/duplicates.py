"""Records of either side that are probably one, with what helps to choose which stays. Merges nothing and asks no server.

QuickBooks merges customers when one is renamed to the other's name; its API offers no call for it (features S7).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Table, func, select

from qbodesk.models.cache import tables_crm, tables_qbo
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.domain.duplicates import Party, Sign, duplicates
from qbodesk.models.domain.mapping.paths import dig
from qbodesk.models.domain.money import Money

_decode = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode


@dataclass(frozen=True, slots=True)
class Side:
    """One of a pair. `linked` are the ids of its counterparts on the other side, `invoices` how many it has in the cache."""

    id: str
    name: str
    email: str
    phone: str
    city: str
    updated_at: str
    balance: Money | None
    invoices: int
    linked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A probable pair. `stays` is the id of the one with more behind it: linked, then more invoices, then the first."""

    one: Side
    other: Side
    sign: Sign
    stays: str


class Duplicates:
    """Looks through the cache; call from a background thread."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def customers(self, realm_id: str) -> list[Duplicate]:
        """Among the active customers of one QuickBooks company; sub-customers and their parents are no duplicates."""
        table = tables_qbo.customer
        with self._cache.read() as tx:
            query = (
                select(table).where(table.c.realm_id == realm_id, table.c.active == 1).order_by(table.c.pk)
            )
            rows = {str(row["id"]): row for row in tx.execute(query).mappings()}
            records = {each: _decode(row["raw"]) for each, row in rows.items()}
            pairs = duplicates([_customer(row, records[each]) for each, row in rows.items()])
            wanted = [each.id for pair in pairs for each in (pair.one, pair.other)]
            counts = _invoices(tx, realm_id, wanted)
            linked = _linked(tx, link.c.qb_id, link.c.crm_id, link.c.realm_id == realm_id, wanted, "customer")

        def side(each: str) -> Side:
            row = rows[each]
            balance = Money.from_minor(row["balance"], row["currency"]) if row["currency"] else None
            told = (row["name"], row["email"], row["phone"], row["city"], row["updated_at"])
            return Side(each, *told, balance, counts.get(each, 0), linked.get(each, ()))

        return [_pair(side(pair.one.id), side(pair.other.id), pair.sign) for pair in pairs]

    def contacts(self) -> list[Duplicate]:
        """Among the contacts of the portal."""
        return self._crm(tables_crm.contact, "contact", _contact)

    def companies(self) -> list[Duplicate]:
        """Among the companies of the portal."""
        return self._crm(tables_crm.company, "company", _company)

    def _crm(self, table: Table, crm_type: str, party: Any) -> list[Duplicate]:
        with self._cache.read() as tx:
            rows = {str(row["id"]): row for row in tx.execute(select(table).order_by(table.c.pk)).mappings()}
            held = {each: _decode(row["raw"]).get("properties") or {} for each, row in rows.items()}
            pairs = duplicates([party(each, held[each]) for each in rows])
            wanted = [each.id for pair in pairs for each in (pair.one, pair.other)]
            linked = _linked(tx, link.c.crm_id, link.c.qb_id, link.c.crm_type == crm_type, wanted, "customer")

        def side(each: str) -> Side:
            made, values = party(each, held[each]), held[each]
            city = values.get("city") or ""
            updated = rows[each]["updated_at"]
            return Side(each, made.name, made.email, made.phone, city, updated, None, 0, linked.get(each, ()))

        return [_pair(side(pair.one.id), side(pair.other.id), pair.sign) for pair in pairs]


def _customer(row: RowMapping, record: Mapping[str, Any]) -> Party:
    parent = str(dig(record, "ParentRef.value") or "")
    return Party(
        id=row["id"],
        name=row["name"],
        company=row["company_name"],
        given=row["given_name"],
        surname=row["family_name"],
        email=row["email"],
        phone=row["phone"],
        postcode=str(dig(record, "BillAddr.PostalCode") or ""),
        family=parent or row["id"],
    )


def _contact(record_id: str, values: Mapping[str, Any]) -> Party:
    def get(name: str) -> str:
        return str(values.get(name) or "")

    given, surname = get("firstname"), get("lastname")
    return Party(
        id=record_id,
        name=" ".join(f"{given} {surname}".split()) or get("company") or get("email"),
        given=given,
        surname=surname,
        email=get("email"),
        phone=get("phone") or get("mobilephone"),
        postcode=get("zip"),
    )


def _company(record_id: str, values: Mapping[str, Any]) -> Party:
    def get(name: str) -> str:
        return str(values.get(name) or "")

    name = get("name") or get("domain")
    return Party(id=record_id, name=name, company=name, phone=get("phone"), postcode=get("zip"))


def _pair(one: Side, other: Side, sign: Sign) -> Duplicate:
    stays = max((one, other), key=lambda side: (bool(side.linked), side.invoices, side is one))
    return Duplicate(one, other, sign, stays.id)


def _invoices(tx: Connection, realm_id: str, ids: Sequence[str]) -> dict[str, int]:
    invoice = tables_qbo.invoice
    query = (
        select(invoice.c.customer_id, func.count())
        .where(invoice.c.realm_id == realm_id, invoice.c.deleted == 0, invoice.c.customer_id.in_(ids))
        .group_by(invoice.c.customer_id)
    )
    return {row[0]: row[1] for row in tx.execute(query)}


def _linked(
    tx: Connection, mine: Any, theirs: Any, where: Any, ids: Iterable[str], qb_type: str
) -> dict[str, tuple[str, ...]]:
    query = select(mine, theirs).where(where, link.c.qb_type == qb_type, mine.in_(list(ids)))
    found: dict[str, tuple[str, ...]] = {}
    for one, other in tx.execute(query):
        found[one] = (*found.get(one, ()), other)
    return found
