"""Signs a workspace in to QuickBooks and HubSpot and out again; every other part finds the result in the cache and the vault.

Nothing that works is replaced before its successor has answered for the same company or account, and new tokens are on the disk
before they are used. All methods but `begin_*` use the network: never in the GUI thread.
"""

import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import msgspec

from qbodesk.models.cache import connections
from qbodesk.models.cache.connections import ServiceConnection
from qbodesk.models.cache.engine import Cache
from qbodesk.models.errors import InvalidInput, NeedsUser, QboDeskError, SignInExpired, TryLater
from qbodesk.models.errors import Refused as RefusedByServer
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clients import SIMULATOR, Clients
from qbodesk.services.clock import Clock
from qbodesk.services.http.factory import checked_address, open_client
from qbodesk.services.http.pacing import hubspot_pacer, quickbooks_pacer
from qbodesk.services.http.proxies import NO_PROXIES, Proxies
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.hubspot.records import Account
from qbodesk.services.oauth.authorization import Answer, Attempt, begin
from qbodesk.services.oauth.endpoint import Grant, Keys, Refused, TokenEndpoint
from qbodesk.services.oauth.providers import provider_of
from qbodesk.services.oauth.tokens import StaticToken
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.signin import books, portal
from qbodesk.services.signin.capability import Probed, read_back, stored
from qbodesk.services.signin.standing import Standing, standings
from qbodesk.services.signin.stored import AppKeys, Granted, PastedKey, SignedIn, SignIns
from qbodesk.services.sync.company import first_rules

log = logging.getLogger(__name__)

_PENDING = "revoke-"
LASTING = "signin.lasting"
"""Setting: by connection, until when it lasts unused and at most (ISO moments, "" for no end). No secret."""


class SignInDesk:
    """One per workspace."""

    def __init__(
        self,
        cache: Cache,
        changes: Changes,
        clock: Clock,
        clients: Clients,
        sign_ins: SignIns,
        proxies: Proxies = NO_PROXIES,
    ) -> None:
        self._cache = cache
        self._proxies = proxies
        self._changes = changes
        self._clock = clock
        self._clients = clients
        self.sign_ins = sign_ins

    def prepare(self) -> None:
        """Make sure that a sign-in could be kept. Raises `KeyringUnavailable`: then a person chooses how (`Vault.create`)."""
        self.sign_ins.vault.prepare()

    def standings(self) -> dict[int, Standing]:
        """How every sign-in stands, by connection; asks no server, but may wait for the system's password store."""
        with self._cache.read() as tx:
            known = connections.listed(tx)
            simulated = bool(connections.get_setting(tx, SIMULATOR))
        return standings(known, self.sign_ins, self._clock(), simulated=simulated)

    def rows(self) -> list[ServiceConnection]:
        """All connections, disconnected ones too."""
        with self._cache.read() as tx:
            return connections.listed(tx)

    def allowed(self) -> Probed:
        """What HubSpot allowed when it was last asked."""
        with self._cache.read() as tx:
            return read_back(connections.get_setting(tx, portal.SETTING))

    def allowed_books(self) -> dict[str, Probed]:
        """What each QuickBooks company (realm id) allowed when it was last asked."""
        with self._cache.read() as tx:
            found = connections.get_setting(tx, books.SETTING) or {}
        return {realm: read_back(each) for realm, each in found.items()}

    def probe_books(self) -> dict[str, Probed]:
        """Ask every connected QuickBooks company again what it allows. Raises what the first one that cannot be asked raises."""
        for each in self._rows("quickbooks"):
            if each.state != "disconnected":
                client = self._clients.quickbooks(each.conn_id)
                found, plan = books.probe(client, client.company_info(), client.preferences())
                self._keep_books(each.remote_id, Probed(found, self._clock(), plan))
        return self.allowed_books()

    def probe(self) -> Probed:
        """Ask HubSpot again what it allows."""
        client = self._clients.hubspot()
        [row] = self._rows("hubspot")[:1]
        kept = (
            self.sign_ins.load("hubspot", row.remote_id)
            if self.sign_ins.has("hubspot", row.remote_id)
            else None
        )
        self._probe(client, kept.scopes if kept else None)
        return self.allowed()

    def known_keys(self, service: str, api: str = "") -> AppKeys | None:
        """The keys the newest connection (of this server, if one is named) was made with: nobody types them twice."""
        for each in reversed(self._rows(service)):
            if api in {"", each.base_url} and each.client_id:
                with contextlib.suppress(SignInExpired):
                    return self.sign_ins.keys(service, each.client_id)
        return None

    def begin(self, service: str, keys: AppKeys, port: int) -> Attempt:
        """A new attempt; `service` is "quickbooks" or "hubspot". Raises `InvalidInput` for keys no server could accept."""
        return begin(
            provider_of(service, _tidy(keys).api), keys.client_id, keys.redirect_uri, port, self._clock()
        )

    def finish_quickbooks(
        self, attempt: Attempt, answer: Answer, keys: AppKeys, *, expected: str = ""
    ) -> ServiceConnection:
        """The company that was chosen, connected; `expected` is the one to be reconnected, another is refused.

        Raises `ANOTHER_COMPANY` before anything is used up, and whatever the servers say; what was connected stays as it was.
        """
        realm = answer.realm_id
        if not realm:
            raise InvalidInput("SIGN_IN_ANSWER_UNUSABLE", field="answer")
        if expected and realm != expected:
            raise NeedsUser("ANOTHER_COMPANY", known=self._name("quickbooks", expected), found=realm)
        self.prepare()
        with self._open(keys.api) as http:
            endpoint = TokenEndpoint(http, attempt.provider, _pair(keys))
            granted = self._granted(endpoint, attempt, answer, keys)[0]
            with self._replacing("quickbooks", realm, granted, keys, endpoint):
                client = QuickBooksClient(
                    http, realm, StaticToken(granted.access_token, "QuickBooks"), quickbooks_pacer()
                )
                info, preferences = client.company_info(), client.preferences()
                rules = first_rules(realm, info, preferences)
            with contextlib.suppress(TryLater):  # asked again by hand: connected it is
                found, plan = books.probe(client, info, preferences)
                self._keep_books(realm, Probed(found, self._clock(), plan))
        return self._connected(
            "quickbooks",
            realm,
            name=rules.name,
            country=rules.country,
            currency=rules.home_currency,
            timezone=rules.timezone,
            rules=msgspec.json.encode(rules),
            base_url=keys.api,
            client_id=keys.client_id,
        )

    def finish_hubspot(self, attempt: Attempt, answer: Answer, keys: AppKeys) -> ServiceConnection:
        """The account that was chosen, connected; a workspace has one and refuses another (features A11)."""
        self.prepare()
        with self._open(keys.api) as http:
            endpoint = TokenEndpoint(http, attempt.provider, _pair(keys))
            granted, grant = self._granted(endpoint, attempt, answer, keys)
            account = _account(http, granted.access_token)
            remote_id = str(grant.hub_id or account.portal_id)
            try:
                self._same_portal(str(account.portal_id))
            except NeedsUser:
                _give_back(endpoint, granted.refresh_token)
                raise
            with self._replacing("hubspot", remote_id, granted, keys, endpoint):
                self._probed(http, granted.access_token, granted.scopes)
        return self._portal_connected(account, keys.api, keys.client_id)

    def connect_hubspot_key(self, key: str, api: str) -> ServiceConnection:
        """A service key or private-app token, checked with HubSpot before it is kept. Raises `InvalidInput` for another text."""
        token = key.strip()
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise InvalidInput("KEY_UNUSABLE", field="key")
        checked_address(api)
        self.prepare()
        with self._open(api) as http:
            try:
                account = _account(http, token)
            except SignInExpired as error:
                raise InvalidInput("KEY_REFUSED", field="key", **error.problem.facts) from error
            remote_id = str(account.portal_id)
            self._same_portal(remote_id)
            scopes = portal.scopes_of_key(http, token)
            self._probed(http, token, scopes)
        self.sign_ins.save("hubspot", remote_id, PastedKey(token, scopes))
        return self._portal_connected(account, api, "")

    def disconnect(self, conn_id: int) -> bool:
        """The sign-in is gone from this computer, the records stay. True when the service has taken it back as well.

        Offline the token waits, sealed, to be given back at the next start (`catch_up`); nothing else can use it.
        """
        found = self._row(conn_id)
        try:
            kept: SignedIn | None = self.sign_ins.load(found.service, found.remote_id)
        except SignInExpired:
            kept = None
        if isinstance(kept, Granted):
            self.sign_ins.save(_PENDING + found.service, found.remote_id, kept)
        self.sign_ins.forget(found.service, found.remote_id)
        with self._cache.write() as tx:
            connections.note(tx, conn_id, state="disconnected")
        self._clients.forget(conn_id)
        self._changes.publish(ChangeSet.of("connection", conn_id))
        done = self._give_back(found) if isinstance(kept, Granted) else False
        self._forget_unused_keys(found)
        return done

    def catch_up(self) -> None:
        """After a pass: give back what could not be given back, note how long the sign-ins last. Never raises: tried again."""
        self._note_lasting()
        for name in self.sign_ins.vault.names():
            if name.startswith(_PENDING):
                service, _dash, remote_id = name.removeprefix(_PENDING).partition("-")
                for found in self._rows(service):
                    if found.remote_id == remote_id:
                        self._give_back(found)
                        self._forget_unused_keys(found)

    def owed(self) -> list[str]:
        """The names of what was disconnected here and could not be given back yet."""
        return [
            each.name for each in self.rows() if self.sign_ins.has(_PENDING + each.service, each.remote_id)
        ]

    # Parts of the above

    def _open(self, api: str) -> httpx.Client:
        return open_client(api, proxy=self._proxies.of(api))

    def _granted(
        self, endpoint: TokenEndpoint, attempt: Attempt, answer: Answer, keys: AppKeys
    ) -> tuple[Granted, Grant]:
        try:
            grant = endpoint.exchange(answer.code, attempt.redirect_uri, attempt.verifier)
        except Refused as refused:
            said = dict(refused.problem_for_user().problem.facts)
            raise NeedsUser("SIGN_IN_REFUSED", **said) from refused
        now = self._clock()
        return Granted(
            client_id=keys.client_id,
            refresh_token=grant.refresh_token or "",
            consented_at=now,
            refresh_expires_at=_after(now, grant.refresh_seconds),
            hard_expires_at=_after(now, grant.hard_seconds),
            access_token=grant.access_token,
            access_expires_at=_after(now, grant.seconds),
            scopes=list(grant.scopes) or None,
        ), grant

    @contextlib.contextmanager
    def _replacing(
        self, service: str, remote_id: str, granted: Granted, keys: AppKeys, endpoint: TokenEndpoint
    ) -> Iterator[None]:
        """The new sign-in is kept first; a refusal in the block brings the one before it back and gives the new one back."""
        with self.sign_ins.alone(service, remote_id):
            try:
                before: SignedIn | None = self.sign_ins.load(service, remote_id)
            except SignInExpired:
                before = None
            self.sign_ins.save_keys(service, keys)
            self.sign_ins.save(service, remote_id, granted)
            try:
                yield
            except (NeedsUser, RefusedByServer):
                if before is None:
                    self.sign_ins.forget(service, remote_id)
                else:
                    self.sign_ins.save(service, remote_id, before)
                _give_back(endpoint, granted.refresh_token)
                raise

    def _probed(self, http: httpx.Client, token: str, scopes: list[str] | None) -> None:
        self._probe(HubSpotClient(http, StaticToken(token), hubspot_pacer()), scopes)

    def _probe(self, client: HubSpotClient, scopes: list[str] | None) -> None:
        found = Probed(portal.probe(client, scopes), self._clock())
        with self._cache.write() as tx:
            connections.set_setting(tx, portal.SETTING, stored(found))
        self._changes.publish(ChangeSet.of("connection"))

    def _keep_books(self, realm: str, found: Probed) -> None:
        with self._cache.write() as tx:
            known = connections.get_setting(tx, books.SETTING) or {}
            connections.set_setting(tx, books.SETTING, {**known, realm: stored(found)})
        self._changes.publish(ChangeSet.of("connection"))

    def _portal_connected(self, account: Account, api: str, client_id: str) -> ServiceConnection:
        return self._connected(
            "hubspot",
            str(account.portal_id),
            name=f"HubSpot {account.portal_id}",
            currency=account.company_currency,
            timezone=account.time_zone,
            base_url=api,
            client_id=client_id,
        )

    def _connected(self, service: str, remote_id: str, **values: object) -> ServiceConnection:
        with self._cache.write() as tx:
            conn_id = connections.save(tx, service=service, remote_id=remote_id, state="connected", **values)
        self._note_lasting()
        self._clients.forget(conn_id)
        self._changes.publish(ChangeSet.of("connection", conn_id))
        return self._row(conn_id)

    def _note_lasting(self) -> None:
        """For whoever must not wait for the password store: the status bar reads it before anything else is loaded."""
        found = {}
        for each in self.rows():
            with contextlib.suppress(SignInExpired):
                if self.sign_ins.has(each.service, each.remote_id):
                    kept = self.sign_ins.load(each.service, each.remote_id)
                    if isinstance(kept, Granted):
                        found[str(each.conn_id)] = [_iso(kept.refresh_expires_at), _iso(kept.hard_expires_at)]
        with self._cache.read() as tx:
            same = connections.get_setting(tx, LASTING) == found
        if not same:
            with self._cache.write() as tx:
                connections.set_setting(tx, LASTING, found)

    def _same_portal(self, found: str) -> None:
        known = self._rows("hubspot")
        if known and known[0].remote_id != found:
            raise NeedsUser("WORKSPACE_OF_ANOTHER_PORTAL", known=known[0].remote_id, found=found)

    def _give_back(self, found: ServiceConnection) -> bool:
        """Whether the grant of a disconnected service has ended there too."""
        pending = _PENDING + found.service
        try:
            kept = self.sign_ins.load(pending, found.remote_id)
            if isinstance(kept, Granted):
                keys = self.sign_ins.keys(found.service, kept.client_id)
                with self._open(found.base_url) as http:
                    provider = provider_of(found.service, found.base_url)
                    TokenEndpoint(http, provider, _pair(keys)).revoke(kept.refresh_token)
        except TryLater:
            return False
        except QboDeskError as error:
            log.info("a sign-in of %s could not be given back: %s", found.service, error.code)
        self.sign_ins.forget(pending, found.remote_id)
        return True

    def _forget_unused_keys(self, gone: ServiceConnection) -> None:
        used = any(
            each.client_id == gone.client_id
            and (each.state != "disconnected" or self.sign_ins.has(_PENDING + each.service, each.remote_id))
            for each in self._rows(gone.service)
        )
        if not used:
            self.sign_ins.forget_keys(gone.service, gone.client_id)

    def _rows(self, service: str) -> list[ServiceConnection]:
        with self._cache.read() as tx:
            return connections.listed(tx, service)

    def _row(self, conn_id: int) -> ServiceConnection:
        with self._cache.read() as tx:
            return next(each for each in connections.listed(tx) if each.conn_id == conn_id)

    def _name(self, service: str, remote_id: str) -> str:
        return next((each.name for each in self._rows(service) if each.remote_id == remote_id), remote_id)


def _tidy(keys: AppKeys) -> AppKeys:
    """Raises `InvalidInput` at the field that cannot be right."""
    checked_address(keys.api)
    for field, text in (("client_id", keys.client_id), ("client_secret", keys.client_secret)):
        if not text or not text.isascii() or not text.isprintable() or " " in text:
            raise InvalidInput("APP_KEY_UNUSABLE", field=field)
    checked_address(keys.redirect_uri, field="redirect_uri")
    return keys


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _pair(keys: AppKeys) -> Keys:
    return Keys(keys.client_id, keys.client_secret)


def _account(http: httpx.Client, token: str) -> Account:
    return HubSpotClient(http, StaticToken(token), hubspot_pacer()).account()


def _give_back(endpoint: TokenEndpoint, refresh_token: str) -> None:
    """As far as the network lets us; a consent nobody keeps a token of is harmless."""
    try:
        endpoint.revoke(refresh_token)
    except QboDeskError as error:
        log.info("a refused sign-in could not be given back: %s", error.code)


def _after(now: datetime, seconds: int | None) -> datetime | None:
    return None if seconds is None else now + timedelta(seconds=seconds)
