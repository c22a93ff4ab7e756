"""The properties HubSpot defines on its own invoices (hubspot-api.md §2.4)."""

from qbodesk.simulator.hubspot.catalog.columns import choice, computed, flag, moment, number, text, words
from qbodesk.simulator.hubspot.definitions import Property


def properties() -> list[Property]:
    return [
        text("hs_title", "Title"),
        text("hs_number", "Invoice number"),
        choice("hs_currency", "Currency"),
        choice("hs_invoice_status", "Invoice status", *words("draft", "open", "paid", "voided")),
        moment("hs_invoice_date", "Invoice date"),
        moment("hs_due_date", "Due date"),
        number("hs_amount_billed", "Amount billed", extra={"showCurrencySymbol": True}),
        text("hs_purchase_order_number", "PO number"),
        text("hs_comments", "Comments", "textarea"),
        text("hs_tax_id", "Tax ID"),
        text("hs_language", "Language"),
        text("hs_locale", "Locale"),
        flag("hs_invoice_billable", "Billable"),
        choice("hs_invoice_payment_collection_method", "Payment collection method", *words("manual", "none")),
        text("hs_allowed_payment_methods", "Allowed payment methods"),
        flag("hs_allow_partial_payments", "Allow partial payments"),
        text("hs_external_recipient", "External recipient"),
        text("hs_recipient_company_address", "Recipient company address"),
        text("hs_recipient_company_city", "Recipient company city"),
        text("hs_recipient_company_state", "Recipient company state"),
        text("hs_recipient_company_zip", "Recipient company zip"),
        text("hs_recipient_company_country", "Recipient company country"),
        text("hs_recipient_shipping_address", "Recipient shipping address"),
        text("hs_recipient_shipping_city", "Recipient shipping city"),
        text("hs_recipient_shipping_state", "Recipient shipping state"),
        text("hs_recipient_shipping_zip", "Recipient shipping zip"),
        text("hs_recipient_shipping_country", "Recipient shipping country"),
        computed("hs_balance_due", "Balance due"),
        computed("hs_amount_billed_in_company_currency", "Amount billed in company currency"),
        computed("hs_invoice_link", "Invoice link", "string"),
        computed("hs_pdf_download_link", "Invoice PDF", "string"),
    ]
