"""The properties of an invoice a client may send (quickbooks-api.md §9.5); computes nothing."""

from qbodesk.simulator.quickbooks import lines, schema
from qbodesk.simulator.quickbooks.schema import text

READ_ONLY = frozenset(
    (
        *("TotalAmt", "Balance", "HomeTotalAmt", "HomeBalance", "LinkedTxn", "AutoDocNumber"),
        *("DeliveryInfo", "InvoiceLink", "EInvoiceStatus", "ECloudStatusTimeStamp", "FreeFormAddress"),
    )
)
_REFERENCES = (
    *(
        "CustomerRef",
        "SalesTermRef",
        "CurrencyRef",
        "DepartmentRef",
        "ClassRef",
        "ProjectRef",
        "ShipMethodRef",
    ),
    *("DepositToAccountRef", "TaxExemptionRef", "RecurDataRef"),
)
_FLAGS = (
    *("ApplyTaxAfterDiscount", "AutoDocNumber", "AllowOnlineCreditCardPayment", "AllowOnlineACHPayment"),
    *("AllowIPNPayment", "AllowOnlinePayment", "AllowOnlinePayPalPayment", "AllowOnlineAffirmPayment"),
)

_TAX_LINE = schema.shape(
    {
        "Id": text(40),
        "LineNum": schema.number,
        "Amount": schema.number,
        "DetailType": schema.one_of("TaxLineDetail"),
        "TaxLineDetail": schema.shape(
            {
                "TaxRateRef": schema.REFERENCE,
                "PercentBased": schema.flag,
                **dict.fromkeys(
                    ("TaxPercent", "NetAmountTaxable", "TaxInclusiveAmount", "OverrideDeltaAmount"),
                    schema.number,
                ),
            }
        ),
    }
)
SHAPE: schema.Shape = {
    **dict.fromkeys(READ_ONLY, schema.anything),
    **dict.fromkeys(_REFERENCES, schema.REFERENCE),
    **dict.fromkeys(_FLAGS, schema.flag),
    "DocNumber": text(21),
    **dict.fromkeys(("TxnDate", "DueDate", "ShipDate"), schema.date),
    "PrivateNote": text(4000),
    "CustomerMemo": schema.MEMO,
    **dict.fromkeys(("BillEmail", "BillEmailCc", "BillEmailBcc"), schema.EMAIL),
    **dict.fromkeys(("BillAddr", "ShipAddr", "ShipFromAddr"), schema.ADDRESS),
    "EmailStatus": schema.one_of("NotSet", "NeedToSend", "EmailSent"),
    "PrintStatus": schema.one_of("NotSet", "NeedToPrint", "PrintComplete"),
    "GlobalTaxCalculation": schema.one_of("TaxExcluded", "TaxInclusive", "NotApplicable"),
    **dict.fromkeys(("ExchangeRate", "Deposit"), schema.number),
    "TrackingNum": text(31),
    "TransactionLocationType": text(100),
    "Line": lines.SHAPE,
    "LinkedTxn": schema.LINKS,
    "CustomField": schema.many(
        schema.shape({"DefinitionId": text(40), "Name": text(255), "Type": text(40), "StringValue": text(31)})
    ),
    "TxnTaxDetail": schema.shape(
        {
            "TxnTaxCodeRef": schema.REFERENCE,
            "TotalTax": schema.number,
            "TaxLine": schema.many(_TAX_LINE),
            "TaxReviewStatus": text(40),
            "UseAutomatedSalesTax": schema.flag,
        }
    ),
}
