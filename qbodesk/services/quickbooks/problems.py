"""Reads what QuickBooks says when it refuses, in all its body shapes, and raises our errors; repeats nothing.

Shapes and codes: quickbooks-api.md §7. The same code means the same thing whatever the shape and the HTTP status.
"""

import html
import re
from typing import NamedTuple

import msgspec
from msgspec import Struct, field

from qbodesk.models.errors import (
    Duplicate,
    MissingReference,
    OutcomeUnknown,
    PermissionMissing,
    Postponed,
    QboDeskError,
    RateLimited,
    RejectedByServer,
    ServerTrouble,
    SignInExpired,
    StaleObject,
)
from qbodesk.services.http.exchange import Answer
from qbodesk.services.http.trouble import UNREADABLE, facts

SERVICE = "QuickBooks"


class Fault(NamedTuple):
    """One refusal: code without leading zeros, QuickBooks' own words, the kind of fault."""

    code: str
    text: str
    kind: str


# Everything not listed is a certain refusal with QuickBooks' own words.
_MEANING: dict[str, tuple[type[QboDeskError], str | None]] = {
    "100": (SignInExpired, None),
    "110": (SignInExpired, None),
    "3200": (SignInExpired, None),
    "3202": (SignInExpired, None),
    "120": (PermissionMissing, "QUICKBOOKS_ACCESS_LOST"),
    "130": (PermissionMissing, "QUICKBOOKS_WRONG_COMPANY"),
    "3100": (PermissionMissing, "QUICKBOOKS_WRONG_COMPANY"),
    "6190": (PermissionMissing, "SUBSCRIPTION_LAPSED"),
    "7001": (PermissionMissing, "SUBSCRIPTION_LAPSED"),
    "3001": (RateLimited, None),
    "140": (ServerTrouble, None),
    "150": (ServerTrouble, None),
    # The key was used before and the stored answer is gone: only a look-up can tell.
    "600": (OutcomeUnknown, None),
    "610": (MissingReference, None),
    "2500": (MissingReference, None),
    "4000": (RejectedByServer, "QUERY_REFUSED"),
    "4001": (RejectedByServer, "QUERY_REFUSED"),
    "5010": (StaleObject, None),
    "6140": (Duplicate, "DOCNUMBER_TAKEN"),
    "6240": (Duplicate, "DISPLAYNAME_TAKEN"),
    "6200": (RejectedByServer, "PERIOD_CLOSED"),
    "6210": (RejectedByServer, "PERIOD_CLOSED"),
}


_SERVICE_DATE = re.compile(r"service date", re.IGNORECASE)
"""Its code is not documented; HubSpot's help quotes the words (features.md Q26)."""


_NAME_LOCK = re.compile(r"one name at a time", re.IGNORECASE)
"""As little documented: somebody else is saving a customer, vendor or item (quoted by other products' help, features.md §2.5)."""


def judge(answer: Answer, writing: bool) -> None:
    """Returns for a good answer, raises our error for any other. For writes only a certain refusal is one."""
    fault = read_fault(answer)
    if answer.status == 200 and fault is None:
        return
    said = facts(SERVICE, fault.text if fault else "", answer, fault.code if fault else "")
    if writing and _no_verdict(answer, fault):
        raise OutcomeUnknown(**said)
    kind, code = _meaning(answer, fault)
    if code is None and kind is RejectedByServer and fault is not None and _SERVICE_DATE.search(fault.text):
        code = "SERVICE_DATE_REQUIRED"
    if kind is RejectedByServer and fault is not None and _NAME_LOCK.search(fault.text):
        raise Postponed("NAME_LOCK", **said)
    if issubclass(kind, RateLimited):
        raise kind(code, after=answer.retry_after, **said)
    raise kind(code, **said)


def read_fault(answer: Answer) -> Fault | None:
    """The refusal an answer carries, also one hidden in a 200; None when it carries none we can read."""
    if answer.content_type.endswith("json") or answer.body.lstrip()[:1] == b"{":
        return _json_fault(answer)
    if answer.status != 200 or answer.content_type.endswith("xml"):
        return _xml_fault(answer.body)
    return None


def _no_verdict(answer: Answer, fault: Fault | None) -> bool:
    """Whether the server broke down instead of answering: a write may have been carried out all the same."""
    if answer.status >= 500 or answer.status == 408:
        return True
    return answer.status < 400 if fault is None else fault.kind == "SystemFault"


def _meaning(answer: Answer, fault: Fault | None) -> tuple[type[QboDeskError], str | None]:
    if fault is not None and fault.code in _MEANING:
        return _MEANING[fault.code]
    match answer.status:
        case 401:
            return SignInExpired, None
        case 403:
            return PermissionMissing, None
        case 429:
            return RateLimited, None
    return (ServerTrouble if _no_verdict(answer, fault) else RejectedByServer), None


class _Error(Struct):
    message: str | None = field(default=None, name="Message")
    detail: str | None = field(default=None, name="Detail")
    code: str | int | None = None


class _Fault(Struct):
    errors: list[_Error] = field(default_factory=list, name="Error")
    type: str | None = None


class _GatewayError(Struct):
    message: str | None = None
    detail: str | None = None
    code: str | int | None = None


class _GatewayFault(Struct):
    errors: list[_GatewayError] = field(default_factory=list, name="error")
    type: str | None = None


class _Body(Struct):
    fault: _Fault | None = field(default=None, name="Fault")
    gateway: _GatewayFault | None = field(default=None, name="fault")
    error: str | None = None
    error_description: str | None = None


_body = msgspec.json.Decoder(_Body)


def _json_fault(answer: Answer) -> Fault | None:
    if answer.status == 200 and b'ault"' not in answer.body[:200]:
        return None  # spares reading every good page twice: a fault stands at the very beginning
    try:
        body = _body.decode(answer.body)
    except UNREADABLE:
        return None
    fault = body.fault or body.gateway
    if fault is None:
        return Fault("", body.error_description or body.error, "") if body.error else None
    found = [(_code(error.code), error.detail or error.message or "") for error in fault.errors]
    return _first(found, fault.type or "")


_XML_ERROR = re.compile(rb'<Error\b[^>]*?code="(\w+)"[^>]*>(.*?)</Error>', re.DOTALL)
_XML_TEXT = re.compile(rb"<(Detail|Message)\b[^>]*>(.*?)</\1>", re.DOTALL)
_XML_KIND = re.compile(rb'<Fault\b[^>]*?type="(\w+)"')


def _xml_fault(body: bytes) -> Fault | None:
    # Patterns instead of a parser: three known tags, and nothing in a foreign body gets expanded.
    found = []
    for code, inner in _XML_ERROR.findall(body[:100_000]):
        texts = {
            tag: html.unescape(text.decode("utf-8", "replace")).strip()
            for tag, text in _XML_TEXT.findall(inner)
        }
        found.append((_code(code.decode()), texts.get(b"Detail") or texts.get(b"Message") or ""))
    kind = _XML_KIND.search(body)
    return _first(found, kind[1].decode() if kind else "") if found else None


def _first(found: list[tuple[str, str]], kind: str) -> Fault:
    """Several errors in one fault become one: the first whose code we know decides, all their words are kept."""
    code = next((code for code, _text in found if code in _MEANING), found[0][0] if found else "")
    return Fault(code, "; ".join(text for _code, text in found if text), kind)


def _code(code: str | int | None) -> str:
    return str(code or "").lstrip("0")
