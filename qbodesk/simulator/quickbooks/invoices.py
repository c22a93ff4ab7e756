"""Invoices: create, update, void, delete and send (quickbooks-api.md §8, §9.5, §11); answers no HTTP."""

from decimal import Decimal
from typing import Any

from qbodesk.simulator.quickbooks import addresses, faults, lines, links, numbering, pricing, schema, terms
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.customers import currency_reference
from qbodesk.simulator.quickbooks.invoiceshape import READ_ONLY, SHAPE
from qbodesk.simulator.quickbooks.moments import day, stamp
from qbodesk.simulator.quickbooks.store import Record
from qbodesk.simulator.wire import ZERO, Body, cents, decimal

_VOIDED = "Voided"


def create(company: QuickBooksCompany, sent: Body, include: frozenset[str] = frozenset()) -> Body:
    """Stores a new invoice and answers it with everything QuickBooks computes."""
    sent = schema.read(sent, SHAPE)
    body = schema.merged({}, sent, SHAPE, READ_ONLY)
    if (document := numbering.number(company, sent)) is not None:
        body["DocNumber"] = document
    else:
        body.pop("DocNumber", None)
    _check_links(company, sent)
    done = completed(company, body)
    company.check_open(done["TxnDate"])
    numbering.check_unused(company, document, allowed="allowduplicatedocnum" in include)
    numbering.note(company, document)
    stored = company.create("Invoice", done)
    company.owe(stored["CustomerRef"]["value"], decimal(stored["Balance"]))
    return stored


def update(company: QuickBooksCompany, sent: Body, include: frozenset[str] = frozenset()) -> Body:
    """Stores a sparse or full update of an invoice and answers it."""
    sent = schema.read(sent, SHAPE)
    record = company.change("Invoice", sent)
    stored = record.read()
    body = schema.merged(stored, sent, SHAPE, READ_ONLY)
    if sent.get("DocNumber") == "AUTO_GENERATE" or sent.get("AutoDocNumber") is True:
        body["DocNumber"] = numbering.number(company, sent)
    _reconsider(stored, sent, body)
    applied = links.applied(company, record.id)
    if applied and body.get("CustomerRef", {}).get("value") != stored["CustomerRef"]["value"]:
        raise faults.business("A transaction with payments can not move to another customer.", "CustomerRef")
    done = completed(company, body, before=stored)
    company.check_open(stored["TxnDate"], done["TxnDate"])
    allowed = "allowduplicatedocnum" in include
    numbering.check_unused(company, done.get("DocNumber"), but=record.id, allowed=allowed)
    numbering.note(company, done.get("DocNumber"))
    done["LinkedTxn"] = stored["LinkedTxn"]
    settle(company, done, done["Balance"] - applied)
    if done["Balance"] < 0:
        raise faults.business("The payments of the transaction exceed its new total.", "TotalAmt")
    answer = company.update(record, "Invoice", done)
    company.owe(stored["CustomerRef"]["value"], -decimal(stored["Balance"]))
    company.owe(done["CustomerRef"]["value"], done["Balance"])
    return answer


def void(company: QuickBooksCompany, sent: Body) -> Body:
    """Zeroes an invoice, takes its payments off and says so in its private note."""
    record = company.change("Invoice", sent)
    stored = record.read()
    company.check_open(stored["TxnDate"])
    company.owe(stored["CustomerRef"]["value"], -decimal(stored["Balance"]))
    links.release(company, record.id)
    return company.update(record, "Invoice", voided(stored), "void")


def voided(stored: Body) -> Body:
    """The invoice as it stays behind when it is voided."""
    note = stored.get("PrivateNote", "")
    amounts = [key for key in ("TotalAmt", "Balance", "HomeTotalAmt", "HomeBalance") if key in stored]
    body: Body = stored | {
        "Line": [_empty(line) for line in stored["Line"]],
        "PrivateNote": note if note.startswith(_VOIDED) else f"{_VOIDED} - {note}" if note else _VOIDED,
        "LinkedTxn": [],
    }
    body |= dict.fromkeys(amounts, ZERO)
    if "TxnTaxDetail" in stored:
        body["TxnTaxDetail"] = {"TotalTax": ZERO}
    body.pop("Deposit", None)
    return body


def _empty(line: Body) -> Body:
    emptied = dict(line)
    if "Amount" in emptied:
        emptied["Amount"] = ZERO
    if detail := emptied.get(lines.SALES):
        kept = {key: value for key, value in detail.items() if key not in {"UnitPrice", "TaxInclusiveAmt"}}
        emptied[lines.SALES] = kept | {"Qty": 0}
    return emptied


def delete(company: QuickBooksCompany, sent: Body) -> Body:
    """Removes an invoice for good; its payments become credit."""
    record = company.change("Invoice", sent)
    stored = record.read()
    company.check_open(stored["TxnDate"])
    company.owe(stored["CustomerRef"]["value"], -decimal(stored["Balance"]))
    links.release(company, record.id)
    return company.delete(record, "Invoice")


def send(company: QuickBooksCompany, key: str, address: str | None) -> Body:
    """Marks an invoice as mailed; nothing is mailed. Keeps the SyncToken, overwrites `BillEmail`."""
    record = company.find("Invoice", key)
    body = record.read()
    if address:
        body |= schema.read({"BillEmail": {"Address": address}}, SHAPE)
    if not body.get("BillEmail", {}).get("Address"):
        raise faults.email_required()
    body["EmailStatus"] = "EmailSent"
    body["DeliveryInfo"] = {"DeliveryType": "Email", "DeliveryTime": stamp(company.clock.epoch())}
    stored = company.touch(record, "Invoice", body, bump=False)
    company.report("Invoice", record.id, "send")
    return stored.read()


def completed(company: QuickBooksCompany, body: Body, *, before: Body | None = None) -> Body:
    """The invoice with everything derived, its balance before any payment.

    `before` is the stored version of an update. Raises the faults of §7.2 that concern invoices.
    """
    for parameter in ("CustomerRef", "Line"):
        if not body.get(parameter):
            raise faults.missing(parameter)
    customer = _customer(company, body, before)
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
    known = {line["Id"] for line in before["Line"] if "Id" in line} if before else set()
    done: Body = {
        "AllowIPNPayment": False,
        "AllowOnlinePayment": False,
        "AllowOnlineCreditCardPayment": False,
        "AllowOnlineACHPayment": False,
        "ApplyTaxAfterDiscount": False,
        "PrintStatus": "NeedToPrint",
        "EmailStatus": "NotSet",
        "LinkedTxn": [],
        **body,
        "TxnDate": issued.isoformat(),
        "CustomerRef": {"value": customer["Id"], "name": customer["DisplayName"]},
        "Line": lines.answered(sorted_lines, totals, known, inclusive=inclusive),
        "CustomField": _custom_fields(company, body.get("CustomField", [])),
        **_terms(company, body, customer, issued, new=before is None),
        **_addresses(body, customer, new=before is None),
        "TotalAmt": totals.total,
    }
    if (detail := pricing.tax_detail(company, body, totals, customer)) is not None:
        done["TxnTaxDetail"] = detail
    _currency(company, done, customer)
    _delivery(done, before)
    settle(company, done, totals.total - decimal(done.get("Deposit", 0)))
    return done


def _customer(company: QuickBooksCompany, body: Body, before: Body | None) -> Body:
    """The customer; an invoice written before it was made inactive may keep it."""
    reference: Any = body["CustomerRef"]
    if before and before["CustomerRef"]["value"] == reference.get("value"):
        return company.find("Customer", reference["value"]).read()
    return company.refer("Customer", reference, "CustomerRef", kind="Names")


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
    if "CustomerRef" in sent and sent["CustomerRef"].get("value") != stored["CustomerRef"]["value"]:
        for key in {"BillAddr", "ShipAddr", "CurrencyRef"} - sent.keys():
            body.pop(key, None)


def _terms(company: QuickBooksCompany, body: Body, customer: Body, issued: Any, *, new: bool) -> Body:
    reference = body.get("SalesTermRef")
    if new and not reference:
        reference = customer.get("SalesTermRef") or company.preference("SalesFormsPrefs", "DefaultTerms")
    term = company.refer("Term", reference, "SalesTermRef") if reference else None
    found: Body = {"DueDate": body.get("DueDate") or terms.due(issued, term).isoformat()}
    if term:
        found["SalesTermRef"] = {"value": term["Id"], "name": term["Name"]}
    return found


def _addresses(body: Body, customer: Body, *, new: bool) -> Body:
    found: Body = {}
    for key in ("BillAddr", "ShipAddr"):
        if body.get(key):
            found[key] = addresses.flat(body[key])
        elif new and (address := addresses.of_customer(customer, key)):
            found[key] = address
    return found


def _currency(company: QuickBooksCompany, done: Body, customer: Body) -> None:
    own = customer["CurrencyRef"]["value"]
    if done.get("CurrencyRef", {}).get("value", own) != own:
        detail = "The currency of the transaction is invalid for customer / vendor / account."
        raise faults.business(detail, "CurrencyRef")
    done["CurrencyRef"] = currency_reference(own)
    if company.multicurrency:
        done["ExchangeRate"] = 1 if own == company.currency else done.get("ExchangeRate", 1)
        done["HomeTotalAmt"] = cents(done["TotalAmt"] * decimal(done["ExchangeRate"]))
    else:
        done.pop("ExchangeRate", None)


def _delivery(done: Body, before: Body | None) -> None:
    if done["EmailStatus"] == "NeedToSend":
        if not done.get("BillEmail", {}).get("Address"):
            raise faults.email_required()
        done["DeliveryInfo"] = {"DeliveryType": "Email"}
    elif before and before.get("DeliveryInfo"):
        done["DeliveryInfo"] = before["DeliveryInfo"]


def settle(company: QuickBooksCompany, done: Body, balance: Decimal) -> None:
    """Writes what is left to pay on an invoice."""
    done["Balance"] = balance
    if company.multicurrency:
        done["HomeBalance"] = cents(balance * decimal(done["ExchangeRate"]))


def pay(company: QuickBooksCompany, record: Record, body: Body, amount: Decimal) -> Record:
    """Stores the invoice `body` with `amount` less to pay (more, when it is negative)."""
    settle(company, body, decimal(body["Balance"]) - amount)
    return company.touch(record, "Invoice", body)


def _custom_fields(company: QuickBooksCompany, sent: list[Body]) -> list[Body]:
    """The company's text fields, filled in; entries with a wrong DefinitionId are dropped without a word."""
    groups = company.preference("SalesFormsPrefs", "CustomField") or []
    names = {
        entry["Name"].removeprefix("SalesFormsPrefs.SalesCustomName"): entry.get("StringValue")
        for group in groups
        for entry in group.get("CustomField", [])
        if entry.get("Name", "").startswith("SalesFormsPrefs.SalesCustomName")
    }
    values = {str(entry.get("DefinitionId")): entry.get("StringValue") for entry in sent}
    return [
        {"DefinitionId": key, "Name": name, "Type": "StringType"}
        | ({"StringValue": values[key]} if values.get(key) else {})
        for key, name in sorted(names.items())
        if name
    ]


def _check_links(company: QuickBooksCompany, sent: Body) -> None:
    """An estimate an invoice is made from must exist; links to payments are QuickBooks' own affair."""
    for link in sent.get("LinkedTxn", []):
        if (
            link.get("TxnType") == "Estimate"
            and company.tables["Estimate"].get(str(link.get("TxnId"))) is None
        ):
            raise faults.bad_reference("Estimate", str(link.get("TxnId")), "LinkedTxn")


def with_link(body: Body) -> Body:
    """The invoice with its public page, which exists only where it can be paid online and has been addressed."""
    payable = body["AllowOnlineCreditCardPayment"] or body["AllowOnlineACHPayment"]
    if not payable or not body.get("BillEmail", {}).get("Address"):
        return body
    return body | {"InvoiceLink": f"https://connect.intuit.example/t/scs-v1-{body['Id']}"}
