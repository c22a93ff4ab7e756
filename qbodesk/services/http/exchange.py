"""One request and its whole answer; neither retries nor judges what the server says."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from qbodesk.services.http.ports import Clock

WALL = 40.0  # with the last read still running no request lives longer than 60 s (factory.TIMEOUT)
LARGEST = 50_000_000  # bytes of one unpacked answer: a page of 1,000 long invoices is about 10 MB


class ProxyWants(httpx.ProxyError):
    """A proxy let nothing through because it wants a sign-in; `schemes` are the ways it offers, in lower case."""

    def __init__(self, said: httpx.ProxyError, schemes: frozenset[str]) -> None:
        super().__init__(str(said))
        self.schemes = schemes


class AnswerTooLarge(httpx.DecodingError):
    """The server sends more than any answer of its kind can hold."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request. `route` is its path without ids, the only form that is logged; `lane` is the pacer's."""

    method: str
    path: str
    route: str
    query: tuple[tuple[str, str], ...] = ()
    content: bytes | None = None
    content_type: str = "application/json"
    accept: str = "application/json"
    lane: str = "general"

    @property
    def url(self) -> str:
        """Path and query; a space is %20, which every server reads alike, unlike "+"."""
        return f"{self.path}?{urlencode(self.query, quote_via=quote, safe='')}" if self.query else self.path


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: every byte has arrived and is unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """The media type without parameters, in lower case; "" when missing."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def retry_after(self) -> float | None:
        """Seconds the server asks to wait, given as a number or as a date; None when it names none."""
        value = self.headers.get("retry-after", "").strip()
        try:
            return max(0.0, float(value))
        except ValueError:
            pass
        try:
            when = parsedate_to_datetime(value)
            now = parsedate_to_datetime(self.headers["date"]) if "date" in self.headers else datetime.now(UTC)
            return max(0.0, (when - now).total_seconds())
        except (ValueError, TypeError):  # the header is missing or nonsense, or one date has no zone
            return None


def exchange(
    client: httpx.Client,
    call: Call,
    headers: Mapping[str, str],
    *,
    wall: float = WALL,
    largest: int = LARGEST,
    clock: Clock = time.monotonic,
) -> Answer:
    """Sends once and reads to the end. Raises httpx's transport errors; a slow drip ends in ReadTimeout after `wall` s."""
    request = client.build_request(
        call.method,
        call.url,
        content=call.content,
        headers={
            **({"Content-Type": call.content_type} if call.content is not None else {}),
            "Accept": call.accept,
            **headers,
        },
        extensions={"route": call.route, "trace": (heard := _Heard())},
    )
    started = clock()
    try:
        response = client.send(request, stream=True)
    except httpx.ProxyError as error:
        if heard.schemes is None:
            raise
        raise ProxyWants(error, heard.schemes) from error
    try:
        if response.headers.get("content-encoding", "").count(","):
            # 64 kB packed twice are 64 GB: no server that means well does that
            raise AnswerTooLarge("packed more than once", request=request)
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > largest:
                raise AnswerTooLarge(f"more than {largest} bytes", request=request)
            if clock() - started > wall:
                raise httpx.ReadTimeout(f"no whole answer in {wall} s", request=request)
    finally:
        response.close()
    return Answer(response.status_code, response.headers, bytes(body))


class _Heard:
    """Listens to httpcore for what a proxy answers: the error it raises afterwards holds the status alone."""

    def __init__(self) -> None:
        self.schemes: frozenset[str] | None = None

    def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        if event != "http11.receive_response_headers.complete":
            return
        _version, status, _reason, headers, *_rest = info["return_value"]
        if status == 407:
            offers = [value for name, value in headers if name.lower() == b"proxy-authenticate"]
            words = (offer.decode("ascii", "replace").split(" ")[0].lower() for offer in offers)
            self.schemes = frozenset(word for word in words if word)
