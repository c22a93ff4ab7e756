"""HubSpot line items and the QuickBooks items they stand for; stores no link."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A HubSpot line item (hubspot-api §7.1); `discount_each` is per unit, `amount` is HubSpot's own net total."""

    id: str
    name: str
    description: str
    sku: str
    product_id: str
    quantity: Decimal | None
    price: Decimal | None
    discount_each: Decimal | None
    discount_percent: Decimal | None
    amount: Decimal | None
    currency: str
    position: int | None


@dataclass(frozen=True, slots=True)
class ItemCandidate:
    """A QuickBooks item that can be sold."""

    id: str
    name: str
    sku: str
    description: str
    unit_price: Decimal | None
    active: bool
    sales_tax_code_id: str | None
    taxable: bool


class ItemRung(StrEnum):
    """By what sign an item was found."""

    LINK = "link"
    SKU = "sku"
    NAME = "name"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ItemMatch:
    """The item of a line, if one was found; `inactive` means it was, but cannot be sold any more."""

    item_id: str | None
    rung: ItemRung
    inactive: bool
