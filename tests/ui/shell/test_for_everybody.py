"""Names for a screen reader, all keys on one sheet, mnemonics."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from qbodesk.ui.navigation import Place
from qbodesk.ui.shell.shortcut_sheet import ShortcutSheet
from tests.ui.windows import Desk
from tests.ui.world import NOW, add_entry


def deal(desk: Desk, name: str = "Website relaunch") -> Place:
    return Place("deal", desk.world.deals[name])


@pytest.mark.parametrize("page", ["deals", "invoices", "queue", "deal"])
def test_every_control_has_a_name_for_a_screen_reader(desk: Desk, page: str) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1", not_before=(NOW + timedelta(hours=1)).isoformat())
    desk.window.navigator.go(deal(desk) if page == "deal" else Place(page))
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in desk.window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox)
        and widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_every_shortcut_stands_on_the_sheet(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    sheet = desk.window.findChild(ShortcutSheet)
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Create invoice", "Ctrl+I", "G, D", "F6", "QuickBooks company 2"} <= texts
    assert "QuickBooks company 3" not in texts


@pytest.mark.parametrize("language", ["en", "pl"])
def test_mnemonics_are_unique_in_each_menu(desk: Desk, language: str) -> None:
    desk.window.choose_language(language)
    bar = desk.window.menuBar()
    for actions in [bar.actions(), *(menu.menu().actions() for menu in bar.actions())]:
        letters = [a.text()[a.text().index("&") + 1].casefold() for a in actions if "&" in a.text()]
        assert len(letters) == len(set(letters)), [action.text() for action in actions]
