"""No test reaches another computer: connections and name look-ups other than loopback fail it. Does not watch Qt's network."""

import ipaddress
import socket
from typing import Any

import pytest

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


def is_local(host: object) -> bool:
    """Whether an address or name is this computer; a path (Unix socket) and None (any interface) are."""
    text = host.decode() if isinstance(host, bytes) else host
    if not isinstance(text, str) or text in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return text.startswith(("/", "\0"))


def _allow(host: object) -> None:
    # pytest's Failed is no Exception: code that treats errors of the network kindly cannot swallow it
    if not is_local(host):
        pytest.fail(f"a test tried to reach {host!r}")


def _host(address: Any) -> object:
    return address[0] if isinstance(address, tuple) else address


def block() -> None:
    """For the whole run; there is no way back."""

    def connect(self: socket.socket, address: Any) -> None:
        _allow(_host(address))
        _connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        _allow(_host(address))
        return _connect_ex(self, address)

    def getaddrinfo(host: Any, *rest: Any, **named: Any) -> Any:
        if str(host).endswith(".invalid"):  # never exists (RFC 6761); said without asking a resolver
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        _allow(host)
        return _getaddrinfo(host, *rest, **named)

    socket.socket.connect = connect  # type: ignore[method-assign,assignment] # the point of this module
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign,assignment] # the point of this module
    socket.getaddrinfo = getaddrinfo
