"""Payments: create, delete and void, and what they do to invoices (quickbooks-api.md §9.7); answers no HTTP."""

from decimal import Decimal

from qbodesk.simulator.quickbooks import faults, invoices, schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.customers import currency_reference
from qbodesk.simulator.quickbooks.links import target
from qbodesk.simulator.quickbooks.schema import text
from qbodesk.simulator.wire import ZERO, Body, cents, decimal

_READ_ONLY = frozenset({"UnappliedAmt", "LinkedTxn", "CreditCardPayment"})
_REFERENCES = (
    "CustomerRef",
    "CurrencyRef",
    "PaymentMethodRef",
    "DepositToAccountRef",
    "ARAccountRef",
    "ProjectRef",
)
_LINE = schema.shape(
    {
        "Id": text(40),
        "Amount": schema.number,
        "LinkedTxn": schema.LINKS,
        "LineEx": schema.anything,
        "LineNum": schema.number,
    }
)
SHAPE: schema.Shape = {
    **dict.fromkeys(_REFERENCES, schema.REFERENCE),
    **dict.fromkeys(("TotalAmt", "ExchangeRate"), schema.number),
    "TxnDate": schema.date,
    "PaymentRefNum": text(21),
    "PrivateNote": text(4000),
    "ProcessPayment": schema.flag,
    "Line": schema.many(_LINE),
    **dict.fromkeys(_READ_ONLY, schema.anything),
}


def create(company: QuickBooksCompany, sent: Body) -> Body:
    """Stores a new payment, applies it to its invoices and answers it."""
    sent = schema.read(sent, SHAPE)
    body = completed(company, schema.merged({}, sent, SHAPE, _READ_ONLY))
    company.check_open(body["TxnDate"])
    stored = company.create("Payment", body)
    for line in body["Line"]:
        _pay(company, str(target(line)), stored["Id"], line["Amount"])
    company.owe(stored["CustomerRef"]["value"], -body["TotalAmt"], bump=True)
    return stored


def completed(company: QuickBooksCompany, body: Body) -> Body:
    """The payment with everything QuickBooks derives; raises 2020, 2500, 610 and 6000.

    Lines for another customer's invoice are dropped: that money stays unapplied.
    """
    for parameter in ("CustomerRef", "TotalAmt"):
        if body.get(parameter) is None:
            raise faults.missing(parameter)
    customer = company.refer("Customer", body["CustomerRef"], "CustomerRef", kind="Names")
    own = customer["CurrencyRef"]["value"]
    if body.get("CurrencyRef", {}).get("value", own) != own:
        detail = "The currency of the transaction is invalid for customer / vendor / account."
        raise faults.business(detail, "CurrencyRef")
    total = cents(decimal(body["TotalAmt"]))
    applied = _applied_lines(company, body.get("Line", []), customer["Id"])
    unapplied = total - sum((line["Amount"] for line in applied), ZERO)
    if unapplied < 0:
        raise faults.business("The amounts applied exceed the amount of the payment.", "Line")
    done = {
        "TxnDate": company.today().isoformat(),
        "ProcessPayment": False,
        "DepositToAccountRef": _undeposited(company),
        **body,
        "CustomerRef": {"value": customer["Id"], "name": customer["DisplayName"]},
        "CurrencyRef": currency_reference(own),
        "TotalAmt": total,
        "UnappliedAmt": unapplied,
        "Line": applied,
    }
    if company.multicurrency:
        done = {"ExchangeRate": 1, **done}
    return {key: value for key, value in done.items() if value is not None}


def _applied_lines(company: QuickBooksCompany, sent: list[Body], customer: str) -> list[Body]:
    applied: list[Body] = []
    for line in sent:
        key = target(line)
        if key is None:
            raise faults.business("A payment line must link an invoice.", "LinkedTxn")
        record = company.tables["Invoice"].get(key)
        if record is None:
            raise faults.bad_reference("Invoice", key, "LinkedTxn")
        invoice = record.read()
        amount = cents(decimal(line.get("Amount", 0)))
        if amount <= 0 or amount > decimal(invoice["Balance"]):
            raise faults.business("The amount applied is not between zero and the invoice's balance.", "Line")
        if invoice["CustomerRef"]["value"] == customer:
            applied.append({"Amount": amount, "LinkedTxn": [{"TxnId": key, "TxnType": "Invoice"}]})
    return applied


def _undeposited(company: QuickBooksCompany) -> Body | None:
    for record in company.tables["Account"]:
        account = record.read()
        if account.get("AccountSubType") == "UndepositedFunds":
            return {"value": account["Id"]}
    return None


def _pay(company: QuickBooksCompany, invoice: str, payment: str, amount: Decimal) -> None:
    record = company.find("Invoice", invoice)
    body = record.read()
    body["LinkedTxn"] = [*body["LinkedTxn"], {"TxnId": payment, "TxnType": "Payment"}]
    invoices.pay(company, record, body, amount)
    company.report("Invoice", invoice, "pay")


def _unpay(company: QuickBooksCompany, body: Body) -> None:
    """Gives the invoices of a payment their balances back, and the customer its debt."""
    for line in body["Line"]:
        record = company.find("Invoice", str(target(line)))
        invoice = record.read()
        invoice["LinkedTxn"] = [link for link in invoice["LinkedTxn"] if link["TxnId"] != body["Id"]]
        invoices.pay(company, record, invoice, -decimal(line["Amount"]))
        company.report("Invoice", record.id, "unpay")
    company.owe(body["CustomerRef"]["value"], decimal(body["TotalAmt"]), bump=True)


def delete(company: QuickBooksCompany, sent: Body) -> Body:
    """Removes a payment for good; its invoices are open again."""
    record = company.change("Payment", sent)
    body = record.read()
    company.check_open(body["TxnDate"])
    _unpay(company, body)
    return company.delete(record, "Payment")


def void(company: QuickBooksCompany, sent: Body) -> Body:
    """Zeroes a payment; its invoices are open again."""
    record = company.change("Payment", sent)
    body = record.read()
    company.check_open(body["TxnDate"])
    _unpay(company, body)
    note = f"Voided - {body['PrivateNote']}" if body.get("PrivateNote") else "Voided"
    emptied = {"TotalAmt": ZERO, "UnappliedAmt": ZERO, "Line": [], "PrivateNote": note}
    return company.update(record, "Payment", body | emptied, "void")
