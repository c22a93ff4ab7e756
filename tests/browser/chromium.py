"""Chromium without a window, driven over its DevTools pipe by keys alone: no library, no port anybody else could reach.

Nothing but this computer is reachable for it. Asserts nothing.
"""

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PATIENCE = 60.0
NAMES = ("chromium", "chromium-browser", "google-chrome")
_KEYS = {"Tab": 9, "Enter": 13, "ArrowDown": 40, " ": 32}


def program() -> str | None:
    """Where it is; Debian's package is `chromium`."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


_BECOME = """
import os, sys
for number, given in ((3, sys.argv[1]), (4, sys.argv[2])):
    os.dup2(int(given), number)
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""Chromium reads its commands at file 3 and answers at file 4; a shell knows only numbers of one digit."""


class Refused(Exception):
    """The browser does not do what it was told."""


class Page:
    """One tab."""

    def __init__(self, browser: "Chromium", session: str) -> None:
        self._browser, self._session = browser, session

    def go(self, address: str) -> None:
        """Open an address; a page that cannot be shown is no fault."""
        self._browser.call("Page.navigate", self._session, url=address)

    def ask(self, script: str) -> Any:
        """The value of an expression in the page; None while the page is going away for the next one."""
        try:
            answer = self._browser.call(
                "Runtime.evaluate", self._session, expression=script, returnByValue=True
            )
        except Refused:
            return None
        return answer["result"].get("value")

    @property
    def address(self) -> str:
        return str(self.ask("location.href"))

    @property
    def text(self) -> str:
        return str(self.ask("document.body ? document.body.innerText : ''") or "")

    def until(self, words: str) -> None:
        """Wait until the page says so."""
        end = time.monotonic() + PATIENCE
        while words not in (said := self.text):
            assert time.monotonic() < end, f"waited in vain for “{words}” in “{said}” at {self.address}"
            time.sleep(0.1)

    def asks(self, words: str) -> None:
        """Wait until the page asks so and its first field has the focus: a key pressed earlier would begin elsewhere."""
        self.until(words)
        end = time.monotonic() + PATIENCE
        while self.ask("document.hasFocus() && document.activeElement.tagName") != "INPUT":
            assert time.monotonic() < end, f"no field has the focus at {self.address}"
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        """Keys one after another, as a person without a mouse."""
        for key in keys:
            about = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": _KEYS[key]}
            typed = {"text": "\r"} if key == "Enter" else {"text": key} if key == " " else {}
            self._browser.call("Input.dispatchKeyEvent", self._session, type="keyDown", **about, **typed)
            self._browser.call("Input.dispatchKeyEvent", self._session, type="keyUp", **about)


class Chromium:
    """A running browser with a profile of its own."""

    def __init__(self, profile: Path) -> None:
        read_here, write_there = os.pipe()
        read_there, write_here = os.pipe()
        command = [
            program() or NAMES[0],
            "--headless=new",
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
            "--no-first-run",
            "--disable-gpu",
            "--disable-extensions",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            "about:blank",
        ]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BECOME, str(read_there), str(write_there), *command],
            pass_fds=(read_there, write_there),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read_there)
        os.close(write_there)
        self._out = os.fdopen(write_here, "wb")
        self._in = os.fdopen(read_here, "rb")
        self._numbers = itertools.count(1)
        self._rest = b""

    def call(self, method: str, session: str = "", **params: Any) -> Any:
        """One command and its answer; events in between are dropped."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params} | (
            {"sessionId": session} if session else {}
        )
        self._out.write(json.dumps(message).encode() + b"\0")
        self._out.flush()
        while (answer := self._next()).get("id") != number:
            pass
        if "error" in answer:
            raise Refused(answer["error"]["message"])
        return answer["result"]

    def page(self) -> Page:
        """A new tab."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, session)

    def close(self) -> None:
        with contextlib.suppress(OSError, Refused, EOFError):
            self.call("Browser.close")
        for pipe in (self._out, self._in):
            with contextlib.suppress(OSError):
                pipe.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(20)

    def _next(self) -> Any:
        while b"\0" not in self._rest:
            some = self._in.read1(65_536)
            if not some:
                raise EOFError("the browser has ended")
            self._rest += some
        message, _nul, self._rest = self._rest.partition(b"\0")
        return json.loads(message)


@contextlib.contextmanager
def chromium(profile: Path) -> Iterator[Chromium]:
    """Ends with the block."""
    browser = Chromium(profile)
    try:
        yield browser
    finally:
        browser.close()
