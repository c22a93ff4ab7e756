"""What holds for every test: no screen, no network but loopback, no real keyring, one time zone, one language."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "UTC"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

import pytest
from hypothesis import settings

from qbodesk.models.words import use_language

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: Any) -> None:
    host = address[0] if isinstance(address, tuple) else address
    if self.family in {socket.AF_INET, socket.AF_INET6} and str(host) not in {
        "127.0.0.1",
        "::1",
        "localhost",
    }:
        raise AssertionError(f"a test tried to reach {host}")
    _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _loopback_only)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


@pytest.fixture(autouse=True)
def nothing_unexpected_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning of ours that no test asked for is a failure."""
    yield
    stray = [
        record
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING and record.name.startswith("qbodesk")
    ]
    assert not stray, [record.getMessage() for record in stray]


@pytest.fixture(autouse=True)
def no_thread_left_over() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and not thread.daemon
        and thread.is_alive()
        and not thread.name.startswith("Dummy")
    ]
    for thread in left:
        thread.join(5)
    alive = [thread.name for thread in left if thread.is_alive()]
    assert not alive, f"threads left running: {alive}"
