"""Quotes of the portal in each of their states, with their own copies of a deal's lines; picks no deals."""

from decimal import Decimal

from qbodesk.simulator.world.crm.account import TIMEZONE
from qbodesk.simulator.world.crm.draft import Draft, Properties, number
from qbodesk.simulator.world.crm.lines import add_lines
from qbodesk.simulator.world.story.shapes import QuoteState

# Days from today to the last valid day.
_VALID_DAYS: dict[QuoteState, int] = {
    "published": 21,
    "draft": 30,
    "pending": 30,
    # over in every time zone: yesterday here is still today in California for some hours
    "just expired": -2,
    "expired last month": -32,
    "accepted": 14,
}
_STATUS: dict[QuoteState, str] = {
    "draft": "DRAFT",
    "pending": "PENDING_APPROVAL",
    "accepted": "ACCEPTED",
}


def add_quote(
    draft: Draft,
    state: QuoteState,
    title: str,
    currency: str,
    amount: Decimal,
    lines: list[Properties],
    *,
    deal_id: str,
    contact_ids: list[str],
    company_id: str,
    owner: str,
    object_id: str = "",
) -> str:
    """A quote on one deal; published ones are locked and have links (hubspot-api.md §6)."""
    valid = _VALID_DAYS[state]
    age = max(2, 10 - valid) if valid < 0 else 3
    serial = object_id or str(draft.count("quotes") + 1)
    key = f"q{serial}"
    properties = {
        "hs_title": title,
        "hs_status": _STATUS.get(state, "APPROVAL_NOT_NEEDED"),
        "hs_expiration_date": draft.calendar.day(-valid),
        "hs_quote_amount": number(amount),
        "hs_quote_number": f"{draft.calendar.day(age).replace('-', '')}-{serial[-4:].zfill(4)}",
        "hs_currency": currency,
        "hs_language": "pl" if currency == "PLN" else "en",
        "hs_locale": {"PLN": "pl-pl", "GBP": "en-gb"}.get(currency, "en-us"),
        "hs_timezone": TIMEZONE,
        "hs_terms": "Prices are before tax.",
        "hubspot_owner_id": owner,
    }
    if state == "accepted":
        properties["hs_template_type"] = "CPQ_QUOTE"
    if state not in {"draft", "pending"}:
        properties |= {
            "hs_locked": "true",
            "hs_public_url_key": key,
            "hs_quote_link": f"https://quotes.agency-desk.example/{key}",
            "hs_pdf_download_link": f"https://quotes.agency-desk.example/{key}.pdf",
        }
    quote_id = draft.add("quotes", properties, age, object_id=object_id)
    draft.link("quotes", quote_id, "deals", [deal_id])
    draft.link("quotes", quote_id, "contacts", contact_ids[:1])
    draft.link("quotes", quote_id, "companies", [company_id] if company_id else [])
    add_lines(draft, "quotes", quote_id, lines, age)
    return quote_id
