"""What the window tells of syncing: the status line, the count in the sidebar, the banner. Starts and stops nothing."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from qbodesk.models.errors import Problem
from qbodesk.models.words import _
from qbodesk.services.sync.progress import Progress, SyncReport
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.host import SyncHost
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import Remedy, show_problem, tone_of
from qbodesk.ui.shell.condition import Known
from qbodesk.ui.shell.sidebar import Sidebar
from qbodesk.ui.shell.status_bar import StatusLine
from qbodesk.ui.widgets.banner import Banner

CLOCK_MS = 30_000
BETWEEN_SECONDS = 0.1
SHOWN_SECONDS = 1.5
"""How long a connection keeps the line before another one that runs beside it gets it."""


class SyncWatch(QObject):
    """Follows the host. `moved` comes when busy or paused changed, `told` carries each look at the workspace and its moment."""

    moved = Signal()
    told = Signal(object, object)

    def __init__(
        self,
        workspace: Workspace,
        host: SyncHost,
        parent: QObject,
        *,
        reconnect: Callable[[], object] | None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._host = host
        self._reconnect = reconnect
        self._known = Known()
        self._progress: Progress | None = None
        self._told_at = 0.0
        self._turned_at = 0.0
        self._parts: tuple[StatusLine, Sidebar, Banner] | None = None
        host.progressed.connect(self._progressed)
        host.pass_finished.connect(self._pass_finished)
        host.crashed.connect(self._crashed)
        host.busy_changed.connect(self._moved)
        host.paused_changed.connect(self._moved)
        # "as of 2 min ago" grows old without any event
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self.tell)
        self._clock.start()

    def speak_through(self, line: StatusLine, sidebar: Sidebar, banner: Banner) -> None:
        """Where to tell it from now on; tells it once."""
        self._parts = (line, sidebar, banner)
        self.tell()
        self._tell_trouble()

    def close(self) -> None:
        """Say no more by itself."""
        self._clock.stop()
        self._parts = None

    def tell(self) -> None:
        """Say how it stands now."""
        self._told_at = time.monotonic()
        if self._parts is None:
            return
        line, sidebar, _banner = self._parts
        status = self._workspace.status.status()
        line.show_status(
            status,
            self._known,
            now=self._workspace.clock(),
            busy=self._host.busy,
            paused=self._host.paused,
            progress=self._progress,
        )
        waiting = status.needs_you or status.queue
        count = formats().number(waiting) if waiting else ""
        self.told.emit(status, self._workspace.clock())
        sidebar.show_count("queue", count, alert=bool(status.needs_you))

    def _progressed(self, progress: Progress) -> None:
        now, before = time.monotonic(), self._progress
        if before is None or progress.connection != before.connection:
            if before is not None and now - self._turned_at < SHOWN_SECONDS:
                return
            self._turned_at = now
        self._progress = progress
        # steps come by the dozen a second, eyes do not
        if before is None or now - self._told_at > BETWEEN_SECONDS:
            self.tell()

    def _moved(self, _on: bool) -> None:
        if not self._host.busy:
            self._progress = None
        self.tell()
        self.moved.emit()

    def _pass_finished(self, report: SyncReport | None) -> None:
        if report is not None:
            self._known = self._known.after(report)
        self.tell()
        self._tell_trouble()

    def _crashed(self, told: str) -> None:
        if self._parts is not None:
            banner = self._parts[2]
            banner.show_message("danger", _("Syncing stopped"), told)
            banner.add_button(_("Sync now"), self._host.sync_now)

    def _go_on(self) -> None:
        self._workspace.recovery.resume()
        self.tell()
        self._tell_trouble()
        self._host.nudge()

    def _tell_trouble(self) -> None:
        """A banner for what does not pass by itself; being offline is said by the status line alone."""
        if self._parts is None:
            return
        banner = self._parts[2]
        if (paused := self._workspace.status.status().paused) is not None:
            show_problem(banner, Problem(paused), Remedy(_("Go on sending"), self._go_on))
            return
        loud = [found for found in self._known.trouble.values() if tone_of(found) != "info"]
        if not loud:
            banner.hide()
            return
        remedies = [Remedy(_("Sync now"), self._host.sync_now)]
        if self._reconnect is not None:
            remedies.insert(0, Remedy(_("Reconnect"), self._reconnect))
        show_problem(banner, loud[0], *remedies)
