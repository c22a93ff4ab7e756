"""Which payment pays which invoice; changes the payments' side only."""

from decimal import Decimal

from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import ZERO, Body, decimal


def target(line: Body) -> str | None:
    """The Id of the invoice a payment line pays."""
    for link in line.get("LinkedTxn", []):
        if link.get("TxnType") == "Invoice":
            return str(link["TxnId"])
    return None


def paying(company: QuickBooksCompany, invoice: str) -> list[str]:
    """Ids of the payments applied to an invoice."""
    record = company.tables["Invoice"].get(invoice)
    links = record.read().get("LinkedTxn", []) if record else []
    return [str(link["TxnId"]) for link in links if link["TxnType"] == "Payment"]


def applied(company: QuickBooksCompany, invoice: str) -> Decimal:
    """What payments have paid of an invoice."""
    return sum(
        (
            decimal(line["Amount"])
            for payment in paying(company, invoice)
            for line in company.find("Payment", payment).read()["Line"]
            if target(line) == invoice
        ),
        ZERO,
    )


def release(company: QuickBooksCompany, invoice: str) -> None:
    """Turns what was paid of an invoice into unapplied credit of the customer."""
    for key in paying(company, invoice):
        record = company.find("Payment", key)
        body = record.read()
        freed = sum((decimal(line["Amount"]) for line in body["Line"] if target(line) == invoice), ZERO)
        body["Line"] = [line for line in body["Line"] if target(line) != invoice]
        body["UnappliedAmt"] = decimal(body["UnappliedAmt"]) + freed
        company.touch(record, "Payment", body)
        company.owe(body["CustomerRef"]["value"], -freed)
