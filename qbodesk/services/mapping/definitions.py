"""HubSpot's property definitions as descriptions a mapping understands, and ours as HubSpot takes them. Decides nothing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from qbodesk.models.cache import mappings
from qbodesk.models.domain.mapping.fields import Field, FieldType
from qbodesk.models.domain.mapping.model import Target
from qbodesk.models.domain.mapping.properties import OWN, OWN_GROUP
from qbodesk.models.errors import PermissionMissing, Refused
from qbodesk.models.words import _
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.hubspot.records import Property

_TYPES = {
    "string": FieldType.TEXT,
    "phone_number": FieldType.TEXT,
    "number": FieldType.NUMBER,
    "date": FieldType.DATE,
    "datetime": FieldType.MOMENT,
    "bool": FieldType.FLAG,
    "enumeration": FieldType.CHOICE,
}
_HUBSPOT = {
    FieldType.TEXT: ("string", "text"),
    FieldType.NUMBER: ("number", "number"),
    FieldType.DATE: ("date", "date"),
    FieldType.FLAG: ("bool", "booleancheckbox"),
    FieldType.CHOICE: ("enumeration", "select"),
}


def fetch(client: HubSpotClient, target: Target) -> list[Property] | None:
    """The definitions of one type; None when this plan or credential may not see them. Raises what the client raises else."""
    try:
        return client.properties(target.value)
    except (PermissionMissing, Refused):
        return None


def store_all(tx: Connection, found: Iterable[tuple[Target, list[Property] | None]]) -> bool:
    """Keep the definitions of several types, those not seen as they are; whether anything is different now."""
    changed = [store(tx, target.value, listed) for target, listed in found if listed is not None]
    return any(changed)


def store(tx: Connection, target: str, found: Sequence[Property]) -> bool:
    """Keep the definitions of one type; whether anything is different now. Archived and hidden ones are left out."""
    rows = [
        {
            "object": target,
            "name": one.name,
            "label": one.label or one.name,
            "type": one.type,
            "field_type": one.field_type,
            "property_group": one.group_name,
            "description": one.description or "",
            "options": json.dumps([[each.value, each.label] for each in one.options], ensure_ascii=False),
            "writable": int(one.writable),
            "is_unique": int(one.has_unique_value),
            "hubspot_defined": int(one.hubspot_defined),
        }
        for one in found
        if not (one.archived or one.hidden)
    ]
    return mappings.put_properties(tx, target, rows)


def known(tx: Connection, target: Target) -> dict[str, Field] | None:
    """The portal's properties of a type by name; None before they were read."""
    rows = mappings.properties(tx, target.value)
    return {row["name"]: _field(target, row) for row in rows} if rows else None


def own_definitions(target: Target) -> list[dict[str, Any]]:
    """Our own properties of a type, as HubSpot's properties API takes them (hubspot-api.md §5)."""
    return [_definition(each) for each in OWN[target.value].values()]


def _field(target: Target, row: Mapping[str, Any]) -> Field:
    kind = _TYPES.get(row["type"], FieldType.TEXT)
    if kind is FieldType.CHOICE and row["field_type"] == "checkbox":
        kind = FieldType.CHOICES
    if target is Target.CONTACTS and row["name"] == "email":
        kind = FieldType.EMAIL
    options = dict(json.loads(row["options"]))
    is_choice = kind in {FieldType.CHOICE, FieldType.CHOICES}
    return Field(
        key=row["name"],
        label=row["label"],
        type=kind,
        read_only=not row["writable"],
        options=options if is_choice and options else None,
        group=row["property_group"],
        custom=not row["hubspot_defined"],
        unique=bool(row["is_unique"]),
        description=row["description"],
    )


def _definition(own: Field) -> dict[str, Any]:
    kind, shown_as = _HUBSPOT[own.type]
    made: dict[str, Any] = {
        "name": own.key,
        "label": _(own.label),
        "type": kind,
        "fieldType": shown_as,
        "groupName": OWN_GROUP,
    }
    options = own.options or {}
    if own.type is FieldType.FLAG:
        options = {"true": _("Yes"), "false": _("No")}
    if options:
        made["options"] = [
            {"label": _(label), "value": value, "displayOrder": place, "hidden": False}
            for place, (value, label) in enumerate(options.items())
        ]
    if own.unique:
        made["hasUniqueValue"] = True
    return made
