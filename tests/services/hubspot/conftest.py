"""A HubSpot client that talks to a handler instead of a server, and waits in no time."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from qbodesk.services.http.factory import open_client
from qbodesk.services.http.pacing import GENERAL, SEARCH, Pacer, Rate
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.oauth.tokens import StaticToken


def no_wait(_seconds: float, _stop: threading.Event) -> None: ...


@pytest.fixture
def connect() -> Iterator[Callable[..., HubSpotClient]]:
    """`connect(handler)` gives a client; `handler` gets each request."""
    clients: list[httpx.Client] = []

    def make(handler: Callable[[httpx.Request], Any]) -> HubSpotClient:
        def answer(request: httpx.Request) -> httpx.Response:
            given = handler(request)
            return given if isinstance(given, httpx.Response) else httpx.Response(200, json=given)

        clients.append(open_client("https://hub.example", transport=httpx.MockTransport(answer)))
        fast = (Rate(100_000, 10.0),)
        return HubSpotClient(
            clients[-1],
            StaticToken("token"),
            Pacer("HubSpot", {GENERAL: fast, SEARCH: fast}, in_flight=6, sleep=no_wait),
            retry=ReadRetry(sleep=no_wait, chance=lambda: 0.0),
        )

    yield make
    for client in clients:
        client.close()
