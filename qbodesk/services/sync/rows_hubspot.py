"""HubSpot records as rows of the mirror: pure translation, one function per type. Reads and writes nothing.

HubSpot gives every property as text or null; an empty one and a missing one mean the same here.
"""

import contextlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from qbodesk.models.cache.base import instant
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.quotes import Quote
from qbodesk.models.domain.text import fold
from qbodesk.services.hubspot.records import CrmRecord

Row = dict[str, Any]

# What is asked for and kept, per type: what lists and the wizard show (hubspot-api.md §2.3, §6, §7).
PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "contacts": (
        "email", "firstname", "lastname", "phone", "mobilephone", "company", "jobtitle", "address", "city", "state",
        "zip", "country", "hubspot_owner_id",
    ),
    "companies": (
        "name", "domain", "phone", "website", "address", "address2", "city", "state", "zip", "country",
        "hubspot_owner_id",
    ),
    "deals": (
        "dealname", "amount", "deal_currency_code", "dealstage", "pipeline", "closedate", "description", "dealtype",
        "hubspot_owner_id", "hs_is_closed", "hs_is_closed_won",
    ),
    "quotes": (
        "hs_title", "hs_status", "hs_expiration_date", "hs_quote_amount", "hs_quote_number", "hs_currency", "hs_timezone",
        "hs_quote_link", "hs_locked", "hs_terms", "hs_comments",
    ),
    "invoices": (
        "hs_number", "hs_title", "hs_invoice_status", "hs_currency", "hs_amount_billed", "hs_invoice_date", "hs_due_date",
        "hs_invoice_billable", "qbodesk_invoice_key",
    ),
    "products": ("name", "description", "price", "hs_sku"),
    "line_items": (
        "name", "description", "hs_sku", "hs_product_id", "quantity", "price", "discount", "hs_discount_percentage",
        "amount", "hs_line_item_currency_code", "hs_position_on_quote",
    ),
}  # fmt: skip

SEARCHED: Mapping[str, tuple[str, ...]] = {
    "contact": ("first_name", "last_name", "email", "company", "phone"),
    "company": ("name", "domain", "city"),
    "deal": ("name",),
    "quote": ("title", "number"),
    "product": ("name", "sku", "description"),
}


def contact_row(record: CrmRecord, raw: bytes, _home: str) -> Row:
    """A person."""
    get = _getter(record)
    return {
        **_common(record, raw),
        "first_name": get("firstname"),
        "last_name": get("lastname"),
        "name_folded": fold(f"{get('firstname')} {get('lastname')}") or fold(get("email")),
        "email": get("email"),
        "company": get("company"),
        "phone": get("phone") or get("mobilephone"),
        "owner_id": get("hubspot_owner_id"),
    }


def company_row(record: CrmRecord, raw: bytes, _home: str) -> Row:
    """A CRM company (never a QuickBooks company)."""
    get = _getter(record)
    return {
        **_common(record, raw),
        "name": get("name"),
        "name_folded": fold(get("name")),
        "domain": get("domain"),
        "city": get("city"),
        "country": get("country"),
        "owner_id": get("hubspot_owner_id"),
    }


def deal_row(record: CrmRecord, raw: bytes, home: str) -> Row:
    """A deal; without a currency of its own it is in the portal's (`home`)."""
    get = _getter(record)
    currency = get("deal_currency_code") or home
    amount = decimal(get("amount"))
    return {
        **_common(record, raw),
        "name": get("dealname"),
        "name_folded": fold(get("dealname")),
        "currency": currency,
        "amount": None if amount is None else Money.of(amount, currency).minor,
        "pipeline_id": get("pipeline"),
        "stage_id": get("dealstage"),
        "close_date": day(get("closedate")),
        "owner_id": get("hubspot_owner_id"),
    }


def quote_row(record: CrmRecord, raw: bytes, home: str) -> Row:
    """A quote; its amount depends on an account setting, so it is shown but never used for an invoice."""
    get = _getter(record)
    return {
        **_common(record, raw),
        "title": get("hs_title"),
        "number": get("hs_quote_number"),
        "status": get("hs_status"),
        "expires": day(get("hs_expiration_date")),
        "link": get("hs_quote_link"),
        "currency": get("hs_currency") or home,
        "timezone": get("hs_timezone"),
        "amount": get("hs_quote_amount") or None,
        "locked": int(get("hs_locked") == "true"),
    }


def quote_record(record: CrmRecord) -> Quote:
    """A quote straight from the server, as the rules know it."""
    row = quote_row(record, b"", "")
    return Quote(
        id=row["id"],
        title=row["title"],
        number=row["number"],
        status=row["status"],
        expires=date.fromisoformat(row["expires"]) if row["expires"] else None,
        link=row["link"],
        currency=row["currency"],
        locked=bool(row["locked"]),
        timezone=row["timezone"],
        amount=decimal(row["amount"] or ""),
    )


def product_row(record: CrmRecord, raw: bytes, _home: str) -> Row:
    """A product of the CRM's library."""
    get = _getter(record)
    return {
        **_common(record, raw),
        "name": get("name"),
        "name_folded": fold(get("name")),
        "sku": get("hs_sku"),
        "price": get("price") or None,
        "description": get("description"),
    }


def invoice_row(record: CrmRecord, raw: bytes, home: str) -> Row:
    """An invoice of HubSpot's own, never one of QuickBooks; `key` names the QuickBooks invoice it shows, if it shows one."""
    get = _getter(record)
    return {
        **_common(record, raw),
        "number": get("hs_number"),
        "title": get("hs_title"),
        "status": get("hs_invoice_status"),
        "currency": get("hs_currency") or home,
        "amount": get("hs_amount_billed") or None,
        "key": get("qbodesk_invoice_key"),
    }


def line_item_row(record: CrmRecord, raw: bytes, _home: str) -> Row:
    """A line of a deal or a quote; each line has one parent."""
    get = _getter(record)
    position = decimal(get("hs_position_on_quote"))
    return {
        **_common(record, raw),
        "name": get("name"),
        "description": get("description"),
        "sku": get("hs_sku"),
        "product_id": get("hs_product_id"),
        "quantity": get("quantity") or None,
        "price": get("price") or None,
        "discount_each": get("discount") or None,
        "discount_percent": get("hs_discount_percentage") or None,
        "amount": get("amount") or None,
        "currency": get("hs_line_item_currency_code"),
        "position": None if position is None else int(position),
    }


DISCOUNT_PROPERTIES = ("hs_label", "hs_type", "hs_value", "hs_sort_order")


def discount_row(record: CrmRecord, raw: bytes) -> Row:
    """A discount on a whole quote (hubspot-api.md §6): `kind` is FIXED or PERCENT."""
    get = _getter(record)
    position = decimal(get("hs_sort_order"))
    return {
        **_common(record, raw),
        "label": get("hs_label"),
        "kind": get("hs_type"),
        "value": get("hs_value"),
        "position": 0 if position is None else int(position),
    }


def day(value: str) -> str:
    """A date property as `YYYY-MM-DD`: HubSpot sends a date, an ISO instant or epoch milliseconds at midnight UTC."""
    with contextlib.suppress(ValueError):
        if value.isdigit():
            return datetime.fromtimestamp(int(value) / 1000, UTC).date().isoformat()
        return date.fromisoformat(value[:10]).isoformat()
    return ""


def decimal(value: str) -> Decimal | None:
    """A number property; anything that is none counts as missing."""
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _getter(record: CrmRecord) -> "_Getter":
    return _Getter(record.properties)


class _Getter:
    def __init__(self, properties: Mapping[str, str | None]) -> None:
        self._properties = properties

    def __call__(self, name: str) -> str:
        return self._properties.get(name) or ""


def _common(record: CrmRecord, raw: bytes) -> Row:
    return {
        "id": record.id,
        "created_at": instant(record.created_at) if record.created_at else "",
        "updated_at": instant(record.updated_at) if record.updated_at else "",
        "raw": raw,
    }
