"""A sales form with everything QuickBooks derives of what was typed (quickbooks-api.md §9.5); stores nothing."""

from datetime import date

from qbodesk.simulator.quickbooks import (
    addresses,
    customfields,
    deposits,
    faults,
    lineanswer,
    lines,
    money,
    pricing,
    references,
    terms,
)
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.kinds import Kind
from qbodesk.simulator.quickbooks.moments import day
from qbodesk.simulator.wire import Body, decimal

_NOBODY: Body = {}
"""The customer of a receipt that names none."""


def completed(kind: Kind, company: QuickBooksCompany, body: Body, *, before: Body | None = None) -> Body:
    """The form with everything derived, its balance before any payment.

    `before` is the stored version of an update. Raises the faults of §7.2 that concern sales forms.
    """
    for parameter in kind.needs:
        if not body.get(parameter):
            raise faults.missing(parameter)
    named = body.get("CustomerRef")
    customer = references.customer(company, named, before) if named else _NOBODY
    issued = day(body["TxnDate"]) if body.get("TxnDate") else company.today()
    inclusive = not company.is_us and body.get("GlobalTaxCalculation") == "TaxInclusive"
    if company.is_us:
        body.pop("GlobalTaxCalculation", None)
    else:
        body = {"GlobalTaxCalculation": "TaxExcluded", **body}
    sorted_lines = lines.read(company, body["Line"], inclusive=inclusive)
    totals = pricing.priced(company, body, sorted_lines, customer, issued)
    if totals.total < 0:
        raise faults.business("The transaction amount must be zero or greater.", "TotalAmt")
    done: Body = {
        **kind.defaults,
        "ApplyTaxAfterDiscount": False,
        "PrintStatus": "NeedToPrint",
        "EmailStatus": "NotSet",
        "LinkedTxn": [],
        **body,
        **references.named(company, body),
        "TxnDate": issued.isoformat(),
        "Line": lineanswer.answered(sorted_lines, totals, lineanswer.ids(before), inclusive=inclusive),
        "CustomField": customfields.filled(company, body.get("CustomField", [])),
        **_terms(kind, company, body, customer, issued, new=before is None),
        **_addresses(body, customer, new=before is None),
    }
    if customer:
        done["CustomerRef"] = {"value": customer["Id"], "name": customer["DisplayName"]}
    if kind.receives and "DepositToAccountRef" not in done and (account := deposits.undeposited(company)):
        done["DepositToAccountRef"] = account
    if (detail := pricing.tax_detail(company, body, totals, customer)) is not None:
        done["TxnTaxDetail"] = detail
    money.denominate(company, done, customer)
    money.total(company, done, totals.total)
    _delivery(done, before)
    if kind.owed:
        money.settle(company, done, totals.total - decimal(done.get("Deposit", 0)))
    return done


def _terms(
    kind: Kind, company: QuickBooksCompany, body: Body, customer: Body, issued: date, *, new: bool
) -> Body:
    """When an invoice falls due; other forms only repeat the term they were given."""
    reference = body.get("SalesTermRef")
    if new and not reference and kind.has_terms:
        reference = customer.get("SalesTermRef") or company.preference("SalesFormsPrefs", "DefaultTerms")
    term = company.refer("Term", reference, "SalesTermRef") if reference else None
    found: Body = {"SalesTermRef": {"value": term["Id"], "name": term["Name"]}} if term else {}
    if kind.has_terms:
        found["DueDate"] = body.get("DueDate") or terms.due(issued, term).isoformat()
    return found


def _addresses(body: Body, customer: Body, *, new: bool) -> Body:
    found: Body = {}
    for key in ("BillAddr", "ShipAddr"):
        if body.get(key):
            found[key] = addresses.flat(body[key])
        elif new and (address := addresses.of_customer(customer, key)):
            found[key] = address
    return found


def _delivery(done: Body, before: Body | None) -> None:
    if done["EmailStatus"] == "NeedToSend":
        if not done.get("BillEmail", {}).get("Address"):
            raise faults.email_required()
        done["DeliveryInfo"] = {"DeliveryType": "Email"}
    elif before and before.get("DeliveryInfo"):
        done["DeliveryInfo"] = before["DeliveryInfo"]
