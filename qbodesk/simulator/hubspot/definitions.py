"""Property definitions and groups as the Properties API shows them; decides nothing about stored values."""

from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]


@dataclass(slots=True)
class Option:
    label: str
    value: str
    display_order: int = -1
    hidden: bool = False

    def body(self) -> Body:
        return {
            "label": self.label,
            "value": self.value,
            "displayOrder": self.display_order,
            "hidden": self.hidden,
        }


@dataclass(slots=True)
class Property:
    """One property definition. `calculated` values are HubSpot's own; `read_only` refuses a value from outside."""

    name: str
    label: str
    type: str
    field_type: str
    group: str
    description: str = ""
    options: list[Option] = field(default_factory=list)
    external_options: frozenset[str] | None = None
    calculated: bool = False
    read_only: bool = False
    hubspot_defined: bool = False
    unique: bool = False
    hidden: bool = False
    form_field: bool = False
    display_order: int = -1
    extra: Body = field(default_factory=dict)
    created: str = "2020-01-01T00:00:00.000Z"
    updated: str = "2020-01-01T00:00:00.000Z"
    archived_at: str | None = None

    @property
    def many(self) -> bool:
        """Whether a value may hold several options, separated by semicolons."""
        return self.field_type == "checkbox"

    def allows(self, option: str) -> bool:
        if self.external_options is not None:
            return option in self.external_options
        return any(known.value == option for known in self.options)

    def body(self) -> Body:
        """The definition as JSON (hubspot-api.md §5)."""
        answer: Body = {
            "name": self.name,
            "label": self.label,
            "type": self.type,
            "fieldType": self.field_type,
            "groupName": self.group,
            "description": self.description,
            "options": [option.body() for option in self.options],
            "displayOrder": self.display_order,
            "calculated": self.calculated,
            "externalOptions": self.external_options is not None,
            "hasUniqueValue": self.unique,
            "hidden": self.hidden,
            "hubspotDefined": self.hubspot_defined,
            "modificationMetadata": {
                "archivable": not self.hubspot_defined,
                "readOnlyDefinition": self.hubspot_defined,
                "readOnlyOptions": self.hubspot_defined and self.type != "enumeration",
                "readOnlyValue": self.read_only,
            },
            "formField": self.form_field,
            "dataSensitivity": "non_sensitive",
            "createdAt": self.created,
            "updatedAt": self.updated,
            "archived": self.archived_at is not None,
        }
        if self.archived_at is not None:
            answer["archivedAt"] = self.archived_at
        return answer | self.extra


@dataclass(slots=True)
class Group:
    name: str
    label: str
    display_order: int = -1
    archived: bool = False

    def body(self) -> Body:
        return {
            "name": self.name,
            "label": self.label,
            "displayOrder": self.display_order,
            "archived": self.archived,
        }
