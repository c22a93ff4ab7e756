"""What a company has before its first customer: information, preferences, accounts, terms; sells nothing."""

from dataclasses import dataclass
from decimal import Decimal

from qbodesk.simulator.world.books.taxes import TaxBook, build_taxes
from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.locales import Locale
from qbodesk.simulator.world.shapes import Body

# Ten years before today is before anything that happens in the sample world.
FOUNDED = 3_650


@dataclass(frozen=True)
class Setup:
    """The lists of a new company and references into them."""

    taxes: TaxBook
    accounts: list[Body]
    terms: list[Body]
    vendors: list[Body]
    currency: Body

    def account(self, sub_type: str) -> Body:
        """Reference to the account of that AccountSubType."""
        account = next(account for account in self.accounts if account["AccountSubType"] == sub_type)
        return {"value": account["Id"], "name": account["Name"]}

    def term(self, position: int) -> Body:
        term = self.terms[position % len(self.terms)]
        return {"value": term["Id"], "name": term["Name"]}


def build_setup(locale: Locale, calendar: Calendar) -> Setup:
    meta = {"CreateTime": calendar.moment(FOUNDED), "LastUpdatedTime": calendar.moment(FOUNDED)}
    currency: Body = {"value": locale.currency}
    accounts: list[Body] = [
        {
            "Id": str(position + 33),
            "Name": name,
            "AccountType": account_type,
            "AccountSubType": sub_type,
            "Classification": classification,
            "CurrencyRef": currency,
            "Active": True,
            "MetaData": meta,
        }
        for position, (name, account_type, sub_type, classification) in enumerate(locale.accounts)
    ]
    terms: list[Body] = [
        {
            "Id": str(position + 1),
            "Name": name,
            "Type": "STANDARD",
            "DueDays": days,
            "Active": True,
            "MetaData": meta,
        }
        for position, (name, days) in enumerate(locale.terms)
    ]
    vendors: list[Body] = [
        {
            "Id": str(position + 1),
            "DisplayName": name,
            "CurrencyRef": currency,
            "Active": True,
            "MetaData": meta,
        }
        for position, name in enumerate(locale.vendors)
    ]
    return Setup(build_taxes(locale), accounts, terms, vendors, currency)


def company_info(locale: Locale, calendar: Calendar) -> Body:
    """quickbooks-api.md §9.1."""
    address = {
        "Line1": locale.home_street,
        "City": locale.home.city,
        "CountrySubDivisionCode": locale.home.region,
        "PostalCode": locale.home.post.replace("#", "4").replace("@", "P"),
        "Country": {"US": "USA", "GB": "GBR", "PL": "POL"}[locale.code],  # three letters here (§2)
    }
    phone = {"FreeFormNumber": locale.home.phone.replace("#", "1")}
    return {
        "CompanyName": locale.firm,
        "LegalName": locale.legal_name,
        "CompanyAddr": address,
        "LegalAddr": address,
        "CustomerCommunicationAddr": address,
        "PrimaryPhone": phone,
        "Email": {"Address": f"office@{locale.slug}.example"},
        "WebAddr": {"URI": f"https://{locale.slug}.example"},
        "CompanyStartDate": calendar.day(FOUNDED),
        "FiscalYearStartMonth": "April" if locale.code == "GB" else "January",
        "Country": locale.code,
        "SupportedLanguages": "pl,en" if locale.code == "PL" else "en",
        "DefaultTimeZone": locale.timezone,
        "NameValue": [
            {"Name": "SubscriptionStatus", "Value": "PAID"},
            {"Name": "OfferingSku", "Value": "QuickBooks Online Plus"},
            {"Name": "NeoEnabled", "Value": "true"},
            {"Name": "IndustryType", "Value": locale.industry},
            {"Name": "PayrollFeature", "Value": "false"},
            {"Name": "AccountantFeature", "Value": "false"},
        ],
    }


def preferences(locale: Locale, setup: Setup) -> Body:
    """quickbooks-api.md §9.2. No automated sales tax in the US; several currencies only in Poland."""
    tax: Body = {"UsingSalesTax": True}
    if setup.taxes.group:
        tax["TaxGroupCodeRef"] = setup.taxes.group
    mail = {"Subject": f"Invoice from {locale.firm}", "Message": locale.memos[0]}
    return {
        "AccountingInfoPrefs": {
            "UseAccountNumbers": False,
            "TrackDepartments": locale.code == "US",
            "ClassTrackingPerTxn": False,
            "ClassTrackingPerTxnLine": locale.code == "US",
            "CustomerTerminology": "Customers",
        },
        "ProductAndServicesPrefs": {
            "ForSales": True,
            "ForPurchase": True,
            "QuantityWithPriceAndRate": True,
            "QuantityOnHand": True,
        },
        "SalesFormsPrefs": {
            "CustomTxnNumbers": False,
            "DefaultTerms": setup.term(2),
            "DefaultCustomerMessage": locale.memos[0],
            "AllowDeposit": True,
            "AllowDiscount": True,
            "DefaultDiscountAccount": setup.account("DiscountsRefundsGiven")["value"],
            "AllowShipping": False,
            "AllowServiceDate": False,
            "AllowEstimates": True,
            "AutoApplyCredit": False,
            "AutoApplyPayments": False,
            "UsingProgressInvoicing": False,
            "EmailCopyToCompany": False,
            "ETransactionEnabledStatus": "NotApplicable",
            "ETransactionAttachPDF": False,
            "ETransactionPaymentEnabled": False,
            "IPNSupportEnabled": False,
            "CustomField": [
                {"CustomField": [_field("UseSalesCustom1", "BooleanType", "BooleanValue", value=True)]},
                {"CustomField": [_field("SalesCustomName1", "StringType", "StringValue", value="PO number")]},
            ],
        },
        "EmailMessagesPrefs": {"InvoiceMessage": mail, "EstimateMessage": mail, "StatementMessage": mail},
        "VendorAndPurchasesPrefs": {"TrackingByCustomer": False, "BillableExpenseTracking": False},
        "TimeTrackingPrefs": {"UseServices": False, "BillCustomers": False, "WorkWeekStartDate": "Monday"},
        "TaxPrefs": tax,
        "CurrencyPrefs": {"MultiCurrencyEnabled": locale.code == "PL", "HomeCurrency": setup.currency},
        "ReportPrefs": {"ReportBasis": "Accrual", "CalcAgingReportFromTxnDate": False},
        "OtherPrefs": {"NameValue": [{"Name": "ProjectsEnabled", "Value": "false"}]},
    }


def _field(name: str, kind: str, key: str, *, value: bool | str) -> Body:
    return {"Type": kind, "Name": f"SalesFormsPrefs.{name}", key: value}


def due_days(locale: Locale) -> dict[str, int]:
    """Days until an invoice is due, by the id of its term."""
    return {str(position + 1): days for position, (_, days) in enumerate(locale.terms)}


def rate_to_home(locale: Locale, currency: str) -> Decimal:
    """Home units for one unit of a customer's currency (`ExchangeRate` of QuickBooks)."""
    return Decimal(1) if currency == locale.currency else Decimal("4.2571")
