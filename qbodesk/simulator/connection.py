"""Ends a client's TCP connection without an answer; the only place that knows of uvicorn's transport."""

import socket
import struct
from asyncio import AbstractEventLoop, Transport
from typing import Any

from starlette.types import Receive, Scope
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

_KEY = "transport"


class OpenProtocol(H11Protocol):
    """uvicorn's HTTP protocol, which also shows its transport to the application in the scope's state."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as in the parent
        super().connection_made(transport)
        self.app_state = {**self.app_state, _KEY: transport}


async def reset(scope: Scope, receive: Receive) -> None:
    """Closes the connection at once, so that the client sees a reset, and waits until the server has noticed."""
    transport = _transport(scope)
    if transport.is_closing():
        return
    raw = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await disconnected(receive)


async def hang_up(scope: Scope, receive: Receive) -> None:
    """Closes the connection after what was written, and waits until the server has noticed."""
    _transport(scope).close()
    await disconnected(receive)


async def disconnected(receive: Receive) -> None:
    """Returns when the client has gone; uvicorn then asks for no answer."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _transport(scope: Scope) -> Transport:
    transport: Transport = scope["state"][_KEY]
    return transport
