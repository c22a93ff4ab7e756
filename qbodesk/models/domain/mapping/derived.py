"""What this program adds to a QuickBooks record under "qbodesk", so that mappings can use it; reads no cache."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from qbodesk.models.domain.mapping.paths import dig
from qbodesk.models.domain.money import EXACT
from qbodesk.models.domain.stage import Stage

TITLE_LENGTH = 100


def record_source(
    record: Mapping[str, Any], *, realm_id: str, company: str = "", currency: str = "", terms: str = ""
) -> dict[str, Any]:
    """A customer or item as a mapping's source. `currency` is the company's own, `terms` the name behind `SalesTermRef`."""
    return {**record, "qbodesk": _common(record, realm_id, company, currency, terms)}


def invoice_source(
    record: Mapping[str, Any],
    *,
    realm_id: str,
    stage: Stage,
    company: str = "",
    currency: str = "",
    terms: str = "",
    paid_date: str = "",
) -> dict[str, Any]:
    """An invoice as a mapping's source. `stage` at today's date, `paid_date` ISO of the last payment, "" without one."""
    facts = _common(record, realm_id, company, currency, terms)
    return {
        **record,
        "qbodesk": {**facts, "stage": stage.value, "title": title(record), "paid_date": paid_date},
    }


def line_source(
    line: Mapping[str, Any], *, currency: str = "", name: str = "", sku: str = ""
) -> dict[str, Any]:
    """One line of an invoice as a mapping's source; `name` and `sku` of its item, `currency` of the invoice.

    Quantity times price is the line's amount to the last digit, or the price is the amount and the quantity one.
    """
    quantity, price = _pieces(line)
    facts = {
        "name": name or dig(line, "SalesItemLineDetail.ItemRef.name") or line.get("Description") or "",
        "sku": sku,
        "quantity": quantity,
        "price": price,
        "currency": currency,
    }
    return {**line, "qbodesk": facts}


def title(record: Mapping[str, Any]) -> str:
    """How an invoice is called in HubSpot: its first described line, else its message, else its number."""
    lines = record.get("Line") or ()
    texts = [line.get("Description") for line in lines if isinstance(line, Mapping)]
    candidates = [*texts, dig(record, "CustomerMemo.value"), record.get("DocNumber"), record.get("Id")]
    found = next((str(text) for text in candidates if text and str(text).strip()), "")
    first = found.strip().splitlines()[0] if found.strip() else ""
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1].rstrip() + "…"


def _common(
    record: Mapping[str, Any], realm_id: str, company: str, currency: str, terms: str
) -> dict[str, Any]:
    return {
        "key": f"{realm_id}:{record.get('Id', '')}",
        "realm_id": realm_id,
        "company": company,
        "currency": currency,
        "terms": terms,
    }


def _pieces(line: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    amount = Decimal(line.get("Amount") or 0)
    quantity = Decimal(dig(line, "SalesItemLineDetail.Qty") or 0)
    price = Decimal(dig(line, "SalesItemLineDetail.UnitPrice") or 0)
    is_whole = quantity > 0 and price >= 0 and EXACT.multiply(quantity, price) == amount
    return (quantity, price) if is_whole else (Decimal(1), amount)
