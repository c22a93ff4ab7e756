"""The notices of the last 30 days, kept with the window's own memory. Decides nothing about what is news."""

import json
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal

from qbodesk.services.reading.status import Status
from qbodesk.ui.notices.news import Event, Notice, news
from qbodesk.ui.shell.preferences import Preferences

KEPT = timedelta(days=30)
MOST = 100


class NoticeBook(QObject):
    """`told` carries each new `Notice`; `counted` how many nobody has seen yet."""

    told = Signal(object)
    counted = Signal(int)

    def __init__(self, preferences: Preferences, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._before: Status | None = None
        stored = _read(preferences.notices)
        self.notices = [each for each in stored if now - each.at <= KEPT]
        """Newest first."""
        self.unseen = min(preferences.unseen_notices, len(self.notices))

    def hear(self, status: Status, now: datetime) -> None:
        """How it stands now; the first look is what later ones are compared with."""
        before, self._before = self._before, status
        for each in news(before, status, now) if before is not None else ():
            self.notices = [each, *self.notices][:MOST]
            self.unseen = min(self.unseen + 1, MOST)
            self._keep()
            self.told.emit(each)

    def see(self) -> None:
        """Somebody has looked at them."""
        if self.unseen:
            self.unseen = 0
            self._keep()

    def _keep(self) -> None:
        self._preferences.notices = json.dumps(
            [[each.event.value, each.at.isoformat(), each.count, each.name] for each in self.notices]
        )
        self._preferences.unseen_notices = self.unseen
        self.counted.emit(self.unseen)


def _read(stored: str) -> list[Notice]:
    """What was kept; whatever cannot be read counts as never told."""
    try:
        rows = list(json.loads(stored))
    except (ValueError, TypeError):
        return []
    found = [notice for row in rows if (notice := _notice(row)) is not None]
    return [each for each in found if each.at.tzinfo is not None]


def _notice(row: Any) -> Notice | None:
    """One of them; `None` for what another version of the program has kept."""
    try:
        event, at, count, name = row
        return Notice(Event(event), datetime.fromisoformat(at), int(count), str(name))
    except (ValueError, TypeError):
        return None
