"""Customers: what a client may write and what QuickBooks adds (quickbooks-api.md §9.3); computes no balance."""

from typing import Any

from qbodesk.simulator.quickbooks import faults, hierarchy, names, schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.schema import text
from qbodesk.simulator.wire import ZERO, Body

_PARTS = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")
_REFERENCES = (
    "ParentRef",
    "DefaultTaxCodeRef",
    "SalesTermRef",
    "PaymentMethodRef",
    "CustomerTypeRef",
    "CurrencyRef",
)
_FLAGS = ("Active", "Taxable", "Job", "BillWithParent", "IsProject")

_UNUSED = (
    *("ARAccountRef", "Source", "Organization", "OtherAddr", "BusinessNumber", "SecondaryTaxIdentifier"),
    *("GSTIN", "GSTRegistrationType", "TaxRegime"),
)

SHAPE: schema.Shape = {
    "DisplayName": text(500),
    **dict.fromkeys(("GivenName", "MiddleName", "FamilyName", "CompanyName"), text(100)),
    **dict.fromkeys(("Title", "Suffix", "ResaleNum"), text(16)),
    "PrintOnCheckName": text(110),
    "Notes": text(2000),
    "PrimaryEmailAddr": schema.EMAIL,
    **dict.fromkeys(("PrimaryPhone", "AlternatePhone", "Mobile", "Fax"), schema.PHONE),
    "WebAddr": schema.shape({"URI": schema.web}),
    **dict.fromkeys(("BillAddr", "ShipAddr"), schema.ADDRESS),
    **dict.fromkeys(_REFERENCES, schema.REFERENCE),
    **dict.fromkeys(_FLAGS, schema.flag),
    "PreferredDeliveryMethod": schema.one_of("Print", "Email", "None"),
    "OpenBalanceDate": schema.date,
    **dict.fromkeys(("PrimaryTaxIdentifier", "TaxExemptionReasonId", "ClientEntityId"), text(40)),
    **dict.fromkeys(
        ("Balance", "BalanceWithJobs", "FullyQualifiedName", "Level", "V4IDPseudonym"), schema.anything
    ),
    **dict.fromkeys(_UNUSED, schema.unused),
}
_READ_ONLY = frozenset({"Balance", "BalanceWithJobs", "FullyQualifiedName", "Level", "V4IDPseudonym"})


def create(company: QuickBooksCompany, sent: Body) -> Body:
    """Stores a new customer and answers it."""
    sent = schema.read(sent, SHAPE)
    body = schema.merged({}, sent, SHAPE, _READ_ONLY)
    return company.create("Customer", completed(company, body) | {"Balance": ZERO, "BalanceWithJobs": ZERO})


def update(company: QuickBooksCompany, sent: Body) -> Body:
    """Stores a sparse or full update of a customer and answers it."""
    sent = schema.read(sent, SHAPE)
    record = company.change("Customer", sent)
    stored = record.read()
    body = schema.merged(stored, sent, SHAPE, _READ_ONLY)
    kept = {key: body.get(key, stored[key]) for key in ("Active", "CurrencyRef")}
    body = completed(company, body | kept, but=record.id)
    if body["CurrencyRef"]["value"] != stored["CurrencyRef"]["value"] and _has_transactions(
        company, record.id
    ):
        raise faults.business(
            "The currency of a customer with transactions can not be changed.", "CurrencyRef"
        )
    balances = {key: stored[key] for key in ("Balance", "BalanceWithJobs")}
    after = company.update(record, "Customer", body | balances)
    _move_balance(company, stored, after)
    hierarchy.follow(company, "Customer", after, stored, "DisplayName")
    return after


def _move_balance(company: QuickBooksCompany, before: Body, after: Body) -> None:
    """A job that changes its parent takes along what it owes."""
    if before.get("ParentRef", {}).get("value") == after.get("ParentRef", {}).get("value"):
        return
    for body, sign in ((before, -1), (after, 1)):
        for parent in list(hierarchy.ancestors(company, "Customer", body)):
            parent["BalanceWithJobs"] += sign * after["BalanceWithJobs"]
            company.touch(company.find("Customer", parent["Id"]), "Customer", parent, bump=False)


def completed(company: QuickBooksCompany, body: Body, *, but: str | None = None) -> Body:
    """The customer with everything QuickBooks derives; raises 6080, 2040, 6240, 2500, 610, 900 and 6000."""
    active = body.get("Active", True)
    parts = " ".join(str(body[part]) for part in _PARTS if body.get(part))
    name = names.with_state(body.get("DisplayName") or parts, active=True)
    if not name:
        raise faults.nameless()
    names.check_characters("DisplayName", name)
    shown = names.with_state(name, active=active)
    if active:
        names.check_free(company, names.PEOPLE, shown, but=but)
    parent = hierarchy.parent_of(company, "Customer", body, but=but)
    currency = _currency(company, body, parent)
    return {
        "Taxable": True,
        "Job": parent is not None,
        "BillWithParent": False,
        "IsProject": False,
        "ClientEntityId": "0",
        "PreferredDeliveryMethod": "None",
        "PrintOnCheckName": body.get("CompanyName") or name,
        **body,
        **_references(company, body),
        "CurrencyRef": currency,
        "DisplayName": shown,
        "Active": active,
        **hierarchy.placed(shown, parent),
    }


def _references(company: QuickBooksCompany, body: Body) -> Body:
    named: Body = {}
    for element, entity in (
        ("SalesTermRef", "Term"),
        ("DefaultTaxCodeRef", "TaxCode"),
        ("PaymentMethodRef", "PaymentMethod"),
        ("ParentRef", "Customer"),
    ):
        if body.get(element):
            target = company.refer(entity, body[element], element)
            name = target.get("Name") or target.get("DisplayName")
            named[element] = {"value": target["Id"], "name": name}
    return named


def _currency(company: QuickBooksCompany, body: Body, parent: Body | None) -> Body:
    inherited = parent["CurrencyRef"]["value"] if parent else company.currency
    code: Any = body.get("CurrencyRef", {}).get("value", inherited)
    if parent and code != inherited:
        raise faults.business("A job has the currency of its parent.", "CurrencyRef")
    if code != company.currency and not company.multicurrency:
        raise faults.business("The company does not use several currencies.", "CurrencyRef")
    return currency_reference(code)


def currency_reference(code: str) -> Body:
    """The reference to a currency as QuickBooks answers it; `value` is the ISO code."""
    return {"value": code, "name": _CURRENCIES.get(code, code)}


_CURRENCIES = {
    "USD": "United States Dollar",
    "GBP": "British Pound Sterling",
    "EUR": "Euro",
    "PLN": "Polish Zloty",
    "CAD": "Canadian Dollar",
    "CHF": "Swiss Franc",
}


def _has_transactions(company: QuickBooksCompany, customer: str) -> bool:
    return any(
        customer in record.keys for entity in ("Invoice", "Payment") for record in company.tables[entity]
    )
