"""Records of either side that are probably one, with what helps to choose which stays. Merges nothing and asks no server.

QuickBooks merges customers when one is renamed to the other's name; its API offers no call for it (features S7).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Table, func, select

from qbodesk.models.cache import connections, tables_crm, tables_qbo
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.links import Link, add_link
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.domain.duplicates import Party, Sign, duplicates
from qbodesk.models.domain.mapping.paths import dig
from qbodesk.models.domain.money import Money
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Clock

_decode = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode


@dataclass(frozen=True, slots=True)
class Side:
    """One of a pair: its kind and our row number of it.

    `linked` are the ids of its counterparts on the other side, `invoices` how many it has in the cache.
    """

    kind: str
    pk: int
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
    realm_id: str = ""

    @property
    def key(self) -> str:
        """By which a dismissed pair is remembered, whatever the order of its two."""
        told = sorted(f"{each.kind}:{each.id}" for each in (self.one, self.other))
        return f"{self.realm_id}|{told[0]}|{told[1]}"


CUSTOMERS, CONTACTS, COMPANIES, ACROSS = "customers", "contacts", "companies", "across"
"""What can be looked through; `ACROSS`: customers and contacts that are not linked."""

_DISMISSED = "duplicates.dismissed"


class Duplicates:
    """Looks through the cache; call from a background thread."""

    def __init__(self, cache: Cache, changes: Changes, clock: Clock) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock

    def pairs(self, kind: str) -> list[Duplicate]:
        """All of a kind, in every company, without those a person has dismissed."""
        with self._cache.read() as tx:
            realms = [each.remote_id for each in connections.listed(tx, "quickbooks")]
            dismissed = set(connections.get_setting(tx, _DISMISSED) or ())
        if kind == CUSTOMERS:
            found = [each for realm_id in realms for each in self.customers(realm_id)]
        elif kind == ACROSS:
            found = [each for realm_id in realms for each in self.across(realm_id)]
        else:
            found = self.contacts() if kind == CONTACTS else self.companies()
        return [each for each in found if each.key not in dismissed]

    def dismiss(self, pair: Duplicate) -> None:
        """They are two; not proposed again."""
        with self._cache.write() as tx:
            known = connections.get_setting(tx, _DISMISSED) or []
            connections.set_setting(tx, _DISMISSED, sorted({*known, pair.key}))
        self._changes.publish(ChangeSet.of("duplicate"))

    def link(self, pair: Duplicate) -> None:
        """A customer and a contact belong together; nothing is written to a server by that."""
        sides = {each.kind: each for each in (pair.one, pair.other)}
        customer, contact = sides["customer"], sides["contact"]
        with self._cache.write() as tx:
            add_link(
                tx,
                Link(pair.realm_id, "customer", customer.id, "contact", contact.id, "manual"),
                self._clock(),
            )
        self._changes.publish(
            ChangeSet.of("link") | ChangeSet.of("customer", customer.pk) | ChangeSet.of("contact", contact.pk)
        )

    def across(self, realm_id: str) -> list[Duplicate]:
        """A customer and a contact that are probably one person, where neither is linked."""
        customers, contacts = tables_qbo.customer, tables_crm.contact
        mine = select(link.c.qb_id).where(
            link.c.realm_id == realm_id, link.c.qb_type == "customer", link.c.crm_type == "contact"
        )
        theirs = select(link.c.crm_id).where(link.c.crm_type == "contact")
        with self._cache.read() as tx:
            query = select(customers).where(
                customers.c.realm_id == realm_id, customers.c.active == 1, customers.c.id.not_in(mine)
            )
            left = {str(row["id"]): row for row in tx.execute(query).mappings()}
            query = select(contacts).where(contacts.c.id.not_in(theirs))
            right = {str(row["id"]): row for row in tx.execute(query).mappings()}
        parties = [replace(_customer(row, _decode(row["raw"])), id=f"q{each}") for each, row in left.items()]
        parties += [
            replace(_contact(each, _decode(row["raw"]).get("properties") or {}), id=f"h{each}")
            for each, row in right.items()
        ]
        pairs = [pair for pair in duplicates(parties) if (pair.one.id[0], pair.other.id[0]) == ("q", "h")]

        def side(party: Party) -> Side:
            kind, row = (
                ("customer", left[party.id[1:]]) if party.id[0] == "q" else ("contact", right[party.id[1:]])
            )
            told = (party.name, party.email, party.phone, row.get("city", ""), row["updated_at"])
            return Side(kind, row["pk"], str(row["id"]), *told, None, 0, ())

        return [
            Duplicate(side(pair.one), side(pair.other), pair.sign, pair.one.id[1:], realm_id)
            for pair in pairs
        ]

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
            return Side(
                "customer", row["pk"], each, *told, balance, counts.get(each, 0), linked.get(each, ())
            )

        return [_pair(side(pair.one.id), side(pair.other.id), pair.sign, realm_id) for pair in pairs]

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
            pk = rows[each]["pk"]
            return Side(
                crm_type,
                pk,
                each,
                made.name,
                made.email,
                made.phone,
                city,
                updated,
                None,
                0,
                linked.get(each, ()),
            )

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


def _pair(one: Side, other: Side, sign: Sign, realm_id: str = "") -> Duplicate:
    stays = max((one, other), key=lambda side: (bool(side.linked), side.invoices, side is one))
    return Duplicate(one, other, sign, stays.id, realm_id)


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
