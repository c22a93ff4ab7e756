"""A day of painting does not use up the references to None, True and False (PySide6 6.12.0 on Python 3.11)."""

import subprocess
import sys

import pytest

from qbodesk.ui.theme.binding import CONSTANTS, keep_constants_alive

PAINTING = """
from PySide6.QtCore import QObject
from qbodesk.ui.theme.binding import keep_constants_alive
keep_constants_alive()
thing = QObject()
for _ in range(200_000):
    thing.setObjectName("x")
print("alive")
"""


def test_none_survives_many_void_calls() -> None:
    done = subprocess.run([sys.executable, "-c", PAINTING], capture_output=True, text=True, check=False)
    assert done.stdout == "alive\n", done.stderr
    assert done.returncode == 0


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="they are immortal there")
@pytest.mark.parametrize("constant", CONSTANTS)
def test_no_session_uses_them_up(constant: object) -> None:
    keep_constants_alive()
    assert sys.getrefcount(constant) > 1 << 49


def test_asking_twice_adds_nothing() -> None:
    first = keep_constants_alive()
    before = sys.getrefcount(None)
    assert keep_constants_alive() == first == (sys.version_info < (3, 12))
    assert sys.getrefcount(None) <= before + 10
