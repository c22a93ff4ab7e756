"""The company's information and preferences as a client writes them (quickbooks-api.md §9.1, §9.2); reads none."""

from typing import Any

from qbodesk.simulator.quickbooks import faults, schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.moments import stamp
from qbodesk.simulator.quickbooks.schema import text
from qbodesk.simulator.wire import Body

NAMES = ("CompanyInfo", "Preferences")
_ADDRESSES = ("CompanyAddr", "CustomerCommunicationAddr", "LegalAddr")
_INFO: schema.Shape = {
    **dict.fromkeys(("CompanyName", "LegalName"), text(1024)),
    **dict.fromkeys(_ADDRESSES, schema.ADDRESS),
    **dict.fromkeys(("CustomerCommunicationEmailAddr", "Email"), schema.EMAIL),
    "PrimaryPhone": schema.PHONE,
    "WebAddr": schema.shape({"URI": schema.web}),
    "FiscalYearStartMonth": schema.one_of(
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    "EmployerId": text(40),
    **dict.fromkeys(
        ("Country", "NameValue", "SupportedLanguages", "CompanyStartDate", "DefaultTimeZone"), schema.anything
    ),
}
_FIXED = frozenset({"Country", "NameValue", "SupportedLanguages", "CompanyStartDate", "DefaultTimeZone"})
_SECTIONS = (
    *("AccountingInfoPrefs", "CurrencyPrefs", "EmailMessagesPrefs", "OtherPrefs", "ProductAndServicesPrefs"),
    *("ReportPrefs", "SalesFormsPrefs", "TaxPrefs", "TimeTrackingPrefs", "VendorAndPurchasesPrefs"),
)
_ALPHA3 = {
    "US": "USA",
    "GB": "GBR",
    "PL": "POL",
    "DE": "DEU",
    "CA": "CAN",
    "FR": "FRA",
    "AU": "AUS",
    "IE": "IRL",
}


def update(company: QuickBooksCompany, entity: str, sent: Body) -> Body:
    """Stores a change of the one object of its kind and answers it; raises 2020, 2010, 5010 and those of its properties."""
    stored = company.info if entity == "CompanyInfo" else company.preferences
    if sent.get("SyncToken") in (None, ""):
        raise faults.missing("SyncToken")
    if str(sent["SyncToken"]) != stored["SyncToken"]:
        raise faults.stale()
    if entity == "Preferences":
        return _prefer(company, sent)
    return _inform(company, sent)


def _inform(company: QuickBooksCompany, sent: Body) -> Body:
    sent = schema.read(sent, _INFO)
    fixed = {key: value for key, value in company.info.items() if key in _FIXED or key not in _INFO}
    body = schema.merged(company.info, sent, _INFO, _FIXED)
    if not body.get("CompanyName"):
        raise faults.missing("CompanyName")
    version = str(int(company.info["SyncToken"]) + 1)
    times = company.info["MetaData"] | {"LastUpdatedTime": stamp(company.clock.epoch())}
    company.info = shown({**fixed, **body, "SyncToken": version, "MetaData": times})
    company.name = company.info["CompanyName"]
    company.report("CompanyInfo", "1", "update")
    return company.info


def shown(info: Body) -> Body:
    """Since autumn 2025 the countries of the three addresses have three letters, whatever was written (§2)."""
    addresses = {key: info[key] for key in _ADDRESSES if key in info}
    return info | {
        key: address | {"Country": _ALPHA3.get(address["Country"], address["Country"])}
        for key, address in addresses.items()
        if address.get("Country")
    }


def _prefer(company: QuickBooksCompany, sent: Body) -> Body:
    """Sections are merged level by level even in a full update: a settings page clears nothing it does not show."""
    change = schema.read(sent, dict.fromkeys(_SECTIONS, _section))
    _check_kinds(company.preferences, change)
    company.change_preferences({key: value for key, value in change.items() if key in _SECTIONS})
    company.report("Preferences", "1", "update")
    return company.preferences


def _section(name: str, value: Any) -> Body:
    if not isinstance(value, dict):
        raise faults.unreadable(f"{name} can not deserialize an object")
    return value


def _check_kinds(stored: Body, change: Body) -> None:
    """What is a switch stays one, what is a group of settings stays one."""
    for key, value in change.items():
        before = stored.get(key)
        if isinstance(before, bool) and not isinstance(value, bool):
            raise faults.unreadable(f"{key} can not deserialize a boolean")
        if isinstance(before, dict):
            _check_kinds(before, _section(key, value))
