"""The properties of each sales form a client may send (quickbooks-api.md §9.5, §9.7); computes nothing."""

from qbodesk.simulator.quickbooks import lineshape, schema
from qbodesk.simulator.quickbooks.schema import text

READ_ONLY = frozenset(
    (
        *("TotalAmt", "Balance", "HomeTotalAmt", "HomeBalance", "RemainingCredit", "LinkedTxn"),
        *("AutoDocNumber", "DeliveryInfo", "InvoiceLink", "EInvoiceStatus", "ECloudStatusTimeStamp"),
        *("FreeFormAddress", "TaxExemptionRef", "RecurDataRef"),
    )
)
_REFERENCES = ("CustomerRef", "CurrencyRef", "DepartmentRef", "ClassRef", "ProjectRef", "ShipMethodRef")
_FLAGS = ("ApplyTaxAfterDiscount", "AutoDocNumber")
_ONLINE = (
    *("AllowOnlineCreditCardPayment", "AllowOnlineACHPayment", "AllowIPNPayment", "AllowOnlinePayment"),
    *("AllowOnlinePayPalPayment", "AllowOnlineAffirmPayment"),
)

UNUSED = ("TxnSource", "TxnStatus", "TaxFormType", "TaxFormNum", "Tag", "TxnApprovalInfo")
"""Of every transaction."""
_UNUSED = (
    *("RemitToRef", "SalesRepRef", "PONumber", "FOB", "TemplateRef", "ARAccountRef", "FinanceCharge"),
    *(
        "SalesTermRef",
        "DueDate",
        "DiscountRate",
        "DiscountAmt",
        "GovtTxnRefIdentifier",
        "DepositToAccountRef",
    ),
    *("PaymentMethodRef", "PaymentRefNum", "PaymentType", "CheckPayment", "CreditCardPayment"),
)
_UNUSED_BY_INVOICES = (
    *("CfdiUse", "Exportation", "GlobalInfo", "LessCIS", "InvoiceEx", "PaymentDetailsMessage"),
    *(
        "invoiceStatus",
        "callToAction",
        "invoiceStatusLog",
        "InvoiceLinkSecurityCode",
        "InvoiceLinkExpiryDate",
    ),
    *(
        "ConvenienceFeeDetail",
        "AutoPayEligible",
        "SchedulePayEligible",
        "ScheduledPaymentId",
        "GratuityEnabled",
    ),
    *("FinancingProductType", "SubscriptionPaymentsSetting"),
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
_COMMON: schema.Shape = {
    **dict.fromkeys((*UNUSED, *_UNUSED), schema.unused),
    **dict.fromkeys(READ_ONLY, schema.anything),
    **dict.fromkeys(_REFERENCES, schema.REFERENCE),
    **dict.fromkeys(_FLAGS, schema.flag),
    "DocNumber": text(21),
    **dict.fromkeys(("TxnDate", "ShipDate"), schema.date),
    "PrivateNote": text(4000),
    "CustomerMemo": schema.MEMO,
    **dict.fromkeys(("BillEmail", "BillEmailCc", "BillEmailBcc"), schema.EMAIL),
    **dict.fromkeys(("BillAddr", "ShipAddr", "ShipFromAddr"), schema.ADDRESS),
    "EmailStatus": schema.one_of("NotSet", "NeedToSend", "EmailSent"),
    "PrintStatus": schema.one_of("NotSet", "NeedToPrint", "PrintComplete"),
    "GlobalTaxCalculation": schema.one_of("TaxExcluded", "TaxInclusive", "NotApplicable"),
    "ExchangeRate": schema.number,
    "TrackingNum": text(31),
    "TransactionLocationType": text(100),
    "Line": lineshape.SHAPE,
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

INVOICE: schema.Shape = {
    **_COMMON,
    **dict.fromkeys(_UNUSED_BY_INVOICES, schema.unused),
    **dict.fromkeys(("SalesTermRef", "DepositToAccountRef"), schema.REFERENCE),
    **dict.fromkeys(_ONLINE, schema.flag),
    "DueDate": schema.date,
    "Deposit": schema.number,
}
ESTIMATE: schema.Shape = {
    **_COMMON,
    "SalesTermRef": schema.REFERENCE,
    **dict.fromkeys(("DueDate", "ExpirationDate", "AcceptedDate"), schema.date),
    "AcceptedBy": text(1000),
    "TxnStatus": schema.one_of("Pending", "Accepted", "Closed", "Rejected"),
}
CREDIT_MEMO: schema.Shape = {
    **_COMMON,
    **dict.fromkeys(("SalesTermRef", "PaymentMethodRef", "InvoiceRef"), schema.REFERENCE),
}
RECEIPT: schema.Shape = {
    **_COMMON,
    **dict.fromkeys(("PaymentMethodRef", "DepositToAccountRef"), schema.REFERENCE),
    "PaymentRefNum": text(21),
    "PaymentType": schema.one_of("Cash", "Check", "CreditCard", "Other"),
    **dict.fromkeys(("CheckPayment", "CreditCardPayment"), schema.anything),
}
