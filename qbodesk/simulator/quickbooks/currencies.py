"""The currencies a company has added to its own (quickbooks-api.md §9.7); converts nothing."""

from qbodesk.simulator.quickbooks import faults, names, schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.customers import currency_reference
from qbodesk.simulator.wire import Body

SHAPE: schema.Shape = {"Code": schema.text(3), "Name": schema.text(100), "Active": schema.flag}


def create(company: QuickBooksCompany, sent: Body) -> Body:
    """Adds a currency; raises 2020, 2170, 5030 where only the home currency is in use, and 6240."""
    sent = schema.read(sent, SHAPE)
    if not sent.get("Code"):
        raise faults.missing("Code")
    if not company.multicurrency:
        raise faults.feature_off("Multicurrency")
    code = sent["Code"].upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise faults.bad_enum("Code", sent["Code"])
    names.check_free(company, ("CompanyCurrency",), code, owner="currency")
    return company.create("CompanyCurrency", _named(code, active=True))


def update(company: QuickBooksCompany, sent: Body) -> Body:
    """Activates or deactivates a currency, which is all that can be changed of one."""
    sent = schema.read(sent, SHAPE)
    record = company.change("CompanyCurrency", sent)
    stored = record.read()
    body = _named(stored["Code"], active=bool(sent.get("Active", stored["Active"])))
    return company.update(record, "CompanyCurrency", body)


def _named(code: str, *, active: bool) -> Body:
    return {"Code": code, "Name": currency_reference(code)["name"], "Active": active}
