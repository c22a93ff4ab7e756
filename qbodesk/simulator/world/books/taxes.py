"""Tax codes, rates and agencies of one company as a query returns them; computes no tax."""

from dataclasses import dataclass
from decimal import Decimal

from qbodesk.simulator.world.locales import Locale
from qbodesk.simulator.world.shapes import Body

_FIRST_CODE_ID = {"US": 2, "GB": 5, "PL": 11}


@dataclass(frozen=True)
class TaxBook:
    """The three lists, and by line code ("TAX", "20.0% S", …) the reference and the percent.

    `group` is the code a US transaction carries for its taxable lines, None elsewhere.
    """

    agencies: list[Body]
    rates: list[Body]
    codes: list[Body]
    refs: dict[str, Body]
    percents: dict[str, Decimal]
    group: Body | None

    @property
    def zero(self) -> str:
        """The code for a sale that bears no tax because it leaves the country."""
        return next(code for code, percent in self.percents.items() if not percent)


def build_taxes(locale: Locale) -> TaxBook:
    """US: one tax group for the company; the pseudo codes TAX and NON are no stored objects, so QuickBooks
    adds them (quickbooks-api.md §9.6, §9.7). Elsewhere: one code and one rate for each tax of the country.
    """
    us = locale.code == "US"
    agency: Body = {
        "Id": "1",
        "DisplayName": locale.agency,
        "TaxTrackedOnSales": True,
        "TaxTrackedOnPurchases": not us,
    }
    rates: list[Body] = []
    codes: list[Body] = []
    refs: dict[str, Body] = {code: {"value": code} for code in ("TAX", "NON")} if us else {}
    percents: dict[str, Decimal] = {}
    for position, (name, description, percent) in enumerate(locale.taxes):
        rate_id = str(position + 3)
        code_id = str(_FIRST_CODE_ID[locale.code] + position)
        rates.append(_rate(rate_id, name, description, percent))
        codes.append(_code(code_id, name, description, rate_id, group=us))
        if us:
            percents.update({"TAX": percent, "NON": Decimal(0)})
        else:
            refs[name] = {"value": code_id}
            percents[name] = percent
    group = {"value": codes[-1]["Id"]} if us else None
    return TaxBook([agency], rates, codes, refs, percents, group)


def _rate(rate_id: str, name: str, description: str, percent: Decimal) -> Body:
    return {
        "Id": rate_id,
        "Name": name,
        "Description": description,
        "Active": True,
        "RateValue": percent,
        "AgencyRef": {"value": "1"},
        "SpecialTaxType": "NONE" if percent else "ZERO_RATE",
        "DisplayType": "ReadOnly",
        "EffectiveTaxRate": [{"RateValue": percent, "EffectiveDate": "2011-01-04T00:00:00+00:00"}],
    }


def _code(code_id: str, name: str, description: str, rate_id: str, *, group: bool) -> Body:
    details = [
        {"TaxRateRef": {"value": rate_id, "name": name}, "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": 0}
    ]
    return {
        "Id": code_id,
        "Name": name,
        "Description": description,
        "Active": True,
        "Hidden": False,
        "Taxable": True,
        "TaxGroup": group,
        "SalesTaxRateList": {"TaxRateDetail": details},
        "PurchaseTaxRateList": {"TaxRateDetail": []},
        "TaxCodeConfigType": "USER_DEFINED" if group else "SYSTEM_GENERATED",
    }
