"""From a company's tax codes to the rates a line bears; calculates no tax."""

from datetime import date
from decimal import Decimal

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.moments import day
from qbodesk.simulator.quickbooks.tax import Rate
from qbodesk.simulator.wire import Body, decimal

PSEUDO = ("TAX", "NON", "CustomSalesTax")
"""Codes every US company has; they are no stored objects and carry no version (quickbooks-api.md §9.7)."""


def pseudo_code(name: str) -> Body:
    return {
        "Id": name,
        "Name": name,
        "Description": name,
        "Active": True,
        "Taxable": name != "NON",
        "TaxGroup": False,
    }


def rates(company: QuickBooksCompany, code: str, on: date, element: str = "TaxCodeRef") -> tuple[Rate, ...]:
    """The sales rates of a stored tax code on a day, in the order they apply; raises 2500 and 610."""
    if code in PSEUDO:
        raise faults.bad_reference("TaxCode", code, element)
    versions = company.tables["TaxCode"].version, company.tables["TaxRate"].version
    known = company.rates.get((*versions, code, on))
    if known is None:
        known = company.rates[*versions, code, on] = _looked_up(company, code, on, element)
    return known


def _looked_up(company: QuickBooksCompany, code: str, on: date, element: str) -> tuple[Rate, ...]:
    body = company.refer("TaxCode", {"value": code}, element)
    details = body.get("SalesTaxRateList", {}).get("TaxRateDetail", [])
    found = []
    for detail in sorted(details, key=lambda entry: int(entry.get("TaxOrder", 0))):
        rate = company.find("TaxRate", str(detail["TaxRateRef"]["value"])).view()
        compound = detail.get("TaxTypeApplicable", "TaxOnAmount") != "TaxOnAmount"
        found.append(Rate(rate["Id"], _percent(rate, on), compound))
    return tuple(found)


def _percent(rate: Body, on: date) -> Decimal:
    """The percentage in force on a day; rates without a history have one value."""
    for period in rate.get("EffectiveTaxRate", []):
        begins = day(period["EffectiveDate"][:10]) if period.get("EffectiveDate") else date.min
        ends = day(period["EndDate"][:10]) if period.get("EndDate") else date.max
        if begins <= on <= ends:
            return decimal(period["RateValue"])
    return decimal(rate.get("RateValue", 0))


def transaction_code(company: QuickBooksCompany, sent: Body, customer: Body) -> str | None:
    """The US code that taxes a whole invoice: the sent one, the customer's, the company's.

    Automated sales tax decides for itself and looks at neither of the first two (quickbooks-api.md §9.6).
    """
    automated = bool(company.preference("TaxPrefs", "PartnerTaxEnabled"))
    candidates = (
        None if automated else sent.get("TxnTaxDetail", {}).get("TxnTaxCodeRef", {}).get("value"),
        None if automated else customer.get("DefaultTaxCodeRef", {}).get("value"),
        company.preference("TaxPrefs", "TaxGroupCodeRef", "value"),
    )
    return next((str(code) for code in candidates if code and str(code) not in PSEUDO), None)
