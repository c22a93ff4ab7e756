"""Credits that find their invoices by themselves (preference AutoApplyCredit); computes no form."""

from decimal import Decimal

from qbodesk.simulator.quickbooks import payments
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import ZERO, Body, decimal

_OPPOSITE = {"Invoice": "CreditMemo", "CreditMemo": "Invoice"}
_NOTE = "Created by QB Online to link credits to charges."


def apply(company: QuickBooksCompany, entity: str, stored: Body) -> None:
    """Uses the customer's open credit memos, oldest first, for a new invoice, or a new one for open invoices.

    QuickBooks enters a payment of nothing that names them all; the note is its own wording.
    """
    if not company.preference("SalesFormsPrefs", "AutoApplyCredit"):
        return
    left = decimal(stored["Balance"])
    lines: list[Body] = []
    for body in _open(company, _OPPOSITE[entity], stored["CustomerRef"]["value"]):
        amount = min(left, decimal(body["Balance"]))
        if amount > 0:
            lines.append(_line(_OPPOSITE[entity], body["Id"], amount))
            left -= amount
    if used := decimal(stored["Balance"]) - left:
        sent = {
            "CustomerRef": stored["CustomerRef"],
            "CurrencyRef": stored["CurrencyRef"],
            "TotalAmt": ZERO,
            "TxnDate": stored["TxnDate"],
            "PrivateNote": _NOTE,
            "Line": [_line(entity, stored["Id"], used), *lines],
        }
        payments.enter(company, sent)


def _line(entity: str, key: str, amount: Decimal) -> Body:
    return {"Amount": amount, "LinkedTxn": [{"TxnId": key, "TxnType": entity}]}


def _open(company: QuickBooksCompany, entity: str, customer: str) -> list[Body]:
    bodies = (record.read() for record in company.tables[entity] if customer in record.keys)
    found = [body for body in bodies if body["CustomerRef"]["value"] == customer and body["Balance"] > 0]
    return sorted(found, key=lambda body: (body["TxnDate"], int(body["Id"])))
