"""QuickBooks records as rows of the mirror: pure translation, one function per kind. Reads and writes nothing.

`raw` is the whole record as QuickBooks sent it. Money becomes minor units of the record's own currency.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from qbodesk.models.cache.base import instant
from qbodesk.models.domain.money import minor_units
from qbodesk.models.domain.outbox import deal_in, marker_in
from qbodesk.models.domain.stage import InvoiceFacts, settled_stage
from qbodesk.models.domain.text import fold
from qbodesk.services.quickbooks.records import Customer, Invoice, Item, Line, Payment, Record
from qbodesk.services.quickbooks.setup_records import Account, TaxCode, TaxRate, Term

Row = dict[str, Any]


def customer_row(realm_id: str, home: str, record: Customer, raw: bytes) -> Row:
    """A customer; its balance is in its own currency."""
    currency = record.currency_ref.value or home
    email = record.primary_email_addr.address.strip()
    return {
        **_common(realm_id, record, raw),
        "active": int(record.active),
        "name": record.display_name,
        "name_folded": fold(record.display_name),
        "company_name": record.company_name,
        "given_name": record.given_name,
        "family_name": record.family_name,
        "email": email,
        "email_folded": email.casefold(),
        "phone": record.primary_phone.free_form_number,
        "city": record.bill_addr.city,
        "currency": currency,
        "balance": minor(record.balance, currency),
        "term_id": record.sales_term_ref.value,
        "tax_code_id": record.default_tax_code_ref.value,
        "taxable": int(record.taxable is not False),
    }


def item_row(realm_id: str, _home: str, record: Item, raw: bytes) -> Row:
    """A product or service."""
    return {
        **_common(realm_id, record, raw),
        "active": int(record.active),
        "type": record.type,
        "name": record.name,
        "name_folded": fold(record.name),
        "full_name": record.fully_qualified_name or record.name,
        "sku": record.sku,
        "description": record.description,
        "unit_price": plain(record.unit_price),
        "tax_code_id": record.sales_tax_code_ref.value,
        "taxable": int(record.taxable is not False),
    }


def invoice_row(realm_id: str, home: str, record: Invoice, raw: bytes) -> Row:
    """An invoice; `settled_stage` is its stage but for overdue, which changes at midnight without any event."""
    currency = record.currency_ref.value or home
    total, balance = minor(record.total_amt, currency), minor(record.balance, currency)
    sent_at = record.delivery_info.delivery_time
    facts = InvoiceFacts(
        total=total,
        balance=balance,
        due_date=record.due_date,
        email_status=record.email_status,
        delivered=sent_at is not None,
        einvoice_status=record.e_invoice_status,
        private_note=record.private_note,
        lines_all_zero=not total and all(_is_zero(line) for line in record.line),
    )
    return {
        **_common(realm_id, record, raw),
        "number": record.doc_number,
        "customer_id": record.customer_ref.value,
        "customer_name": record.customer_ref.name,
        "invoice_date": record.txn_date.isoformat() if record.txn_date else "",
        "due_date": record.due_date.isoformat() if record.due_date else "",
        "currency": currency,
        "total": total,
        "balance": balance,
        "email_status": record.email_status,
        "sent_at": instant(sent_at) if sent_at else "",
        "settled_stage": settled_stage(facts).value,
        "term_id": record.sales_term_ref.value,
        "email": record.bill_email.address,
        "marker": marker_in(record.private_note) or "",
        "made_for": deal_in(record.private_note),
        "deleted": 0,
    }


def invoice_line_rows(invoice_pk: int, currency: str, record: Invoice) -> list[Row]:
    """The lines of an invoice without the subtotal, which QuickBooks adds by itself."""
    rows = []
    for position, line in enumerate(record.line):
        if line.detail_type == "SubTotalLineDetail":
            continue
        detail = line.sales_item_line_detail
        rows.append(
            {
                "invoice_pk": invoice_pk,
                "position": position,
                "kind": line.detail_type,
                "item_id": detail.item_ref.value if detail else "",
                "description": line.description,
                "quantity": plain(detail.qty) if detail else None,
                "unit_price": plain(detail.unit_price) if detail else None,
                "amount": minor(line.amount, currency),
                "tax_code_id": detail.tax_code_ref.value if detail else "",
            }
        )
    return rows


def payment_row(realm_id: str, home: str, record: Payment, raw: bytes) -> Row:
    """A payment received."""
    currency = record.currency_ref.value or home
    return {
        **_common(realm_id, record, raw),
        "customer_id": record.customer_ref.value,
        "payment_date": record.txn_date.isoformat() if record.txn_date else "",
        "currency": currency,
        "total": minor(record.total_amt, currency),
        "unapplied": minor(record.unapplied_amt, currency),
        "deleted": 0,
    }


def payment_line_rows(payment_pk: int, currency: str, record: Payment) -> list[Row]:
    """Which invoice got how much of the payment."""
    return [
        {
            "payment_pk": payment_pk,
            "position": position,
            "invoice_id": linked.txn_id,
            "amount": minor(line.amount, currency),
        }
        for position, (line, linked) in enumerate(
            (line, linked)
            for line in record.line
            for linked in line.linked_txn
            if linked.txn_type == "Invoice"
        )
    ]


def term_row(realm_id: str, _home: str, record: Term, raw: bytes) -> Row:
    """Payment terms."""
    return {
        **_common(realm_id, record, raw),
        "active": int(record.active),
        "name": record.name,
        "due_days": record.due_days,
        "day_of_month": record.day_of_month_due,
        "next_month_days": record.due_next_month_days,
    }


def tax_code_row(realm_id: str, _home: str, record: TaxCode, raw: bytes) -> Row:
    """A tax code with the ids of its sales rates, in the order they apply."""
    details = sorted(record.sales_tax_rate_list.tax_rate_detail, key=lambda detail: detail.tax_order or 0)
    return {
        **_common(realm_id, record, raw),
        "active": int(record.active),
        "name": record.name,
        "description": record.description,
        "for_sales": int(not record.hidden and bool(details)),
        "rate_ids": ",".join(detail.tax_rate_ref.value for detail in details),
    }


def tax_rate_row(realm_id: str, _home: str, record: TaxRate, raw: bytes) -> Row:
    """A tax rate in percent."""
    return {
        **_common(realm_id, record, raw),
        "active": int(record.active),
        "name": record.name,
        "percent": plain(record.rate_value) or "0",
    }


def account_row(realm_id: str, _home: str, record: Account, raw: bytes) -> Row:
    """An account of the ledger."""
    return {
        **_common(realm_id, record, raw),
        "active": int(record.active),
        "name": record.fully_qualified_name or record.name,
        "type": record.account_type,
        "sub_type": record.account_sub_type,
        "classification": record.classification,
    }


SEARCHED: Mapping[str, tuple[str, ...]] = {
    "customer": ("name", "company_name", "given_name", "family_name", "email", "city", "phone"),
    "item": ("full_name", "sku", "description"),
    "invoice": ("number",),
}
"""What each kind is found by."""

SHARED: Mapping[str, tuple[str, ...]] = {"invoice": ("customer_name", "email")}
"""What else it is found by, the same on many records."""


def plain(value: Decimal | None) -> str | None:
    """A decimal as text without an exponent, digits as the server gave them."""
    if value is None:
        return None
    text = str(value)
    return f"{value:f}" if "E" in text else text


def minor(value: Decimal | None, currency: str) -> int:
    """An amount in minor units; a missing one is 0."""
    return minor_units(value, currency) if value else 0


def _common(realm_id: str, record: Record, raw: bytes) -> Row:
    return {
        "realm_id": realm_id,
        "id": record.id,
        "sync_token": int(record.sync_token or 0),
        "created_at": _when(record.meta_data.create_time),
        "updated_at": _when(record.meta_data.last_updated_time),
        "raw": raw,
    }


def _when(moment: datetime | None) -> str:
    return instant(moment) if moment else ""


def _is_zero(line: Line) -> bool:
    detail = line.sales_item_line_detail
    return not line.amount and (detail is None or not detail.qty)
