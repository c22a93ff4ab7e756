"""HubSpot's token endpoints of all versions (hubspot-api.md §1.2); remembers nothing itself."""

from collections.abc import Callable, Coroutine
from typing import Any
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.hubspot.failures import Failure, invalid, not_found
from qbodesk.simulator.hubspot.oauth_scopes import KNOWN
from qbodesk.simulator.hubspot.oauth_tokens import ACCESS_LIFE, Credentials, Grant, InvalidGrant
from qbodesk.simulator.oauth.apps import App
from qbodesk.simulator.oauth.forms import bearer, form
from qbodesk.simulator.wire import Body, decode, encode

_VERSIONS = frozenset({"v3", "2026-03", "2026-09"})
_USER_ID = 101
_Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class _Refused(Failure):
    """A 400 of the token endpoint: OAuth's two fields and HubSpot's own two."""

    def __init__(self, error: str, status: str, message: str) -> None:
        super().__init__(400, status, message)
        self.error = error

    def body(self) -> Body:
        return {
            "error": self.error,
            "error_description": self.message,
            "status": self.category,
            "message": self.message,
            "correlationId": str(uuid4()),
        }


class OAuth:
    """One method per endpoint."""

    def __init__(self, credentials: Credentials, clock: Clock, user: str) -> None:
        self._credentials = credentials
        self._clock = clock
        self._user = user

    def routes(self) -> list[Route]:
        paths: list[tuple[str, str, _Handler]] = [
            ("POST", "/oauth/v1/token", self._token),
            ("POST", "/oauth/{version}/token", self._token),
            ("POST", "/oauth/{version}/token/introspect", self._introspect),
            ("POST", "/oauth/{version}/token/revoke", self._revoke),
            ("GET", "/oauth/v1/access-tokens/{token}", self._access_info),
            ("GET", "/oauth/v1/refresh-tokens/{token}", self._refresh_info),
            ("DELETE", "/oauth/v1/refresh-tokens/{token}", self._forget),
            ("POST", "/oauth/v2/private-apps/get/access-token-info", self._key_info),
            ("DELETE", "/appinstalls/{version}/external-install", self._uninstall),
        ]
        return [Route(path, _answered(handler), methods=[method]) for method, path, handler in paths]

    async def _token(self, request: Request) -> Response:
        version = request.path_params.get("version", "v1")
        if version not in _VERSIONS | {"v1"}:
            raise not_found()
        asked, now = await form(request), self._clock.epoch()
        kind = asked.get("grant_type")
        if kind not in {"authorization_code", "refresh_token"}:
            raise _Refused("unsupported_grant_type", "BAD_GRANT_TYPE", "missing or unsupported grant type")
        app = self._client(asked)
        try:
            if kind == "refresh_token":
                grant, token = self._credentials.refresh(asked.get("refresh_token", ""), app.client_id, now)
            else:
                grant, token = self._exchanged(app, asked, now)
        except InvalidGrant:
            if kind == "refresh_token":
                message = "refresh token is invalid, expired or revoked"
                raise _Refused("invalid_grant", "BAD_REFRESH_TOKEN", message) from None
            raise _Refused("invalid_grant", "BAD_AUTH_CODE", "missing or unknown auth code") from None
        answer: Body = {
            "token_type": "bearer",
            "refresh_token": grant.refresh_token,
            "access_token": token,
            "expires_in": ACCESS_LIFE,
        }
        if version != "v1":
            answer |= {
                "hub_id": self._credentials.portal_id,
                "user_id": _USER_ID,
                "scopes": list(grant.scopes),
            }
        return _json(answer)

    def _exchanged(self, app: App, asked: dict[str, str], now: int) -> tuple[Grant, str]:
        address = asked.get("redirect_uri", "")
        if address not in app.redirect_uris:
            raise _Refused("invalid_grant", "BAD_REDIRECT_URI", "missing or invalid redirect uri")
        verifier = asked.get("code_verifier", "")
        return self._credentials.exchange(app.client_id, asked.get("code", ""), address, verifier, now)

    async def _introspect(self, request: Request) -> Response:
        asked = await self._asked(request)
        token, now = _named(asked), self._clock.epoch()
        live = self._credentials.by_access(token, now)
        if live is not None:
            return _json(self._about(live[0], "access_token") | {"expires_in": live[1]})
        grant = self._credentials.by_refresh(token)
        return _json({"active": False} if grant is None else self._about(grant, "refresh_token"))

    async def _revoke(self, request: Request) -> Response:
        """200 whatever the token was, as RFC 7009 §2.2 has it."""
        self._credentials.revoke(_named(await self._asked(request)))
        return Response(status_code=200)

    async def _access_info(self, request: Request) -> Response:
        token = request.path_params["token"]
        live = self._credentials.by_access(token, self._clock.epoch())
        if live is None:
            raise not_found(accessToken=token)
        return _json(self._known(live[0]) | {"token": token, "token_type": "access", "expires_in": live[1]})

    async def _refresh_info(self, request: Request) -> Response:
        token = request.path_params["token"]
        grant = self._credentials.by_refresh(token)
        if grant is None:
            raise not_found(refreshToken=token)
        return _json(
            self._known(grant) | {"token": token, "token_type": "refresh", "client_id": grant.client_id}
        )

    async def _forget(self, request: Request) -> Response:
        self._credentials.revoke(request.path_params["token"])
        return Response(status_code=204)

    async def _key_info(self, request: Request) -> Response:
        try:
            asked = decode(await request.body() or b"null")
        except msgspec.DecodeError as exc:
            raise invalid(str(exc), "INVALID_JSON") from exc
        token = str(asked.get("tokenKey")) if isinstance(asked, dict) else ""
        key, now = self._credentials.keys.get(token), self._clock.epoch()
        if key is None or (key.until is not None and now >= key.until):
            raise not_found()
        scopes = sorted(KNOWN if key.scopes is None else key.scopes)
        facts = {"userId": _USER_ID, "hubId": self._credentials.portal_id, "appId": _number(key.name)}
        return _json(facts | {"scopes": scopes})

    async def _uninstall(self, request: Request) -> Response:
        access = self._credentials.find(bearer(request), self._clock.epoch())
        for grant in self._credentials.grants():
            if grant.client_id == access.party:
                self._credentials.uninstall(grant.id)
        return Response(status_code=204)

    async def _asked(self, request: Request) -> dict[str, str]:
        """The form of an endpoint the dated families have; the client must say who it is."""
        if request.path_params["version"] not in _VERSIONS:
            raise not_found()
        asked = await form(request)
        self._client(asked)
        return asked

    def _client(self, asked: dict[str, str]) -> App:
        app = self._credentials.apps.get(asked.get("client_id", ""))
        if app is None:
            raise _Refused("invalid_client", "BAD_CLIENT_ID", "missing or invalid client id")
        if not app.is_secret(asked.get("client_secret", "")):
            raise _Refused("invalid_client", "BAD_CLIENT_SECRET", "missing or invalid client secret")
        return app

    def _about(self, grant: Grant, use: str) -> Body:
        app = self._credentials.apps.get(grant.client_id)
        return self._known(grant) | {
            "active": True,
            "client_id": grant.client_id,
            "token_use": use,
            "token_type": "bearer",
            "is_private_distribution": app is None or app.distribution == "private",
        }

    def _known(self, grant: Grant) -> Body:
        return {
            "hub_id": self._credentials.portal_id,
            "hub_domain": f"portal-{self._credentials.portal_id}.example",
            "app_id": _number(grant.client_id),
            "user_id": _USER_ID,
            "user": self._user,
            "scopes": list(grant.scopes),
        }


def _named(asked: dict[str, str]) -> str:
    """The token: the guide and the reference disagree on the field's name, so all of them are read."""
    return next((asked[name] for name in ("token", "access_token", "refresh_token") if asked.get(name)), "")


def _number(text: str) -> int:
    """A number of an app, steady for its name."""
    return 1_000_000 + sum(index * ord(sign) for index, sign in enumerate(text, 1))


def _json(body: Body, status: int = 200) -> Response:
    return Response(encode(body), status, media_type="application/json;charset=utf-8")


def _answered(handler: _Handler) -> _Handler:
    async def endpoint(request: Request) -> Response:
        try:
            return await handler(request)
        except Failure as failure:
            return _json(failure.body(), failure.status)

    return endpoint
