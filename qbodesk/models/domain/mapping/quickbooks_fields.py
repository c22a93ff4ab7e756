"""The fields of QuickBooks records that can fill a property (quickbooks-api.md §9.3-9.5); custom fields come from records.

Types decide what a field fits to; the labels are marked for translation.
"""

from collections.abc import Mapping

from qbodesk.models.domain.mapping.fields import Field, FieldType, by_key
from qbodesk.models.words import N_

TEXT, EMAIL, NUMBER, MONEY = FieldType.TEXT, FieldType.EMAIL, FieldType.NUMBER, FieldType.MONEY
DATE, MOMENT, FLAG, CHOICE = FieldType.DATE, FieldType.MOMENT, FieldType.FLAG, FieldType.CHOICE

STAGES: Mapping[str, str] = {
    "pending_send": N_("Pending send"),
    "sent": N_("Sent"),
    "partially_paid": N_("Partially paid"),
    "paid": N_("Paid in full"),
    "overdue": N_("Overdue"),
    "voided": N_("Voided"),
    "deleted": N_("Deleted"),
}
"""What `qbodesk.stage` can be (`Stage`)."""


def _field(key: str, label: str, type_: FieldType = TEXT, limit: int = 0, *, ro: bool = False) -> Field:
    return Field(key=key, label=label, type=type_, limit=limit, read_only=ro, marked=True)


def _address(name: str, group: str) -> tuple[Field, ...]:
    parts = {
        "Line1": (N_("line 1"), 500),
        "Line2": (N_("line 2"), 500),
        "Line3": (N_("line 3"), 500),
        "Line4": (N_("line 4"), 500),
        "Line5": (N_("line 5"), 500),
        "City": (N_("city"), 255),
        "CountrySubDivisionCode": (N_("state or region"), 255),
        "PostalCode": (N_("postal code"), 30),
        "Country": (N_("country"), 255),
    }
    return tuple(
        Field(key=f"{name}.{part}", label=label, limit=limit, group=group, marked=True)
        for part, (label, limit) in parts.items()
    )


BILLING, SHIPPING = N_("Billing address"), N_("Shipping address")

_COMMON = (
    _field("Id", N_("Record id in QuickBooks"), ro=True),
    _field("MetaData.CreateTime", N_("Created"), MOMENT, ro=True),
    _field("MetaData.LastUpdatedTime", N_("Last changed"), MOMENT, ro=True),
    _field("SyncToken", N_("Version in QuickBooks"), ro=True),
    _field("qbodesk.key", N_("QuickBooks company and record id"), ro=True),
    _field("qbodesk.realm_id", N_("QuickBooks company id"), ro=True),
    _field("qbodesk.company", N_("QuickBooks company"), ro=True),
    _field("qbodesk.currency", N_("Currency of the QuickBooks company"), ro=True),
)

CUSTOMER = by_key(
    _field("DisplayName", N_("Display name"), limit=500),
    _field("CompanyName", N_("Company name"), limit=100),
    _field("Title", N_("Title"), limit=16),
    _field("GivenName", N_("First name"), limit=100),
    _field("MiddleName", N_("Middle name"), limit=100),
    _field("FamilyName", N_("Last name"), limit=100),
    _field("Suffix", N_("Suffix"), limit=16),
    _field("PrimaryEmailAddr.Address", N_("Primary e-mail"), EMAIL, 100),
    _field("PrimaryPhone.FreeFormNumber", N_("Phone"), limit=30),
    _field("AlternatePhone.FreeFormNumber", N_("Other phone"), limit=30),
    _field("Mobile.FreeFormNumber", N_("Mobile"), limit=30),
    _field("Fax.FreeFormNumber", N_("Fax"), limit=30),
    _field("WebAddr.URI", N_("Website"), limit=1000),
    *_address("BillAddr", BILLING),
    *_address("ShipAddr", SHIPPING),
    _field("Notes", N_("Notes"), limit=2000),
    _field("PrintOnCheckName", N_("Name on cheques"), limit=110),
    _field("FullyQualifiedName", N_("Full name with parents"), ro=True),
    _field("CurrencyRef.value", N_("Currency"), ro=True),
    _field("Balance", N_("Balance"), MONEY, ro=True),
    _field("BalanceWithJobs", N_("Open balance with sub-customers"), MONEY, ro=True),
    _field("OpenBalanceDate", N_("Opening balance as of"), DATE, ro=True),
    _field("Active", N_("Active"), FLAG, ro=True),
    _field("Taxable", N_("Taxable"), FLAG),
    _field("ResaleNum", N_("Resale number"), limit=16),
    _field("PreferredDeliveryMethod", N_("Preferred delivery"), CHOICE),
    _field("Job", N_("Is a sub-customer"), FLAG, ro=True),
    _field("IsProject", N_("Is a project"), FLAG, ro=True),
    _field("qbodesk.terms", N_("Payment terms"), ro=True),
    *_COMMON,
)

ITEM = by_key(
    _field("Name", N_("Name"), limit=100),
    _field("FullyQualifiedName", N_("Name with category"), ro=True),
    _field("Sku", N_("SKU"), limit=100),
    _field("Description", N_("Description"), limit=4000),
    _field("UnitPrice", N_("Sales price"), NUMBER),
    _field("PurchaseCost", N_("Purchase cost"), NUMBER),
    _field("PurchaseDesc", N_("Purchase description"), limit=4000),
    _field("Type", N_("Type"), CHOICE, ro=True),
    _field("Active", N_("Active"), FLAG, ro=True),
    _field("Taxable", N_("Taxable"), FLAG),
    _field("SalesTaxIncluded", N_("Price includes tax"), FLAG),
    _field("QtyOnHand", N_("Quantity on hand"), NUMBER, ro=True),
    _field("IncomeAccountRef.name", N_("Income account"), ro=True),
    _field("ParentRef.name", N_("Category"), ro=True),
    *_COMMON,
)

INVOICE = by_key(
    _field("DocNumber", N_("Invoice number"), limit=21),
    _field("TxnDate", N_("Invoice date"), DATE),
    _field("DueDate", N_("Due date"), DATE),
    _field("TotalAmt", N_("Total"), MONEY, ro=True),
    _field("Balance", N_("Balance"), MONEY, ro=True),
    _field("TxnTaxDetail.TotalTax", N_("Tax"), MONEY, ro=True),
    _field("HomeTotalAmt", N_("Total in the company's currency"), NUMBER, ro=True),
    _field("Deposit", N_("Deposit"), MONEY, ro=True),
    _field("CurrencyRef.value", N_("Currency"), ro=True),
    _field("ExchangeRate", N_("Exchange rate"), NUMBER, ro=True),
    Field(key="qbodesk.stage", label=N_("Stage"), type=CHOICE, read_only=True, options=STAGES, marked=True),
    _field("qbodesk.title", N_("Title (first line, memo or number)"), ro=True),
    _field("qbodesk.terms", N_("Payment terms"), ro=True),
    _field("qbodesk.paid_date", N_("Date of the last payment"), DATE, ro=True),
    _field("CustomerRef.name", N_("Customer"), ro=True),
    _field("CustomerRef.value", N_("Customer id"), ro=True),
    _field("BillEmail.Address", N_("E-mail of the invoice"), EMAIL, 100),
    _field("BillEmailCc.Address", N_("Copies to"), limit=100),
    _field("CustomerMemo.value", N_("Message to the customer"), limit=1000),
    _field("PrivateNote", N_("Memo (internal)"), limit=4000),
    _field("EmailStatus", N_("E-mail status"), CHOICE, ro=True),
    _field("PrintStatus", N_("Print status"), CHOICE, ro=True),
    _field("DeliveryInfo.DeliveryTime", N_("Sent at"), MOMENT, ro=True),
    _field("EInvoiceStatus", N_("E-invoice status"), CHOICE, ro=True),
    _field("InvoiceLink", N_("Payment link"), ro=True),
    _field("TrackingNum", N_("Tracking number"), limit=31),
    _field("ShipDate", N_("Shipping date"), DATE),
    _field("ShipMethodRef.name", N_("Shipping method"), ro=True),
    _field("DepartmentRef.name", N_("Location"), ro=True),
    _field("ClassRef.name", N_("Class"), ro=True),
    *_address("BillAddr", BILLING),
    *_address("ShipAddr", SHIPPING),
    *_COMMON,
)

INVOICE_LINE = by_key(
    _field("Description", N_("Description"), limit=4000),
    _field("Amount", N_("Amount"), MONEY),
    _field("SalesItemLineDetail.Qty", N_("Quantity"), NUMBER),
    _field("SalesItemLineDetail.UnitPrice", N_("Unit price"), NUMBER),
    _field("SalesItemLineDetail.ServiceDate", N_("Service date"), DATE),
    _field("SalesItemLineDetail.ItemRef.name", N_("Item"), ro=True),
    _field("SalesItemLineDetail.ItemRef.value", N_("Item id"), ro=True),
    _field("qbodesk.name", N_("Item name or description"), ro=True),
    _field("qbodesk.sku", N_("SKU"), ro=True),
    _field("qbodesk.quantity", N_("Quantity, 1 where there is none"), NUMBER, ro=True),
    _field("qbodesk.price", N_("Price for one"), NUMBER, ro=True),
    _field("qbodesk.currency", N_("Currency"), ro=True),
    _field("LineNum", N_("Position"), NUMBER, ro=True),
)

FIELDS: Mapping[str, dict[str, Field]] = {
    "customer": CUSTOMER,
    "item": ITEM,
    "invoice": INVOICE,
    "invoice_line": INVOICE_LINE,
}
"""By kind of record."""
