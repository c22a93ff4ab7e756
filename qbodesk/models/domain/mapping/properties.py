"""Properties of HubSpot that mappings rely on: our own, to be made in the portal, and those every portal has.

The portal's own definitions, once read, are the truth; these stand in until then.
"""

from collections.abc import Mapping

from qbodesk.models.domain.mapping.fields import Field, FieldType, by_key
from qbodesk.models.domain.mapping.quickbooks_fields import STAGES
from qbodesk.models.words import N_

TEXT, EMAIL, NUMBER = FieldType.TEXT, FieldType.EMAIL, FieldType.NUMBER
DATE, MOMENT, FLAG, CHOICE = FieldType.DATE, FieldType.MOMENT, FieldType.FLAG, FieldType.CHOICE

OWN_GROUP = "qbodesk"
"""The property group in HubSpot that holds what we make (design §4.9)."""


def _own(
    name: str,
    label: str,
    type_: FieldType = TEXT,
    *,
    unique: bool = False,
    options: Mapping[str, str] | None = None,
) -> Field:
    return Field(key=name, label=label, type=type_, custom=True, unique=unique, options=options, marked=True)


_COMPANY = _own("qbodesk_company_id", N_("QuickBooks company id"))
OWN: Mapping[str, dict[str, Field]] = {
    "contacts": by_key(
        _own("qbodesk_customer_key", N_("QuickBooks customer key"), unique=True),
        _own("qbodesk_customer_id", N_("QuickBooks customer id")),
        _COMPANY,
        _own("qbodesk_open_balance", N_("QuickBooks open balance"), NUMBER),
    ),
    "companies": by_key(
        _own("qbodesk_customer_key", N_("QuickBooks customer key"), unique=True),
        _own("qbodesk_customer_id", N_("QuickBooks customer id")),
        _COMPANY,
        _own("qbodesk_open_balance", N_("QuickBooks open balance"), NUMBER),
        _own("qbodesk_terms", N_("QuickBooks payment terms")),
    ),
    # products take no unique property (hubspot-api.md §2.2)
    "products": by_key(
        _own("qbodesk_item_key", N_("QuickBooks item key")),
        _own("qbodesk_item_id", N_("QuickBooks item id")),
        _COMPANY,
        _own("qbodesk_active", N_("Active in QuickBooks"), FLAG),
    ),
    "invoices": by_key(
        _own("qbodesk_invoice_key", N_("QuickBooks invoice key"), unique=True),
        _own("qbodesk_invoice_id", N_("QuickBooks invoice id")),
        _COMPANY,
        _own("qbodesk_doc_number", N_("QuickBooks invoice number")),
        _own("qbodesk_stage", N_("QuickBooks stage"), CHOICE, options=STAGES),
        _own("qbodesk_total", N_("QuickBooks total"), NUMBER),
        _own("qbodesk_balance", N_("QuickBooks balance"), NUMBER),
        _own("qbodesk_recipient", N_("QuickBooks recipient")),
        _own("qbodesk_paid_date", N_("QuickBooks date of payment"), DATE),
        _own("qbodesk_invoice_link", N_("QuickBooks payment link")),
    ),
    "line_items": by_key(_own("qbodesk_line_key", N_("QuickBooks invoice line key"), unique=True)),
}  # fmt: skip
"""What this program makes in the portal, by kind; `unique` says which identifies a record (upserts go by it)."""

IDENTITY: Mapping[str, str] = {
    "contacts": "qbodesk_customer_key",
    "companies": "qbodesk_customer_key",
    "products": "qbodesk_item_key",
    "invoices": "qbodesk_invoice_key",
}
"""The property that holds `realm:id` of the record in QuickBooks."""


def _usual(name: str, label: str, type_: FieldType = TEXT) -> Field:
    return Field(key=name, label=label, type=type_)


_PLACE = (
    _usual("phone", "Phone Number"),
    _usual("website", "Website URL"),
    _usual("address", "Street Address"),
    _usual("city", "City"),
    _usual("state", "State/Region"),
    _usual("zip", "Postal Code"),
    _usual("country", "Country/Region"),
)
_INVOICE_STATUS = {"draft": "Draft", "open": "Open", "paid": "Paid", "voided": "Voided"}

USUAL: Mapping[str, dict[str, Field]] = {
    "contacts": by_key(
        _usual("email", "Email", EMAIL),
        _usual("firstname", "First Name"),
        _usual("lastname", "Last Name"),
        _usual("company", "Company Name"),
        _usual("mobilephone", "Mobile Phone Number"),
        _usual("fax", "Fax Number"),
        _usual("salutation", "Salutation"),
        *_PLACE,
    ),
    "companies": by_key(
        _usual("name", "Company name"),
        _usual("domain", "Company Domain Name"),
        _usual("address2", "Street Address 2"),
        *_PLACE,
    ),
    "products": by_key(
        _usual("name", "Name"),
        _usual("hs_sku", "SKU"),
        _usual("description", "Product description"),
        _usual("price", "Unit price", NUMBER),
        _usual("hs_cost_of_goods_sold", "Unit cost", NUMBER),
    ),
    "invoices": by_key(
        _usual("hs_title", "Title"),
        _usual("hs_number", "Invoice number"),
        _usual("hs_currency", "Currency", CHOICE),
        Field(key="hs_invoice_status", label="Invoice status", type=CHOICE, options=_INVOICE_STATUS),
        _usual("hs_invoice_date", "Invoice date", MOMENT),
        _usual("hs_due_date", "Due date", MOMENT),
        _usual("hs_amount_billed", "Amount billed", NUMBER),
        _usual("hs_comments", "Comments"),
    ),
    "line_items": by_key(
        _usual("name", "Name"),
        _usual("description", "Description"),
        _usual("hs_sku", "SKU"),
        _usual("quantity", "Quantity", NUMBER),
        _usual("price", "Unit price", NUMBER),
        _usual("hs_line_item_currency_code", "Currency", CHOICE),
    ),
}
"""What every portal has of what the defaults fill (hubspot-api.md §2.3, §2.4, §7)."""
