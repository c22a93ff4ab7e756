"""What the money of payments does to the forms they name: invoices are paid, credit memos used up; enters no payment."""

from collections.abc import Iterable
from decimal import Decimal

from qbodesk.simulator.quickbooks import money
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import ZERO, Body, decimal

Target = tuple[str, str]
"""Entity and Id of what a payment line names."""
SIGNS = {"Invoice": 1, "CreditMemo": -1}
"""Whether a line spends a payment's money or brings some."""


def aim(line: Body) -> Target | None:
    """What a payment line pays or uses up."""
    for link in line.get("LinkedTxn", []):
        if link.get("TxnType") in SIGNS:
            return str(link["TxnType"]), str(link["TxnId"])
    return None


def amounts(lines: Iterable[Body]) -> dict[Target, Decimal]:
    """What the lines of a payment apply to each form, added up."""
    found: dict[Target, Decimal] = {}
    for line in lines:
        if (named := aim(line)) is not None:
            found[named] = found.get(named, ZERO) + decimal(line["Amount"])
    return found


def spent(lines: Iterable[Body]) -> Decimal:
    """What lines take of a payment's own money: invoices less the credits used for them."""
    applied = amounts(lines).items()
    return sum((SIGNS[entity] * amount for (entity, _), amount in applied), ZERO)


def move(company: QuickBooksCompany, payment: str, before: list[Body], after: list[Body]) -> None:
    """Changes the forms a payment names from what its lines were to what they are."""
    old, new = amounts(before), amounts(after)
    for named in dict.fromkeys((*old, *new)):
        entity, key = named
        if old.get(named) == new.get(named):
            continue
        record = company.find(entity, key)
        body = record.read()
        kept = [
            link for link in body["LinkedTxn"] if (link["TxnType"], link["TxnId"]) != ("Payment", payment)
        ]
        body["LinkedTxn"] = [*kept, {"TxnId": payment, "TxnType": "Payment"}] if named in new else kept
        change = new.get(named, ZERO) - old.get(named, ZERO)
        money.settle(company, body, decimal(body["Balance"]) - change)
        company.touch(record, entity, body)
        company.report(entity, key, "pay" if change > 0 else "unpay")


def paying(company: QuickBooksCompany, entity: str, key: str) -> list[str]:
    """Ids of the payments applied to a form."""
    record = company.tables[entity].get(key)
    linked = record.read().get("LinkedTxn", []) if record else []
    return [str(link["TxnId"]) for link in linked if link["TxnType"] == "Payment"]


def applied(company: QuickBooksCompany, entity: str, key: str) -> Decimal:
    """What payments have applied to a form."""
    lines = (company.find("Payment", payment).read()["Line"] for payment in paying(company, entity, key))
    return sum((amounts(found).get((entity, key), ZERO) for found in lines), ZERO)


def release(company: QuickBooksCompany, entity: str, key: str) -> None:
    """A form vanishes: what was paid of it becomes unapplied credit, what it paid is open again."""
    gone = (entity, key)
    for payment in paying(company, entity, key):
        record = company.find("Payment", payment)
        body = record.read()
        others = [line for line in body["Line"] if aim(line) != gone]
        total = decimal(body["TotalAmt"])
        body["Line"] = _affordable(others, total)
        move(company, payment, others, body["Line"])
        freed = amounts(line for line in record.read()["Line"] if aim(line) == gone)[gone]
        company.owe(body["CustomerRef"]["value"], -SIGNS[entity] * freed)
        if total or body["Line"]:
            body["UnappliedAmt"] = total - spent(body["Line"])
            company.touch(record, "Payment", body)
        else:
            company.delete(record, "Payment")  # it only linked a credit to a charge


def _affordable(lines: list[Body], total: Decimal) -> list[Body]:
    """The lines without what, since one of them is gone, nothing pays for, the last ones first."""
    over = spent(lines) - total  # more invoices than money
    under = -spent(lines)  # more credit than invoices
    entity, excess = ("Invoice", over) if over > 0 else ("CreditMemo", under)
    kept: list[Body] = []
    for line in reversed(lines):
        named = aim(line)
        cut = min(excess, decimal(line["Amount"])) if named and named[0] == entity and excess > 0 else ZERO
        excess -= cut
        if decimal(line["Amount"]) > cut:
            kept.append({**line, "Amount": decimal(line["Amount"]) - cut})
    return kept[::-1]
