"""Which records the filter of a sync rule leaves in: the conditions of the long lists, asked of the cache. Decides nothing."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, select

from qbodesk.models.domain.sync_plan import Object, Rule
from qbodesk.services.clock import Clock, today_in
from qbodesk.services.lists.conditions import where
from qbodesk.services.lists.field import ListKind
from qbodesk.services.lists.kinds.companies import COMPANIES
from qbodesk.services.lists.kinds.contacts import CONTACTS
from qbodesk.services.lists.kinds.customers import CUSTOMERS
from qbodesk.services.lists.kinds.invoices import INVOICES
from qbodesk.services.lists.kinds.items import ITEMS
from qbodesk.services.lists.kinds.products import PRODUCTS
from qbodesk.services.mapping.sources import facts_of
from qbodesk.services.rules.pairings import Pairing

KINDS: Mapping[Object, ListKind] = {
    Object.CONTACTS: CUSTOMERS,
    Object.PRODUCTS: ITEMS,
    Object.INVOICES: INVOICES,
}
"""The list whose columns a rule's filter speaks of."""

THERE: Mapping[str, ListKind] = {"contact": CONTACTS, "company": COMPANIES, "product": PRODUCTS}
"""The same of the filter that says which records of HubSpot are made in QuickBooks, by kind."""


def matches(tx: Connection, clock: Clock, rule: Rule) -> ColumnElement[bool]:
    """Of a record of the rule's kind, whether the filter leaves it in. Raises `FILTER_FAULTY` for what cannot be asked."""
    today = {rule.realm_id: today_in(clock, facts_of(tx, rule.realm_id).timezone).isoformat()}
    return where(KINDS[rule.object], rule.filter, today, clock().astimezone().date())


def inside(
    tx: Connection, clock: Clock, rule: Rule, pairing: Pairing, ids: Sequence[str]
) -> frozenset[str] | None:
    """Those of these records that the filter leaves in; `None` where there is no filter."""
    if not rule.filter:
        return None
    table = pairing.qb_table
    query = select(table.c.id).where(table.c.realm_id == rule.realm_id, table.c.id.in_(ids))
    return frozenset(tx.execute(query.where(matches(tx, clock, rule))).scalars())


def matches_there(clock: Clock, rule: Rule, crm_type: str) -> ColumnElement[bool]:
    """Of a HubSpot record, whether it may be made in QuickBooks. Raises `FILTER_FAULTY` for what cannot be asked."""
    return where(THERE[crm_type], rule.hubspot_filter, {}, clock().astimezone().date())


def check(rule: Rule, clock: Clock) -> None:
    """Raises `FILTER_FAULTY` for a condition that cannot be asked of this kind of record."""
    where(KINDS[rule.object], rule.filter, {}, clock().date())
    if rule.hubspot_filter:
        for crm_type in rule.crm_types:
            matches_there(clock, rule, crm_type)
