"""A real browser at the simulator's pages, by keys alone: both sign-ins, a refusal, a forged answer, the page people host."""

import contextlib
import os
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from qbodesk.simulator.options import Options
from qbodesk.simulator.server import Running, running
from tests.browser.chromium import Chromium, Page, chromium, program
from tests.helpers.program import ROOT, Control, Program, Result

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        program() is None and not os.environ.get("CI"),
        reason="needs Debian's chromium, which .ci/run installs",
    ),
]


def _free_port() -> int:
    """One per worker, since tests run beside each other; among those the page passes on to, above what systems give away."""
    for port in random.sample(range(61_020, 65_000), 50):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError("no free port")


PORT = _free_port()
REDIRECT = f"http://localhost:{PORT}/callback"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with chromium(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def page(browser: Chromium) -> Page:
    return browser.page()


@pytest.fixture
def simulator() -> Iterator[Running]:
    with running(Options()) as found:
        yield found


class Connecting:
    """`qbodesk connect` while it waits for the browser."""

    def __init__(self, folder: Path, service: str, app: dict[str, Any], server: str, *more: str) -> None:
        words = [service, "--server", server, "--client-id", app["client_id"], "--port", str(PORT), *more]
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "qbodesk",
                "connect",
                *words,
                "--no-browser",
                "--json",
                "--data-dir",
                str(folder),
            ],
            cwd=ROOT,
            env=environment(QBODESK_CLIENT_SECRET=app["client_secret"]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stderr
        self.address = self._process.stderr.readline().strip().partition("browser: ")[2]
        self._process.stderr.readline()

    def result(self) -> Result:
        out, err = self._process.communicate(timeout=60)
        return Result(self._process.returncode, out, err)


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "QBODESK_PASSPHRASE": "correct horse battery", **more}


def app(simulator: Running, service: str, redirect: str = REDIRECT) -> dict[str, Any]:
    made: dict[str, Any] = Control(simulator.connection["control_url"]).post(
        "apps", {"service": service, "redirect_uris": [redirect]}
    )
    return made


def states(folder: Path) -> list[tuple[str, str]]:
    found = Program(folder)("doctor", "--json", **environment()).json["connections"]
    return [(each["name"], each["state"]) for each in found]


def test_both_services_by_keyboard_and_a_sync(page: Page, simulator: Running, tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    second = simulator.connection["realms"][1]
    going = Connecting(folder, "quickbooks", app(simulator, "quickbooks"), simulator.url)
    page.go(going.address)
    page.asks("Which company?")
    page.press("ArrowDown", "Tab", "Enter")
    page.until("qbodesk goes on from here")
    done = going.result()
    assert (done.code, done.json) == (0, {"connected": [second["name"]]})
    assert page.ask("document.scripts.length") == 0

    going = Connecting(folder, "hubspot", app(simulator, "hubspot"), simulator.url)
    page.go(going.address)
    page.asks("Which account?")
    page.press("Tab", "Enter")
    page.until("qbodesk goes on from here")
    assert going.result().code == 0
    synced = Program(folder)("sync", "--json", **environment())
    assert synced.code == 0, synced.err
    assert {state for _name, state in states(folder)} == {"connected"}


def test_refused_once_then_connected(page: Page, simulator: Running, tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    known = app(simulator, "quickbooks")
    going = Connecting(folder, "quickbooks", known, simulator.url)
    page.go(going.address)
    page.asks("Which company?")
    page.press("Tab", "Tab", "Enter")
    page.until("was not connected")
    refused = going.result()
    assert refused.code == 6
    assert "Somebody chose to refuse" in refused.err
    assert states(folder) == []
    going = Connecting(folder, "quickbooks", known, simulator.url)
    page.go(going.address)
    page.asks("Which company?")
    page.press("Tab", "Enter")
    page.until("qbodesk goes on from here")
    assert going.result().code == 0


def test_a_forged_answer_is_refused_and_the_real_one_still_counts(
    page: Page, simulator: Running, tmp_path: Path
) -> None:
    folder = tmp_path / "ws"
    realm = simulator.connection["realms"][0]["realm_id"]
    going = Connecting(folder, "quickbooks", app(simulator, "quickbooks"), simulator.url)
    page.go(f"{REDIRECT}?code=XABstolen&state=forged.{PORT}&realmId={realm}")
    page.until("does not belong to this sign-in")
    page.go(going.address)
    page.asks("Which company?")
    page.press("Tab", "Enter")
    page.until("qbodesk goes on from here")
    assert going.result().code == 0
    used = [
        each
        for each in Control(simulator.connection["control_url"]).get("journal")
        if each["path"] == "/oauth2/v1/tokens/bearer"
    ]
    assert [each["status"] for each in used] == [200]


def test_the_page_people_host_hands_the_answer_on(page: Page, simulator: Running, tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    with hosted() as address:
        going = Connecting(
            folder, "quickbooks", app(simulator, "quickbooks", address), simulator.url, "--redirect", address
        )
        page.go(going.address)
        page.asks("Which company?")
        page.press("Tab", "Enter")
        page.until("qbodesk goes on from here")
        assert going.result().code == 0
        page.go(address)
        page.until("sends nothing anywhere")
        # nobody listens at a port below the private ones, and no other computer is ever asked
        page.go(f"{address}?code=a&state=x.00080")
        page.until("copy this address")
        assert page.address == address
        assert page.ask("document.getElementById('address').value").endswith("?code=a&state=x.00080")
        assert page.ask("document.getElementById('forward').hidden") is True


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_what: object) -> None:
        """No news."""


@contextlib.contextmanager
def hosted() -> Iterator[str]:
    """The page of `packaging/signin-page` on a web space of one's own."""
    handler = partial(_Quiet, directory=str(ROOT / "packaging/signin-page"))
    # in threads: a browser holds connections open on which it asks nothing
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
