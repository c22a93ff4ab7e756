"""The browser comes back to this computer, and only its own answer counts."""

import socket
import threading
from datetime import timedelta

import httpx
import pytest

from qbodesk.models.errors import InvalidInput, NeedsUser
from qbodesk.models.words import use_language
from qbodesk.services.clock import system_clock
from qbodesk.services.oauth.authorization import Attempt, begin
from qbodesk.services.oauth.providers import HUBSPOT, QUICKBOOKS, provider_of
from qbodesk.services.signin.waiting import Waiting


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def attempt(port: int) -> Attempt:
    return begin(
        QUICKBOOKS.at("http://127.0.0.1:9"),
        "client",
        f"http://localhost:{port}/callback",
        port,
        system_clock(),
    )


def get(port: int, target: str, **headers: str) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{port}{target}", headers=headers, trust_env=False)


def test_the_answer_arrives_and_the_page_says_go_back() -> None:
    port = free_port()
    asked = attempt(port)
    with Waiting(asked, system_clock, port) as waiting:
        page = get(port, f"/callback?code=abc&state={asked.state}&realmId=123")
        found = waiting.answer(threading.Event())
        assert get(port, f"/callback?code=abc&state={asked.state}").status_code == 404  # once
    assert page.status_code == 200
    assert "qbodesk" in page.text
    assert "abc" not in page.text
    assert found
    assert (found.code, found.realm_id) == ("abc", "123")
    assert "abc" not in repr(found)
    with pytest.raises(httpx.ConnectError):
        get(port, "/callback")


def test_what_is_not_ours_is_refused_and_the_real_answer_still_counts() -> None:
    port = free_port()
    asked = attempt(port)
    good = f"/callback?code=abc&state={asked.state}&realmId=1"
    with Waiting(asked, system_clock, port) as waiting:
        assert get(port, "/callback?code=evil&state=forged.1&realmId=1").status_code == 400
        assert get(port, "/callback").status_code == 400
        assert get(port, "/other?code=a&state=b").status_code == 404
        assert get(port, good, Host="evil.example").status_code == 400  # a name that was made to point here
        assert get(port, "/callback?code=" + "x" * 9_000).status_code == 400
        assert httpx.post(f"http://127.0.0.1:{port}{good}", trust_env=False).status_code == 501
        with socket.create_connection(("127.0.0.1", port)) as rude:
            rude.sendall(b"\x00\xff nonsense\r\n\r\n")
        assert get(port, good).status_code == 200
        found = waiting.answer(threading.Event())
    assert found
    assert found.code == "abc"


def test_the_page_holds_nothing_that_loads_or_runs() -> None:
    port = free_port()
    with Waiting(attempt(port), system_clock, port):
        page = get(port, "/callback?error=<script>alert(1)</script>&state=x")
    assert "script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "server" not in page.headers


def test_refused_at_the_page_ends_the_waiting() -> None:
    port = free_port()
    asked = attempt(port)
    with Waiting(asked, system_clock, port) as waiting:
        page = get(port, f"/callback?error=access_denied&state={asked.state}")
        with pytest.raises(NeedsUser) as caught:
            waiting.answer(threading.Event())
    assert caught.value.code == "SIGN_IN_DENIED"
    assert caught.value.problem.title in page.text


def test_a_taken_port_leaves_pasting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        asked = attempt(port)
        with Waiting(asked, system_clock, port) as waiting:
            assert waiting.trouble
            assert waiting.trouble.code == "PORT_TAKEN"
            with pytest.raises(InvalidInput):
                waiting.offer("https://books.example/qbo?code=abc&state=wrong")
            waiting.offer(f" https://books.example/qbo?code=abc&state={asked.state}&realmId=7\n")
            found = waiting.answer(threading.Event())
    assert found
    assert found.realm_id == "7"


def test_stopped_or_too_late() -> None:
    port = free_port()
    stop = threading.Event()
    stop.set()
    with Waiting(attempt(port), system_clock, port) as waiting:
        assert waiting.answer(stop) is None
        with pytest.raises(NeedsUser) as caught:
            waiting.answer(threading.Event(), seconds=0.1)
    assert caught.value.code == "SIGN_IN_TOO_LATE"
    asked = attempt(port)
    with Waiting(asked, lambda: system_clock() + timedelta(minutes=11), port) as late:
        assert "too long" in get(port, f"/callback?code=a&state={asked.state}").text
        with pytest.raises(NeedsUser):
            late.answer(threading.Event())


def test_the_page_speaks_the_users_language() -> None:
    use_language("pl")
    port = free_port()
    asked = attempt(port)
    with Waiting(asked, system_clock, port):
        page = get(port, f"/callback?code=abc&state={asked.state}")
    assert '<html lang="pl">' in page.text
    assert "zamkn" in page.text


def test_the_address_for_the_browser_says_what_is_asked_and_keeps_the_verifier() -> None:
    one = begin(HUBSPOT, "client", "http://localhost:1/callback", 61_017, system_clock())
    other = begin(HUBSPOT, "client", "http://localhost:1/callback", 61_017, system_clock())
    assert "code_challenge_method=S256" in one.url
    assert one.verifier not in one.url
    assert one.state in one.url
    assert one.state.endswith(".61017")
    assert one.state != other.state
    assert one.state not in repr(one)
    assert "code_challenge" not in attempt(1).url


@pytest.mark.parametrize(
    ("service", "api", "hosts"),
    [
        ("quickbooks", "https://quickbooks.api.intuit.com", {"appcenter.intuit.com", "oauth.platform.intuit.com", "developer.api.intuit.com"}),
        ("quickbooks", "https://sandbox-quickbooks.api.intuit.com", {"appcenter.intuit.com", "oauth.platform.intuit.com", "developer.api.intuit.com"}),
        ("hubspot", "https://api.hubapi.com", {"app.hubspot.com", "api.hubapi.com"}),
        ("quickbooks", "http://127.0.0.1:9", {"127.0.0.1"}),
        ("hubspot", "http://127.0.0.1:9", {"127.0.0.1"}),
    ],
)  # fmt: skip
def test_the_real_services_are_asked_at_their_own_addresses(service: str, api: str, hosts: set[str]) -> None:
    found = provider_of(service, api)
    assert {httpx.URL(each).host for each in (found.authorize, found.tokens, found.revoke)} == hosts
