"""The properties HubSpot defines on products (hubspot-api.md §7.2)."""

from qbodesk.simulator.hubspot.catalog.columns import choice, computed, number, text, words
from qbodesk.simulator.hubspot.definitions import Property

FREQUENCIES = words(
    "weekly", "biweekly", "monthly", "quarterly", "per_six_months", "annually",
    "per_two_years", "per_three_years", "per_four_years", "per_five_years",
)  # fmt: skip
PRICING_MODELS = words("flat", "volume", "graduated", "stairstep")


def properties() -> list[Property]:
    return [
        text("name", "Name"),
        text("description", "Product description", "textarea"),
        text("hs_sku", "SKU"),
        number("price", "Unit price", extra={"showCurrencySymbol": True}),
        number("hs_cost_of_goods_sold", "Unit cost", extra={"showCurrencySymbol": True}),
        choice("hs_product_type", "Product type", *words("inventory", "non_inventory", "service")),
        choice("hs_status", "Product status", *words("active", "inactive")),
        choice("recurringbillingfrequency", "Billing frequency", *FREQUENCIES),
        text("hs_recurring_billing_period", "Term"),
        choice("hs_pricing_model", "Pricing model", *PRICING_MODELS),
        text("hs_tier_ranges", "Tier ranges"),
        text("hs_tier_prices", "Tier prices"),
        text("hs_url", "URL"),
        text("hs_images", "Image URL"),
        text("hs_folder", "Folder"),
        number("tax", "Tax"),
        computed("hs_avatar_filemanager_key", "Avatar FileManager key", "string"),
    ]


def price_in(currency: str) -> Property:
    """The price property a portal with several currencies has for each of them."""
    label = f"Unit price ({currency})"
    return number(f"hs_price_{currency.lower()}", label, extra={"showCurrencySymbol": True})
