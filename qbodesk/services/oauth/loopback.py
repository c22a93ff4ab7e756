"""Listens on this computer, and only there, for the browser to come back from a sign-in. Decides nothing about the answer.

One path, both loopback families, closed as soon as the answer is there. The pages it shows hold no script and load nothing.
"""

import contextlib
import selectors
import socket
import threading
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

from qbodesk.models.errors import InvalidInput, LocalTrouble, QboDeskError
from qbodesk.models.words import _, language

PORT = 61_017
"""Where it listens unless told otherwise: fixed, because the address is registered with the app's keys letter by letter."""
PATH = "/callback"
_LONGEST_LINE = 8_192
_SECONDS = 5.0

_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;color:#1c2126;background:#f5f6f7}"
    "main{background:#fff;border:1px solid #c9ced4;border-radius:.6rem;padding:1rem 2rem}"
)
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-"
    + b64encode(sha256(_STYLE.encode()).digest()).decode()
    + "'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Connection": "close",
}


def redirect_uri(port: int = PORT) -> str:
    """The address to register with development keys, and with HubSpot."""
    return f"http://localhost:{port}{PATH}"


class Loopback:
    """A listener; a context manager. `take` judges the address a browser came to.

    It raises `InvalidInput` for what is no answer, which is refused and waited on; any other error of ours ends the waiting.
    """

    def __init__(self, take: Callable[[str], None], port: int = PORT) -> None:
        """Raises `LocalTrouble` when another program holds the port."""
        self.port = port
        self._done = False
        self._take = take
        self._stop = threading.Event()
        self._servers = _servers(self, port)
        self._thread = threading.Thread(target=self._serve, name="sign-in", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()
        for server in self._servers:
            server.server_close()

    def answered(self, target: str) -> tuple[int, str, str]:
        """Status, headline and sentence for a browser at this path and query."""
        if self._done or urlsplit(target).path != PATH:
            return 404, _("Nothing is expected here"), ""
        try:
            self._take(target)
        except InvalidInput as error:  # not ours: the real answer may still come
            return 400, error.problem.title, error.problem.hint
        except QboDeskError as error:
            self._done = True
            return 200, error.problem.title, error.problem.hint
        self._done = True
        return 200, _("qbodesk goes on from here"), _("This page can be closed.")

    def _serve(self) -> None:
        with selectors.DefaultSelector() as ready:
            for server in self._servers:
                ready.register(server, selectors.EVENT_READ, server)
            while not self._stop.is_set():
                for key, _events in ready.select(0.05):
                    key.data.handle_request()


class _Server(HTTPServer):
    def __init__(self, family: socket.AddressFamily, address: str, port: int, owner: Loopback) -> None:
        self.address_family = family
        self.allow_reuse_address = True
        self.owner = owner
        super().__init__((address, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle is no news."""


class _Handler(BaseHTTPRequestHandler):
    timeout = _SECONDS
    server: _Server

    def do_GET(self) -> None:
        known = {f"{name}:{self.server.owner.port}" for name in ("localhost", "127.0.0.1", "[::1]")}
        if self.headers.get("Host") not in known or len(self.path) > _LONGEST_LINE:
            status, title, text = 400, _("Nothing is expected here"), ""
        else:
            status, title, text = self.server.owner.answered(self.path)
        body = _page(title, text).encode()
        self.send_response_only(status)
        for name, value in {**_HEADERS, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        """Nothing: the path holds the code of the sign-in."""


def _servers(owner: Loopback, port: int) -> list[_Server]:
    made = []
    try:
        made.append(_Server(socket.AF_INET, "127.0.0.1", port, owner))
    except OSError as error:
        raise LocalTrouble("PORT_TAKEN", port=port, reason=error.strerror or error) from error
    with contextlib.suppress(OSError):  # a system without IPv6
        made.append(_Server(socket.AF_INET6, "::1", port, owner))
    return made


def _page(title: str, text: str) -> str:
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8"><title>qbodesk</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1><p>{escape(text)}</p></main></body></html>"
    )
