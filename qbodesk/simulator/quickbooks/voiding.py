"""What stays behind of a voided form or payment (quickbooks-api.md §8.4); undoes none of its effects."""

from qbodesk.simulator.quickbooks.lineshape import GROUP, SALES
from qbodesk.simulator.wire import ZERO, Body

_VOIDED = "Voided"
_AMOUNTS = ("TotalAmt", "Balance", "HomeTotalAmt", "HomeBalance")


def note(stored: Body) -> str:
    """The private note, which is the only place that tells of a void."""
    earlier: str = stored.get("PrivateNote", "")
    if earlier.startswith(_VOIDED):
        return earlier
    return f"{_VOIDED} - {earlier}" if earlier else _VOIDED


def voided(stored: Body) -> Body:
    """The form as it stays behind when it is voided."""
    body: Body = stored | {
        "Line": [_empty(line) for line in stored["Line"]],
        "PrivateNote": note(stored),
        "LinkedTxn": [],
    }
    body |= dict.fromkeys((key for key in _AMOUNTS if key in stored), ZERO)
    if "TxnTaxDetail" in stored:
        body["TxnTaxDetail"] = {"TotalTax": ZERO}
    body.pop("Deposit", None)
    return body


def _empty(line: Body) -> Body:
    emptied = dict(line)
    if "Amount" in emptied:
        emptied["Amount"] = ZERO
    if detail := emptied.get(SALES):
        kept = {key: value for key, value in detail.items() if key not in {"UnitPrice", "TaxInclusiveAmt"}}
        emptied[SALES] = kept | {"Qty": 0}
    if detail := emptied.get(GROUP):
        emptied[GROUP] = {**detail, "Quantity": 0, "Line": [_empty(member) for member in detail["Line"]]}
    return emptied
