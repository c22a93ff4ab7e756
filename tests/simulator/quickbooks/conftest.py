"""Three tiny companies (US, GB and a Polish one with several currencies) without HTTP around them."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.faults import Fault
from qbodesk.simulator.quickbooks.load import load
from qbodesk.simulator.world.shapes import CompanySeed

Body = dict[str, Any]
MakeCompany = Callable[..., QuickBooksCompany]
NOON = datetime(2026, 9, 25, 17, 0, tzinfo=UTC)


def _rate(key: str, percent: str) -> Body:
    return {"Id": key, "Name": f"{percent}%", "RateValue": Decimal(percent)}


def _code(key: str, *rates: str) -> Body:
    details = [
        {"TaxRateRef": {"value": rate}, "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": order}
        for order, rate in enumerate(rates)
    ]
    return {"Id": key, "Name": f"code {key}", "SalesTaxRateList": {"TaxRateDetail": details}}


def seed(country: str, **preferences: Body) -> CompanySeed:
    currency = {"US": "USD", "GB": "GBP", "PL": "PLN"}[country]
    income = {"value": "1", "name": "Sales"}
    items: list[Body] = [
        {"Id": "1", "Name": "Widget", "Type": "NonInventory", "UnitPrice": 10, "Taxable": True},
        {"Id": "2", "Name": "Advice", "Type": "Service", "UnitPrice": 100, "Taxable": False},
        {"Id": "3", "Name": "Retired", "Type": "Service", "UnitPrice": 1, "Active": False},
    ]
    customers: list[Body] = [
        {
            "Id": "1",
            "DisplayName": "Ostrakon Ltd",
            "CompanyName": "Ostrakon Ltd",
            "GivenName": "Ida",
            "FamilyName": "Quill",
            "PrimaryEmailAddr": {"Address": "ida@ostrakon.example"},
            "BillAddr": {
                "Line1": "1 Mill Lane",
                "City": "Austin",
                "CountrySubDivisionCode": "TX",
                "PostalCode": "78701",
            },
            "SalesTermRef": {"value": "3"},
        },
        {"Id": "2", "DisplayName": "Charity", "Taxable": False},
        {"Id": "3", "DisplayName": "Gone", "Active": False},
        {"Id": "4", "DisplayName": "Ostrakon East", "ParentRef": {"value": "1"}},
    ]
    if country == "PL":
        customers.append({"Id": "5", "DisplayName": "Ausland GmbH", "CurrencyRef": {"value": "EUR"}})
    return CompanySeed(
        realm_id=f"91{country}",
        name=f"Testing {country}",
        country=country,
        currency=currency,
        timezone={"US": "America/Chicago", "GB": "Europe/London", "PL": "Europe/Warsaw"}[country],
        company_info={"CompanyName": f"Testing {country}", "Country": country, "NameValue": []},
        preferences={
            "SalesFormsPrefs": {"CustomTxnNumbers": False, "DefaultTerms": {"value": "1"}},
            "TaxPrefs": {
                "UsingSalesTax": True,
                **({"TaxGroupCodeRef": {"value": "2"}} if country == "US" else {}),
            },
            "CurrencyPrefs": {"MultiCurrencyEnabled": country == "PL", "HomeCurrency": {"value": currency}},
            "AccountingInfoPrefs": {},
        }
        | preferences,
        entities={
            "Account": [{"Id": "1", "Name": "Sales", "AccountType": "Income"}],
            "Term": [
                {"Id": "1", "Name": "Due on receipt", "DueDays": 0},
                {"Id": "3", "Name": "Net 30", "DueDays": 30},
            ],
            "TaxAgency": [],
            "TaxRate": [
                _rate("3", "6.25"),
                _rate("4", "2"),
                _rate("5", "20"),
                _rate("6", "5"),
                _rate("7", "0"),
            ],
            "TaxCode": [_code("2", "3", "4"), _code("20", "5"), _code("21", "6"), _code("22", "7")],
            "Item": [{**item, "IncomeAccountRef": income} for item in items],
            "Customer": customers,
            "Vendor": [{"Id": "1", "DisplayName": "Paper Mill"}],
            "Invoice": [],
            "Payment": [],
        },
    )


@pytest.fixture
def clock() -> Clock:
    """Started at noon in Chicago on 25 September 2026."""
    clock = Clock()
    clock.set(NOON)
    return clock


@pytest.fixture
def company(clock: Clock) -> MakeCompany:
    def make(country: str = "US", **preferences: Body) -> QuickBooksCompany:
        return load(seed(country, **preferences), clock)

    return make


@pytest.fixture
def line() -> Callable[..., Body]:
    """A sales line; keywords go into its detail."""

    def make(
        amount: str | int = "100.00", *, item: str = "1", code: str | None = None, **detail: Any
    ) -> Body:
        found: Body = {"ItemRef": {"value": item}, **detail}
        if code:
            found["TaxCodeRef"] = {"value": code}
        return {"DetailType": "SalesItemLineDetail", "Amount": Decimal(amount), "SalesItemLineDetail": found}

    return make


@pytest.fixture
def refused() -> Callable[..., str]:
    """The code of the fault a call raises."""

    def call(act: Callable[..., Any], *arguments: Any) -> str:
        with pytest.raises(Fault) as caught:
            act(*arguments)
        return caught.value.code

    return call
