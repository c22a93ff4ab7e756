"""The HTTP clients of a workspace, made when first needed and counted per connection. Knows no record.

A connection to the simulator keeps no token: it asks the simulator's control address for fresh ones at every start, so nothing
secret is stored for what is not secret. Real sign-ins are in the vault, and where there is one it is used.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import msgspec

from qbodesk.models.cache import connections
from qbodesk.models.cache.connections import ServiceConnection
from qbodesk.models.cache.engine import Cache
from qbodesk.models.errors import NeedsUser, ServerTrouble, SignInExpired
from qbodesk.services.clock import Clock
from qbodesk.services.http.exchange import Call, exchange
from qbodesk.services.http.factory import open_client
from qbodesk.services.http.pacing import hubspot_pacer, quickbooks_pacer
from qbodesk.services.http.ports import Tokens
from qbodesk.services.http.proxies import NO_PROXIES, Proxies
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.http.trouble import UNREADABLE, transport_trouble
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.oauth.endpoint import QUICKBOOKS, Keys, TokenEndpoint
from qbodesk.services.oauth.providers import provider_of
from qbodesk.services.oauth.tokens import Access, StaticToken, StoredTokens, TokenSource, TokenStore
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.signin.stored import GrantStore, PastedKey, SignIns

SIMULATOR = "simulator"
"""Setting: the control address of the simulator this workspace is connected to."""

SETTLE_SECONDS = 5.0
_NAMES = {"quickbooks": "QuickBooks", "hubspot": "HubSpot"}
ACCESS_LIFE = timedelta(hours=1)
"""How long QuickBooks' access tokens live (quickbooks-api §1.4); one that died earlier is renewed on the 401."""


class SimulatedRealm(msgspec.Struct):
    """A company of the simulator."""

    realm_id: str
    name: str
    country: str
    currency: str
    access_token: str
    refresh_token: str


class SimulatorInfo(msgspec.Struct):
    """The simulator's first line, which `GET {control_url}/connection` answers as well."""

    quickbooks_url: str
    hubspot_url: str
    control_url: str
    realms: list[SimulatedRealm]
    portal_id: int | str
    hubspot_token: str
    client_id: str
    client_secret: str


def simulator_info(control_url: str) -> SimulatorInfo:
    """Ask a running simulator for its addresses and fresh tokens. Raises `Offline` or `ServerTrouble`."""
    with open_client(control_url.rstrip("/")) as http, transport_trouble("simulator", writing=False):
        answer = exchange(http, Call("GET", "/connection", "/connection"), {})
    try:
        return msgspec.json.decode(answer.body, type=SimulatorInfo)
    except UNREADABLE as error:
        raise ServerTrouble(service="simulator", server_text=str(error)) from error


@dataclass(slots=True)
class _SimulatorTokens:
    """A token store for a server whose tokens are no secrets: fetched once, kept in memory."""

    control_url: str
    realm_id: str
    held: StoredTokens | None = None

    def load(self) -> StoredTokens:
        if self.held is None:
            realms = {realm.realm_id: realm for realm in simulator_info(self.control_url).realms}
            if self.realm_id not in realms:
                raise SignInExpired(service="QuickBooks")
            self.held = StoredTokens(realms[self.realm_id].refresh_token)
        return self.held

    def save(self, tokens: StoredTokens) -> None:
        self.held = tokens

    def alone(self) -> AbstractContextManager[None]:
        return nullcontext()


@dataclass(slots=True)
class _SimulatorKey:
    """HubSpot's key from the simulator, asked for when first used."""

    control_url: str
    held: StaticToken | None = None

    def access(self) -> str:
        if self.held is None:
            self.held = StaticToken(simulator_info(self.control_url).hubspot_token)
        return self.held.access()

    def renewed(self, stale: str) -> str:
        return StaticToken(stale).renewed(stale)


@dataclass(slots=True)
class _Count:
    """Requests of one connection, counted by the threads that send them."""

    calls: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, _request: httpx.Request) -> None:
        with self.guard:
            self.calls += 1


class Clients:
    """One client per connection, shared by all threads."""

    def __init__(
        self,
        cache: Cache,
        clock: Clock,
        stop: threading.Event,
        retry: Callable[[], ReadRetry] = ReadRetry,
        *,
        sign_ins: SignIns,
        proxies: Proxies = NO_PROXIES,
    ) -> None:
        self._cache = cache
        self._proxies = proxies
        self._sign_ins = sign_ins
        self._clock = clock
        self._stop = stop
        self._retry = retry
        self._guard = threading.RLock()
        self._open: list[httpx.Client] = []
        self._sources: list[TokenSource] = []
        self._quickbooks: dict[int, QuickBooksClient] = {}
        self._hubspot: HubSpotClient | None = None
        self._counts: dict[int, _Count] = {}
        self._proven: set[int] = set()

    def quickbooks(self, conn_id: int) -> QuickBooksClient:
        """The client of one QuickBooks company."""
        with self._guard:
            if conn_id not in self._quickbooks:
                found = self._connection("quickbooks", conn_id)
                http = self._http(found)
                self._quickbooks[conn_id] = QuickBooksClient(
                    http,
                    found.remote_id,
                    self._tokens(found, http),
                    quickbooks_pacer(),
                    stop=self._stop,
                    retry=self._retry(),
                )
            return self._quickbooks[conn_id]

    def hubspot(self) -> HubSpotClient:
        """The client of the HubSpot account."""
        with self._guard:
            if self._hubspot is None:
                found = self._connection("hubspot", None)
                http = self._http(found)
                self._hubspot = HubSpotClient(
                    http,
                    self._tokens(found, http),
                    hubspot_pacer(),
                    stop=self._stop,
                    retry=self._retry(),
                )
            return self._hubspot

    def prove(self, conn_id: int) -> None:
        """Before the first write of a start or sign-in: who answers is who was connected (features A11).

        Raises `SignInExpired` (`WORKSPACE_OF_ANOTHER_PORTAL`), `PermissionMissing` (`QUICKBOOKS_WRONG_COMPANY`) and what
        reading raises.
        """
        with self._guard:
            if conn_id in self._proven:
                return
            found = self._connection(None, conn_id)
        if found.service == "hubspot":
            there = str(self.hubspot().account().portal_id)
            if there != found.remote_id:
                raise SignInExpired("WORKSPACE_OF_ANOTHER_PORTAL", known=found.remote_id, found=there)
        else:
            # its answer names no realm: what is asked of this realm is refused to the token of another
            self.quickbooks(conn_id).company_info()
        with self._guard:
            self._proven.add(conn_id)

    def calls(self, conn_id: int) -> int:
        """Requests sent on a connection since the start, token requests included."""
        found = self._counts.get(conn_id)
        return found.calls if found else 0

    def forget(self, conn_id: int) -> None:
        """The next one asked for finds what is kept of the sign-in now; requests under way end with the former."""
        with self._guard:
            self._quickbooks.pop(conn_id, None)
            self._proven.discard(conn_id)
            self._hubspot = None

    def forget_all(self) -> None:
        """As `forget`, of every connection: the way to the servers is another one."""
        with self._guard:
            self._quickbooks.clear()
            self._hubspot = None

    def close(self) -> None:
        """Close every connection; a refresh of tokens under way is waited for, a request that reads is not."""
        with self._guard:
            for source in self._sources:
                source.settle(SETTLE_SECONDS)
            self._sources.clear()
            for http in self._open:
                http.close()
            self._open.clear()
            self._quickbooks.clear()
            self._hubspot = None

    def _http(self, found: ServiceConnection) -> httpx.Client:
        http = open_client(found.base_url, proxy=self._proxies.of(found.base_url))
        count = self._counts.setdefault(found.conn_id, _Count())
        http.event_hooks = {**http.event_hooks, "request": [*http.event_hooks["request"], count]}
        self._open.append(http)
        return http

    def _tokens(self, found: ServiceConnection, http: httpx.Client) -> Tokens:
        if found.state == "disconnected":
            raise SignInExpired("SIGN_IN_MISSING", service=_NAMES[found.service])
        if self._sign_ins.has(found.service, found.remote_id):
            return self._kept(found, http)
        return self._simulated(found, http)

    def _kept(self, found: ServiceConnection, http: httpx.Client) -> Tokens:
        kept = self._sign_ins.load(found.service, found.remote_id)
        if isinstance(kept, PastedKey):
            return StaticToken(kept.token)
        keys = self._sign_ins.keys(found.service, kept.client_id)
        endpoint = TokenEndpoint(
            http, provider_of(found.service, found.base_url), Keys(keys.client_id, keys.client_secret)
        )
        return self._source(endpoint, GrantStore(self._sign_ins, found.service, found.remote_id))

    def _simulated(self, found: ServiceConnection, http: httpx.Client) -> Tokens:
        control = self._control(_NAMES[found.service])
        if found.service == "hubspot":
            return _SimulatorKey(control)
        info = simulator_info(control)
        endpoint = TokenEndpoint(http, QUICKBOOKS, Keys(info.client_id, info.client_secret))
        fresh = [realm.access_token for realm in info.realms if realm.realm_id == found.remote_id]
        access = Access(fresh[0], self._clock() + ACCESS_LIFE) if fresh else None
        return self._source(endpoint, _SimulatorTokens(control, found.remote_id), access)

    def _source(self, endpoint: TokenEndpoint, store: TokenStore, access: Access | None = None) -> Tokens:
        source = TokenSource(endpoint, store, self._clock, access=access)
        self._sources.append(source)
        return source

    def _connection(self, service: str | None, conn_id: int | None) -> ServiceConnection:
        with self._cache.read() as tx:
            for each in connections.listed(tx, service):
                if conn_id in {None, each.conn_id}:
                    return each
        raise NeedsUser("NO_CONNECTION", service=_NAMES[service or "quickbooks"])

    def _control(self, service: str) -> str:
        with self._cache.read() as tx:
            found = connections.get_setting(tx, SIMULATOR)
        if not found:
            raise SignInExpired("SIGN_IN_MISSING", service=service)
        return str(found)
