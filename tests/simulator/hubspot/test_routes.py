"""What every call has in common: token, scopes, limits, methods, content types, both path families."""

from typing import Any

import pytest

# The same calls in their dated and legacy forms (hubspot-api.md §0.2).
FAMILIES = [
    ("/crm/objects/2026-09/deals/301", "/crm/v3/objects/deals/301"),
    ("/crm/objects/2026-09/0-3/301", "/crm/v3/objects/deal/301"),
    ("/crm/objects/2026-03/deals", "/crm/v3/objects/deals/"),
    (
        "/crm/objects/2026-09/deals/301/associations/contacts",
        "/crm/v4/objects/deals/301/associations/contacts",
    ),
    ("/crm/lists/2026-09/search", "/crm/v3/lists/search"),
    ("/crm/limits/2026-09/custom-properties", "/crm/v3/limits/custom-properties"),
    ("/tax-rates/2026-09/tax-rates", "/tax-rates/v1/tax-rates"),
    ("/crm/properties/2026-09/deals", "/crm/v3/properties/deals"),
    ("/crm/owners/2026-09", "/crm/v3/owners/"),
    ("/crm/pipelines/2026-09/deals", "/crm/v3/pipelines/deals"),
    ("/account-info/2026-09/details", "/account-info/v3/details"),
    ("/settings/currencies/2026-09/company-currency", "/settings/v3/currencies/company-currency"),
]


@pytest.mark.parametrize(("dated", "legacy"), FAMILIES)
def test_both_path_families_answer_alike(hubspot: Any, dated: str, legacy: str) -> None:
    def ask(path: str) -> Any:
        return hubspot.post(path, {}) if path.endswith("/search") else hubspot.get(path)

    answer = ask(dated)
    assert answer
    assert answer == ask(legacy)


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic abc"])
def test_a_wrong_token_is_refused(hubspot: Any, header: str | None) -> None:
    hubspot.api.headers.pop("Authorization")
    headers = {"Authorization": header} if header else {}
    answer = hubspot.api.get("/crm/v3/objects/contacts", headers=headers)
    assert answer.status_code == 401
    body = answer.json()
    assert body["status"] == "error"
    assert body["category"] == "INVALID_AUTHENTICATION"
    assert len(body["correlationId"]) == 36


def test_a_missing_scope_names_itself(hubspot: Any) -> None:
    hubspot.portal.scopes = frozenset({"crm.objects.deals.read"})
    hubspot.get("/crm/v3/objects/deals")
    hubspot.post("/crm/v3/objects/deals/search", {})
    refused = hubspot.post("/crm/v3/objects/deals", {"properties": {}}, 403)
    assert refused["category"] == "MISSING_SCOPES"
    assert refused["context"]["requiredGranularScopes"] == ["crm.objects.deals.write"]
    refused = hubspot.post("/crm/v4/associations/deals/contacts/batch/read", {"inputs": []}, 403)
    assert refused["context"]["requiredGranularScopes"] == ["crm.objects.contacts.read"]
    hubspot.get("/account-info/v3/details")


@pytest.mark.parametrize(
    ("method", "path", "status", "category"),
    [
        ("GET", "/crm/v3/nothing", 404, "OBJECT_NOT_FOUND"),
        ("GET", "/crm/v3/objects/unicorns", 400, "VALIDATION_ERROR"),
        ("GET", "/crm/v3/objects/contacts/999", 404, "OBJECT_NOT_FOUND"),
        ("GET", "/crm/v3/objects/contacts/abc", 404, "OBJECT_NOT_FOUND"),
        ("PUT", "/crm/v3/objects/contacts", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/crm/v3/objects/contacts?limit=101", 400, "VALIDATION_ERROR"),
        ("GET", "/crm/v3/objects/contacts?after=%21%21", 400, "VALIDATION_ERROR"),
    ],
)
def test_errors_have_the_shape_of_hubspot(
    hubspot: Any, method: str, path: str, status: int, category: str
) -> None:
    answer = hubspot.api.request(method, path)
    assert answer.status_code == status
    assert answer.json()["status"] == "error"
    assert answer.json()["category"] == category


def test_bodies_must_be_json(hubspot: Any) -> None:
    path = "/crm/v3/objects/contacts"
    assert hubspot.api.post(path, content=b"{}", headers={"Content-Type": "text/plain"}).status_code == 415
    broken = hubspot.api.post(path, content=b"{", headers={"Content-Type": "application/json"})
    assert broken.status_code == 400
    assert hubspot.api.post(path, json=[1]).status_code == 400


def test_an_address_that_is_too_long_answers_html(hubspot: Any) -> None:
    answer = hubspot.api.get("/crm/v3/objects/contacts", params={"properties": "x" * 8200})
    assert answer.status_code == 414
    assert answer.headers["content-type"].startswith("text/html")


def limited(hubspot: Any) -> list[float]:
    """Switches the limits on and lets the test move their time."""
    moment = [1000.0]
    hubspot.portal.limits.timer = lambda: moment[0]
    hubspot.portal.limits_enabled = True
    return moment


def test_190_calls_in_ten_seconds(hubspot: Any) -> None:
    moment = limited(hubspot)
    first = hubspot.api.get("/account-info/v3/details")
    assert first.headers["X-HubSpot-RateLimit-Max"] == "190"
    assert first.headers["X-HubSpot-RateLimit-Remaining"] == "189"
    assert first.headers["X-HubSpot-RateLimit-Interval-Milliseconds"] == "10000"
    for _ in range(189):
        moment[0] += 0.01
        hubspot.get("/account-info/v3/details")
    refused = hubspot.api.get("/account-info/v3/details")
    assert refused.status_code == 429
    assert refused.json()["policyName"] == "TEN_SECONDLY_ROLLING"
    assert refused.json()["errorType"] == "RATE_LIMIT"
    assert refused.json()["message"] == "You have reached your ten_secondly_rolling limit."
    assert "category" not in refused.json()
    moment[0] = 1010.005
    hubspot.get("/account-info/v3/details")  # the first call left the window, the second has not
    hubspot.get("/account-info/v3/details", 429)


def test_searches_have_a_limit_of_their_own_and_no_headers(hubspot: Any) -> None:
    moment = limited(hubspot)
    for _ in range(5):
        answer = hubspot.api.post("/crm/v3/objects/contacts/search", json={})
        assert answer.status_code == 200
        assert not [name for name in answer.headers if "ratelimit" in name.lower()]
    refused = hubspot.search("contacts", status=429)
    assert refused["policyName"] == "SECONDLY"
    assert refused["message"] == "You have reached your secondly limit."
    answer = hubspot.api.get("/crm/v3/objects/contacts")
    assert answer.headers["X-HubSpot-RateLimit-Remaining"] == "189"
    moment[0] += 1
    hubspot.search("contacts")


def test_the_day_ends_at_midnight_of_the_portal(hubspot: Any) -> None:
    limited(hubspot)
    hubspot.portal.limits.per_day = 2
    usage = hubspot.get("/account-info/v3/api-usage/daily/private-apps")["results"][0]
    assert usage["currentUsage"] == 1
    assert usage["resetsAt"] == "2026-11-24T05:00:00.000Z"  # midnight in New York
    hubspot.get("/crm/v3/owners")
    assert hubspot.get("/crm/v3/owners", 429)["policyName"] == "DAILY"
    hubspot.clock.advance(17 * 3600 - 60)
    hubspot.get("/crm/v3/owners", 429)
    hubspot.clock.advance(60)
    hubspot.get("/crm/v3/owners")


def test_without_limits_a_client_is_told_not_to_pace(hubspot: Any) -> None:
    for _ in range(200):
        answer = hubspot.api.get("/account-info/v3/details")
        assert answer.status_code == 200
    assert int(answer.headers["X-HubSpot-RateLimit-Remaining"]) > 100_000


def test_every_write_is_told_once(hubspot: Any) -> None:
    made = hubspot.post("/crm/v3/objects/companies", {"properties": {"name": "Neu"}}, 201)
    hubspot.patch("/crm/v3/objects/companies/" + made["id"], {"properties": {"phone": "1"}})
    hubspot.patch("/crm/v3/objects/companies/" + made["id"], {"properties": {"nope": "1"}}, 400)
    hubspot.delete("/crm/v3/objects/companies/" + made["id"])
    hubspot.get("/crm/v3/objects/companies")
    assert hubspot.effects == [
        {"service": "hubspot", "type": "companies", "id": made["id"], "op": op}
        for op in ("create", "update", "archive")
    ]
