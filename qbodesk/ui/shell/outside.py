"""Addresses of records in the browser: HubSpot's and QuickBooks' own pages. Opens nothing.

HubSpot answers every record at `/contacts/{portal}/record/{type}/{id}` (hubspot-api, `url` of a record); QuickBooks'
`invoice?txnId=` is what its own pages link to and is documented nowhere.
"""

from urllib.parse import quote

_HUBSPOT_TYPES = {
    "contact": "0-1",
    "company": "0-2",
    "deal": "0-3",
    "product": "0-7",
    "quote": "0-14",
    "hubspot_invoice": "0-53",
}
_QUICKBOOKS_PAGES = {"invoice": "invoice?txnId={}", "customer": "customerdetail?nameId={}", "item": "items"}


def service_of(kind: str) -> str:
    """Whose record a kind is, as its people say it; "" for a kind neither shows."""
    if kind in _HUBSPOT_TYPES:
        return "HubSpot"
    return "QuickBooks" if kind in _QUICKBOOKS_PAGES else ""


def address_of(kind: str, remote_id: str, *, portal_id: str) -> str | None:
    """The page of a record; None for a kind without one or when the HubSpot account is not known."""
    safe = quote(remote_id, safe="")
    if kind in _HUBSPOT_TYPES and portal_id:
        return f"https://app.hubspot.com/contacts/{quote(portal_id, safe='')}/record/{_HUBSPOT_TYPES[kind]}/{safe}"
    if kind in _QUICKBOOKS_PAGES:
        return f"https://app.qbo.intuit.com/app/{_QUICKBOOKS_PAGES[kind].format(safe)}"
    return None
