"""What a deal in HubSpot says about its invoices, and which invoice says it; sends nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from qbodesk.models.domain.money import Money
from qbodesk.models.domain.stage import Stage
from qbodesk.models.errors import Problem

PROPERTY_KEYS = ("amount", "recipient", "number", "status", "due_date")


@dataclass(frozen=True, slots=True)
class LinkedInvoice:
    """An invoice of a deal. `updated_at` is QuickBooks' `LastUpdatedTime`, aware."""

    invoice_key: str
    total: Money
    recipient: str
    number: str
    stage: Stage
    due_date: date | None
    updated_at: datetime
    remote_id: str
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Writeback:
    """The values a deal should have (None: leave it alone), whose they are, and why nothing is written."""

    values: dict[str, str] | None
    owner: str | None
    skip: Problem | None


CLEARED: Mapping[str, str] = MappingProxyType(dict.fromkeys(PROPERTY_KEYS, ""))
"""The values of a deal whose last invoice was unlinked: HubSpot clears a property by an empty text."""


def owner(invoices: Iterable[LinkedInvoice]) -> LinkedInvoice | None:
    """The invoice the deal's properties speak of: the one last updated in QuickBooks, on a tie the higher id."""
    return max((one for one in invoices if not one.deleted), key=_recency, default=None)


def _recency(invoice: LinkedInvoice) -> tuple[datetime, int, str]:
    number = int(invoice.remote_id) if invoice.remote_id.isdecimal() else 0
    return invoice.updated_at, number, invoice.invoice_key


def property_values(invoice: LinkedInvoice) -> dict[str, str]:
    """The five values as HubSpot takes them: a plain decimal, the stage's value, an ISO date; empty for none."""
    return {
        "amount": invoice.total.plain,
        "recipient": invoice.recipient,
        "number": invoice.number,
        "status": invoice.stage.value,
        "due_date": invoice.due_date.isoformat() if invoice.due_date else "",
    }


def decide(invoices: Iterable[LinkedInvoice], portal_currency: str) -> Writeback:
    """What to write to a deal with these linked invoices.

    If the owning invoice is in another currency than the HubSpot account, nothing is written, and no other
    invoice takes its place silently (features E3). Only deleted invoices left: the values are cleared.
    """
    linked = tuple(invoices)
    speaking = owner(linked)
    if speaking is None:
        return Writeback(dict(CLEARED) if linked else None, None, None)
    currency = speaking.total.currency
    if currency != portal_currency:
        facts = {"number": speaking.number, "currency": currency, "portal_currency": portal_currency}
        return Writeback(None, speaking.invoice_key, Problem("CURRENCY_MISMATCH", facts))
    return Writeback(property_values(speaking), speaking.invoice_key, None)


def may_clear(
    held: Mapping[str, str | None], said: Iterable[Mapping[str, str]], *, written_by_us: bool
) -> bool:
    """Whether the values of a deal without invoices may be taken back from HubSpot.

    Only what speaks of an invoice taken off it (`said`: its property values), or what qbodesk wrote: a number another program
    keeps there must survive an invoice that was added by mistake and taken off again before anything was sent.
    """
    if not any(held.get(key) for key in PROPERTY_KEYS):
        return False
    return written_by_us or any(
        all(_same(key, values.get(key, ""), held.get(key) or "") for key in _TELLING) for values in said
    )


_TELLING = ("amount", "recipient", "number")
"""What tells one invoice from another; its status and due date change by themselves."""


def changed(
    values: Mapping[str, str], current: Mapping[str, str | None], names: Mapping[str, str]
) -> dict[str, str]:
    """The PATCH body: HubSpot property name to value, only where it differs from `current` (by property name).

    `names` maps PROPERTY_KEYS to property names; a key without a name is not kept in HubSpot.
    """
    return {
        names[key]: value
        for key, value in values.items()
        if key in names and not _same(key, value, current.get(names[key]) or "")
    }


def _same(key: str, ours: str, theirs: str) -> bool:
    if key == "amount":
        return _number(ours) == _number(theirs)
    if key == "due_date":
        return ours == _iso_date(theirs)
    return ours == theirs


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _iso_date(text: str) -> str:
    # A date property comes back as an ISO date, a datetime or milliseconds at UTC midnight, by API and age.
    if text.isdecimal() and len(text) > 8:
        return datetime.fromtimestamp(int(text) // 1000, UTC).date().isoformat()
    return text[:10]
