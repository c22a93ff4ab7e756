"""Signing in at HubSpot: the page, both families of token endpoints, keys with scopes; over real HTTP."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from qbodesk.simulator.options import Options
from qbodesk.simulator.server import Running, running

CALLBACK = "http://localhost:3000/oauth-callback"
SCOPES = "oauth crm.objects.contacts.read"
CONTACTS = "/crm/objects/2026-09/contacts"


@dataclass
class Desk:
    """An app, the portal it connects to, and the control API."""

    http: httpx.Client
    control: httpx.Client
    app: dict[str, Any]
    portal: int

    def keys(self) -> dict[str, str]:
        return {name: self.app[name] for name in ("client_id", "client_secret")}

    def tell(self, path: str, body: Any) -> Any:
        answer = self.control.post(path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def asked(self, **change: str) -> dict[str, str]:
        asked = {"client_id": self.app["client_id"], "redirect_uri": CALLBACK, "scope": SCOPES, "state": "s1"}
        return asked | change

    def agree(self, answer: str = "connect", **change: str) -> dict[str, str]:
        """What arrives at the callback."""
        form = self.asked(**change) | {"answer": answer, "account": str(self.portal)}
        place = urlsplit(self.http.post("/oauth/authorize", data=form).headers["location"])
        assert place._replace(query="").geturl() == CALLBACK
        return {name: values[0] for name, values in parse_qs(place.query).items()}

    def trade(self, code: str, version: str = "2026-09", **more: str) -> httpx.Response:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
        return self.http.post(f"/oauth/{version}/token", data=form | self.keys() | more)

    def refresh(self, token: str, version: str = "2026-09") -> httpx.Response:
        form = {"grant_type": "refresh_token", "refresh_token": token}
        return self.http.post(f"/oauth/{version}/token", data=form | self.keys())

    def call(self, token: str, path: str = CONTACTS) -> httpx.Response:
        return self.http.get(path, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture(scope="module")
def simulator() -> Iterator[Running]:
    with running(Options(scenario="empty", realms=("GB",))) as found:
        yield found


@pytest.fixture
def desk(simulator: Running) -> Iterator[Desk]:
    facts = simulator.connection
    with (
        httpx.Client(base_url=simulator.url, timeout=10) as http,
        httpx.Client(base_url=facts["control_url"], timeout=10) as control,
    ):
        made = control.post("/apps", json={"service": "hubspot", "redirect_uris": [CALLBACK]}).json()
        yield Desk(http, control, made, facts["portal_id"])
        control.post("/consent", json={"answer": "ask"})
        control.post("/clock", json={"freeze": False})


def test_from_the_page_to_the_first_call(desk: Desk) -> None:
    shown = desk.http.get("/oauth/authorize", params=desk.asked())
    assert (shown.status_code, f'value="{desk.portal}"' in shown.text) == (200, True)
    assert desk.http.get(f"/oauth/{desk.portal}/authorize", params=desk.asked()).status_code == 200
    back = desk.agree()
    assert back["state"] == "s1"
    tokens = desk.trade(back["code"]).json()
    assert tokens | {"access_token": "", "refresh_token": ""} == {
        "token_type": "bearer",
        "access_token": "",
        "refresh_token": "",
        "expires_in": 1800,
        "hub_id": desk.portal,
        "user_id": 101,
        "scopes": SCOPES.split(),
    }
    answer = desk.call(tokens["access_token"])
    assert answer.status_code == 200
    assert "x-hubspot-ratelimit-max" in answer.headers
    assert "x-hubspot-ratelimit-daily" not in answer.headers  # not with OAuth


@pytest.mark.parametrize("version", ["v1", "v3", "2026-03", "2026-09"])
def test_every_version_of_the_token_endpoint(desk: Desk, version: str) -> None:
    tokens = desk.trade(desk.agree()["code"], version).json()
    again = desk.refresh(tokens["refresh_token"], version).json()
    assert again["refresh_token"] == tokens["refresh_token"]
    assert again["access_token"] != tokens["access_token"]
    assert ("hub_id" in again) == (version != "v1")
    assert (
        desk.call(again["access_token"]).status_code == desk.call(tokens["access_token"]).status_code == 200
    )


def test_there_are_no_other_versions(desk: Desk) -> None:
    for path in ("/oauth/v9/token", "/oauth/v9/token/revoke", "/oauth/v1/token/introspect"):
        assert desk.http.post(path, data=desk.keys()).status_code == 404


def test_half_an_hour_by_the_simulator_s_clock(desk: Desk) -> None:
    desk.tell("/clock", {"freeze": True})
    tokens = desk.trade(desk.agree()["code"]).json()
    desk.tell("/clock", {"advance": 1799})
    assert desk.call(tokens["access_token"]).status_code == 200
    desk.tell("/clock", {"advance": 8})
    answer = desk.call(tokens["access_token"])
    assert (answer.status_code, answer.json()["category"]) == (401, "EXPIRED_AUTHENTICATION")
    assert "expired 7 second(s) ago" in answer.json()["message"]
    assert desk.call(desk.refresh(tokens["refresh_token"]).json()["access_token"]).status_code == 200


def test_refusing(desk: Desk) -> None:
    back = desk.agree("refuse")
    assert (back["error"], back["state"], "code" in back) == ("access_denied", "s1", False)


def test_optional_scopes_are_given_where_there_are_any(desk: Desk) -> None:
    back = desk.agree(
        scope="crm.objects.deals.read", optional_scope="crm.lists.read no.such.scope crm.lists.read"
    )
    assert desk.trade(back["code"]).json()["scopes"] == ["oauth", "crm.objects.deals.read", "crm.lists.read"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"client_id": "nobody"}, "client ID"),
        ({"redirect_uri": "http://localhost:3001/oauth-callback"}, "redirect URL"),
        ({"scope": "contacts"}, "scopes are invalid: contacts"),
        ({"scope": ""}, "scopes are invalid"),
    ],
)
def test_what_is_wrong_with_the_link_is_told_on_a_page(desk: Desk, change: dict[str, str], says: str) -> None:
    form = desk.asked(**change)
    for answer in (
        desk.http.get("/oauth/authorize", params=form),
        desk.http.post("/oauth/authorize", data=form | {"answer": "connect", "account": str(desk.portal)}),
    ):
        assert (answer.status_code, "location" in answer.headers) == (400, False)
        assert says in answer.text


def test_another_account_asks_again_and_the_control_api_answers_for_an_absent_person(desk: Desk) -> None:
    form = desk.asked() | {"answer": "connect", "account": "1"}
    assert desk.http.post("/oauth/authorize", data=form).status_code == 200
    desk.tell("/consent", {"service": "hubspot", "answer": "connect"})
    assert "code=" in desk.http.get("/oauth/authorize", params=desk.asked()).headers["location"]
    desk.tell("/consent", {"answer": "refuse"})
    assert "access_denied" in desk.http.get("/oauth/authorize", params=desk.asked()).headers["location"]


def test_refusals_of_the_token_endpoint(desk: Desk) -> None:
    code = desk.agree()["code"]
    cases: list[tuple[dict[str, str], str, str]] = [
        ({"grant_type": "password"}, "unsupported_grant_type", "BAD_GRANT_TYPE"),
        ({"client_id": "nobody"}, "invalid_client", "BAD_CLIENT_ID"),
        ({"client_secret": "wrong"}, "invalid_client", "BAD_CLIENT_SECRET"),
        ({"redirect_uri": CALLBACK + "/"}, "invalid_grant", "BAD_REDIRECT_URI"),
        ({"code": "unknown"}, "invalid_grant", "BAD_AUTH_CODE"),
    ]
    for change, error, status in cases:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
        answer = desk.http.post("/oauth/2026-09/token", data=form | desk.keys() | change)
        assert (answer.status_code, answer.json()["error"], answer.json()["status"]) == (400, error, status)
    body = desk.refresh("unknown").json()
    assert (body["error"], body["status"]) == ("invalid_grant", "BAD_REFRESH_TOKEN")
    assert body["message"] == body["error_description"] == "refresh token is invalid, expired or revoked"
    in_query = desk.http.post("/oauth/2026-09/token", params=desk.keys() | {"grant_type": "refresh_token"})
    assert in_query.json()["status"] == "BAD_GRANT_TYPE"  # the body alone counts
    assert desk.trade(code).status_code == 200


def test_a_code_is_good_once_and_for_ten_minutes(desk: Desk) -> None:
    code = desk.agree()["code"]
    tokens = desk.trade(code).json()
    assert desk.trade(code).json()["status"] == "BAD_AUTH_CODE"
    assert desk.call(tokens["access_token"]).status_code == 401
    desk.tell("/clock", {"freeze": True})
    code = desk.agree()["code"]
    desk.tell("/clock", {"advance": 600})
    assert desk.trade(code).json()["status"] == "BAD_AUTH_CODE"


def test_a_challenge_wants_its_verifier(desk: Desk) -> None:
    challenge = urlsafe_b64encode(sha256(b"verifier").digest()).decode().rstrip("=")
    for verifier, status in (("", 400), ("other", 400), ("verifier", 200)):
        code = desk.agree(code_challenge=challenge)["code"]
        assert desk.trade(code, code_verifier=verifier).status_code == status


@pytest.mark.parametrize("version", ["v3", "2026-03", "2026-09"])
@pytest.mark.parametrize("name", ["token", "access_token"])
def test_introspection(desk: Desk, version: str, name: str) -> None:
    tokens = desk.trade(desk.agree()["code"]).json()
    path = f"/oauth/{version}/token/introspect"
    found = desk.http.post(path, data=desk.keys() | {name: tokens["access_token"]}).json()
    assert (found["active"], found["hub_id"], found["token_use"]) == (True, desk.portal, "access_token")
    assert 0 < found["expires_in"] <= 1800
    assert found["scopes"] == SCOPES.split()
    found = desk.http.post(path, data=desk.keys() | {"refresh_token": tokens["refresh_token"]}).json()
    assert (found["active"], found["token_use"], found["client_id"]) == (
        True,
        "refresh_token",
        desk.app["client_id"],
    )
    assert desk.http.post(path, data=desk.keys() | {"token": "x"}).json() == {"active": False}
    assert desk.http.post(path, data={"token": "x"}).json()["status"] == "BAD_CLIENT_ID"


def test_information_of_version_1(desk: Desk) -> None:
    tokens = desk.trade(desk.agree()["code"]).json()
    access = desk.http.get(f"/oauth/v1/access-tokens/{tokens['access_token']}").json()
    assert (access["token_type"], access["hub_id"], access["scopes"]) == (
        "access",
        desk.portal,
        SCOPES.split(),
    )
    refresh = desk.http.get(f"/oauth/v1/refresh-tokens/{tokens['refresh_token']}").json()
    assert (refresh["token_type"], refresh["client_id"]) == ("refresh", desk.app["client_id"])
    for kind in ("access", "refresh"):
        assert desk.http.get(f"/oauth/v1/{kind}-tokens/unknown").status_code == 404


def _revoked(desk: Desk, token: str) -> int:
    return desk.http.post("/oauth/2026-09/token/revoke", data=desk.keys() | {"token": token}).status_code


def _deleted(desk: Desk, token: str) -> int:
    return desk.http.delete(f"/oauth/v1/refresh-tokens/{token}").status_code


@pytest.mark.parametrize(("ended", "status"), [(_revoked, 200), (_deleted, 204)])
def test_a_revoked_refresh_token_leaves_the_access_token(
    desk: Desk, ended: Callable[[Desk, str], int], status: int
) -> None:
    tokens = desk.trade(desk.agree()["code"]).json()
    assert ended(desk, tokens["refresh_token"]) == status
    assert desk.refresh(tokens["refresh_token"]).json()["status"] == "BAD_REFRESH_TOKEN"
    assert desk.call(tokens["access_token"]).status_code == 200
    assert ended(desk, "unknown") == status


def test_uninstalling_ends_everything(desk: Desk) -> None:
    tokens = desk.trade(desk.agree()["code"]).json()
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    path = "/appinstalls/v3/external-install"
    assert desk.http.delete(path).status_code == 401
    assert desk.http.delete(path, headers=headers).status_code == 204
    assert desk.call(tokens["access_token"]).json()["category"] == "INVALID_AUTHENTICATION"
    assert desk.refresh(tokens["refresh_token"]).status_code == 400


def test_somebody_takes_the_app_out_of_the_account(desk: Desk) -> None:
    tokens = desk.trade(desk.agree()["code"]).json()
    [grant] = [
        each for each in desk.control.get("/grants").json() if each["client_id"] == desk.app["client_id"]
    ]
    assert (grant["service"], grant["portal_id"]) == ("hubspot", desk.portal)
    desk.control.delete(f"/grants/{grant['id']}").raise_for_status()
    assert desk.call(tokens["access_token"]).status_code == 401
    assert desk.refresh(tokens["refresh_token"]).status_code == 400


def test_tokens_expire_and_rotate_on_demand(desk: Desk) -> None:
    tokens = desk.trade(desk.agree()["code"]).json()
    desk.tell("/tokens/expire", {"service": "hubspot"})
    assert desk.call(tokens["access_token"]).json()["category"] == "EXPIRED_AUTHENTICATION"
    desk.tell("/tokens/lives", {"hubspot_rotates": True})
    new = desk.refresh(tokens["refresh_token"]).json()["refresh_token"]
    assert desk.refresh(tokens["refresh_token"]).status_code == 400
    desk.tell("/tokens/lives", {"hubspot_rotates": False})
    desk.tell("/tokens/expire", {"service": "hubspot", "refresh": True})
    assert desk.refresh(new).json()["status"] == "BAD_REFRESH_TOKEN"


def test_a_missing_scope_is_named(desk: Desk) -> None:
    token = desk.trade(desk.agree()["code"]).json()["access_token"]
    answer = desk.call(token, "/crm/v3/objects/deals")
    assert (answer.status_code, answer.json()["category"]) == (403, "MISSING_SCOPES")
    assert answer.json()["context"]["requiredGranularScopes"] == ["crm.objects.deals.read"]
    made = desk.http.post(CONTACTS, json={"properties": {}}, headers={"Authorization": f"Bearer {token}"})
    assert made.json()["context"]["requiredGranularScopes"] == ["crm.objects.contacts.write"]


def test_keys_have_scopes_a_rotation_with_seven_days_and_an_end(desk: Desk) -> None:
    day = 24 * 3600
    key = desk.tell("/hubspot/keys", {"name": "Desk", "scopes": ["crm.objects.contacts.read"]})
    assert desk.call(key["token"]).headers["x-hubspot-ratelimit-daily"]
    assert desk.call(key["token"], "/crm/v3/objects/deals").status_code == 403
    info = "/oauth/v2/private-apps/get/access-token-info"
    about = desk.http.post(info, json={"tokenKey": key["token"]}).json()
    assert (about["hubId"], about["scopes"]) == (desk.portal, ["crm.objects.contacts.read"])
    desk.tell("/clock", {"freeze": True})
    new = desk.tell(f"/hubspot/keys/{key['token']}/rotate", {})
    desk.tell("/clock", {"advance": 7 * day - 1})
    assert desk.call(key["token"]).status_code == desk.call(new["token"]).status_code == 200
    desk.tell("/clock", {"advance": 1})
    assert (desk.call(key["token"]).status_code, desk.call(new["token"]).status_code) == (401, 200)
    assert desk.http.post(info, json={"tokenKey": key["token"]}).status_code == 404
    assert desk.http.post(info, content=b"{").status_code == 400
    assert new["token"] in {each["token"] for each in desk.control.get("/hubspot/keys").json()}
    desk.control.delete(f"/hubspot/keys/{new['token']}").raise_for_status()
    assert desk.call(new["token"]).status_code == 401
    assert desk.control.post("/hubspot/keys/unknown/rotate", json={}).status_code == 400


def test_the_keys_of_the_first_line_belong_to_an_app(desk: Desk, simulator: Running) -> None:
    facts = simulator.connection
    register = f"/apps/{facts['hubspot_client_id']}/redirects"
    desk.app = desk.tell(register, {"redirect_uris": [CALLBACK]})
    assert desk.app["client_secret"] == facts["hubspot_client_secret"]
    assert desk.trade(desk.agree()["code"]).status_code == 200
    assert desk.control.post("/apps/nobody/redirects", json={"redirect_uris": []}).status_code == 400
    services = [app["service"] for app in desk.control.get("/apps").json()]
    assert {"quickbooks", "hubspot"} == set(services)
