"""Reads what OAuth clients send: forms and Basic credentials; judges none of it."""

from base64 import b64decode
from binascii import Error
from urllib.parse import parse_qs, unquote

from starlette.requests import Request


async def form(request: Request) -> dict[str, str]:
    """The fields of a form-encoded body, the first of each name."""
    text = (await request.body()).decode(errors="replace")
    return {name: values[0] for name, values in parse_qs(text).items()}


def basic(request: Request) -> tuple[str, str] | None:
    """User and password of the Authorization header."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, colon, password = b64decode(text, validate=True).decode().partition(":")
    except (Error, UnicodeDecodeError):
        return None
    return (unquote(user), unquote(password)) if colon else None


def bearer(request: Request) -> str:
    """The token of the Authorization header, empty without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
