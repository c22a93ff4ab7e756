"""How each vendor's gateway words a refusal; decides about none."""

from qbodesk.simulator.quickbooks import faults as quickbooks
from qbodesk.simulator.quickbooks import xml
from qbodesk.simulator.wire import encode

_QUICKBOOKS = ("/v3/company/", "/oauth2/", "/v2/oauth2/")


def body(path: str, status: int, *, time: str) -> tuple[str, bytes]:
    """Media type and body of a refusal that happens before or after a request is handled."""
    if not path.startswith(_QUICKBOOKS):
        return "application/json", encode(_hubspot(status))
    if status == 401:
        return "application/json", encode(quickbooks.bad_token().lower(0))
    if status == 429:
        return "application/xml", xml.fault(quickbooks.throttled(), time)
    fault = quickbooks.Fault(
        "10000",
        "An application error has occurred while processing your request",
        "System Failure Error",
        status=status,
        kind="SystemFault",
    )
    return "application/json", encode(fault.accounting(time))


def _hubspot(status: int) -> dict[str, str]:
    if status == 429:
        return {
            "status": "error",
            "message": "You have reached your ten_secondly_rolling limit.",
            "errorType": "RATE_LIMIT",
            "policyName": "TEN_SECONDLY_ROLLING",
        }
    category = (
        "INVALID_AUTHENTICATION"
        if status == 401
        else "VALIDATION_ERROR"
        if status < 500
        else "INTERNAL_ERROR"
    )
    return {"status": "error", "message": "internal error", "category": category}
