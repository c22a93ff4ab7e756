"""Makes the program's HTTP clients, all alike: system trust store, no redirects, no retries, nothing secret logged.

One client per server address, shared by all threads; holds no credentials.
"""

import logging
import ssl
import time
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx
import truststore

from qbodesk import __version__
from qbodesk.models.errors import InvalidInput

_log = logging.getLogger(__name__)

# Connecting happens before anything is sent. A write then takes at most 40 s (exchange.WALL) plus one read of 20 s:
# after 60 s nothing of ours is on its way, which the look-up after a lost answer relies on.
TIMEOUT = httpx.Timeout(connect=10.0, write=15.0, read=20.0, pool=10.0)
LIMITS = httpx.Limits(max_connections=10, max_keepalive_connections=10, keepalive_expiry=30.0)


def checked_address(address: str, field: str = "server") -> str:
    """The address, if secrets may travel to it: https, or http that does not leave this computer. Raises `InvalidInput`."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        host = ""
    safe = bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))
    if not safe or parts.username is not None or not address.isprintable():
        raise InvalidInput("ADDRESS_NOT_SAFE", field=field, address=address[:200])
    return address


def is_loopback(host: str) -> bool:
    """Whether a host is this computer."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def open_client(
    base_url: str, *, proxy: httpx.Proxy | None = None, transport: httpx.BaseTransport | None = None
) -> httpx.Client:
    """A client for one server. Raises `InvalidInput` for plain http to another computer.

    `proxy` is an explicit setting, never the environment; `transport` is for tests.
    """
    checked_address(base_url)
    for noisy in ("httpx", "httpcore"):
        # At INFO httpx writes whole addresses: codes of a sign-in, names of customers in queries.
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return httpx.Client(
        base_url=base_url,
        verify=_trust(),
        timeout=TIMEOUT,
        limits=LIMITS,
        trust_env=False,
        follow_redirects=False,
        proxy=proxy,
        transport=transport,
        headers={"User-Agent": f"qbodesk/{__version__}"},
        event_hooks={"request": [_start], "response": [_report]},
    )


def _trust() -> ssl.SSLContext:
    """The system's own certificate store, so that a company's proxy certificate works without a switch to ignore it."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _start(request: httpx.Request) -> None:
    request.extensions = {**request.extensions, "started": time.monotonic()}


def _report(response: httpx.Response) -> None:
    request = response.request
    _log.debug(
        "%s %s %s -> %s tid=%s %.0f ms",
        request.method,
        request.url.host,
        request.extensions.get("route", "?"),
        response.status_code,
        response.headers.get("intuit_tid") or response.headers.get("x-hubspot-correlation-id") or "-",
        (time.monotonic() - request.extensions["started"]) * 1000,
    )
