"""Two hands on a keyboard and nothing else: every key chord and every text typed counts as one action. Asserts nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

CTRL, NO = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


class Hands:
    """They type where the focus is, in the window on top."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.actions = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
        """One chord."""
        self._qtbot.keyClick(self._focus(), key, modifiers)
        self.actions += 1

    def type(self, text: str) -> None:
        """Letters, as one action."""
        self._qtbot.keyClicks(self._focus(), text)
        self.actions += 1

    def window(self) -> QWidget:
        """The window on top: the last dialog or palette that came up, else the main window."""
        found = [
            each
            for each in QApplication.topLevelWidgets()
            if isinstance(each, QDialog | QMainWindow) and each.isVisible()
        ]
        dialogs = [each for each in found if isinstance(each, QDialog)]
        return QApplication.activeModalWidget() or (dialogs or found)[-1]

    def _focus(self) -> QWidget:
        window = self.window()
        if not window.isActiveWindow():
            window.activateWindow()
            self._qtbot.waitUntil(window.isActiveWindow)
        return window.focusWidget() or window
