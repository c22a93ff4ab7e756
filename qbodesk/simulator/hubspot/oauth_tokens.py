"""Who may call a portal: service keys, private-app tokens and OAuth grants (hubspot-api.md §1); speaks no HTTP.

Moments are seconds since 1970 by the simulator's clock.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from uuid import uuid4

from qbodesk.simulator.hubspot.failures import Failure
from qbodesk.simulator.oauth.apps import App, Apps, Distribution
from qbodesk.simulator.oauth.codes import BadCode, Codes, Consent
from qbodesk.simulator.oauth.page import Asking

ACCESS_LIFE = 1800
KEY_GRACE = 7 * 24 * 3600
KeyKind = Literal["service_key", "private_app"]
Scopes = frozenset[str] | None
"""None is every scope there is."""


@dataclass
class Key:
    """A token that never expires by itself; after a rotation the former one lives until `until`."""

    token: str
    kind: KeyKind = "service_key"
    name: str = "The key of the first line"
    scopes: Scopes = None
    until: int | None = None


@dataclass
class Grant:
    """One installation of an app. Deleting the refresh token leaves live access tokens as they are."""

    id: str
    client_id: str
    scopes: tuple[str, ...]
    refresh_token: str
    consented: int


@dataclass(frozen=True)
class Access:
    """What a token is good for; `party` is whose allowance a call uses up."""

    party: str
    scopes: Scopes
    distribution: Distribution | None = None


class InvalidGrant(Exception):
    """The code or refresh token is unknown, used, superseded, revoked or too old."""


class Credentials:
    """The tokens of one portal. `rotates` makes every refresh bring another refresh token (undocumented: off)."""

    def __init__(self, token: str, portal_id: int) -> None:
        self.portal_id = portal_id
        self.keys = {token: Key(token)}
        self.apps = Apps(App(str(uuid4()), str(uuid4())))
        self.codes = Codes("na1-")
        self.asking = Asking()
        self.rotates = False
        self._grants: dict[str, Grant] = {}
        self._access: dict[
            str, tuple[str, int]
        ] = {}  # token -> grant, expiry; kept to tell how long ago that was

    def find(self, token: str, now: int) -> Access:
        """What a token opens now. Raises the 401 of an unknown and the one of an expired token."""
        key = self.keys.get(token)
        if key is not None and (key.until is None or now < key.until):
            return Access(key.token, key.scopes)
        owner, expiry = self._access.get(token, ("", 0))
        grant = self._grants.get(owner)
        if grant is None:
            raise _unknown()
        if now >= expiry:
            raise Failure(
                401,
                "EXPIRED_AUTHENTICATION",
                f"The OAuth token used to make this call expired {now - expiry} second(s) ago.",
            )
        app = self.apps.get(grant.client_id)
        return Access(
            grant.client_id, frozenset(grant.scopes), app.distribution if app is not None else "private"
        )

    def code(self, consent: Consent, now: int) -> str:
        """What the browser brings back to the app."""
        return self.codes.issue(consent, now)

    def exchange(
        self, client_id: str, code: str, redirect_uri: str, verifier: str, now: int
    ) -> tuple[Grant, str]:
        """The grant a code is traded for and its first access token. Raises InvalidGrant.

        A verifier is asked for only where a challenge was sent: HubSpot does not document more.
        """
        try:
            consent = self.codes.redeem(code, client_id, redirect_uri, now)
        except BadCode as bad:
            if bad.grant is not None:
                self.uninstall(bad.grant)
            raise InvalidGrant from bad
        if consent.challenge and _challenge(verifier) != consent.challenge:
            raise InvalidGrant
        grant = Grant(f"hs-{secrets.token_hex(6)}", client_id, consent.scopes, _refresh_token(), now)
        self._grants[grant.id] = grant
        self.codes.spent(code, grant.id)
        return grant, self._issue(grant, now)

    def refresh(self, refresh_token: str, client_id: str, now: int) -> tuple[Grant, str]:
        """The grant and a new access token. Raises InvalidGrant."""
        grant = self.by_refresh(refresh_token)
        if grant is None or grant.client_id != client_id:
            raise InvalidGrant
        if self.rotates:
            grant.refresh_token = _refresh_token()
        return grant, self._issue(grant, now)

    def by_refresh(self, token: str) -> Grant | None:
        return next(
            (grant for grant in self._grants.values() if token and grant.refresh_token == token), None
        )

    def by_access(self, token: str, now: int) -> tuple[Grant, int] | None:
        """The grant of a live access token and the seconds it has left."""
        owner, expiry = self._access.get(token, ("", 0))
        grant = self._grants.get(owner)
        return (grant, expiry - now) if grant is not None and now < expiry else None

    def revoke(self, token: str) -> bool:
        """Takes back one token: a refresh token without its access tokens, or an access token alone."""
        grant = self.by_refresh(token)
        if grant is not None:
            grant.refresh_token = ""
            return True
        return self._access.pop(token, None) is not None

    def uninstall(self, grant: str) -> bool:
        """Takes the app out of the portal: nothing of this grant works any more. False when there is none."""
        self._access = {token: held for token, held in self._access.items() if held[0] != grant}
        return self._grants.pop(grant, None) is not None

    def grants(self) -> Iterator[Grant]:
        return iter(list(self._grants.values()))

    def expire(self, now: int, *, grant: str | None = None, refresh_too: bool = False) -> None:
        """Makes the access tokens of one grant or of all expire now, on demand with the refresh tokens."""
        for token, (owner, expiry) in self._access.items():
            if grant in {None, owner}:
                self._access[token] = (owner, min(expiry, now))
        if refresh_too:
            for each in self._grants.values():
                if grant in {None, each.id}:
                    each.refresh_token = ""

    def new_key(self, kind: KeyKind, name: str, scopes: Scopes) -> Key:
        key = Key(f"pat-na1-{uuid4()}", kind, name, scopes)
        self.keys[key.token] = key
        return key

    def rotate(self, token: str, now: int) -> Key:
        """A successor with the same rights; the former key goes on working for seven days. Raises KeyError."""
        former = self.keys[token]
        former.until = now + KEY_GRACE
        return self.new_key(former.kind, former.name, former.scopes)

    def _issue(self, grant: Grant, now: int) -> str:
        token = f"C{secrets.token_urlsafe(96)}"
        self._access[token] = (grant.id, now + ACCESS_LIFE)
        return token


def _unknown() -> Failure:
    return Failure(
        401,
        "INVALID_AUTHENTICATION",
        "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more "
        "details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
    )


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _refresh_token() -> str:
    return f"na1-{uuid4()}"
