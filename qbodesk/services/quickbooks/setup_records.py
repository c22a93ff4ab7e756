"""QuickBooks records that describe how a company works: terms, taxes, accounts, company, preferences.

Documents and names are in `records.py`, whose rules hold here too; decides nothing from what it reads.
"""

from datetime import date
from decimal import Decimal

from qbodesk.services.quickbooks.records import (
    NO_ADDRESS,
    NO_EMAIL,
    NO_PHONE,
    NO_REF,
    NO_WEB,
    Address,
    Email,
    ListRecord,
    Part,
    Phone,
    Record,
    Ref,
    Web,
)


class Term(ListRecord, frozen=True):
    """Payment terms (§9.7): `type` STANDARD uses `due_days`, DATE_DRIVEN the day of the month."""

    name: str = ""
    type: str = ""
    due_days: int | None = None
    day_of_month_due: int | None = None
    due_next_month_days: int | None = None


class ExchangeRate(Part, frozen=True):
    """What one unit of a currency is worth in the home currency on a day (§9.7); it has no id."""

    source_currency_code: str = ""
    target_currency_code: str = ""
    rate: Decimal | None = None
    as_of_date: date | None = None


class TaxRateDetail(Part, frozen=True):
    """One rate inside a tax code."""

    tax_rate_ref: Ref = NO_REF
    tax_type_applicable: str = ""
    tax_order: int | None = None


class TaxRateList(Part, frozen=True):
    """The rates of a tax code for sales or for purchases."""

    tax_rate_detail: tuple[TaxRateDetail, ...] = ()


NO_RATES = TaxRateList()


class TaxCode(ListRecord, frozen=True):
    """A tax code (§9.7). A US company's first rows are the pseudo codes TAX and NON, without a sync token."""

    name: str = ""
    description: str = ""
    hidden: bool = False
    taxable: bool | None = None
    tax_group: bool = False
    sales_tax_rate_list: TaxRateList = NO_RATES
    tax_code_config_type: str = ""


class EffectiveTaxRate(Part, frozen=True):
    """The percentage of a rate in a span of time; both ends as QuickBooks writes them (dates or timestamps)."""

    rate_value: Decimal | None = None
    effective_date: str = ""
    end_date: str = ""


class TaxRate(ListRecord, frozen=True):
    """A tax rate in percent (§9.7)."""

    name: str = ""
    description: str = ""
    rate_value: Decimal | None = None
    agency_ref: Ref = NO_REF
    effective_tax_rate: tuple[EffectiveTaxRate, ...] = ()
    special_tax_type: str = ""
    display_type: str = ""


class Account(ListRecord, frozen=True):
    """An account of the ledger (§9.7)."""

    name: str = ""
    fully_qualified_name: str = ""
    account_type: str = ""
    account_sub_type: str = ""
    classification: str = ""
    acct_num: str = ""
    sub_account: bool = False
    parent_ref: Ref = NO_REF
    currency_ref: Ref = NO_REF
    current_balance: Decimal | None = None


class NameValue(Part, frozen=True):
    """A named text of `CompanyInfo` or `OtherPrefs`."""

    name: str = ""
    value: str = ""


class CompanyInfo(Record, frozen=True):
    """The company behind a realm (§9.1); its own `id` is "1", never the realm. `country` "US" decides tax."""

    company_name: str = ""
    legal_name: str = ""
    country: str = ""
    company_addr: Address = NO_ADDRESS
    legal_addr: Address = NO_ADDRESS
    primary_phone: Phone = NO_PHONE
    email: Email = NO_EMAIL
    web_addr: Web = NO_WEB
    fiscal_year_start_month: str = ""
    default_time_zone: str = ""
    name_value: tuple[NameValue, ...] = ()

    def named(self, name: str) -> str:
        """The value of a `NameValue` row such as SubscriptionStatus; "" when missing."""
        return next((pair.value for pair in self.name_value if pair.name == name), "")


class SalesFormsPrefs(Part, frozen=True):
    """How sales forms behave; `custom_txn_numbers` means QuickBooks does not number invoices by itself."""

    custom_txn_numbers: bool = False
    default_terms: Ref = NO_REF
    default_customer_message: str = ""
    allow_deposit: bool = False
    allow_discount: bool = True
    allow_service_date: bool = False
    auto_apply_credit: bool = False


class CurrencyPrefs(Part, frozen=True):
    """The company's own currency, and whether it uses others."""

    multi_currency_enabled: bool = False
    home_currency: Ref = NO_REF


class TaxPrefs(Part, frozen=True):
    """`partner_tax_enabled` true means automated sales tax; missing means not."""

    using_sales_tax: bool = False
    partner_tax_enabled: bool = False
    tax_group_code_ref: Ref = NO_REF


class AccountingInfoPrefs(Part, frozen=True):
    """Up to and including `book_close_date` nothing may be booked."""

    book_close_date: date | None = None
    customer_terminology: str = ""
    track_departments: bool = False


class OtherPrefs(Part, frozen=True):
    """Everything QuickBooks keeps as name and text."""

    name_value: tuple[NameValue, ...] = ()


NO_SALES_FORMS = SalesFormsPrefs()
NO_CURRENCY = CurrencyPrefs()
NO_TAX_PREFS = TaxPrefs()
NO_ACCOUNTING = AccountingInfoPrefs()
NO_OTHERS = OtherPrefs()


class Preferences(Record, frozen=True):
    """A company's preferences (§9.2), read only."""

    sales_forms_prefs: SalesFormsPrefs = NO_SALES_FORMS
    currency_prefs: CurrencyPrefs = NO_CURRENCY
    tax_prefs: TaxPrefs = NO_TAX_PREFS
    accounting_info_prefs: AccountingInfoPrefs = NO_ACCOUNTING
    other_prefs: OtherPrefs = NO_OTHERS

    def other(self, name: str) -> str:
        """The value of an `OtherPrefs` row such as SalesFormsPrefs.DefaultItem; "" when missing."""
        return next((pair.value for pair in self.other_prefs.name_value if pair.name == name), "")
