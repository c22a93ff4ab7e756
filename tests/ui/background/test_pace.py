"""What is read again and again rests between: as often as it is quick, never so often that its answer never comes."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qbodesk.ui.background.pace import Pace


class Reading:
    """Runs that a test ends, on a clock of its own."""

    def __init__(self, parent: QObject) -> None:
        self.seconds = 0.0
        self.runs = 0
        self.pace = Pace(self.begin, parent, now=lambda: self.seconds)

    def begin(self) -> None:
        self.runs += 1
        self.pace.reading(True)

    def end(self, took: float) -> None:
        self.seconds += took
        self.pace.reading(False)


@pytest.fixture
def reading(qapp: QApplication) -> Reading:
    return Reading(qapp)


def test_what_is_quick_runs_at_every_wish(reading: Reading, qtbot: QtBot) -> None:
    reading.pace.wish()
    reading.end(0.01)
    reading.pace.wish()
    qtbot.waitUntil(lambda: reading.runs == 2)


def test_wishes_during_a_read_become_one_after_it(reading: Reading, qtbot: QtBot) -> None:
    for _ in range(5):
        reading.pace.wish()
    assert reading.runs == 1
    reading.end(0.01)
    qtbot.waitUntil(lambda: reading.runs == 2)
    reading.end(0.01)
    QApplication.processEvents()
    assert reading.runs == 2


def test_what_takes_long_rests_longer_and_then_runs_once(reading: Reading, qtbot: QtBot) -> None:
    reading.pace.wish()
    reading.end(0.1)
    reading.pace.wish()
    reading.pace.wish()
    QApplication.processEvents()
    assert reading.runs == 1
    qtbot.waitUntil(lambda: reading.runs == 2)


def test_a_read_that_the_user_asked_for_meanwhile_shows_the_change_too(reading: Reading) -> None:
    reading.pace.wish()
    reading.pace.wish()
    reading.pace.reading(True)
    reading.end(0.01)
    QApplication.processEvents()
    assert reading.runs == 1
