"""A window in a process of its own, watched from inside: prints one JSON line and ends. Compares nothing.

`empty`: a bare PySide6 window. `open FOLDER`: qbodesk on a workspace, until its first page is painted with what needs the user,
and then until a list opened from there is. `sync FOLDER`: the same, through a whole full sync, with a heart that beats in the
GUI thread. `beside FOLDER`: that full sync behind the empty window, which is what the machine and the interpreter cost by themselves.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

if TYPE_CHECKING:
    from qbodesk.ui.background.host import SyncHost

BEAT_MS = 5
BLOCK_MS = 50
ASKED_TO_END = 600  # seconds


class Heart(QObject):
    """Beats every `BEAT_MS`; remembers how late each beat came, and how much its thread worked since the one before, in ms.

    The second is the program's own part, whatever else the machine is doing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self.work: list[float] = []
        self._last = time.perf_counter()
        self._worked = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        worked = time.thread_time()
        self.late.append((now - self._last) * 1000 - BEAT_MS)
        self.work.append((worked - self._worked) * 1000)
        self._last, self._worked = now, worked


class Painted(QObject):
    """Ends an event loop when a widget was painted."""

    def __init__(self, loop: QEventLoop) -> None:
        super().__init__()
        self._loop = loop

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._loop.quit)
        return False


def until_painted(widget: QWidget) -> None:
    """Trap: `QApplication.quit` would close every window, and what came after would be measured without one."""
    loop = QEventLoop()
    painted = Painted(loop)
    widget.installEventFilter(painted)
    widget.update()
    loop.exec()
    widget.removeEventFilter(painted)


def until(signal: SignalInstance, seconds: int = ASKED_TO_END) -> None:
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(seconds * 1000, loop.quit)
    loop.exec()


def nothing() -> QMainWindow:
    window = QMainWindow()
    label = QLabel("empty")
    window.setCentralWidget(label)
    window.resize(1280, 800)
    window.show()
    until_painted(label)
    return window


def empty() -> dict[str, float]:
    _app = QApplication(sys.argv[:1])
    nothing()
    return {}


def watched(host: "SyncHost") -> dict[str, float]:
    """How a heart in the GUI thread beat through a whole full sync."""
    heart = Heart()
    heart.start()
    host.sync_now(full=True)
    until(host.pass_finished)
    late = sorted(heart.late)
    return {
        "beats": len(late),
        "stall_ms": late[-1],
        "p99_ms": late[int(len(late) * 0.99)],
        "over": sum(beat > BLOCK_MS for beat in late),
        "work_ms": max(heart.work),
    }


def beside(folder: Path) -> dict[str, float]:
    from qbodesk.app.compose import open_workspace
    from qbodesk.ui.background.garbage import collecting
    from qbodesk.ui.background.host import SyncHost

    app = QApplication(sys.argv[:1])
    window = nothing()
    workspace = open_workspace(folder)
    host = SyncHost(lambda: workspace.engine)
    garbage = collecting(app)
    garbage.keep()
    host.busy_changed.connect(garbage.spare_the_oldest)
    host.start(sync=False)
    found = watched(host)
    window.close()
    host.shutdown()
    workspace.close()
    garbage.let_go()
    return found


def opened(folder: Path, *, sync: bool) -> dict[str, float]:
    from qbodesk.app.cli import read
    from qbodesk.app.compose import open_workspace
    from qbodesk.app.window import application, show_window
    from qbodesk.ui.background.garbage import collecting
    from qbodesk.ui.background.host import SyncHost

    read([])
    # every run begins where a first start does, not where the run before it was closed
    (folder / "window.ini").unlink(missing_ok=True)
    app = application()
    workspace = open_workspace(folder, late=not sync)
    host = SyncHost(lambda: workspace.engine)
    window = show_window(app, workspace, host, language="en", theme="light", demo=False)
    garbage = collecting(app)
    garbage.keep()
    host.busy_changed.connect(garbage.spare_the_oldest)
    until_painted(window.pages.home.list.viewport())
    found: dict[str, float] = {"usable_at": time.time()}
    host.start(sync=False)
    window.go("deals")
    model = window.pages.deals.model
    if not len(model.ids):
        until(model.shown)
    until_painted(window.pages.deals.table.viewport())
    found["list_at"] = time.time()
    if sync:
        window.go("invoices")
        app.processEvents()
        found |= watched(host)
        assert window.isVisible()
        report = workspace.engine.last_report
        found |= {"rows": report.changed if report else 0, "seconds": report.seconds if report else 0}
    window.close()
    host.shutdown()
    workspace.close()
    garbage.let_go()
    return found


def peak_mb() -> float:
    """Most memory this program ever held; `ru_maxrss` alone counts what its parent held when it started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(
            int(line.split()[1]) / 1024
            for line in status.read_text().splitlines()
            if line.startswith("VmHWM")
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    what, *words = sys.argv[1:]
    if what == "empty":
        found = empty()
    elif what == "beside":
        found = beside(Path(words[0]))
    else:
        found = opened(Path(words[0]), sync=what == "sync")
    found.setdefault("usable_at", time.time())
    found["peak_mb"] = peak_mb()
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
