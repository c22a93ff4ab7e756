"""A product to be created in QuickBooks, and what QuickBooks will not take (quickbooks-api §9.4), said before it is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.errors import Problem

LONGEST_NAME = 100
LONGEST_DESCRIPTION = 4000


class ItemType(StrEnum):
    """What can be made with a name and an account alone; stock needs more and is made in QuickBooks."""

    SERVICE = "Service"
    NON_INVENTORY = "NonInventory"


@dataclass(frozen=True, slots=True)
class NewItem:
    """The price is in the home currency. `account_id` is the income account; `product_id` HubSpot's product, if known."""

    name: str
    type: ItemType = ItemType.SERVICE
    price: Decimal | None = None
    sku: str = ""
    description: str = ""
    account_id: str = ""
    tax_code_id: str = ""
    product_id: str = ""


def check_new_item(item: NewItem, taken: Callable[[str], bool]) -> tuple[Finding, ...]:
    """Everything that must be mended before the product can be created; `taken` compares names without case."""
    found = []
    name = item.name.strip()
    if not name:
        found.append(_block("ITEM_NAME_MISSING", "name"))
    elif ":" in name or "\t" in name or "\n" in name:
        found.append(_block("ITEM_NAME_CHARACTERS", "name", name=name))
    elif taken(name):
        found.append(_block("ITEM_NAME_TAKEN", "name", name=name))
    for field, limit in (("name", LONGEST_NAME), ("sku", LONGEST_NAME), ("description", LONGEST_DESCRIPTION)):
        length = len(getattr(item, field))
        if length > limit:
            found.append(_block("ITEM_TEXT_TOO_LONG", field, length=str(length), limit=str(limit)))
    if item.price is not None and item.price < 0:
        found.append(_block("ITEM_PRICE_NEGATIVE", "price", name=name))
    if not item.account_id:
        found.append(_block("ITEM_ACCOUNT_MISSING", "account_id"))
    return tuple(found)


def _block(code: str, field: str, **facts: str) -> Finding:
    return Finding(Problem(code, facts), Step.PRODUCTS, Severity.BLOCK, field)
