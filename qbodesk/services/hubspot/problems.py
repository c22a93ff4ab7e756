"""Reads what HubSpot says when it refuses and raises our errors; repeats nothing.

Statuses and bodies: hubspot-api.md §9.2-9.3. Every field of a body is optional, and bodies may be HTML.
"""

import msgspec
from msgspec import Struct, field

from qbodesk.models.errors import (
    Duplicate,
    MissingReference,
    OutcomeUnknown,
    PermissionMissing,
    QboDeskError,
    RateLimited,
    RejectedByServer,
    ServerTrouble,
    SignInExpired,
)
from qbodesk.services.http.exchange import Answer
from qbodesk.services.http.trouble import UNREADABLE, facts

SERVICE = "HubSpot"

_DAY_LIMIT_PAUSE = 3600.0  # the portal's midnight is not in the answer: look again every hour
_SEARCH_PAUSE = 1.0
_GENERAL_PAUSE = 10.0
_MOVING_PAUSE = 3600.0


class _Detail(Struct, rename="camel"):
    message: str | None = None
    code: str | None = None
    context: dict[str, msgspec.Raw] = field(default_factory=dict)


class _Body(Struct, rename="camel"):
    message: str | None = None
    category: str | None = None
    sub_category: str | None = None
    policy_name: str | None = None
    correlation_id: str | None = None
    context: dict[str, msgspec.Raw] = field(default_factory=dict)
    errors: list[_Detail] = field(default_factory=list)


_body = msgspec.json.Decoder(_Body)
_names = msgspec.json.Decoder(list[str])


def judge(answer: Answer, writing: bool) -> None:
    """Returns for a good answer, raises our error for any other. For writes only a certain refusal is one."""
    if 200 <= answer.status < 300:
        return
    body = _read(answer)
    said = {
        **facts(SERVICE, _words(body), answer, body.category or ""),
        "tid": body.correlation_id or answer.headers.get("x-hubspot-correlation-id", ""),
    }
    match answer.status:
        case 401 | 530:  # the edge network answers a malformed token with 530 (§1.2)
            raise SignInExpired(**said)
        case 403:
            scopes = _scopes(body)
            raise PermissionMissing("SCOPES_MISSING" if scopes else None, **said, scopes=scopes)
        case 404:
            raise MissingReference("RECORD_GONE", **said)
        case 409:
            raise Duplicate(**said)
        case 423:
            raise ServerTrouble(**said)
        case 429:
            raise _too_many(answer, body, said)
        case 477:
            raise RateLimited("PORTAL_MOVING", after=answer.retry_after or _MOVING_PAUSE, **said)
        case status if status >= 500 or status == 408 or status < 400:
            raise (OutcomeUnknown if writing else ServerTrouble)(**said)
    raise _refused(body, said)


def _too_many(answer: Answer, body: _Body, said: dict[str, str]) -> QboDeskError:
    match body.policy_name:
        case "DAILY":
            return RateLimited("DAILY_LIMIT", after=answer.retry_after or _DAY_LIMIT_PAUSE, **said)
        case "SECONDLY":
            pause: float | None = _SEARCH_PAUSE
        case "TEN_SECONDLY_ROLLING":
            pause = _GENERAL_PAUSE
        case _:
            pause = None
    return RateLimited(after=answer.retry_after or pause, **said)


def _refused(body: _Body, said: dict[str, str]) -> QboDeskError:
    codes = {error.code for error in body.errors} | {body.category}
    if "PROPERTY_DOESNT_EXIST" in codes:
        return MissingReference("PROPERTY_GONE", **said)
    return RejectedByServer(**said)


def _read(answer: Answer) -> _Body:
    if not answer.content_type.endswith("json"):
        return _Body()  # HTML of the edge network says nothing to a user
    try:
        return _body.decode(answer.body)
    except UNREADABLE:
        return _Body()


def _words(body: _Body) -> str:
    """The reasons in detail, else the headline."""
    return "; ".join(error.message for error in body.errors if error.message) or body.message or ""


def _scopes(body: _Body) -> str:
    """The scopes HubSpot wants; the key varies, and they stand in the body or in its first error (§1.3)."""
    for context in (body.context, *(error.context for error in body.errors)):
        for key in ("requiredGranularScopes", "requiredScopes", "missingScopes"):
            try:
                return ", ".join(_names.decode(context[key]))
            except (KeyError, msgspec.DecodeError):
                continue
    return ""
