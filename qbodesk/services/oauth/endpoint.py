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
from qbodesk.services.http.trouble import UNREADABLE, facts, transport_trouble
from qbodesk.services.oauth.providers import HUBSPOT, QUICKBOOKS, Provider

__all__ = ["HUBSPOT", "QUICKBOOKS", "Grant", "Keys", "Provider", "Refused", "TokenEndpoint"]

LARGEST = 1_000_000
"""Bytes of an answer with tokens, a thousand times what one holds."""


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
    hub_id: int | None = None
    scopes: tuple[str, ...] = ()


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
    hub_id: int | None = None
    scopes: list[str] = []


class TokenEndpoint:
    """Trades codes and refresh tokens for access tokens, and gives them back. Never logs a body.

    To whoever calls a request for tokens is a read: what was about to be written has not been sent.
    """

    def __init__(self, http: httpx.Client, provider: Provider, keys: Keys) -> None:
        self._http, self._provider, self._keys = http, provider, keys

    def refresh(self, refresh_token: str) -> Grant:
        """New tokens for an old one.

        Raises `Refused` when this token is no longer good, `PermissionMissing` for wrong app keys, `Offline`,
        `RateLimited` and `ServerTrouble` when it is worth trying again.
        """
        client = WebApplicationClient(self._keys.client_id)
        form: str = client.prepare_refresh_body(refresh_token=refresh_token, **self._in_form())
        return self._grant(client, self._send(self._provider.tokens, form))

    def exchange(self, code: str, redirect_uri: str, verifier: str = "") -> Grant:
        """The first tokens for a code of the browser; a code is good for one exchange. Errors as `refresh`."""
        client = WebApplicationClient(self._keys.client_id)
        secret = {} if self._provider.keys_in_header else {"client_secret": self._keys.client_secret}
        proof = {"code_verifier": verifier} if verifier else {}
        form: str = client.prepare_request_body(
            code=code, redirect_uri=redirect_uri, include_client_id=bool(secret), **secret, **proof
        )
        return self._grant(client, self._send(self._provider.tokens, form))

    def revoke(self, refresh_token: str) -> None:
        """The grant ends at the provider; a token that is unknown there has ended already. Raises as `refresh` does."""
        if self._provider.revokes_json:
            body = msgspec.json.encode({"token": refresh_token})
            answer = self._post(self._provider.revoke, body, "application/json")
        else:
            client = WebApplicationClient(self._keys.client_id)
            # the guide and the reference disagree on the name of the field (hubspot-api.md §1.2)
            _url, _headers, form = client.prepare_token_revocation_request(
                "https://unused.invalid",
                refresh_token,
                "refresh_token",
                refresh_token=refresh_token,
                **self._in_form(),
            )
            answer = self._send(self._provider.revoke, form)
        if answer.status == 429 or answer.status >= 500:
            self._judge(None, answer)
        if answer.status == 401:
            said = facts(self._provider.service, "", answer, "invalid_client")
            raise PermissionMissing("APP_KEYS_REFUSED", **said)

    def _in_form(self) -> dict[str, str]:
        return {} if self._provider.keys_in_header else asdict(self._keys)

    def _send(self, address: str, form: str) -> Answer:
        return self._post(address, form.encode(), "application/x-www-form-urlencoded")

    def _post(self, address: str, body: bytes, content_type: str) -> Answer:
        call = Call("POST", address, self._provider.route(address), content=body, content_type=content_type)
        with transport_trouble(self._provider.service, writing=False):
            return exchange(self._http, call, self._headers(), largest=LARGEST)

    def _headers(self) -> dict[str, str]:
        if not self._provider.keys_in_header:
            return self._provider.headers
        pair = f"{self._keys.client_id}:{self._keys.client_secret}"
        return {**self._provider.headers, "Authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    def _grant(self, client: WebApplicationClient, answer: Answer) -> Grant:
        self._judge(client, answer)
        try:
            tokens = msgspec.json.decode(answer.body, type=_Tokens)
        except UNREADABLE as error:
            # Without both tokens nothing may be overwritten (quickbooks-api.md §1.3).
            raise ServerTrouble(**facts(self._provider.service, "no tokens in the answer", answer)) from error
        return Grant(
            tokens.access_token,
            tokens.expires_in,
            tokens.refresh_token or None,
            tokens.x_refresh_token_expires_in,
            tokens.x_refresh_token_hard_expires_in,
            tokens.hub_id,
            tuple(tokens.scopes),
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
        except (ValueError, RecursionError) as error:
            raise ServerTrouble(**facts(service, "", answer)) from error
