"""A real window on a virtual screen, driven by key presses alone from launch to a created invoice."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qbodesk.simulator.options import Options
from qbodesk.simulator.server import running
from qbodesk.simulator.world import story
from tests.helpers.program import ROOT, Control, Program

TOOLS = ("Xvfb", "xdotool")
pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(
        not all(shutil.which(tool) for tool in TOOLS) and not os.environ.get("CI"),
        reason="needs Debian's xvfb and xdotool, which .ci/run installs",
    ),
]
PATIENCE = 60.0


@pytest.fixture
def display() -> Iterator[str]:
    """A virtual screen of its own."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    yield f":{number}"
    screen.terminate()
    screen.wait(10)


class Keys:
    """A keyboard and nothing else."""

    def __init__(self, display: str) -> None:
        self._env = {**os.environ, "DISPLAY": display}

    def __call__(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._env, capture_output=True, text=True, timeout=30, check=False
        )
        return done.stdout.strip()

    def windows(self, title: str) -> list[str]:
        """Visible windows whose title holds these words."""
        return self("search", "--onlyvisible", "--name", title).split()

    def focus(self, title: str) -> None:
        """Without a window manager the focus is given by hand."""
        self("windowfocus", "--sync", until(lambda: self.windows(title), f"a window “{title}”")[-1])


def until(look: Callable[[], Any], what: str) -> Any:
    """What `look` gives as soon as it gives something."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.1)
    return found


def test_from_launch_to_a_created_invoice(display: str, tmp_path: Path) -> None:
    deal = story.READY["US"]
    folder = tmp_path / "workspace"
    with running(Options()) as simulator:
        control = Control(simulator.connection["control_url"])
        realm = simulator.connection["realms"][0]["realm_id"]
        assert Program(folder)("connect", "--simulator", control.url).code == 0
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        window = subprocess.Popen(
            [sys.executable, "-m", "qbodesk", "--data-dir", str(folder), "--lang", "en"],
            cwd=ROOT,
            env=environment,
        )
        try:
            keys = Keys(display)
            keys.focus("qbodesk")
            until(lambda: control.get("journal") and len(control.get("journal")) > 30, "the first sync")
            invoice = until(lambda: _create(keys, control, realm, deal.name), "the invoice")
            assert invoice[0]["EmailStatus"] == "NotSet"
            until(
                lambda: control.deal(deal.id).get("qbodesk_invoice_number") == invoice[0]["DocNumber"],
                "the deal's values",
            )
            assert len(control.marked(realm)) == 1
        finally:
            window.terminate()
            window.wait(30)


def _create(keys: Keys, control: Control, realm: str, name: str) -> list[dict]:
    """Go from Home to the deals, search the deal, open it, open the wizard, go on from page to page, create."""
    if not keys.windows("Create invoice"):
        keys.focus("qbodesk")
        keys("key", "--delay", "100", "g", "d")
        time.sleep(0.6)
        keys("key", "ctrl+f")
        keys("key", "ctrl+a")
        keys("type", "--delay", "15", name)
        time.sleep(1.0)
        keys("key", "Return")
        time.sleep(0.6)
        keys("key", "ctrl+i")
        time.sleep(1.0)
    if keys.windows("Create invoice"):
        keys.focus("Create invoice")
        keys("key", "ctrl+Return")
        time.sleep(0.7)
    return control.marked(realm)
