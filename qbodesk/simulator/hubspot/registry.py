"""The property definitions of one object type: what exists, and the rules for making, changing and archiving them.

Holds no values of records; a value is judged in `values`.
"""

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from qbodesk.simulator.hubspot import catalog, shapes
from qbodesk.simulator.hubspot.definitions import Group, Option, Property
from qbodesk.simulator.hubspot.failures import Failure, invalid, not_found
from qbodesk.simulator.hubspot.kinds import Kind

Body = dict[str, Any]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,99}")
_MAXIMUM_UNIQUE = 10
MOST_CUSTOM = 1_000
_FIELD_TYPES = {
    "string": ("text", "textarea", "html", "file", "phonenumber", "calculation_equation"),
    "number": ("number", "calculation_equation"),
    "date": ("date",),
    "datetime": ("date",),
    "enumeration": ("select", "radio", "checkbox", "booleancheckbox", "calculation_equation"),
    "bool": ("booleancheckbox", "calculation_equation"),
    "phone_number": ("phonenumber",),
}
_EXTRA = (
    "showCurrencySymbol",
    "currencyPropertyName",
    "numberDisplayHint",
    "textDisplayHint",
    "referencedObjectType",
)


class Registry:
    """The definitions of one object type. `refuses_unique`: the type takes no unique properties (products)."""

    def __init__(self, kind: Kind, *, refuses_unique: bool = False) -> None:
        self.kind = kind
        self.refuses_unique = refuses_unique
        group, listed = catalog.of(kind)
        self.groups: dict[str, Group] = {group.name: group}
        self.known: dict[str, Property] = {prop.name: prop for prop in listed}
        self.archived: dict[str, Property] = {}

    def add(self, extra: Iterable[Property]) -> None:
        """Definitions that depend on the portal, such as a price per currency."""
        group = next(iter(self.groups))
        for prop in extra:
            prop.group = group
            self.known[prop.name] = prop

    def get(self, name: str) -> Property:
        """Raises the 404 of a property that does not exist or is archived."""
        if name not in self.known:
            raise not_found(
                f"Property with name '{name}' does not exist on {self.kind.name}", propertyName=name
            )
        return self.known[name]

    def create(self, body: Body, now: str) -> Property:
        """Makes a property, or restores the archived one of that name (hubspot-api.md §5). Raises Failure."""
        name = shapes.text(body, "name")
        if name in self.known:
            raise Failure(
                409,
                "OBJECT_ALREADY_EXISTS",
                f"A property named '{name}' already exists.",
                sub_category="Properties.PROPERTY_WITH_NAME_EXISTS",
                context={"name": [name]},
            )
        prop = self._checked(body, name, now)
        former = self.archived.pop(name, None)
        if former is not None:
            prop.unique, prop.created = former.unique, former.created
        self.known[name] = prop
        return prop

    def change(self, name: str, body: Body, now: str) -> Property:
        """Changes a definition; `options` replace the whole list, `hasUniqueValue` is ignored. Raises Failure."""
        prop = self.get(name)
        if prop.hubspot_defined and (set(body) - {"options"} or prop.type != "enumeration"):
            raise invalid(f"Property {name} has a read-only definition.", "READ_ONLY_DEFINITION", name=name)
        type_ = shapes.text(body, "type", prop.type)
        field_type = shapes.text(body, "fieldType", prop.field_type)
        options = _options(body["options"]) if "options" in body else prop.options
        _check_types(type_, field_type, options)
        group = shapes.text(body, "groupName", prop.group)
        self.group(group)
        prop.type, prop.field_type, prop.options, prop.group = type_, field_type, options, group
        prop.label = shapes.text(body, "label", prop.label)
        prop.description = shapes.text(body, "description", prop.description)
        prop.display_order = shapes.integer(body, "displayOrder", prop.display_order)
        prop.hidden = shapes.boolean(body, "hidden", default=prop.hidden)
        prop.form_field = shapes.boolean(body, "formField", default=prop.form_field)
        prop.extra |= {key: body[key] for key in _EXTRA if key in body}
        prop.updated = now
        return prop

    def archive(self, name: str, now: str) -> None:
        """Raises Failure for what is unknown or defined by HubSpot."""
        prop = self.get(name)
        if prop.hubspot_defined:
            raise Failure(
                400,
                "VALIDATION_ERROR",
                f"Property {name} is defined by HubSpot and cannot be deleted.",
                sub_category="PropertyValidationError.CANNOT_DELETE_HUBSPOT_DEFINED_PROPERTY",
            )
        prop.archived_at = now
        self.archived[name] = self.known.pop(name)

    def group(self, name: str) -> Group:
        if name not in self.groups:
            raise not_found(f"Property group '{name}' does not exist on {self.kind.name}", groupName=name)
        return self.groups[name]

    def create_group(self, body: Body) -> Group:
        name = shapes.text(body, "name")
        if name in self.groups:
            raise Failure(
                409,
                "OBJECT_ALREADY_EXISTS",
                f"A property group named '{name}' already exists.",
                sub_category="Properties.PROPERTY_GROUP_WITH_NAME_EXISTS",
            )
        _check_name(name)
        group = Group(name, shapes.text(body, "label"), shapes.integer(body, "displayOrder", -1))
        self.groups[name] = group
        return group

    def change_group(self, name: str, body: Body) -> Group:
        group = self.group(name)
        group.label = shapes.text(body, "label", group.label)
        group.display_order = shapes.integer(body, "displayOrder", group.display_order)
        return group

    def archive_group(self, name: str) -> None:
        group = self.group(name)
        inside = [prop.name for prop in self.known.values() if prop.group == name]
        if inside:
            raise _group_in_use(inside)
        del self.groups[group.name]

    def _checked(self, body: Body, name: str, now: str) -> Property:
        _check_name(name)
        type_, field_type = shapes.text(body, "type"), shapes.text(body, "fieldType")
        options = _options(body.get("options") or [])
        _check_types(type_, field_type, options)
        group = shapes.text(body, "groupName")
        if group not in self.groups:
            raise invalid(
                f"Property group '{group}' does not exist.", "INVALID_PROPERTY_GROUP", groupName=group
            )
        unique = shapes.boolean(body, "hasUniqueValue", default=False)
        if unique:
            self._check_unique(type_)
        return Property(
            name=name,
            label=shapes.text(body, "label"),
            type=type_,
            field_type=field_type,
            group=group,
            description=shapes.text(body, "description", ""),
            options=options,
            unique=unique,
            hidden=shapes.boolean(body, "hidden", default=False),
            form_field=shapes.boolean(body, "formField", default=False),
            display_order=shapes.integer(body, "displayOrder", -1),
            extra={key: body[key] for key in _EXTRA if key in body},
            created=now,
            updated=now,
        )

    def _check_unique(self, type_: str) -> None:
        if self.refuses_unique or type_ not in {"string", "number"}:
            raise invalid(
                f"Unique properties are not supported here ({self.kind.name}, {type_}).",
                "UNIQUE_NOT_SUPPORTED",
            )
        if sum(prop.unique for prop in self.known.values()) >= _MAXIMUM_UNIQUE:
            raise invalid(
                f"{self.kind.name} has reached the limit of {_MAXIMUM_UNIQUE} unique properties.",
                "LIMIT_REACHED",
            )


def _group_in_use(properties: list[str]) -> Failure:
    """The whole error once more as text in its message: so HubSpot was seen to answer."""
    sub_category = "PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES"
    context = {"properties": properties}
    nested = {
        "status": "error",
        "message": "Can't delete or purge a group with active properties",
        "category": "VALIDATION_ERROR",
        "subCategory": sub_category,
        "context": context,
    }
    return Failure(
        400,
        "VALIDATION_ERROR",
        msgspec.json.encode(nested).decode(),
        sub_category=sub_category,
        context=context,
    )


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or name.startswith("hs_"):
        raise invalid(
            f"'{name}' is not a valid name: lower-case letters, digits and underscores, no prefix hs_.",
            "INVALID_NAME",
            name=name,
        )


def _check_types(type_: str, field_type: str, options: list[Option]) -> None:
    if type_ not in _FIELD_TYPES:
        raise invalid(f"Invalid input: type '{type_}' is unknown.", "INVALID_TYPE", type=type_)
    if field_type not in _FIELD_TYPES[type_]:
        raise invalid(
            f"fieldType '{field_type}' is not valid for type '{type_}': use one of "
            f"{', '.join(_FIELD_TYPES[type_])}.",
            "INVALID_FIELD_TYPE",
            fieldType=field_type,
        )
    values = [option.value for option in options]
    if type_ == "bool" and sorted(values) != ["false", "true"]:
        raise invalid("A bool property needs exactly the options true and false.", "INVALID_BOOLEAN_OPTION")
    if len(set(values)) != len(values):
        raise invalid("Two options have the same value.", "DUPLICATE_OPTION_VALUE")


def _options(listed: Any) -> list[Option]:
    return [
        Option(
            label=shapes.text(option, "label"),
            value=shapes.text(option, "value"),
            display_order=shapes.integer(option, "displayOrder", order),
            hidden=shapes.boolean(option, "hidden", default=False),
        )
        for order, option in enumerate(shapes.objects(listed, "options"))
    ]
