"""HubSpot records that QuickBooks does not have, read for a rule that makes them there. Stores and sends nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, exists, or_, select

from qbodesk.models.cache import rules
from qbodesk.models.cache.base import instant, moment
from qbodesk.models.cache.tables_rules import record
from qbodesk.models.cache.tables_sync import link, outbox
from qbodesk.models.domain.customer_rules import check_new_customer
from qbodesk.models.domain.customers import NewCustomer
from qbodesk.models.domain.mapping.paths import dig
from qbodesk.models.domain.new_item import ItemType, NewItem, check_new_item
from qbodesk.models.domain.outbox import FINAL_STATES
from qbodesk.models.domain.sync_plan import (
    Decision,
    Newcomer,
    Properties,
    Rule,
    Taken,
    WithoutEmail,
    decide_newcomer,
    newcomer_id,
)
from qbodesk.models.domain.text import fold
from qbodesk.models.errors import Problem
from qbodesk.services.clock import Clock
from qbodesk.services.invoicing.intents import CREATE_CUSTOMER, CREATE_ITEM, CustomerIntent, ItemIntent
from qbodesk.services.mapping.backward import record_of
from qbodesk.services.rules import filters
from qbodesk.services.rules.around import labels
from qbodesk.services.rules.pairings import PERSON, Pairing
from qbodesk.services.rules.waiting import is_free

Back = Callable[[str, str, Mapping[str, Any], Properties], Mapping[str, Taken]]


class _Properties(msgspec.Struct):
    properties: dict[str, str | None] = {}


_decode = msgspec.json.Decoder(_Properties).decode


class Newcomers:
    """What of HubSpot has no counterpart in a company, and what a rule makes of it."""

    def __init__(self, clock: Clock, back: Back) -> None:
        self._clock = clock
        self._back = back

    def wanted(
        self, rule: Rule, pairing: Pairing, revision: str, *, backfill: bool, changed_only: bool
    ) -> Select[Any]:
        """The query for ids to be decided about; `backfill` and `changed_only` as of a plan, `revision` of its rule."""
        table = pairing.crm_table
        query = (
            select(table.c.id)
            .outerjoin(record, _known(rule, pairing))
            .where(_is_alone(rule, pairing), is_free())
            .order_by(table.c.pk)
        )
        since = instant(rule.since) if rule.since else ""
        if not backfill:
            query = query.where(or_(table.c.updated_at > since, record.c.record_id.is_not(None)))
        if changed_only:
            query = query.where(
                or_(
                    record.c.record_id.is_(None),
                    record.c.qb_version != table.c.updated_at,
                    record.c.revision != revision,
                    record.c.state == rules.CONFLICT,
                )
            )
        if rule.hubspot_filter:
            inside = filters.matches_there(self._clock, rule, pairing.crm_type)
            query = query.where(or_(inside, record.c.record_id.is_not(None)))
        return query

    def decide(
        self, tx: Connection, rule: Rule, pairing: Pairing, ids: Sequence[str], *, backfill: bool = False
    ) -> list[Decision]:
        """The decisions about some records, as both sides stand in this transaction."""
        table = pairing.crm_table
        query = select(table).where(table.c.id.in_(ids)).order_by(table.c.pk)
        rows = list(tx.execute(query).mappings())
        inside = self._inside(tx, rule, pairing, [row["id"] for row in rows])
        known = rules.kept_of(
            tx,
            rule.realm_id,
            rule.object.value,
            pairing.crm_type,
            [newcomer_id(row["id"]) for row in rows],
        )
        signs = {row["id"]: _signs(row, pairing, rule) for row in rows}
        there = _there(tx, rule, pairing, [sign for some in signs.values() for sign in some])
        names = _named(tx, rule, pairing, [fold(_label(row, pairing)) for row in rows])
        asked, linked = _asked(tx), _linked(tx, rule, pairing, ids)
        found = []
        for row in rows:
            held, label = _decode(row["raw"]).properties, _label(row, pairing)
            back = self._back(rule.realm_id, pairing.crm_type, {}, held)
            mine = dict.fromkeys(other for sign in signs[row["id"]] for other in there.get(sign, ()))
            if row["id"] in linked or (held.get(pairing.key) or "").startswith(f"{rule.realm_id}:"):
                mine[label] = None
            each = Newcomer(
                row["id"],
                label,
                row["updated_at"],
                moment(row["updated_at"]) if row["updated_at"] else None,
                excluded=_excluded(rule, pairing, label, back, signs[row["id"]]),
                there=tuple(mine),
                namesake=fold(label) in names,
                on_its_way=row["id"] in asked,
                outside=inside is not None and row["id"] not in inside,
                back=back,
                kept=rules.kept(known.get(newcomer_id(row["id"]))),
            )
            found.append(decide_newcomer(rule, pairing.crm_type, each, backfill=backfill))
        return found

    def _inside(
        self, tx: Connection, rule: Rule, pairing: Pairing, ids: Sequence[str]
    ) -> frozenset[str] | None:
        if not rule.hubspot_filter:
            return None
        table = pairing.crm_table
        query = select(table.c.id).where(table.c.id.in_(ids))
        return frozenset(
            tx.execute(query.where(filters.matches_there(self._clock, rule, pairing.crm_type))).scalars()
        )


def body(rule: Rule, pairing: Pairing, label: str, values: Mapping[str, str]) -> dict[str, Any]:
    """The create body of a customer or item from the texts of its fields by path (quickbooks-api.md §9.3, §9.4)."""
    fields = record_of(values, pairing.qb_type)
    if pairing.qb_type == "customer":
        return {**fields, "DisplayName": label}
    account = {"value": rule.income_account}
    return {**fields, "Name": label, "Type": ItemType.SERVICE.value, "IncomeAccountRef": account}


def _excluded(
    rule: Rule, pairing: Pairing, label: str, back: Mapping[str, Taken], signs: Sequence[tuple[str, str]]
) -> Problem | None:
    """Why QuickBooks would not take it as it is, or nobody could tell whether it has it already."""
    if pairing.crm_type == "contact" and not signs:
        return Problem("NO_EMAIL_THERE", {"record": label})
    fields = body(rule, pairing, label, {each.path: each.after for each in back.values()})

    def text(path: str) -> str:
        found = dig(fields, path)
        return "" if found is None else str(found)

    if pairing.qb_type == "customer":
        customer = NewCustomer(
            label,
            text("CompanyName"),
            text("GivenName"),
            text("FamilyName"),
            text("PrimaryEmailAddr.Address"),
            text("PrimaryPhone.FreeFormNumber"),
        )
        faults = check_new_customer(customer, lambda _name: False)
    else:
        item = NewItem(
            label,
            price=fields.get("UnitPrice"),
            sku=text("Sku"),
            description=text("Description"),
            account_id=rule.income_account,
        )
        faults = check_new_item(item, lambda _name: False)
    return faults[0].problem if faults else None


def _label(row: RowMapping, pairing: Pairing) -> str:
    """What it would be called in QuickBooks: a person by first and last name, else by company or address."""
    if pairing.crm_type != "contact":
        return " ".join(row["name"].split())
    person = " ".join(f"{row['first_name']} {row['last_name']}".split())
    return person or row["company"].strip() or row["email"].strip()


def _signs(row: RowMapping, pairing: Pairing, rule: Rule) -> tuple[tuple[str, str], ...]:
    """By which its counterpart would be found: (rung, folded value); all of them count, not only the strongest."""
    if pairing.crm_type == "contact":
        email = row["email"].strip().casefold()
        name = fold(f"{row['first_name']} {row['last_name']}".strip())
        by_name = rule.without_email is WithoutEmail.BY_NAME and not email
        return (("email", email),) if email else ((PERSON, name),) if by_name and name else ()
    if pairing.crm_type == "company":
        return (("name", row["name_folded"]),) if row["name_folded"] else ()
    sku, name = row["sku"].strip().casefold(), fold(row["name"])
    return tuple((rung, sign) for rung, sign in (("sku", sku), ("name", name)) if sign)


def _there(
    tx: Connection, rule: Rule, pairing: Pairing, signs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """By sign, the names of QuickBooks records that show it."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for rung in dict.fromkeys(rung for rung, _sign in signs):
        wanted = sorted({sign for its, sign in signs if its == rung})
        by_sign = pairing.rivals(tx, rule.realm_id, rung, wanted)
        names = labels(tx, rule.realm_id, pairing, [each for ids in by_sign.values() for each in ids])
        found |= {(rung, sign): tuple(names[each] for each in ids) for sign, ids in by_sign.items()}
    return found


def _named(tx: Connection, rule: Rule, pairing: Pairing, names: Sequence[str]) -> set[str]:
    """Those of these folded names that QuickBooks has, inactive records too: it keeps each once."""
    table = pairing.qb_table
    query = select(table.c.name_folded).where(
        table.c.realm_id == rule.realm_id, table.c.name_folded.in_(set(names))
    )
    return set(tx.execute(query).scalars())


def _linked(tx: Connection, rule: Rule, pairing: Pairing, ids: Sequence[str]) -> set[str]:
    query = select(link.c.crm_id).where(
        link.c.realm_id == rule.realm_id,
        link.c.qb_type == pairing.qb_type,
        link.c.crm_type == pairing.crm_type,
        link.c.crm_id.in_(ids),
    )
    return set(tx.execute(query).scalars())


def _asked(tx: Connection) -> set[str]:
    """HubSpot ids of contacts and products whose counterpart somebody is having made already, as in a wizard."""
    final = [state.value for state in FINAL_STATES]
    query = select(outbox.c.kind, outbox.c.intent).where(
        outbox.c.kind.in_((CREATE_CUSTOMER, CREATE_ITEM)), outbox.c.state.not_in(final)
    )
    return {
        CustomerIntent.decode(intent).contact_id
        if kind == CREATE_CUSTOMER
        else ItemIntent.decode(intent).product_id
        for kind, intent in tx.execute(query)
    }


def _known(rule: Rule, pairing: Pairing) -> ColumnElement[bool]:
    return and_(
        record.c.realm_id == rule.realm_id,
        record.c.object == rule.object.value,
        record.c.crm_type == pairing.crm_type,
        record.c.qb_id == newcomer_id("") + pairing.crm_table.c.id,
    )


def _is_alone(rule: Rule, pairing: Pairing) -> ColumnElement[bool]:
    """No record of this company is linked with it."""
    linked = exists().where(
        link.c.crm_type == pairing.crm_type,
        link.c.crm_id == pairing.crm_table.c.id,
        link.c.qb_type == pairing.qb_type,
        link.c.realm_id == rule.realm_id,
    )
    return ~linked
