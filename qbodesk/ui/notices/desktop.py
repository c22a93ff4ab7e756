"""Notices on the desktop, for whoever switched them on and looks elsewhere. Off until then; keeps none."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from qbodesk.ui.notices.news import Notice
from qbodesk.ui.theme import icon


class DesktopNotices(QObject):
    """The icon in the system's tray exists only while there is something to show with it."""

    def __init__(self, window: QWidget, go: Callable[[str], object]) -> None:
        """`go` opens an address in the window, which comes forward for it."""
        super().__init__(window)
        self._window = window
        self._go = go
        self._tray: QSystemTrayIcon | None = None
        self._address = ""

    @staticmethod
    def possible() -> bool:
        """Whether this desktop shows such messages at all."""
        return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()

    def show(self, notice: Notice) -> bool:
        """Show it unless the user is looking at the window; whether it was shown."""
        if self._window.isActiveWindow() or not self.possible():
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("invoices", "accent"), self)
            self._tray.messageClicked.connect(self._open)
            self._tray.activated.connect(self._open)
        self._address = notice.address
        self._tray.show()
        self._tray.showMessage(notice.title, notice.detail, icon("invoices", "accent"))
        return True

    def close(self) -> None:
        """Take the icon away."""
        if self._tray is not None:
            self._tray.hide()

    def _open(self, *_reason: object) -> None:
        self._window.raise_()
        self._window.activateWindow()
        self._go(self._address)
        self.close()
