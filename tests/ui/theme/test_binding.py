"""A day of painting does not use up the references to None (PySide6 6.12.0 on Python 3.11)."""

import subprocess
import sys

from qbodesk.ui.theme.binding import keep_none_alive

PAINTING = """
from PySide6.QtCore import QObject
from qbodesk.ui.theme.binding import keep_none_alive
keep_none_alive()
thing = QObject()
for _ in range(200_000):
    thing.setObjectName("x")
print("alive")
"""


def test_none_survives_many_void_calls() -> None:
    done = subprocess.run([sys.executable, "-c", PAINTING], capture_output=True, text=True, check=False)
    assert done.stdout == "alive\n", done.stderr
    assert done.returncode == 0


def test_asking_twice_adds_nothing() -> None:
    first = keep_none_alive()
    before = sys.getrefcount(None)
    assert keep_none_alive() == first == (sys.version_info < (3, 12))
    assert sys.getrefcount(None) <= before + 10
