"""What a mapping connects: fields of QuickBooks and properties of HubSpot with their types; holds no values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qbodesk.models.words import _

LONGEST_TEXT = 65_536
"""Characters a text property of HubSpot holds (hubspot-api.md §5)."""


class FieldType(StrEnum):
    """What a field can hold. `MONEY` is an amount in the record's currency, `MOMENT` a date with a time."""

    TEXT = "text"
    EMAIL = "email"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "datetime"
    FLAG = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One side of a mapping.

    `key` is a path into a QuickBooks record ("BillAddr.City", "CustomField[1]") or the name of a HubSpot property.
    `label` is the server's own word, or English of ours to translate (`marked`). `options` are the
    values a choice takes, with their labels; empty: anything goes. `limit` is the most characters, 0 without one.
    """

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    read_only: bool = False
    options: Mapping[str, str] | None = None
    limit: int = 0
    group: str = ""
    custom: bool = False
    unique: bool = False
    description: str = ""
    marked: bool = False

    @property
    def shown(self) -> str:
        """The label as people read it, with its group where the label alone says too little."""
        if not self.marked:
            return self.label or self.key
        return f"{_(self.group)}: {_(self.label)}" if self.group else _(self.label)


def by_key(*fields: Field) -> dict[str, Field]:
    """Fields by their key, in the order given."""
    return {field.key: field for field in fields}
