"""A provider's token endpoint over our own HTTP client; oauthlib speaks the protocol. Keeps no token.

QuickBooks wants the app's keys in the header, HubSpot in the form (quickbooks-api.md §1.3, hubspot-api.md §1.2).
"""

from base64 import b64encode
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx
import msgspec
from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

from qbodesk.models.errors import PermissionMissing, RateLimited, ServerTrouble, SignInExpired
from qbodesk.services.http.exchange import Answer, Call, exchange
from qbodesk.services.http.trouble import facts, transport_trouble

QUICKBOOKS_TOKENS = "https://oauth.platform.intuit.com"
HUBSPOT_TOKENS = "https://api.hubapi.com"


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider's token endpoint differs from others; its host is the HTTP client's base address."""

    service: str
    path: str
    keys_in_header: bool
    headers: dict[str, str] = field(default_factory=dict)


QUICKBOOKS = Provider(
    "QuickBooks",
    "/oauth2/v1/tokens/bearer",
    keys_in_header=True,
    headers={"x-include-refresh-token-hard-expires-in": "true"},
)
HUBSPOT = Provider("HubSpot", "/oauth/2026-09/token", keys_in_header=False)


@dataclass(frozen=True, slots=True)
class Keys:
    """The app's own keys."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """New tokens; lives in seconds from now. `refresh_token` is None when the old one stays."""

    access_token: str = field(repr=False)
    seconds: int
    refresh_token: str | None = field(default=None, repr=False)
    refresh_seconds: int | None = None
    hard_seconds: int | None = None


class Refused(Exception):
    """The refresh token is not accepted; another one may be."""

    def __init__(self, said: dict[str, str]) -> None:
        super().__init__(said.get("server_code", ""))
        self._said = said

    def problem_for_user(self) -> SignInExpired:
        """When no other one is left."""
        return SignInExpired(**self._said)


class _Tokens(msgspec.Struct):
    access_token: str
    expires_in: int
    refresh_token: str | None = None
    x_refresh_token_expires_in: int | None = None
    x_refresh_token_hard_expires_in: int | None = None


class TokenEndpoint:
    """Trades refresh tokens for access tokens. Never logs a body."""

    def __init__(self, http: httpx.Client, provider: Provider, keys: Keys) -> None:
        self._http, self._provider, self._keys = http, provider, keys

    def refresh(self, refresh_token: str) -> Grant:
        """New tokens for an old one.

        Raises `Refused` when this token is no longer good, `PermissionMissing` for wrong app keys, `Offline`,
        `RateLimited` and `ServerTrouble` when it is worth trying again; never anything about a write of the caller's.
        """
        client = WebApplicationClient(self._keys.client_id)
        in_form = {} if self._provider.keys_in_header else asdict(self._keys)
        form: str = client.prepare_refresh_body(refresh_token=refresh_token, **in_form)
        call = Call(
            "POST",
            self._provider.path,
            self._provider.path,
            content=form.encode(),
            content_type="application/x-www-form-urlencoded",
        )
        # To the caller a refresh is a read: whatever it was about to write has not been sent.
        with transport_trouble(self._provider.service, writing=False):
            answer = exchange(self._http, call, self._headers())
        return self._grant(client, answer)

    def _headers(self) -> dict[str, str]:
        if not self._provider.keys_in_header:
            return self._provider.headers
        pair = f"{self._keys.client_id}:{self._keys.client_secret}"
        return {**self._provider.headers, "Authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    def _grant(self, client: WebApplicationClient, answer: Answer) -> Grant:
        self._judge(client, answer)
        try:
            tokens = msgspec.json.decode(answer.body, type=_Tokens)
        except msgspec.DecodeError as error:
            # Without both tokens nothing may be overwritten (quickbooks-api.md §1.3).
            raise ServerTrouble(**facts(self._provider.service, "no tokens in the answer", answer)) from error
        return Grant(
            tokens.access_token,
            tokens.expires_in,
            tokens.refresh_token or None,
            tokens.x_refresh_token_expires_in,
            tokens.x_refresh_token_hard_expires_in,
        )

    def _judge(self, client: Any, answer: Answer) -> None:
        service = self._provider.service
        if answer.status == 429:
            raise RateLimited(after=answer.retry_after, **facts(service, "", answer))
        if answer.status >= 500 or not answer.body.lstrip().startswith(b"{"):
            raise ServerTrouble(**facts(service, "", answer))
        try:
            client.parse_request_body_response(answer.body.decode("utf-8", "replace"))
        except OAuth2Error as error:
            said = facts(service, str(error.description or error.error), answer, str(error.error))
            if error.error in {"invalid_client", "unauthorized_client"}:
                raise PermissionMissing("APP_KEYS_REFUSED", **said) from error
            if error.error == "missing_token":
                raise ServerTrouble(**said) from error
            raise Refused(said) from error
        except ValueError as error:
            raise ServerTrouble(**facts(service, "", answer)) from error
