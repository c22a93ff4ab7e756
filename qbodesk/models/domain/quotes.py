"""HubSpot quotes and whether one may become an invoice (hubspot-api §6); reads no server."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qbodesk.models.errors import Problem


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote. `status` is `hs_status`; `link` is filled by publishing; `amount` is HubSpot's and may span years."""

    id: str
    title: str
    number: str
    status: str
    expires: date | None
    link: str
    currency: str
    locked: bool
    timezone: str
    amount: Decimal | None


_NOT_PUBLISHED = {"DRAFT": "QUOTE_DRAFT", "PENDING_APPROVAL": "QUOTE_PENDING", "REJECTED": "QUOTE_REJECTED"}


def usability(quote: Quote, today: date) -> Problem | None:
    """Why the quote cannot be invoiced on `today` (a date in the quote's time zone), or None when it can.

    Only published, unexpired quotes can; the day of expiry still counts. Statuses HubSpot may add are judged
    by their link alone.
    """
    facts = {"quote": quote.title or quote.number or quote.id}
    if quote.status in _NOT_PUBLISHED:
        return Problem(_NOT_PUBLISHED[quote.status], facts)
    if not quote.link:
        return Problem("QUOTE_UNPUBLISHED", facts)
    if quote.expires is not None and quote.expires < today:
        return Problem("QUOTE_EXPIRED", {**facts, "date": quote.expires.isoformat()})
    return None
