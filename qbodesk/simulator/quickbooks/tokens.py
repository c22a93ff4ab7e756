"""OAuth 2.0 tokens of the realms (quickbooks-api.md §1.3, §1.4): issue, rotate, expire, revoke; speaks no HTTP."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.wire import Body

ACCESS_LIFE = 3600
_ROTATION = 24 * 3600
_SOFT_LIFE = 8_726_400
_HARD_LIFE = 5 * 365 * 24 * 3600


class InvalidGrant(Exception):
    """The refresh token is unknown, superseded, revoked or too old."""


@dataclass
class Grant:
    """One realm's consent: the current refresh token and the access tokens issued under it (to their expiry)."""

    realm_id: str
    refresh_token: str
    issued: int
    consented: int
    access: dict[str, int]


class Tokens:
    """The authorization server's memory. Moments are seconds since 1970 by the simulator's clock."""

    def __init__(self, clock: Clock, realms: Iterable[str], *, client_id: str, client_secret: str) -> None:
        self._clock = clock
        self.client_id = client_id
        self.client_secret = client_secret
        self._grants = {realm: self._grant(realm) for realm in realms}

    def _grant(self, realm: str) -> Grant:
        now = self._clock.epoch()
        return Grant(realm, _refresh_token(), now, now, {_access_token(): now + ACCESS_LIFE})

    def pair(self, realm: str) -> tuple[str, str]:
        """A valid access token and the current refresh token of a realm, for `connection`; a dead grant is renewed."""
        if realm not in self._grants:
            self._grants[realm] = self._grant(realm)
        grant = self._grants[realm]
        now = self._clock.epoch()
        valid = [token for token, expiry in grant.access.items() if expiry > now]
        return (valid[-1] if valid else self._issue(grant)), grant.refresh_token

    def realm_of(self, access_token: str) -> str | None:
        """The realm a token opens now, `None` for an unknown or expired one."""
        now = self._clock.epoch()
        for grant in self._grants.values():
            if grant.access.get(access_token, 0) > now:
                return grant.realm_id
        return None

    def refresh(self, refresh_token: str, *, hard_expiry: bool = False) -> Body:
        """The token endpoint's answer; the refresh token changes on the first use after 24 hours, the old one dies."""
        now = self._clock.epoch()
        grant = self._by_refresh(refresh_token)
        if grant is None or now >= grant.issued + _SOFT_LIFE or now >= grant.consented + _HARD_LIFE:
            raise InvalidGrant
        if now >= grant.issued + _ROTATION:
            grant.refresh_token, grant.issued = _refresh_token(), now
        answer: Body = {
            "token_type": "bearer",
            "access_token": self._issue(grant),
            "expires_in": ACCESS_LIFE,
            "refresh_token": grant.refresh_token,
            "x_refresh_token_expires_in": grant.issued + _SOFT_LIFE - now,
        }
        if hard_expiry:
            answer["x_refresh_token_hard_expires_in"] = grant.consented + _HARD_LIFE - now
        return answer

    def revoke(self, token: str) -> bool:
        """Kills the grant a refresh or access token belongs to; False for an unknown token."""
        for realm, grant in self._grants.items():
            if token == grant.refresh_token or token in grant.access:
                del self._grants[realm]
                return True
        return False

    def expire(self, realm: str | None = None) -> None:
        """Makes the access tokens of a realm, or of all, invalid; refreshing still works."""
        for grant in self._grants.values():
            if realm in {None, grant.realm_id}:
                grant.access.clear()

    def _issue(self, grant: Grant) -> str:
        now = self._clock.epoch()
        grant.access = {token: expiry for token, expiry in grant.access.items() if expiry > now}
        token = _access_token()
        grant.access[token] = now + ACCESS_LIFE
        return token

    def _by_refresh(self, refresh_token: str) -> Grant | None:
        return next((grant for grant in self._grants.values() if grant.refresh_token == refresh_token), None)


def _refresh_token() -> str:
    return f"AB11{secrets.token_urlsafe(24)}"


def _access_token() -> str:
    return f"eyJ{secrets.token_urlsafe(48)}"
