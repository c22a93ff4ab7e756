"""A proxy that wants a name gets it, and gets nothing else; this computer is never asked by way of another one."""

import socket
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pytest_httpserver import HTTPServer

from qbodesk.models.errors import InvalidInput, Offline
from qbodesk.services.http import proxies as module
from qbodesk.services.http.exchange import Call, exchange
from qbodesk.services.http.factory import open_client
from qbodesk.services.http.proxies import Proxies, ProxyChoice, Way, checked
from qbodesk.services.http.trouble import transport_trouble
from tests.services.http.conftest import RudeServer

SERVER = "https://server.example"
TOKEN = "canary-0451"


def chosen(choice: ProxyChoice, password: str = "") -> Proxies:
    return Proxies(lambda: choice, lambda: password)


def ask(proxies: Proxies) -> Offline:
    with (
        open_client(SERVER, proxy=proxies.of(SERVER)) as client,
        pytest.raises(Offline) as caught,
        transport_trouble("QuickBooks", writing=True),
    ):
        exchange(client, Call("POST", "/a", "/a", content=b"{}"), {"Authorization": f"Bearer {TOKEN}"})
    return caught.value


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required", "PROXY_SIGN_IN"),
        (b"HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=office", "PROXY_SIGN_IN"),
        (
            b"HTTP/1.1 407 Who?\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Basic realm=o",
            "PROXY_SIGN_IN",
        ),
        (b"HTTP/1.1 407 Who?\r\nProxy-Authenticate: NTLM", "PROXY_SCHEME"),
        (
            b"HTTP/1.1 407 Who?\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM TlRMTVNTUAAC",
            "PROXY_SCHEME",
        ),
        (b"HTTP/1.1 407 Who?\r\nProxy-Authenticate: Digest realm=x, nonce=y", "PROXY_SCHEME"),
        (b"HTTP/1.1 403 Forbidden by policy", "PROXY_FAILED"),
        (b"HTTP/1.1 502 Bad Gateway", "PROXY_FAILED"),
    ],
)
def test_a_proxy_that_says_no(rude: Callable[[bytes], Any], line: bytes, code: str) -> None:
    proxy = rude(line + b"\r\nContent-Length: 0\r\n\r\n")
    error = ask(chosen(ProxyChoice(Way.PROXY, proxy.url)))
    assert error.code == code
    [request] = proxy.requests
    assert request.startswith(b"CONNECT server.example:443")
    assert TOKEN.encode() not in request


def test_a_sign_in_we_do_not_speak_is_named_with_what_to_do(rude: Callable[[bytes], Any]) -> None:
    proxy = rude(
        b"HTTP/1.1 407 Who?\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n"
    )
    said = ask(chosen(ProxyChoice(Way.PROXY, proxy.url, "anna"), "secret")).problem.sentence
    assert "It wants NEGOTIATE, NTLM" in said
    assert "Basic" in said
    assert "Cntlm" in said


class Guarded(RudeServer):
    """A proxy that wants `Basic anna:secret` and then lets through to one server on this computer."""

    def __init__(self, behind: str) -> None:
        self.behind = httpx.URL(behind)
        super().__init__(b"")

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            with connection:
                data = b""
                while b"\r\n\r\n" not in data and (more := connection.recv(65536)):
                    data += more
                self.requests.append(data)
                if b"Basic " + b64encode(b"anna:secret") not in data:
                    connection.sendall(
                        b"HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=o\r\nContent-Length: 0\r\n\r\n"
                    )
                    continue
                with socket.create_connection((self.behind.host, self.behind.port or 80)) as there:
                    there.sendall(data.replace(b"http://server.example", b"", 1))
                    there.settimeout(10)
                    # head and body may come in two pieces; the server hangs up after its answer
                    while piece := there.recv(65536):
                        connection.sendall(piece)


def test_with_name_and_password_it_lets_through(httpserver: HTTPServer) -> None:
    """Plain http here, as no test has a certificate for the world; what the proxy sees of the request is its own address line."""
    httpserver.expect_request("/a").respond_with_data("hello", headers={"Connection": "close"})
    proxy = Guarded(httpserver.url_for("/"))
    through = httpx.Proxy(proxy.url, auth=("anna", "secret"))
    try:
        with httpx.Client(base_url="http://server.example", proxy=through, trust_env=False) as client:
            answer = exchange(client, Call("GET", "/a", "/a"), {})
        assert answer.body == b"hello"
        assert answer.status == 200
    finally:
        proxy.close()


def test_name_and_password_go_to_the_proxy_alone(rude: Callable[[bytes], Any]) -> None:
    proxy = rude(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    ask(chosen(ProxyChoice(Way.PROXY, proxy.url, "anna"), "zażółć"))
    [request] = proxy.requests
    assert b"Basic " + b64encode("anna:zażółć".encode()) in request


def test_a_proxy_that_is_not_there() -> None:
    assert ask(chosen(ProxyChoice(Way.PROXY, "http://127.0.0.1:9"))).code in {"OFFLINE", "PROXY_FAILED"}


def test_this_computer_needs_no_proxy() -> None:
    for host in ("http://127.0.0.1:9", "http://localhost:9", "http://[::1]:9"):
        assert chosen(ProxyChoice(Way.PROXY, "http://proxy.example:1")).of(host) is None


@pytest.mark.parametrize(
    ("told", "bypassed", "expected"),
    [
        ({}, False, None),
        ({"http": "http://other:1"}, False, None),
        ({"https": "http://proxy.example:3128"}, False, "http://proxy.example:3128"),
        ({"https": "proxy.example:3128"}, False, "http://proxy.example:3128"),
        ({"https": "http://proxy.example:3128"}, True, None),
    ],
)
def test_as_the_system_is_set_up(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], bypassed: bool, expected: str | None
) -> None:
    monkeypatch.setattr(module, "getproxies", lambda: told)
    monkeypatch.setattr(module, "proxy_bypass", lambda _host: bypassed)
    found = chosen(ProxyChoice()).of(SERVER)
    assert (None if found is None else str(found.url).rstrip("/")) == expected
    assert chosen(ProxyChoice(Way.DIRECT)).of(SERVER) is None


@pytest.mark.parametrize(
    "address",
    ["", "proxy", "proxy.example:3128", "ftp://proxy:1", "http://proxy", "http://anna:secret@proxy:1", "http://p:x", "http://p:1/path"],
)  # fmt: skip
def test_what_is_no_address_of_a_proxy(address: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(ProxyChoice(Way.PROXY, address))
    assert caught.value.field == "address"


def test_what_is_one() -> None:
    for address in ("http://proxy.example:3128", "https://10.0.0.1:443/"):
        assert checked(ProxyChoice(Way.PROXY, address, "anna")).address == address
    assert checked(ProxyChoice(Way.DIRECT, "left over", "anna")) == ProxyChoice(Way.DIRECT)
    assert isinstance(chosen(ProxyChoice(Way.PROXY, "http://p:1")).of(SERVER), httpx.Proxy)
