"""The token and revocation endpoints (quickbooks-api.md §1.3); remembers nothing itself."""

from base64 import b64decode
from binascii import Error
from urllib.parse import parse_qs

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from qbodesk.simulator.quickbooks.replies import raw
from qbodesk.simulator.quickbooks.tokens import InvalidGrant, Tokens
from qbodesk.simulator.wire import Body, decode, encode

_BAD_TOKEN = "Incorrect or invalid refresh token"  # noqa: S105  a sentence of the real server, no secret


def routes(tokens: Tokens) -> list[Route]:
    """`POST /oauth2/v1/tokens/bearer` and `POST /v2/oauth2/tokens/revoke`."""

    async def bearer(request: Request) -> Response:
        if not _is_client(request, tokens):
            return _answer({"error": "invalid_client"}, 401)
        form = parse_qs((await request.body()).decode(errors="replace"))
        asked = {key: values[0] for key, values in form.items()}
        if asked.get("grant_type") != "refresh_token":
            return _answer({"error": "unsupported_grant_type"}, 400)
        if not asked.get("refresh_token"):
            return _answer({"error": "invalid_request"}, 400)
        hard = request.headers.get("x-include-refresh-token-hard-expires-in") == "true"
        try:
            return _answer(tokens.refresh(asked["refresh_token"], hard_expiry=hard), 200)
        except InvalidGrant:
            return _answer({"error": "invalid_grant", "error_description": _BAD_TOKEN}, 400)

    async def revoke(request: Request) -> Response:
        if not _is_client(request, tokens):
            return _answer({"error": "invalid_client"}, 401)
        try:
            asked = decode(await request.body())
        except msgspec.DecodeError:
            asked = None
        if not isinstance(asked, dict) or not tokens.revoke(str(asked.get("token"))):
            return _answer({"error": "invalid_request"}, 400)
        return raw(b"", "application/json")

    return [
        Route("/oauth2/v1/tokens/bearer", bearer, methods=["POST"]),
        Route("/v2/oauth2/tokens/revoke", revoke, methods=["POST"]),
    ]


def _answer(body: Body, status: int) -> Response:
    return raw(encode(body), "application/json", status=status)


def _is_client(request: Request, tokens: Tokens) -> bool:
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    try:
        pair = b64decode(text, validate=True).decode()
    except (Error, UnicodeDecodeError):
        return False
    return scheme.lower() == "basic" and pair == f"{tokens.client_id}:{tokens.client_secret}"
