"""The way out of a network that lets nobody out directly: which proxy for which server. Opens nothing and keeps nothing.

httpx would ask the environment for every client by itself; here one setting decides, and this computer is never asked by way of
another one. Proxies that want a name and a password are asked with both (Basic); others (NTLM, Kerberos) httpx does not speak.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from qbodesk.models.errors import InvalidInput
from qbodesk.services.http.factory import is_loopback


class Way(StrEnum):
    """How servers are reached."""

    SYSTEM = "system"
    """As the system is set up: Windows and macOS in their settings, Linux by HTTPS_PROXY."""
    DIRECT = "direct"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class ProxyChoice:
    """What a person chose; `address` is `http://host:port` and, like `user`, empty unless the way is a proxy."""

    way: Way = Way.SYSTEM
    address: str = ""
    user: str = ""


class Proxies:
    """Asked once for each client."""

    def __init__(self, choice: Callable[[], ProxyChoice], password: Callable[[], str]) -> None:
        self._choice, self._password = choice, password

    def of(self, base_url: str) -> httpx.Proxy | None:
        """The proxy on the way to a server, None for none. May wait for the password store."""
        host = urlsplit(base_url).hostname or ""
        if is_loopback(host):
            return None
        chosen = self._choice()
        match chosen.way:
            case Way.DIRECT:
                return None
            case Way.SYSTEM:
                found = getproxies().get(urlsplit(base_url).scheme, "")
                if not found or proxy_bypass(host):
                    return None
                return httpx.Proxy(found if "://" in found else f"http://{found}")
        auth = (chosen.user, self._password()) if chosen.user else None
        return httpx.Proxy(chosen.address, auth=auth)


NO_PROXIES = Proxies(lambda: ProxyChoice(Way.DIRECT), str)


def checked(choice: ProxyChoice) -> ProxyChoice:
    """The choice, if it can be followed. Raises `InvalidInput`; name and password do not belong into the address."""
    if choice.way is not Way.PROXY:
        return ProxyChoice(choice.way)
    try:
        parts = urlsplit(choice.address)
        whole = bool(parts.hostname) and parts.port is not None
    except ValueError:
        whole = False
    if not whole or parts.scheme not in {"http", "https"} or parts.username or parts.path.strip("/"):
        raise InvalidInput("PROXY_UNUSABLE", field="address", address=choice.address[:200])
    return choice
