"""Reads the bodies of control requests, strictly; acts on none."""

from datetime import datetime
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request

from qbodesk.simulator.wire import Body, decode

T = TypeVar("T")


class Refusal(Exception):
    """The control request makes no sense: unknown realm, malformed body."""


async def read_object(request: Request) -> Body:
    """The JSON object of the request, empty without a body."""
    asked = decode(await request.body() or b"{}")
    if not isinstance(asked, dict):
        raise Refusal("the body is not an object")
    return asked


async def read(request: Request, kind: type[T]) -> T:
    """The body as `kind`, a msgspec Struct. Raises msgspec.DecodeError, which names what is wrong."""
    return msgspec.json.decode(await request.body() or b"{}", type=kind)


def flag(asked: Body, name: str) -> bool:
    if not isinstance(asked.get(name), bool):
        raise Refusal(f"{name} must be true or false")
    return bool(asked[name])


def moment(text: Any) -> datetime:
    found = datetime.fromisoformat(str(text))
    if found.tzinfo is None:
        raise Refusal("now needs an offset")
    return found
