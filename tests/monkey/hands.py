"""What a user can do next to what is in view: keys, clicks, commands, places. Chooses with dice, judges nothing.

Only what a person could do: nothing hidden, disabled or behind a modal dialog is touched. What would leave the program (quit,
the browser, the printer, the file dialog of the system) or give the accounts away is left out, see `zoo.py`.
"""

from collections.abc import Callable
from random import Random
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from qbodesk.services.reading.find import Find
from qbodesk.ui.main_window import MainWindow
from qbodesk.ui.navigation import RECORDS, Place
from qbodesk.ui.shell.page_table import PAGES
from qbodesk.ui.tables import RecordTable

Deed = Callable[[], str]

LEFT_ALONE: Final = frozenset({"file.quit", "file.close", "invoice.print", "sync.full"})
"""Commands that end the window, wait for a printer, or fetch everything again at every third step."""
WORDS: Final = (
    "studio", "relaunch", "10", "12*3,5", "1,234.50", "-7", "31.12.2026", "tomorrow", "łódź", "<b>x</b>", "100%", "", " ",
    "zzzz", "{deal}",
)  # fmt: skip
KEYS: Final = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_Menu,
)  # fmt: skip
SHARP: Final = ("disconnect", "rozłącz", "erase", "usuń wszystko", "usuń ten")
"""Buttons that give an account or the workspace away, by what they say."""
_TRIES: Final = 20


class Hands:
    """A person at one main window and whatever it opened."""

    def __init__(self, window: MainWindow, find: Find, dice: Random) -> None:
        self._window = window
        self._find = find.find
        self._dice = dice

    def act(self) -> str:
        """Do one thing and tell what it was."""
        for _try in range(_TRIES):
            if told := self._deed()():
                return told
        return self._key()

    def _deed(self) -> Deed:
        if isinstance(QApplication.activePopupWidget(), QMenu):
            return self._in_menu
        deeds: dict[Deed, int] = {
            self._key: 22, self._click: 22, self._type: 12, self._choose: 10, self._row: 14, self._tab: 4, self._escape: 4,
        }  # fmt: skip
        if self._top() is self._window:
            deeds |= {self._go: 12, self._command: 16, self._sort: 5}
        return self._dice.choices(list(deeds), list(deeds.values()))[0]

    # Where the hands are

    def _top(self) -> QWidget:
        """The window that takes input: the modal dialog, else one of those that are open."""
        modal = QApplication.activeModalWidget()
        if modal is not None:
            return modal
        windows = [
            each
            for each in QApplication.topLevelWidgets()
            if each.isVisible() and each is not self._window and isinstance(each, QDialog | MainWindow | QWidget)
            and each.windowType() in (Qt.WindowType.Window, Qt.WindowType.Dialog)
        ]  # fmt: skip
        # the main window as often as all others together
        return self._dice.choice([*windows, *[self._window] * max(1, len(windows))])

    def _some(self, kind: type[QWidget]) -> QWidget | None:
        found = [
            each
            for each in self._top().findChildren(kind)
            if each.isVisible() and each.isEnabled() and not each.visibleRegion().isEmpty()
        ]
        return self._dice.choice(found) if found else None

    # What they do

    def _key(self) -> str:
        key = self._dice.choice(KEYS)
        shift = self._dice.random() < 0.1
        target = self._top()
        focused = target.focusWidget() or target
        # before: the key may end the widget
        told = f"{key.name}{' with Shift' if shift else ''} in {_named(focused)}"
        QTest.keyClick(
            focused, key, Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        )
        return told

    def _escape(self) -> str:
        target = self._top()
        if target is self._window:
            return ""
        told = f"close {_named(target)}"
        if isinstance(target, QDialog):
            QTest.keyClick(target, Qt.Key.Key_Escape)
        else:
            target.close()
        return told

    def _click(self) -> str:
        button = self._some(QAbstractButton)
        if not isinstance(button, QAbstractButton) or any(each in _said(button).lower() for each in SHARP):
            return ""
        told = f"click {_named(button)}"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        return told

    def _type(self) -> str:
        field = self._some(
            self._dice.choice([QLineEdit, QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox])
        )
        if field is None or (
            isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit) and field.isReadOnly()
        ):
            return ""
        words = self._dice.choice(WORDS)
        told = f"type {words!r} into {_named(field)}"
        field.setFocus()
        if isinstance(field, QLineEdit) and self._dice.random() < 0.7:
            field.selectAll()
        for letter in words:
            _press(field, letter)
        return told

    def _choose(self) -> str:
        box = self._some(QComboBox)
        if not isinstance(box, QComboBox) or not box.count():
            return ""
        told = f"choose in {_named(box)}"
        box.setFocus()
        for _step in range(self._dice.randint(1, 4)):
            QTest.keyClick(box, self._dice.choice([Qt.Key.Key_Up, Qt.Key.Key_Down]))
        return told

    def _tab(self) -> str:
        bar = self._some(QTabBar)
        if not isinstance(bar, QTabBar) or not bar.count():
            return ""
        place = self._dice.randrange(bar.count())
        QTest.mouseClick(
            bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, bar.tabRect(place).center()
        )
        return f"tab {place} of {_named(bar)}"

    def _row(self) -> str:
        """Select, extend, open, or ask for the menu of some row in view."""
        view = self._some(QAbstractItemView)
        model = view.model() if isinstance(view, QAbstractItemView) else None
        if not isinstance(view, QAbstractItemView) or model is None or not model.rowCount():
            return ""
        at = QPoint(
            self._dice.randrange(max(view.viewport().width(), 1)),
            self._dice.randrange(max(view.viewport().height(), 1)),
        )
        what = self._dice.choice(["select", "extend", "open", "all", "menu"])
        told = f"{what} at {at.x()},{at.y()} of {_named(view)}"
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        if what == "all":
            QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        elif what == "menu":
            view.customContextMenuRequested.emit(at)
        elif what == "open":
            QTest.mouseDClick(view.viewport(), left, none, at)
        else:
            QTest.mouseClick(
                view.viewport(), left, Qt.KeyboardModifier.ShiftModifier if what == "extend" else none, at
            )
        return told

    def _sort(self) -> str:
        table = self._some(RecordTable)
        if not isinstance(table, RecordTable):
            return ""
        columns = [each for each in table.columned().columns if each.sortable]
        if not columns:
            return ""
        key = self._dice.choice(columns).key
        table.sort_by(key, descending=self._dice.random() < 0.5)
        return f"sort {_named(table)} by {key}"

    def _go(self) -> str:
        name = self._dice.choice([page.name for page in PAGES] * 2 + list(RECORDS))
        record = 0
        if name in RECORDS:
            found = self._find(self._dice.choice("aeis1"), kind=name)
            if not found:
                return ""
            record = self._dice.choice(found).pk
        self._window.navigator.go(Place(name, record))
        return f"go to {name} {record or ''}"

    def _command(self) -> str:
        commands = [
            each.id
            for each in self._window.commands
            if each.id not in LEFT_ALONE and not self._window.commands.refusal(each.id)
        ]
        chosen = self._dice.choice(commands)
        self._window.commands.run(chosen)
        return f"command {chosen}"

    def _in_menu(self) -> str:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            return ""
        told = f"in the menu {_named(menu)}"
        for _step in range(self._dice.randint(1, 5)):
            QTest.keyClick(menu, Qt.Key.Key_Down)
        action = menu.activeAction()
        sharp = action is not None and any(each in action.text().lower() for each in SHARP)
        leave = sharp or self._dice.random() < 0.3
        QTest.keyClick(menu, Qt.Key.Key_Escape if leave else Qt.Key.Key_Return)
        return told


def _press(field: QWidget, letter: str) -> None:
    """Trap: QTest.keyClicks ends the process at a letter beyond Latin-1."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        if isValid(field):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(field, event)


def _said(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return (text or widget.accessibleName()).replace("&", "")


def _named(widget: QWidget) -> str:
    said = _said(widget) or widget.windowTitle()
    return f"{type(widget).__name__} {said[:40]!r} of {type(widget.window()).__name__}"
