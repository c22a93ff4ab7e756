"""What holds for every test: no screen, no network but loopback, no real keyring or home, one time zone, one language.

Imports neither Qt nor the program: a test pays for what it uses.
"""

import gc
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.helpers import network, surroundings
from tests.helpers.leaks import no_threads_left, watch_qt_threads
from tests.helpers.logfail import Expected, watched_log

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ENOUGH_GARBAGE = 50_000

_home = surroundings.settle()
network.block()

# Deadlines would measure the machine. `ci` draws the same examples at every run.
settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_unconfigure() -> None:
    """Take the home folder of the run away."""
    _home.cleanup()


@pytest.fixture(scope="session")
def qapp(qapp: "QApplication") -> "Iterator[QApplication]":
    """pytest-qt's application, with its threads watched and its garbage collected in this thread only, as the program's."""
    from qbodesk.ui.background.garbage import collecting

    watch_qt_threads()
    garbage = collecting(qapp)
    yield qapp
    # Without a real screen Qt keeps what was copied until after Python's end, and would ask it about this object of Python's.
    qapp.clipboard().clear()
    garbage.end()


@pytest.fixture(autouse=True)
def _garbage() -> Iterator[None]:
    """Without the event loop of a program nobody else has the time to."""
    yield
    if not gc.isenabled() and gc.get_count()[0] > ENOUGH_GARBAGE:
        gc.collect()


@pytest.fixture(autouse=True)
def expect_log() -> Iterator[Expected]:
    """A warning of ours fails the test, unless announced: `expect_log("slow server")`."""
    with watched_log() as expected:
        yield expected


@pytest.fixture(autouse=True)
def _threads() -> Iterator[None]:
    with no_threads_left():
        yield


@pytest.fixture(autouse=True)
def _as_found() -> Iterator[None]:
    """Language and keyring are the process's own: what a test changed is put back."""
    yield
    if words := sys.modules.get("qbodesk.models.words"):
        words.use_language("en")
    if keyring := sys.modules.get("keyring"):
        from tests.helpers.memory_keyring import MemoryKeyring

        keyring.set_keyring(MemoryKeyring())
