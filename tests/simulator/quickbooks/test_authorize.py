"""Connecting a company as a browser and an app do it together, over real HTTP."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

CALLBACK = "http://localhost:8765/callback"
BEARER = "/oauth2/v1/tokens/bearer"
ACCOUNTING = "com.intuit.quickbooks.accounting"


class Form(HTMLParser):
    """The fields a browser would send, and the choices it offers."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.choices: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given["type"] == "hidden":
            self.fields[given["name"]] = given["value"]
        if tag == "input" and given["type"] == "radio":
            self.choices.append(given["value"])


@dataclass
class Browser:
    """An app with keys of its own and somebody in front of its browser."""

    http: httpx.Client
    app: dict[str, Any]

    def asked(self, **change: str | None) -> dict[str, str]:
        asked = {
            "client_id": self.app["client_id"],
            "response_type": "code",
            "scope": ACCOUNTING,
            "redirect_uri": CALLBACK,
            "state": "s t&1",
        }
        return {name: value for name, value in (asked | change).items() if value is not None}

    def visit(self, **change: str | None) -> httpx.Response:
        return self.http.get("/connect/oauth2", params=self.asked(**change))

    def choose(self, answer: str, account: str = "", **change: str | None) -> dict[str, str]:
        """What arrives at the callback."""
        form = Form(self.visit(**change).text)
        sent = self.http.post("/connect/oauth2", data=form.fields | {"answer": answer, "account": account})
        assert sent.status_code == 302, sent.text
        place = urlsplit(sent.headers["location"])
        assert place._replace(query="").geturl() == CALLBACK
        return {name: values[0] for name, values in parse_qs(place.query).items()}

    def trade(self, code: str, redirect_uri: str = CALLBACK) -> httpx.Response:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        return self.http.post(BEARER, data=form, auth=(self.app["client_id"], self.app["client_secret"]))

    def refresh(self, token: str) -> httpx.Response:
        form = {"grant_type": "refresh_token", "refresh_token": token}
        return self.http.post(BEARER, data=form, auth=(self.app["client_id"], self.app["client_secret"]))


@pytest.fixture
def browser(simulator: Any, control: Any) -> Iterator[Browser]:
    app = control.post("/apps", {"service": "quickbooks", "redirect_uris": [CALLBACK]})
    with httpx.Client(base_url=simulator.url, timeout=10) as http:
        yield Browser(http, app)
    control.post("/consent", {"answer": "ask"})


@pytest.fixture
def realm(simulator: Any) -> str:
    return str(simulator.connection["realms"][1]["realm_id"])


def test_from_the_page_to_the_first_call(browser: Browser, realm: str, simulator: Any) -> None:
    shown = browser.visit()
    assert (shown.status_code, shown.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert Form(shown.text).choices == [each["realm_id"] for each in simulator.connection["realms"]]
    back = browser.choose("connect", realm)
    assert (back["state"], back["realmId"]) == ("s t&1", realm)
    tokens = browser.trade(back["code"]).json()
    assert (tokens["expires_in"], tokens["x_refresh_token_expires_in"]) == (3600, 8_726_400)
    assert "realmId" not in tokens
    headers = {"Authorization": f"Bearer {tokens['access_token']}", "Accept": "application/json"}
    assert browser.http.get(f"/v3/company/{realm}/preferences", headers=headers).status_code == 200
    other = simulator.connection["realms"][0]["realm_id"]
    refused = browser.http.get(f"/v3/company/{other}/preferences", headers=headers)
    assert (refused.status_code, refused.json()["fault"]["error"][0]["code"]) == (403, "3100")
    assert browser.refresh(tokens["refresh_token"]).status_code == 200


def test_refusing_sends_an_error_and_no_code(browser: Browser, realm: str) -> None:
    assert browser.choose("refuse", realm) == {"error": "access_denied", "state": "s t&1"}
    assert browser.choose("refuse") == {"error": "access_denied", "state": "s t&1"}  # nothing chosen


def test_a_company_that_is_not_offered_asks_again(browser: Browser) -> None:
    sent = browser.http.post("/connect/oauth2", data=browser.asked() | {"answer": "connect", "account": "1"})
    assert (sent.status_code, len(Form(sent.text).choices)) == (200, 3)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"redirect_uri": CALLBACK + "/"}, "redirect_uri"),
        ({"redirect_uri": "http://localhost:8766/callback"}, "redirect_uri"),
        ({"redirect_uri": None}, "redirect_uri"),
        ({"client_id": "nobody"}, "client_id"),
        ({"response_type": "token"}, "response_type"),
        ({"scope": "everything"}, "scope"),
        ({"scope": None}, "scope"),
    ],
)
def test_what_is_wrong_with_the_link_is_told_on_a_page(browser: Browser, change: Any, says: str) -> None:
    for answer in (
        browser.visit(**change),
        browser.http.post("/connect/oauth2", data=browser.asked(**change) | {"answer": "refuse"}),
    ):
        assert (answer.status_code, "location" in answer.headers) == (400, False)
        assert says in answer.text


def test_production_keys_connect_over_https_only(browser: Browser, control: Any, realm: str) -> None:
    page = "https://bounce.example/callback"
    app = control.post("/apps", {"service": "quickbooks", "kind": "production", "redirect_uris": [page]})
    for address in (CALLBACK, "https://localhost/callback", "https://192.0.2.1/callback"):
        refused = control.http.post(f"/apps/{app['client_id']}/redirects", json={"redirect_uris": [address]})
        assert (refused.status_code, "production keys" in refused.json()["error"]) == (400, True)
    browser.app = app
    assert browser.visit().status_code == 400
    form = browser.asked(redirect_uri=page) | {"answer": "connect", "account": realm}
    place = browser.http.post("/connect/oauth2", data=form).headers["location"]
    assert place.startswith(page + "?code=")


def test_a_code_is_good_once_and_a_second_use_ends_the_grant(browser: Browser, realm: str) -> None:
    code = browser.choose("connect", realm)["code"]
    tokens = browser.trade(code).json()
    again = browser.trade(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert browser.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert browser.http.get(f"/v3/company/{realm}/preferences", headers=headers).status_code == 401


def test_a_code_is_bound_to_app_address_and_ten_minutes(browser: Browser, realm: str, control: Any) -> None:
    control.post("/clock", {"freeze": True})
    code = browser.choose("connect", realm)["code"]
    assert browser.trade(code, CALLBACK + "x").json()["error"] == "invalid_grant"
    other = Browser(browser.http, control.post("/apps", {"service": "quickbooks"}))
    assert other.trade(code).json()["error"] == "invalid_grant"
    control.post("/clock", {"advance": 599})
    assert browser.trade(code).status_code == 200
    code = browser.choose("connect", realm)["code"]
    control.post("/clock", {"advance": 600})
    assert browser.trade(code).json()["error"] == "invalid_grant"
    control.post("/clock", {"freeze": False})


def test_tokens_belong_to_their_app(browser: Browser, realm: str, control: Any) -> None:
    tokens = browser.trade(browser.choose("connect", realm)["code"]).json()
    other = Browser(browser.http, control.post("/apps", {"service": "quickbooks"}))
    assert other.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    revoked = browser.http.post(
        "/v2/oauth2/tokens/revoke",
        json={"token": tokens["refresh_token"]},
        auth=(other.app["client_id"], other.app["client_secret"]),
    )
    assert revoked.status_code == 400
    assert browser.refresh(tokens["refresh_token"]).status_code == 200


def test_the_control_api_answers_for_an_absent_person(browser: Browser, realm: str, control: Any) -> None:
    control.post("/consent", {"service": "quickbooks", "answer": "connect", "account": realm})
    place = browser.visit().headers["location"]
    assert parse_qs(urlsplit(place).query)["realmId"] == [realm]
    control.post("/consent", {"answer": "refuse"})
    assert "error=access_denied" in browser.visit().headers["location"]
    control.post("/consent", {"answer": "ask"})
    assert browser.visit().status_code == 200
    assert control.http.post("/consent", json={"answer": "perhaps"}).status_code == 400
    assert control.http.post("/consent", json={"answer": "connect", "account": "7"}).status_code == 400


def test_disconnecting_from_the_other_side(browser: Browser, realm: str, control: Any) -> None:
    tokens = browser.trade(browser.choose("connect", realm)["code"]).json()
    [grant] = [each for each in control.get("/grants") if each["client_id"] == browser.app["client_id"]]
    assert (grant["realm_id"], grant["refresh_token"]) == (realm, tokens["refresh_token"])
    assert control.http.delete(f"/grants/{grant['id']}").status_code == 200
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert browser.http.get(f"/v3/company/{realm}/preferences", headers=headers).status_code == 401
    assert browser.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert control.http.delete(f"/grants/{grant['id']}").status_code == 400
    browser.trade(browser.choose("connect", realm)["code"])
    control.http.delete(f"/realms/{realm}/grants").raise_for_status()
    assert not [each for each in control.get("/grants") if each.get("realm_id") == realm]


def test_an_expired_refresh_token_means_connecting_again(browser: Browser, realm: str, control: Any) -> None:
    tokens = browser.trade(browser.choose("connect", realm)["code"]).json()
    [grant] = [each for each in control.get("/grants") if each["client_id"] == browser.app["client_id"]]
    control.post("/tokens/expire", {"grant": grant["id"], "refresh": True})
    assert browser.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_rotation_and_grace_can_be_made_strict_or_lenient(browser: Browser, realm: str, control: Any) -> None:
    first = browser.trade(browser.choose("connect", realm)["code"]).json()["refresh_token"]
    before = control.get("/tokens/lives")
    assert before == {
        "code_life": 600,
        "rotate_after": 86_400,
        "grace": 0,
        "hubspot_rotates": False,
    }
    control.post("/tokens/lives", {"rotate_after": 0, "grace": 3600})
    second = browser.refresh(first).json()["refresh_token"]
    assert second != first
    assert browser.refresh(first).json()["refresh_token"] == second  # within the grace, and no third one
    control.post("/clock", {"advance": 3600})
    assert browser.refresh(first).json()["error"] == "invalid_grant"
    control.post("/tokens/lives", before)


def test_the_discovery_document_leads_to_every_endpoint(browser: Browser, realm: str, simulator: Any) -> None:
    for path in ("openid_configuration", "openid_sandbox_configuration", "openid_configuration/"):
        found = browser.http.get(f"/.well-known/{path}").json()
        assert found["authorization_endpoint"] == f"{simulator.url}/connect/oauth2"
        assert found["token_endpoint"] == simulator.url + BEARER
    back = browser.choose("connect", realm, scope=f"{ACCOUNTING} openid email")
    token = browser.trade(back["code"]).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    about = browser.http.get(found["userinfo_endpoint"], headers=headers).json()
    assert about["emailVerified"] is True
    plain = browser.trade(browser.choose("connect", realm)["code"]).json()["access_token"]
    headers = {"Authorization": f"Bearer {plain}"}
    assert browser.http.get(found["userinfo_endpoint"], headers=headers).status_code == 401


def _read(part: str) -> Any:
    return json.loads(_bytes(part))


def _bytes(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_the_identity_token_is_signed_with_a_published_key(browser: Browser, realm: str) -> None:
    plain = browser.trade(browser.choose("connect", realm)["code"]).json()
    assert "id_token" not in plain
    tokens = browser.trade(browser.choose("connect", realm, scope=f"{ACCOUNTING} openid")["code"]).json()
    head, claims, signature = tokens["id_token"].split(".")
    told = _read(claims)
    assert (told["iss"], told["aud"], told["realmid"]) == (
        "https://oauth.platform.intuit.com/op/v1",
        [browser.app["client_id"]],
        realm,
    )
    assert told["exp"] - told["iat"] == 3600
    [key] = browser.http.get("/op/v1/jwks").json()["keys"]
    assert _read(head) == {"alg": "RS256", "kid": key["kid"]}
    numbers = RSAPublicNumbers(*(int.from_bytes(_bytes(key[name])) for name in ("e", "n")))
    numbers.public_key().verify(_bytes(signature), f"{head}.{claims}".encode(), PKCS1v15(), SHA256())


def test_keys_in_the_form_are_taken_too(browser: Browser, realm: str) -> None:
    code = browser.choose("connect", realm)["code"]
    keys = {name: browser.app[name] for name in ("client_id", "client_secret")}
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    assert browser.http.post(BEARER, data=form | keys | {"client_secret": "x"}).status_code == 401
    assert browser.http.post(BEARER, data=form | keys).status_code == 200
