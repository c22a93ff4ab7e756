"""What is kept of a sign-in, as records of the vault. Asks nobody and decides nothing."""

from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from qbodesk.models.errors import SignInExpired
from qbodesk.services.oauth.tokens import Access, StoredTokens
from qbodesk.services.secrets import Vault

_NAMES = {"quickbooks": "QuickBooks", "hubspot": "HubSpot"}


class _Hidden(msgspec.Struct, kw_only=True):
    """Never shows its fields: not in a traceback, a log or a debugger's list."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class AppKeys(_Hidden):
    """The keys of an app the user has made; `api` says for which server, `redirect_uri` is what is registered with them."""

    client_id: str
    client_secret: str
    redirect_uri: str
    api: str


class PastedKey(_Hidden, tag="key"):
    """A HubSpot service key or private-app token; `scopes` None where HubSpot does not tell them."""

    token: str
    scopes: list[str] | None = None


class Granted(_Hidden, tag="grant"):
    """Tokens of an OAuth consent given at `consented_at`. Moments are aware."""

    client_id: str
    refresh_token: str
    consented_at: datetime
    previous_refresh_token: str | None = None
    refresh_expires_at: datetime | None = None
    hard_expires_at: datetime | None = None
    access_token: str = ""
    access_expires_at: datetime | None = None
    scopes: list[str] | None = None


SignedIn = PastedKey | Granted


class SignIns:
    """The sign-ins and app keys of a workspace."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    def has(self, service: str, remote_id: str) -> bool:
        """Whether one is kept, readable or not."""
        return self.vault.has(_name(service, remote_id))

    def load(self, service: str, remote_id: str) -> SignedIn:
        """Raises `SignInExpired` when there is none or it cannot be read."""
        body = self.vault.get(_name(service, remote_id))
        if body is None:
            raise SignInExpired("SIGN_IN_MISSING", service=_NAMES[service])
        found: SignedIn = _decoded(body, SignedIn)
        return found

    def save(self, service: str, remote_id: str, signed_in: SignedIn) -> None:
        """Keep or replace; returns when it is on the disk."""
        self.vault.put(_name(service, remote_id), msgspec.json.encode(signed_in))

    def forget(self, service: str, remote_id: str) -> None:
        """Gone afterwards."""
        self.vault.forget(_name(service, remote_id))

    def alone(self, service: str, remote_id: str) -> AbstractContextManager[None]:
        """Meanwhile no other process changes it."""
        return self.vault.alone(_name(service, remote_id))

    def keys(self, service: str, client_id: str) -> AppKeys:
        """The app's keys. Raises `SignInExpired` when they are not kept."""
        body = self.vault.get(_keys(service, client_id))
        if body is None:
            raise SignInExpired("SIGN_IN_MISSING", service=_NAMES[service])
        found: AppKeys = _decoded(body, AppKeys)
        return found

    def save_keys(self, service: str, keys: AppKeys) -> None:
        """Keep or replace them."""
        self.vault.put(_keys(service, keys.client_id), msgspec.json.encode(keys))

    def forget_keys(self, service: str, client_id: str) -> None:
        """Gone afterwards."""
        self.vault.forget(_keys(service, client_id))


class GrantStore:
    """The tokens of one consent, as `TokenSource` wants them kept."""

    def __init__(self, sign_ins: SignIns, service: str, remote_id: str) -> None:
        self._sign_ins, self._service, self._remote_id = sign_ins, service, remote_id

    def load(self) -> StoredTokens:
        """As they are on the disk now."""
        found = self._granted()
        access = None
        if found.access_token and found.access_expires_at:
            access = Access(found.access_token, found.access_expires_at)
        return StoredTokens(
            found.refresh_token,
            found.previous_refresh_token,
            found.refresh_expires_at,
            found.hard_expires_at,
            access,
        )

    def save(self, tokens: StoredTokens) -> None:
        """Returns only when they are on the disk."""
        found = self._granted()
        found.refresh_token = tokens.refresh_token
        found.previous_refresh_token = tokens.previous_refresh_token
        found.refresh_expires_at = tokens.refresh_expires_at
        found.hard_expires_at = tokens.hard_expires_at
        found.access_token = tokens.access.token if tokens.access else ""
        found.access_expires_at = tokens.access.expires_at if tokens.access else None
        self._sign_ins.save(self._service, self._remote_id, found)

    def alone(self) -> AbstractContextManager[None]:
        """Meanwhile no other process loads and saves."""
        return self._sign_ins.alone(self._service, self._remote_id)

    def _granted(self) -> Granted:
        found = self._sign_ins.load(self._service, self._remote_id)
        if not isinstance(found, Granted):
            raise SignInExpired("SIGN_IN_MISSING", service=_NAMES[self._service])
        return found


def _name(service: str, remote_id: str) -> str:
    return f"{service}-{remote_id}"


def _keys(service: str, client_id: str) -> str:
    return f"keys-{service}-{sha256(client_id.encode()).hexdigest()[:16]}"


def _decoded(body: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise SignInExpired("SIGN_IN_UNREADABLE") from error
