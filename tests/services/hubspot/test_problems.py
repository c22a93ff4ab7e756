"""Every refusal of HubSpot becomes the one error it means, whatever its body is like."""

import json
from typing import Any

import httpx
import pytest

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
from qbodesk.models.problem_texts import TEXTS
from qbodesk.services.http.exchange import Answer
from qbodesk.services.hubspot.problems import judge

JSON = {"content-type": "application/json;charset=utf-8"}
HTML = {"content-type": "text/html"}


def raised(
    status: int, body: Any, *, writing: bool = True, headers: dict[str, str] | None = None
) -> QboDeskError:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(QboDeskError) as caught:
        judge(Answer(status, httpx.Headers(headers or JSON), content), writing)
    assert caught.value.code in TEXTS
    assert caught.value.problem.facts["service"] == "HubSpot"
    return caught.value


@pytest.mark.parametrize("status", [400, 403, 429, 500])
def test_a_refusal_nested_without_end_is_judged_by_its_status(status: int) -> None:
    assert raised(status, b'{"context":' * 100_000).code in TEXTS


@pytest.mark.parametrize("writing", [False, True])
@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (400, RejectedByServer, "REJECTED"),
        (401, SignInExpired, "SIGN_IN_EXPIRED"),
        (530, SignInExpired, "SIGN_IN_EXPIRED"),
        (403, PermissionMissing, "PERMISSION_MISSING"),
        (404, MissingReference, "RECORD_GONE"),
        (409, Duplicate, "DUPLICATE"),
        (414, RejectedByServer, "REJECTED"),
        (423, ServerTrouble, "SERVER_TROUBLE"),
        (429, RateLimited, "RATE_LIMITED"),
        (477, RateLimited, "PORTAL_MOVING"),
    ],
)
def test_certain_answers(status: int, error: type[QboDeskError], code: str, writing: bool) -> None:
    for body, headers in (
        ({"message": "why", "correlationId": "c-1"}, JSON),
        (b"<html>", HTML),
        (b"{", JSON),
    ):
        found = raised(status, body, writing=writing, headers=headers)
        assert type(found) is error
        assert found.code == code
    told = raised(status, {"message": "why", "correlationId": "c-1"}, writing=writing)
    assert (told.problem.facts["server_text"], told.problem.facts["tid"]) == ("why", "c-1")


@pytest.mark.parametrize("status", [307, 408, 500, 502, 503, 504, 521, 526])
def test_a_breakdown_leaves_a_write_unknown(status: int) -> None:
    assert type(raised(status, b"<html>", writing=True, headers=HTML)) is OutcomeUnknown
    assert type(raised(status, b"<html>", writing=False, headers=HTML)) is ServerTrouble


@pytest.mark.parametrize(
    ("policy", "header", "code", "after"),
    [
        ("TEN_SECONDLY_ROLLING", None, "RATE_LIMITED", 10.0),
        ("SECONDLY", None, "RATE_LIMITED", 1.0),
        ("SECONDLY", "4", "RATE_LIMITED", 4.0),
        ("DAILY", None, "DAILY_LIMIT", 3600.0),
        (None, None, "RATE_LIMITED", None),
    ],
)
def test_how_long_to_wait(policy: str | None, header: str | None, code: str, after: float | None) -> None:
    headers = {**JSON, **({"retry-after": header} if header else {})}
    body = {"status": "error", "message": "limit", "errorType": "RATE_LIMIT", "policyName": policy}
    found = raised(429, body, headers=headers)
    assert isinstance(found, RateLimited)
    assert (found.code, found.after) == (code, after)


@pytest.mark.parametrize(
    "body",
    [
        {"context": {"requiredGranularScopes": ["crm.a", "crm.b"]}},
        {"context": {"missingScopes": ["crm.a", "crm.b"]}},
        {"context": {}, "errors": [{"message": "m", "context": {"requiredScopes": ["crm.a", "crm.b"]}}]},
    ],
)
def test_missing_scopes_are_named(body: dict[str, Any]) -> None:
    found = raised(403, {"category": "MISSING_SCOPES", "message": "no", **body})
    assert isinstance(found, PermissionMissing)
    assert found.code == "SCOPES_MISSING"
    assert "crm.a, crm.b" in str(found)


def test_reasons_in_detail_come_first() -> None:
    body = {
        "message": "Property values were not valid: [...]",
        "category": "VALIDATION_ERROR",
        "errors": [
            {
                "message": "amount was not a number",
                "code": "INVALID_INTEGER",
                "context": {"propertyName": ["amount"]},
            },
            {"message": "stage is no option", "code": "INVALID_OPTION"},
        ],
    }
    found = raised(400, body)
    assert type(found) is RejectedByServer
    assert found.problem.facts["server_text"] == "amount was not a number; stage is no option"
    assert found.problem.facts["server_code"] == "VALIDATION_ERROR"


def test_a_property_that_is_gone_can_be_told_from_other_mistakes() -> None:
    body = {
        "category": "VALIDATION_ERROR",
        "errors": [{"message": "no qbo_x", "code": "PROPERTY_DOESNT_EXIST"}],
    }
    found = raised(400, body)
    assert isinstance(found, MissingReference)
    assert found.code == "PROPERTY_GONE"


@pytest.mark.parametrize("status", [200, 201, 204, 207])
def test_good_answers_pass(status: int) -> None:
    judge(Answer(status, httpx.Headers(JSON), b'{"errors":[]}'), writing=True)
