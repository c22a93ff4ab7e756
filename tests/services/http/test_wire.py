"""What a lost connection means: for a read, try again; for a write, never a second request and never a false "not sent"."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import msgspec
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from qbodesk.models.errors import (
    Offline,
    OutcomeUnknown,
    QboDeskError,
    RateLimited,
    RejectedByServer,
    ServerTrouble,
    SignInExpired,
)
from qbodesk.services.http.exchange import Answer, Call
from qbodesk.services.http.factory import open_client
from qbodesk.services.http.pacing import GENERAL, Pacer, Rate
from qbodesk.services.http.ports import Interrupted
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.http.wire import Wire

CALL = Call("POST", "/thing", "/thing", (("requestid", "key-1"),), content=b"{}")


class Keyring:
    """Tokens "0", "1", …: each renewal gives the next."""

    def __init__(self) -> None:
        self.number = 0

    def access(self) -> str:
        return str(self.number)

    def renewed(self, stale: str) -> str:
        assert stale == str(self.number)
        self.number += 1
        return str(self.number)


def judge(answer: Answer, _writing: bool) -> None:
    match answer.status:
        case 401:
            raise SignInExpired
        case 429:
            raise RateLimited(after=answer.retry_after)
        case 500:
            raise ServerTrouble


Dial = Callable[..., Wire]


@pytest.fixture
def dial(time: Any) -> Iterator[Dial]:
    clients: list[httpx.Client] = []

    def connect(
        url: str = "https://server.example", handler: Callable[..., httpx.Response] | None = None
    ) -> Wire:
        clients.append(open_client(url, transport=httpx.MockTransport(handler) if handler else None))
        pacer = Pacer(
            "Server", {GENERAL: (Rate(1000, 1.0),)}, in_flight=4, clock=time.clock, sleep=time.sleep
        )
        return Wire("Server", clients[-1], Keyring(), pacer, judge, retry=ReadRetry(sleep=time.sleep))

    yield connect
    for client in clients:
        client.close()


CUT_OFF = [
    b"",  # hung up without a word
    b"HTTP/1.1 200",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
    b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\n<ok>",
    b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]",
    b"SSH-2.0-surprise\r\n",
]


@pytest.mark.parametrize("answer", CUT_OFF)
def test_a_write_cut_off_is_unknown_and_goes_out_once(answer: bytes, rude: Any, dial: Dial) -> None:
    server = rude(answer)
    with pytest.raises(OutcomeUnknown) as caught:
        dial(server.url).write(CALL, msgspec.json.Decoder(dict[str, str]).decode)
    assert caught.value.sent
    assert len(server.requests) == 1


NOTHING = [answer for answer in CUT_OFF[:6] if b"\r\n" not in answer]


@pytest.mark.parametrize("answer", NOTHING)
def test_a_read_that_meets_silence_is_offline(answer: bytes, rude: Any, dial: Dial) -> None:
    server = rude(answer)
    with pytest.raises(Offline):
        dial(server.url).read(CALL, msgspec.json.Decoder(dict[str, str]).decode)
    assert len(server.requests) == 7


@pytest.mark.parametrize("answer", [answer for answer in CUT_OFF[:6] if answer not in NOTHING])
def test_a_read_cut_off_is_repeated_and_then_given_up(answer: bytes, rude: Any, dial: Dial) -> None:
    server = rude(answer)
    with pytest.raises(ServerTrouble):
        dial(server.url).read(CALL, msgspec.json.Decoder(dict[str, str]).decode)
    assert len(server.requests) == 5


def test_an_answer_of_another_shape_is_not_asked_for_again(rude: Any, dial: Dial) -> None:
    server = rude(CUT_OFF[6])
    with pytest.raises(RejectedByServer) as caught:
        dial(server.url).read(CALL, msgspec.json.Decoder(dict[str, str]).decode)
    assert caught.value.code == "ANSWER_NOT_UNDERSTOOD"
    assert len(server.requests) == 1


@pytest.mark.parametrize("nest", [b'{"a":', b"[", b'{"known":1,"strange":['])
def test_an_answer_nested_without_end_is_no_answer(nest: bytes, httpserver: HTTPServer, dial: Dial) -> None:
    """JSON a million deep: the decoder gives up by itself, and what it says is no fault of ours (T20)."""
    httpserver.expect_request("/thing").respond_with_data(nest * 1_000_000)

    class Known(msgspec.Struct):
        known: int = 0

    url = httpserver.url_for("/").rstrip("/")
    for kind in (Known, dict[str, object], object):
        decoder = msgspec.json.Decoder(kind)
        with pytest.raises((RejectedByServer, ServerTrouble)):
            dial(url).read(CALL, decoder.decode)
        with pytest.raises(OutcomeUnknown):
            dial(url).write(CALL, decoder.decode)


@pytest.mark.parametrize("method", ["read", "write"])
def test_nobody_listening_means_offline_and_surely_not_sent(method: str, dial: Dial) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(Offline) as caught:
        getattr(dial(url), method)(CALL, bytes)
    assert not caught.value.sent


def test_an_unknown_host_means_offline(dial: Dial) -> None:
    with pytest.raises(Offline):
        dial("https://nowhere.invalid").write(CALL, bytes)


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout,
        httpx.WriteTimeout,
        httpx.ReadError,
        httpx.WriteError,
        httpx.CloseError,
        httpx.RemoteProtocolError,
        httpx.LocalProtocolError,
        httpx.DecodingError,
    ],
)
def test_every_trouble_after_connecting_leaves_a_write_unknown(
    error: type[httpx.RequestError], dial: Dial
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error("lost", request=request)

    with pytest.raises(OutcomeUnknown):
        dial(handler=fail).write(CALL, bytes)


@pytest.mark.parametrize(
    "error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError]
)
def test_every_trouble_before_connecting_is_offline(error: type[httpx.RequestError], dial: Dial) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error("lost", request=request)

    with pytest.raises(Offline):
        dial(handler=fail).write(CALL, bytes)


def test_401_renews_once_and_sends_the_very_same_request(httpserver: HTTPServer, dial: Dial) -> None:
    httpserver.expect_ordered_request("/thing").respond_with_data(status=401)
    httpserver.expect_ordered_request("/thing").respond_with_data("done")
    assert dial(httpserver.url_for("")).write(CALL, bytes) == b"done"
    (first, _), (second, _) = httpserver.log
    assert first.args["requestid"] == second.args["requestid"] == "key-1"
    assert first.get_data() == second.get_data() == b"{}"
    assert [first.headers["Authorization"], second.headers["Authorization"]] == ["Bearer 0", "Bearer 1"]


def test_401_twice_ends_it(httpserver: HTTPServer, dial: Dial) -> None:
    httpserver.expect_request("/thing").respond_with_data(status=401)
    with pytest.raises(SignInExpired):
        dial(httpserver.url_for("")).read(CALL, bytes)
    assert len(httpserver.log) == 2


@pytest.mark.parametrize(("status", "error"), [(429, RateLimited), (500, ServerTrouble)])
def test_a_write_is_never_repeated(
    status: int, error: type[QboDeskError], httpserver: HTTPServer, dial: Dial
) -> None:
    httpserver.expect_request("/thing").respond_with_data(status=status)
    with pytest.raises(error):
        dial(httpserver.url_for("")).write(CALL, bytes)
    assert len(httpserver.log) == 1


def test_429_makes_all_others_wait_too(httpserver: HTTPServer, dial: Dial, time: Any) -> None:
    httpserver.expect_ordered_request("/thing").respond_with_data(status=429, headers={"Retry-After": "9"})
    httpserver.expect_ordered_request("/thing").respond_with_data("done")
    server = dial(httpserver.url_for(""))
    with pytest.raises(RateLimited):
        server.write(CALL, bytes)
    assert server.write(CALL, bytes) == b"done"
    assert time.now == 1009.0


def test_reads_come_through_when_one_in_seven_is_refused(httpserver: HTTPServer, dial: Dial) -> None:
    asked = 0

    def answer(_request: Request) -> Response:
        nonlocal asked
        asked += 1
        return Response(status=429) if asked % 7 == 0 else Response("done")

    httpserver.expect_request("/thing").respond_with_handler(answer)
    server = dial(httpserver.url_for(""))
    assert [server.read(CALL, bytes) for _ in range(20)] == [b"done"] * 20
    assert asked == 23


def test_stopped_means_not_sent(httpserver: HTTPServer, dial: Dial) -> None:
    server = dial(httpserver.url_for(""))
    server.stop.set()
    for method in (server.read, server.write):
        with pytest.raises(Interrupted) as caught:
            method(CALL, bytes)
        assert not caught.value.sent
    assert httpserver.log == []
