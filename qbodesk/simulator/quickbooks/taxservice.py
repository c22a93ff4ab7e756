"""How tax codes, rates and agencies are made through the API (quickbooks-api.md §9.7); changes none that exists.

Codes and rates have no writers of their own: one call of the tax service makes a code with its rates.
"""

from decimal import Decimal

from qbodesk.simulator.quickbooks import faults, names, schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lists import NameList
from qbodesk.simulator.quickbooks.schema import text
from qbodesk.simulator.wire import Body, decimal

_LISTS = {"Sales": "SalesTaxRateList", "Purchase": "PurchaseTaxRateList"}
_RATE: schema.Shape = {
    "TaxRateId": text(40),
    "TaxRateName": text(100),
    "RateValue": schema.number,
    "TaxAgencyId": text(40),
    "TaxApplicableOn": schema.one_of(*_LISTS),
}
_CODE: schema.Shape = {
    "TaxCode": text(100),
    "TaxCodeId": schema.anything,
    "TaxRateDetails": schema.many(schema.shape(_RATE)),
}


def _tracking(_company: QuickBooksCompany, body: Body) -> Body:
    return {
        "TaxTrackedOnSales": True,
        "TaxTrackedOnPurchases": False,
        "TaxAgencyConfig": "USER_DEFINED",
        **body,
    }


TAX_AGENCIES = NameList(
    "TaxAgency",
    "tax agency",
    shape={
        "TaxRegistrationNumber": text(100),
        "TaxAgencyConfig": schema.anything,
        **dict.fromkeys(("TaxTrackedOnSales", "TaxTrackedOnPurchases"), schema.flag),
    },
    complete=_tracking,
    read_only=frozenset({"TaxAgencyConfig"}),
    label="DisplayName",
    deactivates=False,
)


def create(company: QuickBooksCompany, sent: Body) -> Body:
    """Makes a tax code with new rates, rates that exist, or both; raises 2020, 2500, 6000 and 6240.

    Nothing is stored until everything has been looked at.
    """
    sent = schema.read(sent, _CODE)
    for parameter in ("TaxCode", "TaxRateDetails"):
        if not sent.get(parameter):
            raise faults.missing(parameter)
    names.check_free(company, ("TaxCode",), sent["TaxCode"], owner="tax code")
    for detail in sent["TaxRateDetails"]:
        _check(company, detail)
    fresh = [
        detail["TaxRateName"].casefold() for detail in sent["TaxRateDetails"] if not detail.get("TaxRateId")
    ]
    if len(fresh) > len(set(fresh)):
        raise faults.duplicate_name("tax rate")
    details = [_rate(company, detail) for detail in sent["TaxRateDetails"]]
    code = company.create("TaxCode", _code(sent["TaxCode"], details))
    return {"TaxCode": code["Name"], "TaxCodeId": code["Id"], "TaxRateDetails": details}


def _check(company: QuickBooksCompany, detail: Body) -> None:
    if detail.get("TaxRateId"):
        company.refer("TaxRate", {"value": detail["TaxRateId"]}, "TaxRateId")
        return
    for parameter in ("TaxRateName", "RateValue", "TaxAgencyId"):
        if detail.get(parameter) is None:
            raise faults.missing(parameter)
    if not 0 <= decimal(detail["RateValue"]) <= 100:
        raise faults.business("A tax rate is between 0 and 100 percent.", "RateValue")
    company.refer("TaxAgency", {"value": detail["TaxAgencyId"]}, "TaxAgencyId")
    names.check_free(company, ("TaxRate",), detail["TaxRateName"], owner="tax rate")


def _rate(company: QuickBooksCompany, detail: Body) -> Body:
    """The detail as it is answered: with the Id of the rate, which is made if it has none."""
    applies = detail.get("TaxApplicableOn", "Sales")
    if not detail.get("TaxRateId"):
        detail = {**detail, "TaxRateId": _made(company, detail)}
    stored = company.find("TaxRate", detail["TaxRateId"]).read()
    return {
        "TaxRateName": stored["Name"],
        "TaxRateId": stored["Id"],
        "RateValue": stored["RateValue"],
        "TaxAgencyId": stored.get("AgencyRef", {}).get("value"),
        "TaxApplicableOn": applies,
    }


def _made(company: QuickBooksCompany, detail: Body) -> str:
    value: Decimal = decimal(detail["RateValue"])
    body = {
        "Name": detail["TaxRateName"],
        "Description": detail["TaxRateName"],
        "Active": True,
        "RateValue": value,
        "AgencyRef": {"value": detail["TaxAgencyId"]},
        "SpecialTaxType": "NONE" if value else "ZERO_RATE",
        "DisplayType": "ReadOnly",
        "EffectiveTaxRate": [
            {"RateValue": value, "EffectiveDate": f"{company.today().isoformat()}T00:00:00-07:00"}
        ],
    }
    key: str = company.create("TaxRate", body)["Id"]
    return key


def _code(name: str, details: list[Body]) -> Body:
    lists: dict[str, list[Body]] = {"Sales": [], "Purchase": []}
    for detail in details:
        applied = lists[detail["TaxApplicableOn"]]
        reference = {"value": detail["TaxRateId"], "name": detail["TaxRateName"]}
        applied.append(
            {"TaxRateRef": reference, "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": len(applied)}
        )
    return {
        "Name": name,
        "Description": name,
        "Active": True,
        "Hidden": False,
        "Taxable": True,
        "TaxGroup": True,
        **{key: {"TaxRateDetail": lists[kind]} for kind, key in _LISTS.items()},
        "TaxCodeConfigType": "USER_DEFINED",
    }
