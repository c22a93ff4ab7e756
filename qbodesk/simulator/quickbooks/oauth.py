"""The token, revocation, discovery and user endpoints (quickbooks-api.md §1.1, §1.3); remembers nothing itself."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from qbodesk.simulator.oauth.apps import App
from qbodesk.simulator.oauth.forms import basic, bearer, form
from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.idtoken import ISSUER
from qbodesk.simulator.quickbooks.replies import raw
from qbodesk.simulator.quickbooks.tokens import InvalidGrant, Tokens
from qbodesk.simulator.wire import Body, decode, encode

_AUTHORIZE, _BEARER, _REVOKE = "/connect/oauth2", "/oauth2/v1/tokens/bearer", "/v2/oauth2/tokens/revoke"
_USER, _KEYS = "/v1/openid_connect/userinfo", "/op/v1/jwks"
_DESCRIBED = {
    "authorization_code": "The authorization code is invalid, expired or was used before",
    "refresh_token": "Incorrect or invalid refresh token",
}
_NEEDED = {"authorization_code": "code", "refresh_token": "refresh_token"}


def routes(tokens: Tokens) -> list[Route]:
    """Every endpoint without a page, under the paths they have at Intuit's several hosts."""

    async def token(request: Request) -> Response:
        asked = await form(request)
        app = _client(request, tokens, asked)
        return (
            _answer({"error": "invalid_client"}, 401) if app is None else _traded(tokens, app, asked, request)
        )

    async def revoke(request: Request) -> Response:
        app = _client(request, tokens, {})
        if app is None:
            return _answer({"error": "invalid_client"}, 401)
        known = tokens.revoke(await _token(request), app.client_id)
        return raw(b"", "application/json", status=200 if known else 400)

    async def user(request: Request) -> Response:
        grant = tokens.grant_of(bearer(request))
        if grant is None or "openid" not in grant.scopes:
            return _answer(faults.bad_token().lower(0), 401)
        return _answer({"sub": grant.subject, **_about(grant.scopes)}, 200)

    async def discovery(request: Request) -> Response:
        return _answer(_discovery(str(request.base_url).rstrip("/")), 200)

    async def keys(_request: Request) -> Response:
        return _answer(tokens.signer.keys(), 200)

    documents = [f"/.well-known/openid{kind}_configuration" for kind in ("", "_sandbox")]
    return [
        Route(_BEARER, token, methods=["POST"]),
        Route(_REVOKE, revoke, methods=["POST"]),
        Route(_USER, user, methods=["GET"]),
        Route(_KEYS, keys, methods=["GET"]),
        *(Route(path + slash, discovery, methods=["GET"]) for path in documents for slash in ("", "/")),
    ]


async def _token(request: Request) -> str:
    """In JSON, as Intuit's own clients send it, or in a form, as RFC 7009 has it and node-quickbooks does."""
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return (await form(request)).get("token", "")
    try:
        asked = decode(await request.body())
    except msgspec.DecodeError:
        return ""
    return str(asked.get("token")) if isinstance(asked, dict) else ""


def _traded(tokens: Tokens, app: App, asked: dict[str, str], request: Request) -> Response:
    kind = asked.get("grant_type", "")
    hard = request.headers.get("x-include-refresh-token-hard-expires-in") == "true"
    if kind not in _NEEDED:
        return _answer({"error": "unsupported_grant_type"}, 400)
    given = asked.get(_NEEDED[kind])
    if not given:
        return _answer({"error": "invalid_request"}, 400)
    try:
        if kind == "refresh_token":
            answer = tokens.refresh(given, client_id=app.client_id, hard_expiry=hard)
        else:
            answer = tokens.exchange(app.client_id, given, asked.get("redirect_uri", ""), hard_expiry=hard)
    except InvalidGrant:
        return _answer({"error": "invalid_grant", "error_description": _DESCRIBED[kind]}, 400)
    return _answer(answer, 200)


def _client(request: Request, tokens: Tokens, asked: dict[str, str]) -> App | None:
    """The app the keys belong to: in the header, or in the form, as the discovery document offers."""
    keys = basic(request) or (asked.get("client_id", ""), asked.get("client_secret", ""))
    return tokens.apps.with_keys(*keys)


def _about(scopes: tuple[str, ...]) -> Body:
    told: Body = {}
    if "email" in scopes:
        told |= {"email": "bookkeeper@qbodesk.example", "emailVerified": True}
    if "profile" in scopes:
        told |= {"givenName": "Robin", "familyName": "Ledger"}
    return told


def _discovery(base: str) -> Body:
    return {
        "issuer": ISSUER,
        "authorization_endpoint": base + _AUTHORIZE,
        "token_endpoint": base + _BEARER,
        "userinfo_endpoint": base + _USER,
        "revocation_endpoint": base + _REVOKE,
        "jwks_uri": base + _KEYS,
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "email", "profile", "address", "phone"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "claims_supported": ["aud", "exp", "iat", "iss", "realmid", "sub"],
    }


def _answer(body: Body, status: int) -> Response:
    return raw(encode(body), "application/json", status=status)
