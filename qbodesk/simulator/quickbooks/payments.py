"""Payments: create, update, delete, void and send (quickbooks-api.md §9.7); what they pay changes in `links`."""

from decimal import Decimal

from qbodesk.simulator.quickbooks import (
    deposits,
    faults,
    formshape,
    links,
    money,
    references,
    schema,
    voiding,
)
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
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
    **dict.fromkeys((*formshape.UNUSED, "TaxExemptionRef", "TransactionLocationType"), schema.unused),
}


def create(company: QuickBooksCompany, sent: Body) -> Body:
    """Stores a new payment, applies it to what it names and answers it."""
    return enter(company, schema.merged({}, schema.read(sent, SHAPE), SHAPE, _READ_ONLY))


def enter(company: QuickBooksCompany, body: Body) -> Body:
    """As `create`, for a body that has been read already."""
    done = completed(company, body)
    company.check_open(done["TxnDate"])
    stored = company.create("Payment", done)
    links.move(company, stored["Id"], [], done["Line"])
    company.owe(stored["CustomerRef"]["value"], -done["TotalAmt"], bump=True)
    return stored


def update(company: QuickBooksCompany, sent: Body) -> Body:
    """Stores a sparse or full update of a payment; what it pays follows. Answers it."""
    sent = schema.read(sent, SHAPE)
    record = company.change("Payment", sent)
    stored = record.read()
    body = schema.merged(stored, sent, SHAPE, _READ_ONLY)
    done = completed(company, body, before=stored)
    company.check_open(stored["TxnDate"], done["TxnDate"])
    answer = company.update(record, "Payment", done)
    links.move(company, record.id, stored["Line"], done["Line"])
    before, after = stored["CustomerRef"]["value"], done["CustomerRef"]["value"]
    if before == after:
        company.owe(after, decimal(stored["TotalAmt"]) - done["TotalAmt"], bump=True)
    else:
        company.owe(before, decimal(stored["TotalAmt"]), bump=True)
        company.owe(after, -done["TotalAmt"], bump=True)
    return answer


def delete(company: QuickBooksCompany, sent: Body) -> Body:
    """Removes a payment for good; what it paid is open again."""
    record = company.change("Payment", sent)
    _undo(company, record.read())
    return company.delete(record, "Payment")


def void(company: QuickBooksCompany, sent: Body) -> Body:
    """Zeroes a payment; what it paid is open again."""
    record = company.change("Payment", sent)
    body = record.read()
    _undo(company, body)
    emptied = {"TotalAmt": ZERO, "UnappliedAmt": ZERO, "Line": [], "PrivateNote": voiding.note(body)}
    return company.update(record, "Payment", body | emptied, "void")


def _undo(company: QuickBooksCompany, body: Body) -> None:
    company.check_open(body["TxnDate"])
    links.move(company, body["Id"], body["Line"], [])
    company.owe(body["CustomerRef"]["value"], decimal(body["TotalAmt"]), bump=True)


def send(company: QuickBooksCompany, key: str, address: str | None) -> Body:
    """Mails a receipt to `address` or the customer's; nothing is mailed and nothing of the payment changes."""
    record = company.find("Payment", key)
    body = record.read()
    customer = company.find("Customer", body["CustomerRef"]["value"]).read()
    if not (address or customer.get("PrimaryEmailAddr", {}).get("Address")):
        raise faults.email_required()
    if address:
        schema.read({"BillEmail": {"Address": address}}, {"BillEmail": schema.EMAIL})
    company.report("Payment", record.id, "send")
    return body


def completed(company: QuickBooksCompany, body: Body, *, before: Body | None = None) -> Body:
    """The payment with everything QuickBooks derives; raises 2020, 2500, 610 and 6000.

    Lines for another customer's form are dropped: that money stays unapplied. `before` is the stored
    version of an update, whose own money counts as free.
    """
    for parameter in ("CustomerRef", "TotalAmt"):
        if body.get(parameter) is None:
            raise faults.missing(parameter)
    customer = references.customer(company, body["CustomerRef"], before)
    total = cents(decimal(body["TotalAmt"]))
    if total < 0:
        raise faults.business("The amount of a payment must be zero or greater.", "TotalAmt")
    used = links.amounts(before["Line"]) if before else {}
    lines = _applied_lines(company, body.get("Line", []), customer["Id"], used)
    unapplied = total - links.spent(lines)
    if unapplied < 0:
        raise faults.business("The amounts applied exceed the amount of the payment.", "Line")
    if unapplied > total:
        raise faults.business("The credits applied exceed the invoices they are applied to.", "Line")
    done = {
        "TxnDate": company.today().isoformat(),
        "ProcessPayment": False,
        "DepositToAccountRef": deposits.undeposited(company),
        **body,
        **references.named(company, body),
        "CustomerRef": {"value": customer["Id"], "name": customer["DisplayName"]},
        "TotalAmt": total,
        "UnappliedAmt": unapplied,
        "Line": lines,
    }
    money.denominate(company, done, customer)
    return {key: value for key, value in done.items() if value is not None}


def _applied_lines(
    company: QuickBooksCompany, sent: list[Body], customer: str, used: dict[links.Target, Decimal]
) -> list[Body]:
    lines: list[Body] = []
    for line in sent:
        named = links.aim(line)
        if named is None:
            raise faults.business("A payment line must link an invoice or a credit memo.", "LinkedTxn")
        entity, key = named
        record = company.tables[entity].get(key)
        if record is None:
            raise faults.bad_reference(entity, key, "LinkedTxn")
        form = record.read()
        amount = cents(decimal(line.get("Amount", 0)))
        if form["CustomerRef"]["value"] == customer:
            lines.append({"Amount": amount, "LinkedTxn": [{"TxnId": key, "TxnType": entity}]})
        reach = decimal(form["Balance"]) + used.get(named, ZERO)
        if amount <= 0 or max(amount, links.amounts(lines).get(named, ZERO)) > reach:
            detail = "The amount applied is not between zero and the balance of the transaction."
            raise faults.business(detail, "Line")
    return lines
