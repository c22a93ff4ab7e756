"""One request, one whole answer, within time and size."""

import gzip
import resource
import zlib
from collections.abc import Iterator

import httpx
import pytest
from pytest_httpserver import HTTPServer

from qbodesk.services.http.exchange import Answer, AnswerTooLarge, Call, exchange
from qbodesk.services.http.factory import open_client

CALL = Call("GET", "/v3/thing", "/v3/thing", (("query", "a = 'b+c&d #% ś'"), ("n", "1")))


class Drip(httpx.SyncByteStream):
    def __init__(self, chunk: bytes, times: int) -> None:
        self.chunk, self.times = chunk, times
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.times):
            yield self.chunk

    def close(self) -> None:
        self.closed = True


def client(stream: httpx.SyncByteStream, seen: list[httpx.Request] | None = None) -> httpx.Client:
    def answer(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        return httpx.Response(200, stream=stream)

    return open_client("https://server.example", transport=httpx.MockTransport(answer))


def test_the_query_survives_any_server() -> None:
    seen: list[httpx.Request] = []
    exchange(client(Drip(b"{}", 1), seen), CALL, {"Authorization": "Bearer x"})
    assert seen[0].url.raw_path == b"/v3/thing?query=a%20%3D%20%27b%2Bc%26d%20%23%25%20%C5%9B%27&n=1"
    assert seen[0].headers["accept"] == "application/json"
    assert "content-type" not in seen[0].headers


def test_the_body_goes_out_as_given() -> None:
    seen: list[httpx.Request] = []
    exchange(client(Drip(b"{}", 1), seen), Call("POST", "/x", "/x", content=b'{"a":10.50}'), {})
    assert seen[0].content == b'{"a":10.50}'
    assert seen[0].headers["content-type"] == "application/json"


def test_a_slow_drip_ends_at_the_wall() -> None:
    stream = Drip(b"x", 1_000_000)
    ticks = iter(range(1_000_000))
    with pytest.raises(httpx.ReadTimeout):
        exchange(client(stream), CALL, {}, wall=40, clock=lambda: float(next(ticks)))
    assert stream.closed
    assert next(ticks) < 60


def test_a_flood_ends_at_the_largest_size() -> None:
    stream = Drip(b"x" * 1000, 1_000_000)
    with pytest.raises(AnswerTooLarge):
        exchange(client(stream), CALL, {}, largest=10_000)
    assert stream.closed


def test_a_bomb_is_not_unpacked_to_its_end(httpserver: HTTPServer) -> None:
    """A gigabyte of nothing packed into a megabyte: what arrives at once is unpacked, and the rest is never read."""
    packing = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packing.compress(bytes(10**6)) for _ in range(400)) + packing.flush()
    assert len(bomb) < 500_000
    httpserver.expect_request("/x").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})
    before = peak()
    with open_client(httpserver.url_for("/")) as caller, pytest.raises(AnswerTooLarge):
        exchange(caller, Call("GET", "/x", "/x"), {}, largest=20_000_000)
    assert peak() - before < 250_000_000


def test_a_bomb_in_a_bomb_is_not_even_begun(httpserver: HTTPServer) -> None:
    packed = gzip.compress(gzip.compress(b"{}"))
    httpserver.expect_request("/x").respond_with_data(packed, headers={"Content-Encoding": "gzip, gzip"})
    with open_client(httpserver.url_for("/")) as caller, pytest.raises(AnswerTooLarge):
        exchange(caller, Call("GET", "/x", "/x"), {})


def peak() -> int:
    """The most memory this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, None),
        (
            {"retry-after": "Mon, 23 Nov 2026 10:00:30 GMT", "date": "Mon, 23 Nov 2026 10:00:00 GMT"},
            30.0,
        ),
        ({"retry-after": "Mon, 23 Nov 2020 10:00:30 GMT"}, 0.0),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert Answer(429, httpx.Headers(headers), b"").retry_after == seconds


@pytest.mark.parametrize(
    ("header", "media"),
    [("application/json;charset=UTF-8", "application/json"), ("Text/HTML", "text/html"), ("", "")],
)
def test_media_type(header: str, media: str) -> None:
    assert Answer(200, httpx.Headers({"content-type": header}), b"").content_type == media
