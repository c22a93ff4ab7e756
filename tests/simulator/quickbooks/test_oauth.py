"""The token endpoint over real HTTP."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

BEARER, REVOKE = "/oauth2/v1/tokens/bearer", "/v2/oauth2/tokens/revoke"


@pytest.fixture
def http(simulator: Any) -> Iterator[httpx.Client]:
    known = simulator.connection
    with httpx.Client(
        base_url=simulator.url, auth=(known["client_id"], known["client_secret"]), timeout=10
    ) as found:
        yield found


def refresh(http: httpx.Client, token: str) -> httpx.Response:
    return http.post(BEARER, data={"grant_type": "refresh_token", "refresh_token": token})


def test_a_refreshed_token_works(http: httpx.Client, us: Any) -> None:
    answer = refresh(http, us.realm["refresh_token"])
    assert answer.status_code == 200
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("bearer", 3600)
    us.http.headers["Authorization"] = f"Bearer {body['access_token']}"
    assert us.get("preferences").status_code == 200


def test_expired_tokens_are_refreshed_and_rotated_by_the_clock(
    http: httpx.Client, us: Any, control: Any
) -> None:
    control.post("/clock", {"advance": 25 * 3600})
    assert us.get("preferences").status_code == 401
    new = refresh(http, us.realm["refresh_token"]).json()
    assert new["refresh_token"] != us.realm["refresh_token"]
    answer = refresh(http, us.realm["refresh_token"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    us.http.headers["Authorization"] = f"Bearer {new['access_token']}"
    assert us.get("preferences").status_code == 200


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "refresh_token", "refresh_token": "unknown"}, 400, "invalid_grant"),
        ({"grant_type": "refresh_token"}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_refusals(http: httpx.Client, form: dict[str, str], status: int, error: str) -> None:
    answer = http.post(BEARER, data=form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


@pytest.mark.parametrize("authorization", [None, "Basic !!!", "Basic aWQ6d3Jvbmc=", "Bearer x"])
def test_only_the_client_may_ask(simulator: Any, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    for path in (BEARER, REVOKE):
        answer = httpx.post(simulator.url + path, headers=headers)
        assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})


@pytest.mark.parametrize(
    "form", [{"json": {"token": ""}}, {"content": b"\xff"}, {"json": []}, {"data": {"t": 1}}]
)
def test_a_revocation_names_a_token(http: httpx.Client, form: Any) -> None:
    assert http.post(REVOKE, **form).status_code == 400


def test_revoking_with_a_form(http: httpx.Client, simulator: Any) -> None:
    realm = next(realm for realm in simulator.connection["realms"] if realm["country"] == "GB")
    assert http.post(REVOKE, data={"token": realm["access_token"]}).status_code == 200
    assert refresh(http, realm["refresh_token"]).json()["error"] == "invalid_grant"


def test_revoking(http: httpx.Client, simulator: Any) -> None:
    realm = next(realm for realm in simulator.connection["realms"] if realm["country"] == "PL")
    assert http.post(REVOKE, json={"token": realm["refresh_token"]}).content == b""
    assert refresh(http, realm["refresh_token"]).json()["error"] == "invalid_grant"
    assert http.post(REVOKE, json={"token": realm["refresh_token"]}).status_code == 400
