"""Choosing the record an entry in doubt has made: asked beside the window, taken once, left at any time."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from qbodesk.models.errors import Offline
from qbodesk.services.outbox import Candidate
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.queue.candidates import CandidatesDialog

FIRST = Candidate("invoice", "101", "1051", date(2026, 11, 12), Decimal("1200.00"), "USD")
SECOND = Candidate("invoice", "102", "1052", date(2026, 11, 13), Decimal("1200.00"), "USD")


class Desk:
    """A dialog with what it was asked to take."""

    def __init__(self, qtbot: QtBot) -> None:
        self.found: list[Candidate] = [FIRST, SECOND]
        self.error: Exception | None = None
        self.go_on = threading.Event()
        self.go_on.set()
        self.taken: list[Candidate] = []
        self.told: list[Candidate] = []
        self.parent = QWidget()
        self.pool = ReaderPool(self.parent)
        qtbot.addWidget(self.parent)

    def find(self) -> list[Candidate]:
        assert self.go_on.wait(10)
        if self.error is not None:
            raise self.error
        return self.found

    def open(self) -> CandidatesDialog:
        dialog = CandidatesDialog(self.pool, self.find, self.taken.append, self.told.append, self.parent)
        dialog.open()
        return dialog


@pytest.fixture
def desk(qtbot: QtBot):
    made = Desk(qtbot)
    yield made
    made.go_on.set()
    made.pool.close()


def test_number_day_and_total_tell_them_apart(qtbot: QtBot, desk: Desk) -> None:
    dialog = desk.open()
    qtbot.waitUntil(lambda: len(dialog.picker.choices()) == 2)
    first = dialog.picker.choices()[0]
    assert (first.title, first.right) == ("1051", "$1,200.00")
    assert "2026" in first.subtitle
    assert not dialog.take.isEnabled()


def test_typing_and_enter_take_one(qtbot: QtBot, desk: Desk) -> None:
    dialog = desk.open()
    qtbot.waitUntil(lambda: len(dialog.picker.choices()) == 2)
    qtbot.keyClicks(dialog.picker.field, "1052")
    qtbot.waitUntil(lambda: len(dialog.picker.choices()) == 1)
    qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.told == [SECOND])
    assert desk.taken == [SECOND]


def test_nothing_found_says_so(qtbot: QtBot, desk: Desk) -> None:
    desk.found = []
    dialog = desk.open()
    qtbot.waitUntil(lambda: "no record" in dialog.picker.empty.sentence())
    assert not dialog.take.isEnabled()


def test_without_a_network_it_is_told_and_nothing_taken(qtbot: QtBot, desk: Desk) -> None:
    desk.error = Offline(service="QuickBooks")
    desk.open()
    qtbot.waitUntil(lambda: bool(desk.parent.findChildren(QMessageBox)))
    assert desk.taken == []


def test_leaving_waits_for_nobody(qtbot: QtBot, desk: Desk) -> None:
    desk.go_on.clear()
    dialog = desk.open()
    with qtbot.waitSignal(dialog.rejected):
        dialog.reject()
    desk.go_on.set()
    assert desk.pool.close()
    assert desk.told == []


def test_what_is_still_being_looked_for_is_not_said_to_be_nowhere(qtbot: QtBot, desk: Desk) -> None:
    desk.go_on.clear()
    dialog = desk.open()
    before = dialog.picker.empty.sentence()
    qtbot.keyClicks(dialog.picker.field, "1052")
    qtbot.waitUntil(lambda: dialog.picker.field.text() == "1052")
    assert dialog.picker.empty.sentence() == before
    desk.go_on.set()
    qtbot.waitUntil(lambda: [each.title for each in dialog.picker.choices()] == ["1052"])
