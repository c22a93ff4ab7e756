"""A mapping: one field that fills one property, under a rule; decides nothing about a record (see `sets.py`)."""

from dataclasses import dataclass
from enum import StrEnum

from qbodesk.models.domain.mapping.fields import Field
from qbodesk.models.domain.mapping.transforms import Transform


class Rule(StrEnum):
    """When a value is written over what HubSpot holds.

    `ALWAYS`: HubSpot follows QuickBooks. `IF_EMPTY`: only where HubSpot has nothing. `NEVER_OVERWRITE`: only into a
    record that is being created.
    """

    ALWAYS = "always"
    IF_EMPTY = "if_empty"
    NEVER_OVERWRITE = "never_overwrite"


class Direction(StrEnum):
    """Which way values go (features Q12). The way is a matter of the sync rule, so of a mapping only the first can be saved."""

    TO_HUBSPOT = "to_hubspot"
    TO_QUICKBOOKS = "to_quickbooks"
    BOTH = "both"


class Target(StrEnum):
    """A kind of HubSpot record with mappings, named as in HubSpot's paths."""

    CONTACTS = "contacts"
    COMPANIES = "companies"
    PRODUCTS = "products"
    INVOICES = "invoices"
    LINE_ITEMS = "line_items"

    @property
    def source(self) -> str:
        """The kind of QuickBooks record that fills it."""
        return _SOURCES[self.value]


_SOURCES = {
    "contacts": "customer",
    "companies": "customer",
    "products": "item",
    "invoices": "invoice",
    "line_items": "invoice_line",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMapping:
    """One row of the mappings table.

    `id` is stable over versions. `source` is a path, `target` a property's name. `clears`: an empty source empties the
    property too; otherwise it leaves it alone, as HubSpot's own sync does (features Q13).
    """

    id: str
    source: str
    target: str
    rule: Rule = Rule.ALWAYS
    direction: Direction = Direction.TO_HUBSPOT
    enabled: bool = True
    transforms: tuple[Transform, ...] = ()
    clears: bool = False

    @property
    def fills_hubspot(self) -> bool:
        """Whether it writes to HubSpot at all."""
        return self.enabled and self.direction is not Direction.TO_QUICKBOOKS


@dataclass(frozen=True, slots=True)
class Sides:
    """What is known of both sides of one kind: fields by path, properties by name."""

    fields: dict[str, Field]
    properties: dict[str, Field]
