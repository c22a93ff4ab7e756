"""A QuickBooks client that talks to a handler instead of a server, and waits in no time."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from qbodesk.services.http.factory import open_client
from qbodesk.services.http.pacing import quickbooks_pacer
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.oauth.tokens import StaticToken
from qbodesk.services.quickbooks.client import QuickBooksClient


def no_wait(_seconds: float, _stop: threading.Event) -> None: ...


@pytest.fixture
def connect() -> Iterator[Callable[..., QuickBooksClient]]:
    """`connect(handler)` gives a client of realm 77; `handler` gets each request."""
    clients: list[httpx.Client] = []

    def make(handler: Callable[[httpx.Request], Any]) -> QuickBooksClient:
        def answer(request: httpx.Request) -> httpx.Response:
            given = handler(request)
            return given if isinstance(given, httpx.Response) else httpx.Response(200, json=given)

        clients.append(open_client("https://qbo.example", transport=httpx.MockTransport(answer)))
        return QuickBooksClient(
            clients[-1],
            "77",
            StaticToken("token", "QuickBooks"),
            quickbooks_pacer(),
            retry=ReadRetry(sleep=no_wait, chance=lambda: 0.0),
        )

    yield make
    for client in clients:
        client.close()
