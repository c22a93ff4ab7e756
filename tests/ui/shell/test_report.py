"""A problem report is seen before it leaves: by keyboard, with what the user wrote, and without anybody's name."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from qbodesk.ui.shell.report_dialog import ReportDialog
from tests.ui.windows import Desk


@pytest.fixture(name="dialog")
def _dialog(desk: Desk) -> ReportDialog:
    desk.window.commands.run("help.report")
    found = desk.window.findChild(ReportDialog)
    assert isinstance(found, ReportDialog)
    return found


def test_it_shows_the_numbers_and_no_names(dialog: ReportDialog) -> None:
    text = dialog.text()
    assert "connection: quickbooks, connected" in text
    assert "qt: 6." in text
    assert "Website relaunch" not in text
    assert "Harbor" not in text


def test_what_is_typed_is_part_of_it_at_once(qtbot: QtBot, dialog: ReportDialog) -> None:
    qtbot.keyClicks(dialog.told, "It stopped")
    assert "== What happened\nIt stopped\n" in dialog.text()
    qtbot.keyClick(dialog.told, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.shown


def test_it_is_copied_whole(qtbot: QtBot, dialog: ReportDialog) -> None:
    (copy,) = (each for each in dialog.findChildren(QPushButton) if each.text() == "&Copy")
    qtbot.keyClick(copy, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == dialog.text()


def test_it_is_saved_where_the_user_says(
    qtbot: QtBot, dialog: ReportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "for support.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(place), ""))
    qtbot.keyClick(dialog.save_button, Qt.Key.Key_Space)
    assert place.read_text(encoding="utf-8") == dialog.text()
    assert not dialog.isVisible()


def test_a_place_that_takes_no_file_is_told_and_nothing_is_lost(
    qtbot: QtBot, dialog: ReportDialog, tmp_path: Path
) -> None:
    qtbot.keyClicks(dialog.told, "It stopped")
    assert not dialog.save_to(tmp_path / "missing" / "report.txt")
    (box,) = dialog.findChildren(QMessageBox)
    assert "cannot be used" in box.text()
    assert dialog.isVisible()
    assert dialog.told.toPlainText() == "It stopped"


def test_an_unexpected_fault_is_told_with_the_way_to_the_report(qtbot: QtBot, desk: Desk) -> None:
    desk.window.tell_unexpected()
    (action,) = (each for each in desk.window.toast.findChildren(QPushButton) if each.text() == "Report…")
    qtbot.keyClick(action, Qt.Key.Key_Space)
    assert desk.window.findChild(ReportDialog) is not None
