"""A QuickBooks company's settings as the rules need them: pure translation of CompanyInfo and Preferences."""

from dataclasses import replace

from qbodesk.models.domain.company import CompanyRules
from qbodesk.services.quickbooks.records import NO_ADDRESS
from qbodesk.services.quickbooks.setup_records import CompanyInfo, Preferences


def first_rules(realm_id: str, info: CompanyInfo, preferences: Preferences) -> CompanyRules:
    """The rules of a company just connected."""
    country = info.country or "US"
    known = CompanyRules(
        realm_id=realm_id,
        name=info.company_name,
        country=country,
        home_currency="",
        timezone=info.default_time_zone or _ZONES.get(country, "UTC"),
        multicurrency=False,
        uses_sales_tax=False,
        custom_numbers=False,
        books_closed_until=None,
        default_term_id=None,
        default_message="",
        letterhead=_letterhead(info),
    )
    return rules_of(known, preferences)


def rules_of(known: CompanyRules, preferences: Preferences) -> CompanyRules:
    """The same company with its preferences as they are now (quickbooks-api.md §9.2)."""
    sales = preferences.sales_forms_prefs
    return replace(
        known,
        home_currency=preferences.currency_prefs.home_currency.value or _CURRENCIES.get(known.country, "USD"),
        multicurrency=preferences.currency_prefs.multi_currency_enabled,
        uses_sales_tax=preferences.tax_prefs.using_sales_tax,
        custom_numbers=sales.custom_txn_numbers,
        books_closed_until=preferences.accounting_info_prefs.book_close_date,
        default_term_id=sales.default_terms.value or None,
        default_message=sales.default_customer_message,
        allows_discount=sales.allow_discount,
        default_item_id=preferences.other("SalesFormsPrefs.DefaultItem") or None,
    )


def _letterhead(info: CompanyInfo) -> tuple[str, ...]:
    address = info.company_addr if info.company_addr != NO_ADDRESS else info.legal_addr
    lines = (
        info.legal_name if info.legal_name != info.company_name else "",
        *(address.line1, address.line2, address.line3, address.line4, address.line5),
        " ".join(
            part for part in (address.postal_code, address.city, address.country_sub_division_code) if part
        ),
        info.email.address,
        info.primary_phone.free_form_number,
    )
    return tuple(line for line in lines if line)


# CompanyInfo does not always name a zone (§9.1); the country's main one decides on which day an invoice is overdue.
_ZONES = {
    "US": "America/New_York",
    "CA": "America/Toronto",
    "GB": "Europe/London",
    "IE": "Europe/Dublin",
    "PL": "Europe/Warsaw",
    "DE": "Europe/Berlin",
    "FR": "Europe/Paris",
    "AU": "Australia/Sydney",
}
_CURRENCIES = {"GB": "GBP", "PL": "PLN", "CA": "CAD", "AU": "AUD", "IE": "EUR", "DE": "EUR", "FR": "EUR"}
