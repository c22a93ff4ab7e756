"""Line items of deals and their copies on quotes; knows neither deals nor quotes otherwise."""

from collections.abc import Iterable

from qbodesk.simulator.world.crm.draft import Draft, Properties, number
from qbodesk.simulator.world.crm.products import Library
from qbodesk.simulator.world.story import StoryLine


def line_properties(lines: Iterable[StoryLine], currency: str, library: Library) -> list[Properties]:
    """What a user typed for each line (hubspot-api.md §7.1); the calculated amounts are HubSpot's."""
    return [
        {
            "name": line.name,
            "hs_sku": line.sku,
            "hs_product_id": library.product_id(line.sku),
            "quantity": number(line.quantity),
            "price": number(line.price),
            "discount": number(line.discount) if line.discount is not None else "",
            "hs_discount_percentage": number(line.percent) if line.percent is not None else "",
            "recurringbillingfrequency": "monthly" if line.monthly else "",
            "hs_recurring_billing_period": "P12M" if line.monthly else "",
            "hs_line_item_currency_code": currency,
            "hs_position_on_quote": str(position),
        }
        for position, line in enumerate(lines)
    ]


def add_lines(draft: Draft, parent_type: str, parent_id: str, lines: list[Properties], age: int) -> None:
    """New line items of one parent: a line item never has two (hubspot-api.md §6)."""
    draft.link(parent_type, parent_id, "line_items", [draft.add("line_items", line, age) for line in lines])
