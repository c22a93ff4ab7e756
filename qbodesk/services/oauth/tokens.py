"""Access tokens for a connection: refreshed early, by one thread of one process, stored before use. Opens no browser.

Rules: reliability-security.md §4.5, quickbooks-api.md §1.4, hubspot-api.md §1.2. A refresh token may change with every
answer and the old one may die at once, so the new one is saved before the access token beside it is handed out.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from qbodesk.models.errors import SignInExpired, TryLater
from qbodesk.services.oauth.endpoint import Grant, Refused, TokenEndpoint

_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

EARLY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """What must survive a restart. The end dates are aware, None when the server names none."""

    refresh_token: str
    previous_refresh_token: str | None = None
    refresh_expires_at: datetime | None = None
    hard_expires_at: datetime | None = None
    access: "Access | None" = field(default=None, compare=False)
    """The access token that came with it, so that the next process need not ask for another."""

    def __repr__(self) -> str:
        return f"StoredTokens(refresh_expires_at={self.refresh_expires_at}, hard_expires_at={self.hard_expires_at})"


class TokenStore(Protocol):
    """Where a connection's refresh token is kept."""

    def load(self) -> StoredTokens:
        """The tokens as stored now. Raises `SignInExpired` when there are none."""

    def save(self, tokens: StoredTokens) -> None:
        """Returns only when they are on the disk."""

    def alone(self) -> AbstractContextManager[None]:
        """Meanwhile no other process loads and saves."""


@dataclass(frozen=True, slots=True)
class Access:
    """An access token and when it ends (aware)."""

    token: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Access(expires_at={self.expires_at})"


class StaticToken:
    """A token that never changes: a HubSpot service key or private-app token."""

    def __init__(self, token: str, service: str = "HubSpot") -> None:
        self._token, self._service = token, service

    def access(self) -> str:
        """The token."""
        return self._token

    def renewed(self, stale: str) -> str:
        """Never another one: refused means revoked."""
        del stale
        raise SignInExpired("TOKEN_REVOKED", service=self._service)


class TokenSource:
    """The tokens of one OAuth connection, for all threads. Create it once per connection."""

    def __init__(
        self, endpoint: TokenEndpoint, store: TokenStore, clock: Clock, *, access: Access | None = None
    ) -> None:
        self._endpoint, self._store, self._clock = endpoint, store, clock
        self._access = access  # fresh from the sign-in, so that the first call needs no refresh
        self._refused = ""
        self._lock = threading.Lock()

    def access(self) -> str:
        """A token good for some minutes. Raises `SignInExpired`, `Offline`, `RateLimited`, `ServerTrouble`."""
        held = self._access
        if held is not None and self._left(held) > EARLY:
            return held.token
        with self._lock:
            held = self._access
            if held is not None and self._left(held) > EARLY:
                return held.token
            try:
                return self._another()
            except TryLater:
                if held is None or self._left(held) <= timedelta(0):
                    raise
                return held.token  # asked early on purpose: the old one still serves

    def renewed(self, stale: str) -> str:
        """Another token than the refused `stale`; another thread may have fetched it already. Errors as `access`."""
        with self._lock:
            if self._access is not None and self._access.token != stale:
                return self._access.token
            self._access, self._refused = None, stale
            return self._another()

    def settle(self, seconds: float) -> None:
        """Wait for a refresh under way: its answer may hold the only token that still works."""
        if self._lock.acquire(timeout=seconds):
            self._lock.release()

    def _left(self, access: Access) -> timedelta:
        return access.expires_at - self._clock()

    def _another(self) -> str:
        """What another process has fetched meanwhile, else a new one."""
        with self._store.alone():
            stored = self._store.load()
            found = stored.access
            if found is not None and found.token != self._refused and self._left(found) > EARLY:
                self._access = found
                return found.token
            return self._refresh(stored)

    def _refresh(self, before: StoredTokens) -> str:
        stored, grant = self._granted(before)
        now = self._clock()
        fresh = grant.refresh_token or stored.refresh_token
        previous = stored.refresh_token if fresh != stored.refresh_token else stored.previous_refresh_token
        access = Access(grant.access_token, now + timedelta(seconds=grant.seconds))
        self._store.save(
            StoredTokens(
                fresh,
                previous,
                _after(now, grant.refresh_seconds) or stored.refresh_expires_at,
                _after(now, grant.hard_seconds) or stored.hard_expires_at,
                access,
            )
        )
        self._access = access
        return grant.access_token

    def _granted(self, stored: StoredTokens) -> tuple[StoredTokens, Grant]:
        """Tries the stored token, what may have been stored by an older program meanwhile, and the one before it."""
        try:
            return stored, self._endpoint.refresh(stored.refresh_token)
        except Refused as refused:
            _log.info("the refresh token was refused, looking for another one")
            first = refused
        again = self._store.load()
        tried = {stored.refresh_token}
        for candidate in (again.refresh_token, again.previous_refresh_token):
            if candidate is None or candidate in tried:
                continue
            tried.add(candidate)
            try:
                return again, self._endpoint.refresh(candidate)
            except Refused:
                continue
        raise first.problem_for_user() from first


def _after(now: datetime, seconds: int | None) -> datetime | None:
    return None if seconds is None else now + timedelta(seconds=seconds)
