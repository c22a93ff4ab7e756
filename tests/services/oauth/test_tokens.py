"""A sign-in is never lost by a refresh: not by two threads, a lost answer, a crash, or a strict server."""

import logging
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from qbodesk.models.errors import (
    DiskFull,
    Offline,
    PermissionMissing,
    QboDeskError,
    RateLimited,
    ServerTrouble,
    SignInExpired,
)
from qbodesk.services.http.factory import open_client
from qbodesk.services.oauth.endpoint import HUBSPOT, QUICKBOOKS, Grant, Keys, Provider, TokenEndpoint
from qbodesk.services.oauth.tokens import Access, StaticToken, StoredTokens, TokenSource

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEYS = Keys("client", "secret:%")


class Provided:
    """A token endpoint with strict one-use rotation: each refresh token works exactly once."""

    def __init__(self) -> None:
        self.good = {"r0"}
        self.requests: list[httpx.Request] = []
        self.rotates = True
        self.lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        with self.lock:
            self.requests.append(request)
            number = len(self.requests)
            [token] = parse_qs(request.content.decode())["refresh_token"]
            if token not in self.good:
                return httpx.Response(
                    400, json={"error": "invalid_grant", "error_description": "Incorrect token"}
                )
            fresh = f"r{number}" if self.rotates else token
            self.good = {fresh}
            body = {
                "token_type": "bearer",
                "access_token": f"a{number}",
                "expires_in": 3600,
                "refresh_token": fresh,
            }
            return httpx.Response(200, json={**body, "x_refresh_token_expires_in": 8726400})


class Store:
    """Keeps every version ever saved."""

    def __init__(self, tokens: StoredTokens) -> None:
        self.saved = [tokens]
        self.on_save: Callable[[StoredTokens], None] = lambda _tokens: None

    def load(self) -> StoredTokens:
        return self.saved[-1]

    def save(self, tokens: StoredTokens) -> None:
        self.on_save(tokens)
        self.saved.append(tokens)

    def alone(self):
        return nullcontext()


class Watch:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def server() -> Provided:
    return Provided()


@pytest.fixture
def endpoint() -> Iterator[Callable[..., TokenEndpoint]]:
    clients: list[httpx.Client] = []

    def make(
        handler: Callable[[httpx.Request], httpx.Response], provider: Provider = QUICKBOOKS
    ) -> TokenEndpoint:
        clients.append(open_client("https://oauth.example", transport=httpx.MockTransport(handler)))
        return TokenEndpoint(clients[-1], provider, KEYS)

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def store() -> Store:
    return Store(StoredTokens("r0"))


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_one_refresh_serves_an_hour_less_five_minutes(
    endpoint: Any, server: Provided, store: Store, watch: Watch
) -> None:
    source = TokenSource(endpoint(server), store, watch)
    assert source.access() == source.access() == "a1"
    watch.now = START + timedelta(minutes=54, seconds=59)
    assert source.access() == "a1"
    watch.now = START + timedelta(minutes=55)
    assert source.access() == "a2"
    assert len(server.requests) == 2


def test_the_token_of_the_sign_in_is_used_first(
    endpoint: Any, server: Provided, store: Store, watch: Watch
) -> None:
    source = TokenSource(endpoint(server), store, watch, access=Access("a0", START + timedelta(hours=1)))
    assert source.access() == "a0"
    assert server.requests == []


def test_new_tokens_are_stored_before_use_and_the_old_one_is_kept(
    endpoint: Any, server: Provided, store: Store, watch: Watch
) -> None:
    source = TokenSource(endpoint(server), store, watch)
    source.access()
    assert store.saved[-1] == StoredTokens("r1", "r0", START + timedelta(seconds=8726400))
    store.on_save = _fail
    with pytest.raises(DiskFull):
        source.renewed("a1")
    store.on_save = lambda _tokens: None
    server.good.add("r1")
    assert source.access() == "a3"  # never "a2", which was not stored


def _fail(_tokens: StoredTokens) -> None:
    raise DiskFull


def test_an_unchanged_refresh_token_does_not_push_out_the_previous_one(
    endpoint: Any, server: Provided, store: Store, watch: Watch
) -> None:
    server.rotates = False
    store.saved = [StoredTokens("r0", "older")]
    TokenSource(endpoint(server), store, watch).access()
    assert store.saved[-1].refresh_token == "r0"
    assert store.saved[-1].previous_refresh_token == "older"


def test_many_threads_refused_at_once_cause_one_refresh(
    endpoint: Any, server: Provided, store: Store, watch: Watch
) -> None:
    source = TokenSource(endpoint(server), store, watch)
    stale = source.access()
    together = threading.Barrier(8)
    got: list[str] = []

    def work() -> None:
        together.wait()
        got.append(source.renewed(stale))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["a2"] * 8
    assert len(server.requests) == 2


def test_whoever_closes_waits_for_a_refresh_under_way(
    endpoint: Any, server: Provided, store: Store, watch: Watch
) -> None:
    source = TokenSource(endpoint(server), store, watch)
    saving, go_on = threading.Event(), threading.Event()

    def slow(_tokens: StoredTokens) -> None:
        saving.set()
        assert go_on.wait(10)

    store.on_save = slow
    refreshing = threading.Thread(target=source.access)
    refreshing.start()
    assert saving.wait(10)
    source.settle(0.01)  # not for ever
    assert len(store.saved) == 1
    closing = threading.Thread(target=lambda: (go_on.set(), source.settle(10)))
    closing.start()
    closing.join()
    assert store.saved[-1].refresh_token == "r1"
    refreshing.join()


def test_threads_renewing_a_thousand_times_lose_nothing(
    endpoint: Any, server: Provided, store: Store, watch: Watch
) -> None:
    source = TokenSource(endpoint(server), store, watch)
    errors: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(250):
                source.renewed(source.access())
        except QboDeskError as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert store.saved[-1].refresh_token in server.good


def test_a_sibling_that_rotated_meanwhile_is_noticed(
    endpoint: Any, server: Provided, store: Store, watch: Watch
) -> None:
    server.good = {"from-sibling"}
    answers = iter([StoredTokens("r0"), StoredTokens("from-sibling", "r0")])
    store.load = lambda: next(answers)  # type: ignore[method-assign]  # another process writes in between
    assert TokenSource(endpoint(server), store, watch).access() == "a2"
    assert store.saved[-1].previous_refresh_token == "from-sibling"


def test_the_previous_token_is_tried_once(
    endpoint: Any, server: Provided, store: Store, watch: Watch
) -> None:
    store.saved = [StoredTokens("lost", "r0")]
    assert TokenSource(endpoint(server), store, watch).access() == "a2"


def test_without_any_good_token_the_user_signs_in(
    endpoint: Any, server: Provided, store: Store, watch: Watch
) -> None:
    store.saved = [StoredTokens("bad", "worse")]
    source = TokenSource(endpoint(server), store, watch)
    with pytest.raises(SignInExpired) as caught:
        source.access()
    assert len(server.requests) == 2
    assert len(store.saved) == 1
    assert caught.value.problem.facts["server_text"] == "Incorrect token"
    assert caught.value.problem.facts["server_code"] == "invalid_grant"


def answering(*answers: httpx.Response | Exception) -> Callable[[httpx.Request], httpx.Response]:
    given = iter(answers)

    def handle(_request: httpx.Request) -> httpx.Response:
        answer = next(given)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return handle


TROUBLES = [
    (httpx.ConnectError("no"), Offline),
    (httpx.ReadTimeout("slow"), ServerTrouble),
    (httpx.Response(503, text="busy"), ServerTrouble),
    (httpx.Response(429, headers={"Retry-After": "3"}), RateLimited),
    (httpx.Response(200, html="<html>hotel</html>"), ServerTrouble),
    (httpx.Response(200, json={"token_type": "bearer"}), ServerTrouble),
    (httpx.Response(200, json={"access_token": "a", "token_type": "bearer"}), ServerTrouble),
    (
        httpx.Response(200, json={"access_token": "a", "token_type": "bearer", "expires_in": "soon"}),
        ServerTrouble,
    ),
    (httpx.Response(200, content=b"{cut"), ServerTrouble),
    (httpx.Response(200, content=b'{"access_token":' * 100_000), ServerTrouble),
    (httpx.Response(400, content=b'{"error":' * 100_000), ServerTrouble),
    (httpx.Response(200, content=b'{"access_token":"' + b"x" * 2_000_000 + b'"}'), ServerTrouble),
    (httpx.Response(401, json={"error": "invalid_client"}), PermissionMissing),
]


@pytest.mark.parametrize(("answer", "error"), TROUBLES)
def test_trouble_leaves_the_stored_tokens_alone(
    answer: Any, error: type[QboDeskError], endpoint: Any, store: Store, watch: Watch
) -> None:
    with pytest.raises(QboDeskError) as caught:
        TokenSource(endpoint(answering(answer)), store, watch).access()
    assert type(caught.value) is error
    assert not getattr(caught.value, "sent", False)
    assert store.saved == [StoredTokens("r0")]


def test_an_early_refresh_that_fails_does_no_harm(endpoint: Any, store: Store, watch: Watch) -> None:
    held = Access("a0", START + timedelta(minutes=4))
    failing = answering(httpx.ConnectError("no"), httpx.ConnectError("no"))
    source = TokenSource(endpoint(failing), store, watch, access=held)
    assert source.access() == "a0"
    watch.now = START + timedelta(minutes=4)
    with pytest.raises(Offline):
        source.access()


def test_a_missing_refresh_token_in_the_answer_keeps_the_old_one(
    endpoint: Any, store: Store, watch: Watch
) -> None:
    answer = httpx.Response(200, json={"access_token": "a", "token_type": "bearer", "expires_in": 1800})
    assert TokenSource(endpoint(answering(answer), HUBSPOT), store, watch).access() == "a"
    assert store.saved[-1].refresh_token == "r0"


def test_quickbooks_gets_the_keys_in_the_header(endpoint: Any, server: Provided) -> None:
    assert endpoint(server).refresh("r0") == Grant("a1", 3600, "r1", 8726400)
    [request] = server.requests
    assert request.url.path == "/oauth2/v1/tokens/bearer"
    assert request.headers["authorization"] == f"Basic {b64encode(b'client:secret:%').decode()}"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["x-include-refresh-token-hard-expires-in"] == "true"
    assert parse_qs(request.content.decode()) == {"grant_type": ["refresh_token"], "refresh_token": ["r0"]}


def test_hubspot_gets_the_keys_in_the_form(endpoint: Any, server: Provided) -> None:
    endpoint(server, HUBSPOT).refresh("r0")
    [request] = server.requests
    assert request.url.path == "/oauth/2026-09/token"
    assert "authorization" not in request.headers
    assert parse_qs(request.content.decode()) == {
        "grant_type": ["refresh_token"],
        "refresh_token": ["r0"],
        "client_id": ["client"],
        "client_secret": ["secret:%"],
    }


def test_a_hard_end_is_stored(endpoint: Any, store: Store, watch: Watch) -> None:
    body = {"access_token": "a", "token_type": "bearer", "expires_in": 3600, "refresh_token": "r1"}
    answer = httpx.Response(200, json={**body, "x_refresh_token_hard_expires_in": 1000})
    TokenSource(endpoint(answering(answer)), store, watch).access()
    assert store.saved[-1].hard_expires_at == START + timedelta(seconds=1000)


def test_nothing_secret_is_logged_or_shown(
    endpoint: Any, server: Provided, store: Store, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store.saved = [StoredTokens("canary-1", "r0")]
    source = TokenSource(endpoint(server), store, watch)
    access = source.access()
    shown = " ".join(
        [
            *(record.getMessage() for record in caplog.records),
            repr(store.saved),
            repr(source._access),
            repr(KEYS),
            repr(endpoint(server).refresh(store.load().refresh_token)),
        ]
    )
    for secret in ("canary-1", "secret:%", f"'{access}'", "'r2'", "'r3'"):
        assert secret not in shown
    assert "POST oauth.example" in shown


def test_a_static_token_never_renews() -> None:
    token = StaticToken("pat")
    assert token.access() == "pat"
    with pytest.raises(SignInExpired) as caught:
        token.renewed("pat")
    assert caught.value.code == "TOKEN_REVOKED"
