"""A draft as the body QuickBooks is sent, and the print by which it is found again. Sends nothing.

Field rules: quickbooks-api.md §9.5, §9.6. `CustomerRef` may be missing (a customer still to be created) and `PrivateNote`
gets its marker only when the entry is sent, because the key belongs to the attempt's generation.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.customers import NewCustomer
from qbodesk.models.domain.discount import DiscountKind
from qbodesk.models.domain.draft import DraftLine, InvoiceDraft, Numbering, billed
from qbodesk.models.domain.new_item import NewItem
from qbodesk.models.domain.outbox import InvoicePrint, PrintLine, marker
from qbodesk.models.domain.tax import TaxMode
from qbodesk.services.quickbooks.records import DiscountLineDetail, Invoice, Line

AUTO_GENERATE = "AUTO_GENERATE"
"""Asks QuickBooks to number the invoice although custom numbers are on (XSD, `DocNumber`)."""

NOTE_LONGEST = 4000
DISCOUNT = "DiscountLineDetail"


def invoice_body(draft: InvoiceDraft, company: CompanyRules) -> dict[str, Any]:
    """The create body; `EmailStatus` stays `NotSet`, so QuickBooks mails nothing by itself (features A7)."""
    draft = billed(draft)
    body: dict[str, Any] = {
        "TxnDate": draft.invoice_date.isoformat(),
        # without a due date QuickBooks takes the server's own day, so it is always sent (features B12)
        "DueDate": draft.due_date.isoformat(),
        "EmailStatus": "NotSet",
        "Line": [_line(line, draft, company) for line in draft.lines],
        **_tax_rules(draft, company),
    }
    if draft.discount.value:
        body["Line"].append(_discount(draft))
    if draft.customer.customer_id:
        body["CustomerRef"] = {"value": draft.customer.customer_id}
    if draft.term_id:
        body["SalesTermRef"] = {"value": draft.term_id}
    if company.multicurrency or draft.currency != company.home_currency:
        body["CurrencyRef"] = {"value": draft.currency}
    if draft.exchange_rate is not None and draft.currency != company.home_currency:
        body["ExchangeRate"] = draft.exchange_rate
    if email := _email(draft):
        body["BillEmail"] = {"Address": email}
    if draft.message_sent:
        body["CustomerMemo"] = {"value": draft.message_sent}
    if number := _number(draft):
        body["DocNumber"] = number
    return body


def customer_body(new: NewCustomer, company: CompanyRules) -> dict[str, Any]:
    """The create body of a customer: only what was filled in."""
    address = {
        "Line1": new.address.line1,
        "Line2": new.address.line2,
        "City": new.address.city,
        "CountrySubDivisionCode": new.address.region,
        "PostalCode": new.address.postal_code,
        "Country": new.address.country,
    }
    body: dict[str, Any] = {
        "DisplayName": new.display_name.strip(),
        "CompanyName": new.company_name.strip(),
        "GivenName": new.given_name.strip(),
        "FamilyName": new.family_name.strip(),
        "PrimaryEmailAddr": {"Address": new.email.strip()} if new.email.strip() else None,
        "PrimaryPhone": {"FreeFormNumber": new.phone.strip()} if new.phone.strip() else None,
        "BillAddr": {key: value for key, value in address.items() if value} or None,
        "CurrencyRef": {"value": new.currency} if new.currency and company.multicurrency else None,
        "PrimaryTaxIdentifier": new.tax_id.strip(),
    }
    return {key: value for key, value in body.items() if value}


def item_body(new: NewItem) -> dict[str, Any]:
    """The create body of a product: only what was filled in."""
    body: dict[str, Any] = {
        "Name": new.name.strip(),
        "Type": new.type.value,
        "Sku": new.sku.strip(),
        "Description": new.description.strip(),
        "UnitPrice": new.price,
        "IncomeAccountRef": {"value": new.account_id},
        "SalesTaxCodeRef": {"value": new.tax_code_id} if new.tax_code_id else None,
    }
    return {key: value for key, value in body.items() if value not in (None, "")}


def with_marker(body: Mapping[str, Any], *, req_key: str, deal_id: str, memo: str) -> dict[str, Any]:
    """The body with the marker that makes the look-up after an unknown outcome exact."""
    trace = f"{marker(req_key)} deal:{deal_id}"
    room = NOTE_LONGEST - len(trace) - 1
    note = f"{memo.strip()[:room]}\n{trace}" if memo.strip() else trace
    return {**body, "PrivateNote": note}


def print_of_body(body: Mapping[str, Any], home_currency: str) -> InvoicePrint:
    """What a frozen body asked for."""
    lines: list[PrintLine] = []
    for line in body["Line"]:
        if DISCOUNT in line and not _decimal(line["Amount"]):
            continue  # one that takes nothing off comes back as no line, or as an empty one
        if DISCOUNT in line:
            percent = line[DISCOUNT].get("DiscountPercent")
            lines.append(_print_of_discount(_decimal(percent), _decimal(line["Amount"])))
            continue
        detail = line.get("SalesItemLineDetail", {})
        tax = detail.get("TaxCodeRef", {}).get("value")
        lines.append(
            (
                detail.get("ItemRef", {}).get("value"),
                _decimal(detail.get("Qty")),
                _decimal(detail.get("UnitPrice")),
                Decimal(str(line["Amount"])),
                tax,
            )
        )
    return InvoicePrint(
        customer_id=body["CustomerRef"]["value"],
        currency=body.get("CurrencyRef", {}).get("value", home_currency),
        txn_date=date.fromisoformat(body["TxnDate"]),
        due_date=date.fromisoformat(body["DueDate"]),
        memo=body.get("CustomerMemo", {}).get("value", ""),
        lines=tuple(lines),
    )


def print_of_record(record: Invoice, home_currency: str) -> InvoicePrint:
    """What an invoice of QuickBooks says, without the subtotal line QuickBooks adds.

    A line of a tax-inclusive invoice comes back net with the gross beside it (quickbooks-api §9.6); the gross was sent.
    """
    lines: list[PrintLine] = []
    inclusive = record.global_tax_calculation == TaxMode.INCLUSIVE.value
    for line in record.line:
        if line.discount_line_detail is not None and line.amount:
            lines.append(_discount_of_record(line, line.discount_line_detail, inclusive=inclusive))
            continue
        detail = line.sales_item_line_detail
        if line.detail_type != "SalesItemLineDetail" or detail is None:
            continue
        gross = detail.tax_inclusive_amt if inclusive else None
        lines.append(
            (
                detail.item_ref.value or None,
                detail.qty,
                detail.unit_price,
                gross if gross is not None else line.amount or Decimal(0),
                detail.tax_code_ref.value or None,
            )
        )
    return InvoicePrint(
        customer_id=record.customer_ref.value,
        currency=record.currency_ref.value or home_currency,
        txn_date=record.txn_date or date.min,
        due_date=record.due_date,
        memo=record.customer_memo.value,
        lines=tuple(lines),
    )


def _tax_rules(draft: InvoiceDraft, company: CompanyRules) -> dict[str, Any]:
    if company.country != "US":
        return {"GlobalTaxCalculation": draft.tax_mode.value}
    return {"ApplyTaxAfterDiscount": not draft.discount.after_tax} if draft.discount.value else {}


def _discount_of_record(line: Line, detail: DiscountLineDetail, *, inclusive: bool) -> PrintLine:
    gross = detail.tax_inclusive_amt if inclusive else None
    amount = gross if gross is not None else line.amount
    return _print_of_discount(detail.discount_percent if detail.percent_based else None, amount)


def _print_of_discount(percent: Decimal | None, amount: Decimal | None) -> PrintLine:
    """A percentage is told by its rate alone: what it comes to is QuickBooks' own sum."""
    return (DISCOUNT, None, percent, Decimal(0) if percent is not None else amount or Decimal(0), None)


def _line(line: DraftLine, draft: InvoiceDraft, company: CompanyRules) -> dict[str, Any]:
    detail: dict[str, Any] = {
        "ItemRef": {"value": line.item_id},
        "Qty": line.quantity,
        "UnitPrice": line.net_price,
    }
    if draft.service_dates:
        detail["ServiceDate"] = draft.invoice_date.isoformat()
    if company.country == "US":
        # without a code QuickBooks decides by item and customer; only a line the user freed of tax says so
        if not line.taxable:
            detail["TaxCodeRef"] = {"value": "NON"}
    elif line.tax_code_id and draft.tax_mode is not TaxMode.NONE:
        detail["TaxCodeRef"] = {"value": line.tax_code_id}
    body = {
        "DetailType": "SalesItemLineDetail",
        "Amount": line.amount(draft.currency).amount,
        "SalesItemLineDetail": detail,
    }
    if line.description.strip():
        body["Description"] = line.description.strip()[:NOTE_LONGEST]
    return body


def _discount(draft: InvoiceDraft) -> dict[str, Any]:
    """Positive means a reduction; the account is the company's own for discounts (quickbooks-api.md §9.5)."""
    detail: dict[str, Any] = {"PercentBased": draft.discount.kind is DiscountKind.PERCENT}
    if detail["PercentBased"]:
        detail["DiscountPercent"] = draft.discount.value
    amount = draft.discount.off(draft.lines_total).amount
    return {"DetailType": DISCOUNT, "Amount": amount, DISCOUNT: detail}


def _email(draft: InvoiceDraft) -> str:
    return (draft.customer.new.email if draft.customer.new else draft.customer.email).strip()


def _number(draft: InvoiceDraft) -> str:
    if draft.numbering is Numbering.OWN:
        return draft.number.strip()
    return AUTO_GENERATE if draft.numbering is Numbering.ASK_QUICKBOOKS else ""


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
