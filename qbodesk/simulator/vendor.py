"""How each vendor's gateway words a refusal; decides about none (quickbooks-api.md §6, §7.1, hubspot-api.md §9)."""

from uuid import uuid4

from qbodesk.simulator.quickbooks import faults as quickbooks
from qbodesk.simulator.quickbooks import xml
from qbodesk.simulator.wire import Body, encode

Refusal = tuple[str, bytes, dict[str, str]]
"""Media type, body, headers."""

_BOOKS = "/v3/company/"
_INTUIT = (_BOOKS, "/oauth2/", "/v2/oauth2/", "/v1/openid_connect/", "/connect/", "/.well-known/")
_JSON, _HTML = "application/json", "text/html"
_OAUTH = {400: "invalid_grant", 401: "invalid_client", 403: "access_denied"}
# HubSpot's edge answers these itself, in HTML.
_EDGE = frozenset({414, 502, 503, 504, 521, 522, 523, 524, 525, 526, 530})
_CATEGORIES = {
    400: ("VALIDATION_ERROR", "Invalid input"),
    401: ("INVALID_AUTHENTICATION", "Authentication credentials not found."),
    403: ("MISSING_SCOPES", "This app hasn't been granted all required scopes to make this call."),
    404: ("OBJECT_NOT_FOUND", "resource not found"),
    409: ("CONFLICT", "conflict"),
    423: ("LOCKED", "The record is locked, try again later."),
    477: ("MIGRATION_IN_PROGRESS", "The account is being moved to another data centre."),
}
_WAITS = {423: "2", 477: "3600"}


def refusal(path: str, status: int, *, time: str) -> Refusal:
    """What a refusal looks like that happens before or after a request is handled."""
    if not path.startswith(_INTUIT):
        return _hubspot(status)
    headers = {"intuit_tid": f"1-{uuid4()}"}
    if not path.startswith(_BOOKS):
        error = _OAUTH.get(status, "server_error")
        # Throttled sign-in calls have been seen with an empty body only.
        return _JSON, b"" if status == 429 else encode({"error": error}), headers
    if status == 401:
        return _JSON, encode(quickbooks.bad_token().lower(0)), headers
    if status == 403:
        return _JSON, encode(quickbooks.wrong_realm().lower(0)), headers
    if status == 429:
        return "application/xml", xml.fault(quickbooks.throttled(), time), headers
    fault = quickbooks.Fault(
        "10000",
        "An application error has occurred while processing your request",
        "System Failure Error",
        status=status,
        kind="SystemFault",
    )
    return _JSON, encode(fault.accounting(time)), headers


def _hubspot(status: int) -> Refusal:
    headers = {"retry-after": _WAITS[status]} if status in _WAITS else {}
    if status in _EDGE:
        text = f"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
        return _HTML, text.encode(), headers
    if status == 429:
        limited = {"message": "You have reached your ten_secondly_rolling limit.", "errorType": "RATE_LIMIT"}
        return _JSON, encode(_body(limited | {"policyName": "TEN_SECONDLY_ROLLING"})), headers
    category, message = _CATEGORIES.get(status, ("INTERNAL_ERROR", "internal error"))
    return _JSON, encode(_body({"message": message, "category": category})), headers


def _body(said: dict[str, str]) -> Body:
    return {"status": "error", **said, "correlationId": str(uuid4())}
