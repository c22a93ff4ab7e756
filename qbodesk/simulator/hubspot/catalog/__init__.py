"""What HubSpot defines on every object type before anybody adds a property of their own."""

from collections.abc import Callable
from dataclasses import replace

from qbodesk.simulator.hubspot.catalog import (
    activities,
    adjustments,
    columns,
    companies,
    contacts,
    deals,
    invoices,
    line_items,
    products,
    quotes,
)
from qbodesk.simulator.hubspot.definitions import Group, Property
from qbodesk.simulator.hubspot.kinds import Kind

_TABLES: dict[str, Callable[[], list[Property]]] = {
    "contacts": contacts.properties,
    "companies": companies.properties,
    "deals": deals.properties,
    "quotes": quotes.properties,
    "products": products.properties,
    "line_items": line_items.properties,
    "invoices": invoices.properties,
    "tasks": activities.tasks,
    "notes": activities.notes,
    "discounts": adjustments.properties,
    "fees": adjustments.properties,
    "taxes": adjustments.properties,
}
_GROUP_NAMES = {"line_items": "lineiteminformation"}


def of(kind: Kind) -> tuple[Group, list[Property]]:
    """The information group of a type and its HubSpot-defined properties, system ones included."""
    name = _GROUP_NAMES.get(kind.name, f"{kind.singular}information")
    group = Group(name, f"{kind.singular.replace('_', ' ').capitalize()} information", 0)
    known = {prop.name: prop for prop in [*_system(kind), *_TABLES[kind.name]()]}
    return group, [replace(prop, group=group.name) for prop in known.values()]


def _system(kind: Kind) -> list[Property]:
    owner = columns.choice("hubspot_owner_id", f"{kind.singular.replace('_', ' ').capitalize()} owner")
    owner.extra = {"referencedObjectType": "OWNER"}
    created = dict.fromkeys(("createdate", "hs_createdate", kind.created))
    return [
        columns.number("hs_object_id", "Record ID", read_only=True),
        *(columns.moment(name, "Create date", read_only=True) for name in created),
        columns.moment(kind.modified, "Last modified date", read_only=True),
        columns.text("hs_merged_object_ids", "Merged record IDs", read_only=True),
        columns.text("hs_object_source", "Record source", read_only=True),
        columns.text("hs_created_by_user_id", "Created by user ID", read_only=True),
        owner,
    ]
