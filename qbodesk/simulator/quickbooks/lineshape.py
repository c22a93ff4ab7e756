"""The lines of a sales form a client may send, by their kind (quickbooks-api.md §9.5); computes nothing."""

from qbodesk.simulator.quickbooks import schema
from qbodesk.simulator.quickbooks.schema import text

SALES, NOTE, DISCOUNT, SUBTOTAL, GROUP = (
    "SalesItemLineDetail",
    "DescriptionOnly",
    "DiscountLineDetail",
    "SubTotalLineDetail",
    "GroupLineDetail",
)

_UNUSED = (
    "RatePercent",
    "PriceLevelRef",
    "MarkupInfo",
    "UOMRef",
    "InventorySiteRef",
    "SalesItemLineDetailEx",
)
_SALES_SHAPE = schema.shape(
    {
        **dict.fromkeys(_UNUSED, schema.unused),
        **dict.fromkeys(("ItemRef", "TaxCodeRef", "ClassRef", "ItemAccountRef"), schema.REFERENCE),
        **dict.fromkeys(
            ("Qty", "UnitPrice", "DiscountRate", "DiscountAmt", "TaxInclusiveAmt"), schema.number
        ),
        "TaxClassificationRef": schema.REFERENCE,
        "ServiceDate": schema.date,
    }
)
_NOTE_SHAPE = schema.shape({"ServiceDate": schema.date, "TaxCodeRef": schema.REFERENCE})
_DISCOUNT_SHAPE = schema.shape(
    {
        "PercentBased": schema.flag,
        "DiscountPercent": schema.number,
        "DiscountAccountRef": schema.REFERENCE,
        "TaxCodeRef": schema.REFERENCE,
        "ClassRef": schema.REFERENCE,
        "TaxInclusiveAmt": schema.number,
        **dict.fromkeys(("ServiceDate", "DiscountRef", "DiscountLineDetailEx"), schema.unused),
    }
)
_PLAIN: schema.Shape = {
    "Id": text(40),
    "LineNum": schema.number,
    "Description": text(4000),
    "Amount": schema.number,
    "LinkedTxn": schema.LINKS,
    "CustomExtensions": schema.anything,
    **dict.fromkeys(("CustomField", "LineEx"), schema.unused),
    SALES: _SALES_SHAPE,
    "DescriptionLineDetail": _NOTE_SHAPE,
}
_MEMBERS = schema.many(schema.shape({**_PLAIN, "DetailType": schema.one_of(SALES, NOTE)}))
SHAPE = schema.many(
    schema.shape(
        {
            **_PLAIN,
            "DetailType": schema.one_of(SALES, NOTE, DISCOUNT, SUBTOTAL, GROUP),
            DISCOUNT: _DISCOUNT_SHAPE,
            SUBTOTAL: schema.anything,
            GROUP: schema.shape(
                {"GroupItemRef": schema.REFERENCE, "Quantity": schema.number, "Line": _MEMBERS}
            ),
        }
    )
)
