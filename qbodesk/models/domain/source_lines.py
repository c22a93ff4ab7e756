"""HubSpot line items and the QuickBooks items they stand for; stores no link."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qbodesk.models.domain.draft import DraftLine, Source
from qbodesk.models.domain.text import fold


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


@dataclass(frozen=True, slots=True)
class ItemIndex:
    """Items by id, folded SKU and folded name, built once for many lines."""

    by_id: Mapping[str, ItemCandidate]
    by_sku: Mapping[str, tuple[ItemCandidate, ...]]
    by_name: Mapping[str, tuple[ItemCandidate, ...]]

    @classmethod
    def build(cls, items: Iterable[ItemCandidate]) -> "ItemIndex":
        """Index all items of one company, inactive ones too."""
        kept = tuple(items)
        return cls(
            by_id={item.id: item for item in kept},
            by_sku=_grouped((fold(item.sku), item) for item in kept),
            by_name=_grouped((fold(item.name), item) for item in kept),
        )


def _grouped(pairs: Iterable[tuple[str, ItemCandidate]]) -> dict[str, tuple[ItemCandidate, ...]]:
    groups: dict[str, tuple[ItemCandidate, ...]] = {}
    for key, item in pairs:
        if key:
            groups[key] = (*groups.get(key, ()), item)
    return groups


def match_item(line: SourceLine, items: ItemIndex, links: Mapping[str, str]) -> ItemMatch:
    """The item of a line by stored link (HubSpot product id to item id), then SKU, then name.

    Two active items under one SKU or name decide nothing. An inactive item is found only if no active one is
    on the same rung, and is marked.
    """
    linked = items.by_id.get(links.get(line.product_id, ""))
    rungs = (
        (ItemRung.LINK, (linked,) if linked else ()),
        (ItemRung.SKU, items.by_sku.get(fold(line.sku), ())),
        (ItemRung.NAME, items.by_name.get(fold(line.name), ())),
    )
    for rung, found in rungs:
        usable = [item for item in found if item.active] or found
        if len(usable) == 1:
            return ItemMatch(usable[0].id, rung, inactive=not usable[0].active)
    return ItemMatch(None, ItemRung.NONE, inactive=False)


def draft_line(
    line: SourceLine, match: ItemMatch, item: ItemCandidate | None, *, source: Source = Source.QUOTE
) -> DraftLine:
    """The line of a draft for a HubSpot line. A missing quantity counts as 1, a missing price as the item's.

    HubSpot keeps either discount; the percentage wins if both are there.
    """
    listed = item.unit_price if item and item.unit_price is not None else Decimal(0)
    percent = line.discount_percent or Decimal(0)
    return DraftLine(
        key=f"{source.value}-{line.id}",
        description=line.description or line.name,
        item_id=match.item_id,
        item_name=item.name if item else "",
        quantity=Decimal(1) if line.quantity is None else line.quantity,
        unit_price=listed if line.price is None else line.price,
        discount_percent=percent,
        discount_each=Decimal(0) if percent else line.discount_each or Decimal(0),
        tax_code_id=item.sales_tax_code_id if item else None,
        taxable=item.taxable if item else True,
        origin=f"{source.value} line {line.id}",
        origin_name=line.name,
        origin_sku=line.sku,
        origin_amount=line.amount,
    )
