"""What a window tells of what happened: its notices, and on the desktop whether that is wanted. Finds no news itself."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from qbodesk.models.words import _
from qbodesk.ui.notices.book import NoticeBook
from qbodesk.ui.notices.desktop import DesktopNotices
from qbodesk.ui.notices.news import Notice
from qbodesk.ui.shell.preferences import Preferences


class WindowNotices:
    """Bound to one window; `go` opens an address in it."""

    def __init__(
        self, preferences: Preferences, now: datetime, window: QWidget, go: Callable[[str], object]
    ) -> None:
        self._preferences = preferences
        self.book = NoticeBook(preferences, now, window)
        self.desktop = DesktopNotices(window, go)
        self.book.told.connect(self._tell)

    def toggle_desktop(self) -> None:
        """On the desktop too, or no more."""
        self._preferences.desktop_notices = not self._preferences.desktop_notices

    def desktop_text(self) -> str:
        """What the command would do now."""
        if self._preferences.desktop_notices:
            return _("No more notifications on the d&esktop")
        return _("Notifications on the d&esktop too")

    def refuse_desktop(self) -> str:
        """Why there can be none, "" if there can."""
        return "" if self.desktop.possible() else _("This desktop shows no notifications.")

    def _tell(self, notice: Notice) -> None:
        if self._preferences.desktop_notices:
            self.desktop.show(notice)
