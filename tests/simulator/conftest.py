"""A running simulator with the small sample world, for tests that speak HTTP."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from qbodesk.simulator.options import Options
from qbodesk.simulator.server import Running, running

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # loading certificates would take longer than the test


class Books:
    """A client of one realm that asks for JSON, without any logic of its own."""

    def __init__(self, simulator: Running, country: str) -> None:
        connection = simulator.connection
        self.realm = next(realm for realm in connection["realms"] if realm["country"] == country)
        self.base = f"{simulator.url}/v3/company/{self.realm['realm_id']}"
        self.http = httpx.Client(
            headers={"Authorization": f"Bearer {self.realm['access_token']}", "Accept": "application/json"},
            timeout=10,
            verify=_NO_TLS,
        )

    def get(self, path: str, **params: str) -> httpx.Response:
        return self.http.get(f"{self.base}/{path}", params=params)

    def post(self, path: str, body: dict[str, Any], **params: str) -> httpx.Response:
        return self.http.post(f"{self.base}/{path}", json=body, params=params)

    def select(self, statement: str) -> Any:
        """`QueryResponse` of a statement."""
        answer = self.get("query", query=statement)
        assert answer.status_code == 200, answer.text
        return answer.json()["QueryResponse"]


class Control:
    """The control API."""

    def __init__(self, simulator: Running) -> None:
        self.http = httpx.Client(base_url=simulator.connection["control_url"], timeout=10, verify=_NO_TLS)

    def post(self, path: str, body: Any) -> Any:
        answer = self.http.post(path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def get(self, path: str, **params: Any) -> Any:
        answer = self.http.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def reset(self) -> None:
        self.http.delete("/faults")
        self.post("/offline", {"offline": False})
        self.post("/limits", {"enabled": False})


@pytest.fixture(scope="module")
def simulator() -> Iterator[Running]:
    with running(Options()) as found:
        yield found


@pytest.fixture
def us(simulator: Running) -> Iterator[Books]:
    books = Books(simulator, "US")
    with books.http:
        yield books


@pytest.fixture
def realm(simulator: Running) -> Iterator[Callable[[str], Books]]:
    """By country a client of its company."""
    with ExitStack() as open_ones:

        def client(country: str) -> Books:
            books = Books(simulator, country)
            open_ones.enter_context(books.http)
            return books

        yield client


@pytest.fixture
def control(simulator: Running) -> Iterator[Control]:
    found = Control(simulator)
    with found.http:
        yield found
        found.reset()
