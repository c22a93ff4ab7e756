"""`qbodesk simulator` as a process, and somebody who answers its sign-in pages; knows no client."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

REDIRECT = "http://localhost:8765/callback"
web = requests.Session()


@dataclass(frozen=True)
class Simulator:
    """`connection` is the first line of the program."""

    connection: dict[str, Any]

    @property
    def url(self) -> str:
        return self.connection["quickbooks_url"]

    def realm(self, country: str) -> dict[str, str]:
        return next(realm for realm in self.connection["realms"] if realm["country"] == country)

    def control(self, path: str, body: Any = None) -> Any:
        """A call of the control API, a GET without a body."""
        address = self.connection["control_url"] + path
        answer = web.get(address) if body is None else web.post(address, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def answer(self, page: str, account: str, *, connect: bool = True) -> dict[str, str]:
        """What an app hears at its redirect address when somebody answers the page it sends them to.

        Every host of the services is this one, as after a change of the hosts file.
        """
        page = urljoin(self.url, urlsplit(page)._replace(scheme="", netloc="").geturl())
        shown = web.get(page)
        assert shown.status_code == 200, shown.text
        form = _Form()
        form.feed(shown.text)
        assert account in form.accounts, form.accounts
        fields = form.hidden | {"account": account, "answer": "connect" if connect else "refuse"}
        reply = web.post(urljoin(shown.url, form.action), fields, allow_redirects=False)
        assert reply.status_code == 302, reply.text
        assert reply.headers["location"].startswith(f"{REDIRECT}?")
        return dict(parse_qsl(urlsplit(reply.headers["location"]).query))


@contextmanager
def started() -> Iterator[Simulator]:
    """A fresh one, without the published limits: a scene that wants them switches them on."""
    command = [os.environ["QBODESK_PYTHON"], "-P", "-m", "qbodesk", "simulator", "--redirect-uri", REDIRECT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            found = Simulator(json.loads(process.stdout.readline()))
            found.control("/limits", {"enabled": False})
            yield found
        finally:
            process.terminate()
    assert process.returncode == 0


class _Form(HTMLParser):
    """The fields of the only form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.hidden: dict[str, str] = {}
        self.accounts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = told.get("action", "")
        elif tag == "input" and told["type"] == "hidden":
            self.hidden[told["name"]] = told["value"]
        elif tag == "input" and told["type"] == "radio":
            self.accounts.append(told["value"])
