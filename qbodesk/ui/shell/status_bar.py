"""The single place that tells how syncing stands; every part is a button. Derives nothing: `condition` does."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from qbodesk import __version__
from qbodesk.models.domain.profile import Profile
from qbodesk.models.words import _
from qbodesk.services.reading.status import Status
from qbodesk.services.sync.progress import Progress
from qbodesk.ui.navigation import HOME, Place
from qbodesk.ui.shell import condition
from qbodesk.ui.shell.condition import Known, Part
from qbodesk.ui.theme import current, follow_theme, px
from qbodesk.ui.widgets.labels import ElidedLabel
from qbodesk.ui.widgets.status_part import StatusPart


class StatusLine(QWidget):
    """`opened` carries where a part that was pressed leads: every part opens the page that says the rest."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.connection = StatusPart(_("Connection"))
        self.quickbooks = StatusPart("QuickBooks")
        self.hubspot = StatusPart("HubSpot")
        self.queue = StatusPart(_("Queue"))
        self.needs_you = StatusPart(_("Needs you"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress of the sync"))
        self.bar.hide()
        self._row = QHBoxLayout(self)
        connections = Place("settings", search="connections")
        for part, place in (
            (self.connection, Place("queue")),
            (self.quickbooks, connections),
            (self.hubspot, connections),
            (self.queue, Place("queue")),
            (self.needs_you, HOME),
        ):
            part.clicked.connect(lambda _checked=False, place=place: self.opened.emit(place))
        for widget in (self.connection, self.bar, self.quickbooks, self.hubspot, self.queue):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self.needs_you)
        # the first to give way where long words meet large letters
        self.version = ElidedLabel("", "caption")
        self.version.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row.addWidget(self.version)
        follow_theme(self._restyle)

    def parts(self) -> tuple[StatusPart, ...]:
        """The buttons from left to right."""
        return (self.connection, self.quickbooks, self.hubspot, self.queue, self.needs_you)

    def show_status(
        self,
        status: Status,
        known: Known,
        *,
        now: datetime,
        busy: bool,
        paused: bool,
        progress: Progress | None,
    ) -> None:
        """Say everything anew."""
        mood = condition.mood(status, known, now=now, busy=busy, paused=paused)
        _say(self.connection, condition.connection_part(mood, status, known, progress))
        _say(self.quickbooks, condition.service_part("quickbooks", status, now))
        _say(self.hubspot, condition.service_part("hubspot", status, now))
        _say(self.queue, condition.queue_part(status))
        _say(self.needs_you, condition.needs_you_part(status))
        told = {
            Profile.LEGACY: _("Legacy profile, version {version}"),
            Profile.NEW: _("New profile, version {version}"),
        }
        self.version.set_whole_text(told[status.profile].format(version=__version__))
        counted = mood is condition.Mood.SYNCING and progress is not None and bool(progress.total)
        self.bar.setVisible(counted)
        if counted and progress is not None and progress.total:
            self.bar.setMaximum(progress.total)
            self.bar.setValue(min(progress.done, progress.total))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().bg))
        painter.fillRect(0, 0, self.width(), 1, QColor(current().border))

    def _restyle(self) -> None:
        self._row.setContentsMargins(px(8), px(2), px(16), px(2))
        self._row.setSpacing(px(4))
        self.bar.setFixedWidth(px(120))
        self.update()


def _say(part: StatusPart, said: Part | None) -> None:
    if said is None:
        part.set_state("plain", "")
    else:
        part.set_state(said.shape, said.text, said.exact)
