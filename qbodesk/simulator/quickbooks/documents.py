"""Create, update, void, delete and send for all sales forms (quickbooks-api.md §8, §11); derives nothing itself."""

from decimal import Decimal

from qbodesk.simulator.quickbooks import (
    autocredit,
    estimates,
    faults,
    forms,
    links,
    money,
    numbering,
    schema,
    voiding,
)
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.kinds import Kind
from qbodesk.simulator.quickbooks.moments import stamp
from qbodesk.simulator.wire import Body, decimal

Include = frozenset[str]
_DUPLICATES_ALLOWED = "allowduplicatedocnum"


def create(kind: Kind, company: QuickBooksCompany, sent: Body, include: Include = frozenset()) -> Body:
    """Stores a new form and answers it with everything QuickBooks computes."""
    sent = schema.read(sent, kind.shape)
    body = schema.merged({}, sent, kind.shape, kind.read_only)
    document = numbering.number(company, sent, kind.numbers)
    body.pop("DocNumber", None)
    if document is not None:
        body["DocNumber"] = document
    quoted = estimates.named(company, sent) if kind.from_estimates else []
    done = forms.completed(kind, company, body)
    company.check_open(done["TxnDate"])
    numbering.check_unused(company, kind.entity, document, allowed=_DUPLICATES_ALLOWED in include)
    numbering.note(company, document, kind.numbers)
    done["LinkedTxn"] = [{"TxnId": key, "TxnType": "Estimate"} for key in quoted]
    stored = company.create(kind.entity, done)
    _owe(company, kind, stored)
    estimates.close(company, quoted, stored["Id"])
    if kind.owed:
        autocredit.apply(company, kind.entity, stored)
    return company.find(kind.entity, stored["Id"]).read()


def update(kind: Kind, company: QuickBooksCompany, sent: Body, include: Include = frozenset()) -> Body:
    """Stores a sparse or full update of a form and answers it."""
    sent = schema.read(sent, kind.shape)
    record = company.change(kind.entity, sent)
    stored = record.read()
    body = schema.merged(stored, sent, kind.shape, kind.read_only)
    renumbered = sent.get("DocNumber") == "AUTO_GENERATE" or sent.get("AutoDocNumber") is True
    if renumbered:
        body["DocNumber"] = numbering.number(company, sent, kind.numbers)
    _reconsider(stored, sent, body)
    applied = links.applied(company, kind.entity, record.id)
    if applied and _customer(body) != _customer(stored):
        raise faults.business("A transaction with payments can not move to another customer.", "CustomerRef")
    done = forms.completed(kind, company, body, before=stored)
    company.check_open(stored["TxnDate"], done["TxnDate"])
    allowed = _DUPLICATES_ALLOWED in include
    numbering.check_unused(company, kind.entity, done.get("DocNumber"), but=record.id, allowed=allowed)
    done["LinkedTxn"] = stored["LinkedTxn"]
    if kind.owed:
        money.settle(company, done, done["Balance"] - applied)
        if done["Balance"] < 0:
            raise faults.business("The payments of the transaction exceed its new total.", "TotalAmt")
    if renumbered:  # a typed number changes this form alone, not what the next one will bear
        numbering.note(company, done["DocNumber"], kind.numbers)
    answer = company.update(record, kind.entity, done)
    _owe(company, kind, stored, sign=-1)
    _owe(company, kind, done)
    return answer


def void(kind: Kind, company: QuickBooksCompany, sent: Body) -> Body:
    """Zeroes a form, takes its payments off and says so in its private note."""
    record = company.change(kind.entity, sent)
    stored = record.read()
    company.check_open(stored["TxnDate"])
    _undo(kind, company, stored)
    return company.update(record, kind.entity, voiding.voided(stored), "void")


def delete(kind: Kind, company: QuickBooksCompany, sent: Body) -> Body:
    """Removes a form for good; what was paid of it becomes credit, what it paid is open again."""
    record = company.change(kind.entity, sent)
    stored = record.read()
    company.check_open(stored["TxnDate"])
    _undo(kind, company, stored)
    estimates.forget(company, kind.entity, stored)
    return company.delete(record, kind.entity)


def send(kind: Kind, company: QuickBooksCompany, key: str, address: str | None) -> Body:
    """Marks a form as mailed; nothing is mailed. Keeps the SyncToken, overwrites `BillEmail`."""
    record = company.find(kind.entity, key)
    body = record.read()
    if address:
        body |= schema.read({"BillEmail": {"Address": address}}, kind.shape)
    if not body.get("BillEmail", {}).get("Address"):
        raise faults.email_required()
    body["EmailStatus"] = "EmailSent"
    body["DeliveryInfo"] = {"DeliveryType": "Email", "DeliveryTime": stamp(company.clock.epoch())}
    stored = company.touch(record, kind.entity, body, bump=False)
    company.report(kind.entity, record.id, "send")
    return stored.read()


def _undo(kind: Kind, company: QuickBooksCompany, stored: Body) -> None:
    """Takes what a form has done to customer, payments and estimates back."""
    _owe(company, kind, stored, sign=-1)
    links.release(company, kind.entity, stored["Id"])
    estimates.reopen(company, stored)


def _owe(company: QuickBooksCompany, kind: Kind, body: Body, *, sign: int = 1) -> None:
    if kind.owed:
        amount: Decimal = decimal(body["Balance"]) * kind.owed * sign
        company.owe(body["CustomerRef"]["value"], amount)


def _customer(body: Body) -> str | None:
    value: str | None = body.get("CustomerRef", {}).get("value")
    return value


def _reconsider(stored: Body, sent: Body, body: Body) -> None:
    """What a sparse update must not carry over: values that followed from what it changes."""
    if sent.get("sparse") is not True:
        return
    if {"TxnDate", "SalesTermRef"} & sent.keys() and "DueDate" not in sent and stored.get("SalesTermRef"):
        body.pop("DueDate", None)
    if "TxnTaxDetail" not in sent and "TxnTaxDetail" in body:
        kept = stored["TxnTaxDetail"].get("TxnTaxCodeRef")
        body.pop("TxnTaxDetail")
        if kept:
            body["TxnTaxDetail"] = {"TxnTaxCodeRef": kept}
    if "CustomerRef" in sent and _customer(sent) != _customer(stored):
        for key in {"BillAddr", "ShipAddr", "CurrencyRef"} - sent.keys():
            body.pop(key, None)
