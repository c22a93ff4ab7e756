"""OAuth 2.0 grants of the realms (quickbooks-api.md §1.3, §1.4): issue, rotate, expire, revoke; speaks no HTTP."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.oauth.apps import App, Apps
from qbodesk.simulator.oauth.codes import BadCode, Codes, Consent
from qbodesk.simulator.oauth.page import Asking
from qbodesk.simulator.quickbooks.idtoken import Signer
from qbodesk.simulator.wire import Body

ACCESS_LIFE = 3600
ACCOUNTING = "com.intuit.quickbooks.accounting"
SOFT_LIFE = 8_726_400
_ROTATION = 24 * 3600
_HARD_LIFE = 5 * 365 * 24 * 3600
PLAYGROUND = "https://developer.intuit.com/v2/OAuth2Playground/RedirectUrl"
"""Registered with every new app of Intuit's."""


class InvalidGrant(Exception):
    """The code or refresh token is unknown, used, superseded, revoked or too old."""


@dataclass
class Grant:
    """One consent: an app, a realm and the current refresh token. `superseded` still serves until `grace_until`."""

    id: str
    client_id: str
    realm_id: str
    scopes: tuple[str, ...]
    refresh_token: str
    issued: int
    consented: int
    superseded: str = ""
    grace_until: int = 0

    @property
    def subject(self) -> str:
        """Who connected: the same person for one app, another name for another app."""
        return f"user-{self.client_id[-8:]}"


class Tokens:
    """The authorization server's memory. Moments are seconds since 1970 by the simulator's clock.

    `rotate_after` is the age at which using a refresh token brings another one, `grace` how long the old one goes on
    serving: none, as Intuit's newer pages say; older ones promised a day.
    """

    def __init__(self, clock: Clock, realms: Iterable[str], *, client_id: str, client_secret: str) -> None:
        self._clock = clock
        self.realms = tuple(realms)
        self.apps = Apps(App(client_id, client_secret, redirect_uris=[PLAYGROUND]))
        self.codes = Codes("XAB")
        self.asking = Asking()
        self.signer = Signer()
        self.rotate_after = _ROTATION
        self.grace = 0
        self._grants: dict[str, Grant] = {}
        self._access: dict[str, tuple[str, int]] = {}  # token -> grant, expiry
        self._own: dict[str, str] = {}  # realm -> the grant made for `connection`
        for realm in self.realms:
            self.pair(realm)

    @property
    def client_id(self) -> str:
        return self.apps.first.client_id

    @property
    def client_secret(self) -> str:
        return self.apps.first.client_secret

    def pair(self, realm: str) -> tuple[str, str]:
        """A valid access token and the current refresh token of a realm, for `connection`; a dead grant is renewed."""
        grant = self._grants.get(self._own.get(realm, "")) or self._consented(
            self.client_id, realm, (ACCOUNTING,)
        )
        self._own[realm] = grant.id
        now = self._clock.epoch()
        valid = [
            token for token, (owner, expiry) in self._access.items() if owner == grant.id and expiry > now
        ]
        return (valid[-1] if valid else self._issue(grant)), grant.refresh_token

    def grant_of(self, access_token: str) -> Grant | None:
        """The grant a token belongs to, None for an unknown or expired one."""
        owner, expiry = self._access.get(access_token, ("", 0))
        return self._grants[owner] if expiry > self._clock.epoch() else None

    def realm_of(self, access_token: str) -> str | None:
        """The realm a token opens now for accounting, None for an unknown or expired one."""
        grant = self.grant_of(access_token)
        return None if grant is None else grant.realm_id if ACCOUNTING in grant.scopes else ""

    def code(self, consent: Consent) -> str:
        """What the browser brings back to the app."""
        return self.codes.issue(consent, self._clock.epoch())

    def exchange(self, client_id: str, code: str, redirect_uri: str, *, hard_expiry: bool = False) -> Body:
        """The token endpoint's answer to a code. A code used twice takes the grant of its first use with it."""
        try:
            consent = self.codes.redeem(code, client_id, redirect_uri, self._clock.epoch())
        except BadCode as bad:
            if bad.grant is not None:
                self.disconnect(bad.grant)
            raise InvalidGrant from bad
        grant = self._consented(client_id, consent.account, consent.scopes)
        self.codes.spent(code, grant.id)
        answer = self._answer(grant, hard_expiry=hard_expiry)
        if "openid" in grant.scopes:
            moment = self._clock.epoch()
            answer["id_token"] = self.signer.token(
                client_id, grant.subject, grant.realm_id, moment, ACCESS_LIFE
            )
        return answer

    def refresh(self, refresh_token: str, *, client_id: str | None = None, hard_expiry: bool = False) -> Body:
        """The token endpoint's answer; the refresh token changes on the first use after 24 hours, the old one dies."""
        now = self._clock.epoch()
        grant = self._by_refresh(refresh_token, now)
        if grant is None or client_id not in {None, grant.client_id}:
            raise InvalidGrant
        if now >= min(grant.issued + SOFT_LIFE, grant.consented + _HARD_LIFE):
            raise InvalidGrant
        if refresh_token == grant.refresh_token and now >= grant.issued + self.rotate_after:
            grant.superseded, grant.grace_until = refresh_token, now + self.grace
            grant.refresh_token, grant.issued = _refresh_token(), now
        return self._answer(grant, hard_expiry=hard_expiry)

    def revoke(self, token: str, client_id: str | None = None) -> bool:
        """Kills the grant a refresh or access token belongs to; False for an unknown token."""
        owner, _ = self._access.get(token, ("", 0))
        grant = self._grants.get(owner) or self._by_refresh(token, self._clock.epoch())
        return grant is not None and client_id in {None, grant.client_id} and self.disconnect(grant.id)

    def disconnect(self, grant: str) -> bool:
        """Ends a grant and everything issued under it; False when there is none."""
        self._access = {token: held for token, held in self._access.items() if held[0] != grant}
        return self._grants.pop(grant, None) is not None

    def grants(self) -> Iterator[Grant]:
        return iter(list(self._grants.values()))

    def expire(
        self, realm: str | None = None, *, grant: str | None = None, refresh_too: bool = False
    ) -> None:
        """Makes the access tokens of a realm, a grant or all invalid, on demand the refresh tokens as well."""
        chosen = {
            each.id
            for each in self._grants.values()
            if realm in {None, each.realm_id} and grant in {None, each.id}
        }
        self._access = {token: held for token, held in self._access.items() if held[0] not in chosen}
        if refresh_too:
            for key in chosen:
                self._grants[key].issued = self._clock.epoch() - SOFT_LIFE

    def _consented(self, client_id: str, realm: str, scopes: tuple[str, ...]) -> Grant:
        now = self._clock.epoch()
        grant = Grant(f"qb-{secrets.token_hex(6)}", client_id, realm, scopes, _refresh_token(), now, now)
        self._grants[grant.id] = grant
        return grant

    def _answer(self, grant: Grant, *, hard_expiry: bool) -> Body:
        now = self._clock.epoch()
        answer: Body = {
            "token_type": "bearer",
            "access_token": self._issue(grant),
            "expires_in": ACCESS_LIFE,
            "refresh_token": grant.refresh_token,
            "x_refresh_token_expires_in": grant.issued + SOFT_LIFE - now,
        }
        if hard_expiry:
            answer["x_refresh_token_hard_expires_in"] = grant.consented + _HARD_LIFE - now
        return answer

    def _issue(self, grant: Grant) -> str:
        now = self._clock.epoch()
        self._access = {token: held for token, held in self._access.items() if held[1] > now}
        token = f"eyJ{secrets.token_urlsafe(48)}"
        self._access[token] = (grant.id, now + ACCESS_LIFE)
        return token

    def _by_refresh(self, token: str, now: int) -> Grant | None:
        for grant in self._grants.values():
            if token == grant.refresh_token or (token == grant.superseded and now < grant.grace_until):
                return grant
        return None


def _refresh_token() -> str:
    return f"AB11{secrets.token_urlsafe(24)}"
