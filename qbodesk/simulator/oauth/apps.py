"""The apps developers have registered with a service: keys, kind, redirect addresses; issues no token.

Rules for addresses: quickbooks-api.md §1.5, hubspot-api.md §1.2.
"""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["development", "production"]
Distribution = Literal["private", "marketplace"]


class BadRedirect(ValueError):
    """The address may not be registered for keys of this kind."""


@dataclass
class App:
    """One registered app. `distribution` means something at HubSpot only, where it decides the limits."""

    client_id: str
    client_secret: str
    kind: Kind = "development"
    name: str = "The app under test"
    redirect_uris: list[str] = field(default_factory=list)
    distribution: Distribution = "private"

    def register(self, addresses: Iterable[str]) -> None:
        """Adds redirect addresses, all or none. Raises BadRedirect."""
        asked = list(dict.fromkeys(addresses))
        for address in asked:
            _check(address, self.kind)
        self.redirect_uris += [address for address in asked if address not in self.redirect_uris]

    def is_secret(self, text: str) -> bool:
        return hmac.compare_digest(text.encode(), self.client_secret.encode())


class Apps:
    """The apps one service knows, the one it was started with first."""

    def __init__(self, first: App) -> None:
        self.first = first
        self._known = {first.client_id: first}

    def __iter__(self) -> Iterator[App]:
        return iter(self._known.values())

    def add(self, app: App) -> None:
        self._known[app.client_id] = app

    def get(self, client_id: str) -> App | None:
        return self._known.get(client_id)

    def with_keys(self, client_id: str, client_secret: str) -> App | None:
        """The app both keys belong to."""
        app = self._known.get(client_id)
        return app if app is not None and app.is_secret(client_secret) else None


def _check(address: str, kind: Kind) -> None:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment:
        raise BadRedirect(f"{address} is no address of a page without query and fragment")
    if kind == "production" and (parts.scheme != "https" or host == "localhost" or _is_ip(host)):
        raise BadRedirect(f"{address}: production keys need https and a domain, neither localhost nor an IP")
    if parts.scheme == "http" and host != "localhost":
        raise BadRedirect(f"{address}: http is allowed for localhost only")


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
