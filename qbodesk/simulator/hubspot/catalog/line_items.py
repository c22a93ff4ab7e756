"""The properties HubSpot defines on line items (hubspot-api.md §7.1)."""

from qbodesk.simulator.hubspot.catalog.columns import choice, computed, day, number, text
from qbodesk.simulator.hubspot.catalog.products import FREQUENCIES, PRICING_MODELS
from qbodesk.simulator.hubspot.definitions import Property


def properties() -> list[Property]:
    return [
        text("name", "Name"),
        text("description", "Description", "textarea"),
        text("hs_sku", "SKU"),
        number("hs_product_id", "Product ID"),
        text("hs_url", "URL"),
        text("hs_images", "Image URL"),
        number("quantity", "Quantity"),
        number("price", "Unit price", extra={"showCurrencySymbol": True}),
        number("discount", "Unit discount", extra={"showCurrencySymbol": True}),
        number("hs_discount_percentage", "Discount Percentage"),
        number("hs_cost_of_goods_sold", "Unit cost", extra={"showCurrencySymbol": True}),
        number("tax", "Tax"),
        text("hs_tax_rate_group_id", "Tax rate group ID"),
        number("hs_tax_rate", "Tax rate"),
        text("hs_tax_label", "Tax label"),
        choice("hs_line_item_currency_code", "Currency"),
        choice("recurringbillingfrequency", "Billing frequency", *FREQUENCIES),
        text("hs_recurring_billing_period", "Term"),
        day("hs_recurring_billing_start_date", "Start date"),
        day("hs_recurring_billing_end_date", "End date"),
        number("hs_term_in_months", "Term (months)"),
        text("hs_billing_start_delay_type", "Billing start delay type"),
        number("hs_billing_start_delay_days", "Billing start delay (days)"),
        number("hs_billing_start_delay_months", "Billing start delay (months)"),
        number("hs_position_on_quote", "Position on quote"),
        choice("hs_pricing_model", "Pricing model", *PRICING_MODELS),
        text("hs_tier_ranges", "Tier ranges"),
        text("hs_tier_prices", "Tier prices"),
        computed("amount", "Net price", tolerated=True),
        computed("hs_pre_discount_amount", "Pre discount amount"),
        computed("hs_total_discount", "Total discount"),
        computed("hs_tax_amount", "Tax amount"),
        computed("hs_post_tax_amount", "Post tax amount"),
        computed("hs_effective_unit_price", "Effective unit price"),
        computed("hs_margin", "Margin"),
        computed("hs_acv", "Annual contract value"),
        computed("hs_arr", "Annual recurring revenue"),
        computed("hs_mrr", "Monthly recurring revenue"),
        computed("hs_tcv", "Total contract value"),
        computed("hs_recurring_billing_number_of_payments", "Number of payments"),
    ]
