"""The mappings a workspace starts with (features §2.6), and which of them a sync cannot do without; stores nothing."""

from collections.abc import Mapping

from qbodesk.models.domain.mapping.fields import Field
from qbodesk.models.domain.mapping.model import Direction, FieldMapping, Rule, Sides, Target
from qbodesk.models.domain.mapping.properties import OWN, USUAL
from qbodesk.models.domain.mapping.quickbooks_fields import FIELDS
from qbodesk.models.domain.mapping.sets import MappingSet
from qbodesk.models.domain.mapping.transforms import Join, Lookup, Split, Transform
from qbodesk.models.words import N_

Row = tuple[str, str] | tuple[str, str, tuple[Transform, ...]]

_FIRST_ADDRESS = (Split(",", 1), Split(";", 1))
_STREET = Join(("BillAddr.Line2", "BillAddr.Line3", "BillAddr.Line4", "BillAddr.Line5"), "\n")
_INVOICE_STATUS = Lookup(
    (
        ("pending_send", "draft"),
        ("sent", "open"),
        ("partially_paid", "open"),
        ("overdue", "open"),
        ("paid", "paid"),
        ("voided", "voided"),
        ("deleted", "voided"),
    ),
    "refuse",
)

_PLACE: tuple[Row, ...] = (
    ("WebAddr.URI", "website"),
    ("BillAddr.City", "city"),
    ("BillAddr.CountrySubDivisionCode", "state"),
    ("BillAddr.PostalCode", "zip"),
    ("BillAddr.Country", "country"),
)

_FOLLOWS: Mapping[Target, tuple[Row, ...]] = {
    Target.CONTACTS: (
        ("PrimaryEmailAddr.Address", "email", _FIRST_ADDRESS),
        ("GivenName", "firstname"),
        ("FamilyName", "lastname"),
        ("CompanyName", "company"),
        ("PrimaryPhone.FreeFormNumber", "phone"),
        ("Mobile.FreeFormNumber", "mobilephone"),
        ("Fax.FreeFormNumber", "fax"),
        ("BillAddr.Line1", "address", (_STREET,)),
        *_PLACE,
        ("Title", "salutation"),
    ),
    Target.COMPANIES: (
        ("CompanyName", "name"),
        ("DisplayName", "name"),
        ("PrimaryPhone.FreeFormNumber", "phone"),
        ("BillAddr.Line1", "address"),
        ("BillAddr.Line2", "address2", (Join(("BillAddr.Line3", "BillAddr.Line4", "BillAddr.Line5"), "\n"),)),
        *_PLACE,
    ),
    Target.PRODUCTS: (
        ("FullyQualifiedName", "name"),
        ("Name", "name"),
        ("Sku", "hs_sku"),
        ("Description", "description"),
        ("UnitPrice", "price"),
        ("PurchaseCost", "hs_cost_of_goods_sold"),
    ),
    Target.INVOICES: (
        ("DocNumber", "hs_number"),
        ("qbodesk.title", "hs_title"),
        ("qbodesk.stage", "hs_invoice_status", (_INVOICE_STATUS,)),
        ("TotalAmt", "hs_amount_billed"),
        ("CurrencyRef.value", "hs_currency"),
        ("qbodesk.currency", "hs_currency"),
        ("TxnDate", "hs_invoice_date"),
        ("DueDate", "hs_due_date"),
    ),
    Target.LINE_ITEMS: (
        ("qbodesk.name", "name"),
        ("Description", "description"),
        ("qbodesk.sku", "hs_sku"),
        ("qbodesk.quantity", "quantity"),
        ("qbodesk.price", "price"),
        ("qbodesk.currency", "hs_line_item_currency_code"),
    ),
}

_MIRRORED: Mapping[Target, tuple[Row, ...]] = {
    Target.CONTACTS: (
        ("qbodesk.key", "qbodesk_customer_key"),
        ("Id", "qbodesk_customer_id"),
        ("qbodesk.realm_id", "qbodesk_company_id"),
        ("BalanceWithJobs", "qbodesk_open_balance"),
    ),
    Target.COMPANIES: (
        ("qbodesk.key", "qbodesk_customer_key"),
        ("Id", "qbodesk_customer_id"),
        ("qbodesk.realm_id", "qbodesk_company_id"),
        ("BalanceWithJobs", "qbodesk_open_balance"),
        ("qbodesk.terms", "qbodesk_terms"),
    ),
    Target.PRODUCTS: (
        ("qbodesk.key", "qbodesk_item_key"),
        ("Id", "qbodesk_item_id"),
        ("qbodesk.realm_id", "qbodesk_company_id"),
        ("Active", "qbodesk_active"),
    ),
    Target.INVOICES: (
        ("qbodesk.key", "qbodesk_invoice_key"),
        ("Id", "qbodesk_invoice_id"),
        ("qbodesk.realm_id", "qbodesk_company_id"),
        ("DocNumber", "qbodesk_doc_number"),
        ("qbodesk.stage", "qbodesk_stage"),
        ("TotalAmt", "qbodesk_total"),
        ("Balance", "qbodesk_balance"),
        ("CustomerRef.name", "qbodesk_recipient"),
        ("qbodesk.paid_date", "qbodesk_paid_date"),
        ("InvoiceLink", "qbodesk_invoice_link"),
    ),
    Target.LINE_ITEMS: (),
}
"""What HubSpot shows of QuickBooks and nobody types there: it is emptied when QuickBooks empties it."""

_IDENTITY = N_(
    "It says which QuickBooks record this is: without it the next sync could not find the record again."
)
LOCKED: Mapping[tuple[Target, str], str] = {
    (Target.CONTACTS, "email"): N_("Customers and contacts are matched by their e-mail address."),
    (Target.CONTACTS, "qbodesk_customer_key"): _IDENTITY,
    (Target.COMPANIES, "name"): N_(
        "HubSpot takes no company without a name, and companies are matched by it."
    ),
    (Target.COMPANIES, "qbodesk_customer_key"): _IDENTITY,
    (Target.PRODUCTS, "name"): N_("HubSpot takes no product without a name."),
    (Target.PRODUCTS, "hs_sku"): N_("Items and products are matched by their SKU."),
    (Target.PRODUCTS, "qbodesk_item_key"): _IDENTITY,
    (Target.INVOICES, "hs_currency"): N_("HubSpot takes no invoice without a currency."),
    (Target.INVOICES, "qbodesk_invoice_key"): _IDENTITY,
    (Target.LINE_ITEMS, "name"): N_("HubSpot takes no line without a name."),
    (Target.LINE_ITEMS, "quantity"): N_("The amount of a line is its quantity times its price."),
    (Target.LINE_ITEMS, "price"): N_("The amount of a line is its quantity times its price."),
}
"""Properties whose default mapping can be neither removed nor switched off, with the reason (features K6)."""


def defaults(target: Target) -> tuple[FieldMapping, ...]:
    """The mappings of features §2.6 for one kind, those people type before those only mirrored."""
    rows = [(row, False) for row in _FOLLOWS[target]] + [(row, True) for row in _MIRRORED[target]]
    return tuple(_mapping(target, row, mirrored=mirrored) for row, mirrored in rows)


def lock(target: Target, mapping: FieldMapping) -> str:
    """Why a mapping can be neither removed nor switched off (marked English); empty when it can."""
    is_default = any(one.id == mapping.id for one in defaults(target))
    return LOCKED.get((target, mapping.target), "") if is_default else ""


def known_sides(
    target: Target, properties: Mapping[str, Field] | None = None, custom: Mapping[str, Field] | None = None
) -> Sides:
    """Both sides of a kind: the portal's `properties` as read, else the usual ones; `custom` fields of QuickBooks.

    Our own properties always count as there, because they are made before anything is written into them.
    """
    usual = USUAL[target.value] if properties is None else properties
    return Sides({**FIELDS[target.source], **(custom or {})}, {**OWN[target.value], **usual})


def default_set(target: Target) -> MappingSet:
    """The default mappings on the usual properties."""
    return MappingSet(defaults(target), known_sides(target))


def _mapping(target: Target, row: Row, *, mirrored: bool) -> FieldMapping:
    source, name = row[0], row[1]
    transforms = row[2] if len(row) == 3 else ()
    return FieldMapping(
        id=f"{target}.{name}.{source}",
        source=source,
        target=name,
        rule=Rule.ALWAYS,
        direction=Direction.TO_HUBSPOT,
        transforms=transforms,
        clears=mirrored,
    )
