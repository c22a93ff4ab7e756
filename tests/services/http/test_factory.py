"""Clients trust the system's store only, follow nothing, obey no environment and log no secret."""

import datetime as dt
import logging
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_httpserver import HTTPServer

from qbodesk.models.errors import Offline
from qbodesk.services.http import factory
from qbodesk.services.http.exchange import WALL, Call, exchange
from qbodesk.services.http.factory import TIMEOUT, open_client
from qbodesk.services.http.trouble import transport_trouble

SECRET = "canary-0451"


def test_what_is_logged_and_what_is_not(httpserver: HTTPServer, caplog: pytest.LogCaptureFixture) -> None:
    httpserver.expect_request("/v3/company/77/query").respond_with_json({}, headers={"intuit_tid": "1-abc"})
    caplog.set_level(logging.DEBUG)
    call = Call(
        "GET", "/v3/company/77/query", "/v3/company/{realm}/query", (("query", f"Name = '{SECRET}'"),)
    )
    with open_client(httpserver.url_for("")) as client:
        exchange(client, call, {"Authorization": f"Bearer {SECRET}"})
    ours = [record for record in caplog.records if record.name.startswith(("qbodesk", "httpx", "httpcore"))]
    assert len(ours) == 1
    line = ours[0].getMessage()
    assert line.startswith("GET localhost /v3/company/{realm}/query -> 200 tid=1-abc ")
    assert SECRET not in line
    assert "77" not in line.partition(" ms")[0].partition("->")[0]


def test_redirects_are_not_followed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=307, headers={"Location": "/b"})
    httpserver.expect_request("/b").respond_with_json({"never": "asked"})
    with open_client(httpserver.url_for("")) as client:
        assert exchange(client, Call("POST", "/a", "/a", content=b"{}"), {}).status == 307
    assert len(httpserver.log) == 1


def test_the_environment_has_no_say(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    httpserver.expect_request("/a").respond_with_json({})
    with open_client(httpserver.url_for("")) as client:
        assert exchange(client, Call("GET", "/a", "/a"), {}).status == 200


def test_a_write_is_over_within_a_minute() -> None:
    assert TIMEOUT.read is not None
    assert WALL + TIMEOUT.read <= 60


Secured = Callable[..., HTTPServer]


@pytest.fixture
def secured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Secured]:
    """A server with a certificate of its own; `trusted` puts that into the client's store."""
    servers: list[HTTPServer] = []

    def start(
        *, names: tuple[str, ...] = ("localhost",), ends: int = 1, begins: int = -2, trusted: bool = True
    ) -> HTTPServer:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = dt.datetime.now(dt.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now + dt.timedelta(days=begins))
            .not_valid_after(now + dt.timedelta(days=ends))
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName(each) for each in names]), critical=False
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        pem = tmp_path / f"server{len(servers)}.pem"
        public = certificate.public_bytes(serialization.Encoding.PEM)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        pem.write_bytes(private + public)
        if trusted:
            store = ssl.create_default_context(cadata=public.decode())
            monkeypatch.setattr(factory, "_trust", lambda: store)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        servers.append(HTTPServer(ssl_context=context))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.mark.parametrize(
    ("certificate", "code"),
    [
        ({"trusted": False}, "TLS_UNKNOWN_AUTHORITY"),
        ({"ends": -1}, "TLS_EXPIRED"),
        ({"begins": 1, "ends": 2}, "TLS_NOT_YET_VALID"),
        ({"names": ("other.example",)}, "TLS_OTHER_NAME"),
    ],
)
def test_certificate_trouble_is_said_in_words_before_anything_is_sent(
    secured: Secured, certificate: Any, code: str
) -> None:
    server = secured(**certificate)
    server.expect_request("/a").respond_with_json({})
    with (
        open_client(server.url_for("")) as client,
        pytest.raises(Offline) as caught,
        transport_trouble("QuickBooks", writing=True),
    ):
        exchange(client, Call("POST", "/a", "/a", content=b"{}"), {"Authorization": f"Bearer {SECRET}"})
    assert caught.value.code == code
    assert "QuickBooks" in caught.value.problem.title
    assert server.log == []


def test_a_good_certificate_is_good(secured: Secured) -> None:
    server = secured()
    server.expect_request("/a").respond_with_json({})
    with open_client(server.url_for("")) as client:
        assert exchange(client, Call("GET", "/a", "/a"), {}).status == 200


def test_our_own_mistakes_stay_bugs() -> None:
    with (
        open_client("https://server.example") as client,
        pytest.raises(httpx.UnsupportedProtocol),
        transport_trouble("QuickBooks", writing=True),
    ):
        exchange(client, Call("GET", "gopher://server.example/", "/"), {})
