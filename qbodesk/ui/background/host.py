"""The one thread that syncs, seen from the main thread: start, ask, pause, stop; decides nothing about what is synced.

The worker steps the engine's iterator with a zero timer and returns to its event loop after every step, so "pause" and
"stop" arrive as ordinary queued signals. Screens connect to the host only: a slot connected to the worker itself would
run in the worker's thread (see docs/architecture.md).
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from qbodesk.models.errors import QboDeskError

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 120.0
WAIT_SECONDS: Final = 60.0


class Engine(Protocol):
    """What the host needs of `qbodesk.services.sync.engine.SyncEngine`."""

    stop: threading.Event

    def passes(self, *, full: bool = False, pull: bool = True) -> Iterator[Any]:
        """One pass in bounded steps; trouble of a connection is reported, not raised."""

    @property
    def last_report(self) -> Any:
        """What the last pass did."""

    def due_in(self) -> float | None:
        """Seconds until a waiting entry of the outbox may move."""

    def refresh(self, kind: str, record_id: str, realm_id: str = "") -> Iterator[Any]:
        """Read one record again now, in bounded steps."""


class _Worker(QObject):
    """Lives in the thread. Each slot does one bounded thing."""

    progressed = Signal(object)
    pass_finished = Signal(object)
    crashed = Signal(str)
    busy_changed = Signal(bool)
    refreshed = Signal(str)
    opened = Signal()
    unopened = Signal(object)
    ended = Signal()

    def __init__(self, find_engine: Callable[[], Engine], every: float) -> None:
        super().__init__()
        self._find_engine = find_engine
        self.engine: Engine | None = None
        self._every = every
        self._steps: Iterator[Any] | None = None
        self._aside: dict[tuple[str, str, str], Iterator[Any]] = {}
        self._wanted: tuple[bool, bool] | None = None
        self._paused = False
        self._pull_at = time.monotonic() + every
        self._pull_next = True
        # Children move to the thread with this object; a timer made here and started there would otherwise refuse.
        self._tick = QTimer(self)
        self._tick.setInterval(0)
        self._tick.timeout.connect(self._step)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._due)

    @property
    def _engine(self) -> Engine:
        if self.engine is None:
            self.engine = self._find_engine()
        return self.engine

    @Slot()
    def open(self) -> None:
        """Find the engine, which may mean to make everything it stands on."""
        try:
            self.engine = self._engine
        except Exception as error:  # noqa: BLE001 - whatever it is ends the program, with its sentence or as a bug
            self.unopened.emit(error)
        else:
            self.opened.emit()

    @Slot(bool, bool)
    def ask(self, full: bool, pull: bool) -> None:
        """Run a pass now, or after the one that runs: requests made meanwhile become one."""
        if self.engine is None:
            return  # it could not be opened; the program is about to end
        before = self._wanted or (False, False)
        self._wanted = (full or before[0], pull or before[1])
        if self._steps is None and not self._paused:
            self._begin()

    @Slot(bool)
    def pause(self, paused: bool) -> None:
        """Stop between two steps, or go on where it stopped."""
        self._paused = paused
        if paused:
            if not self._aside:
                self._tick.stop()
            self._next.stop()
        elif self._steps is not None:
            self._tick.start()
        elif self._wanted is not None:
            self._begin()
        else:
            self._rest()

    @Slot(str, str, str)
    def refresh(self, kind: str, record_id: str, realm_id: str) -> None:
        """One record ahead of the pass, if one runs; asked for twice it is read once."""
        wanted = (kind, record_id, realm_id)
        if self.engine is not None and wanted not in self._aside:
            self._aside[wanted] = self._engine.refresh(*wanted)
            self._tick.start()

    @Slot()
    def finish(self) -> None:
        """End the pass at this step and say so."""
        self._tick.stop()
        self._next.stop()
        self._close()
        self.ended.emit()

    def _begin(self) -> None:
        full, pull = self._wanted or (False, True)
        self._wanted = None
        self._next.stop()
        if pull:
            self._pull_at = time.monotonic() + self._every
        self._steps = self._engine.passes(full=full, pull=pull)
        self.busy_changed.emit(True)
        self._tick.start()

    def _step(self) -> None:
        if self._engine.stop.is_set():
            self._tick.stop()
            return
        if self._aside:
            self._step_aside()
        if self._steps is None or self._paused:
            if not self._aside:
                self._tick.stop()
            return
        try:
            step = next(self._steps, None)
        except Exception as error:
            # The thread must outlive a fault of one pass; the window shows it, the next pass tries again.
            log.exception("a sync pass failed")
            self._ended(_told(error))
            return
        if step is None:
            self._ended("")
        else:
            self.progressed.emit(step)

    def _step_aside(self) -> None:
        wanted, steps = next(iter(self._aside.items()))
        told = ""
        ended = object()
        try:
            if next(steps, ended) is not ended:
                return
        except QboDeskError as error:
            log.info("%s was not refreshed: %s", wanted[0], error.code)
            told = error.problem.sentence
        except Exception as error:
            # as for a pass: the thread outlives it and the window shows it
            log.exception("a record was not refreshed")
            told = _told(error)
        del self._aside[wanted]
        self.refreshed.emit(told)

    def _ended(self, fault: str) -> None:
        if not self._aside:
            self._tick.stop()
        self._steps = None
        self.busy_changed.emit(False)
        if fault:
            self.crashed.emit(fault)
        else:
            self.pass_finished.emit(self._engine.last_report)
        if self._wanted is not None and not self._paused:
            self._begin()
        else:
            self._rest()

    def _rest(self) -> None:
        """Wait for whichever is first: the next pull, or an entry of the outbox that wants attention."""
        if self._paused or self._engine.stop.is_set():
            return
        wait = max(0.0, self._pull_at - time.monotonic())
        due = self._engine.due_in()
        # at least a second: an entry that is due but may not move now must not make the thread spin
        early = None if due is None else max(due, 1.0)
        self._pull_next = early is None or wait <= early
        self._next.start(int(1000 * (wait if self._pull_next or early is None else early)))

    def _due(self) -> None:
        self.ask(False, self._pull_next)

    def _close(self) -> None:
        self._aside.clear()
        close = getattr(self._steps, "close", None)
        self._steps = None
        if close is not None:
            try:
                close()
            except Exception:
                # the thread is ending; the next start looks up what this pass left half way
                log.exception("a sync pass did not end cleanly")


class SyncHost(QObject):
    """`progressed` carries a `Progress`, `pass_finished` a `SyncReport`, `crashed` a sentence; all in the main thread.

    `opened` comes when the engine was found, `unopened` with the error for which it was not: nothing will ever be synced.
    `refreshed` answers each `refresh`: "" when the record is as its server has it now, else a sentence.
    """

    progressed = Signal(object)
    pass_finished = Signal(object)
    crashed = Signal(str)
    busy_changed = Signal(bool)
    paused_changed = Signal(bool)
    refreshed = Signal(str)
    opened = Signal()
    unopened = Signal(object)
    _opening = Signal()
    _asked = Signal(bool, bool)
    _paused = Signal(bool)
    _refreshing = Signal(str, str, str)
    _finishing = Signal()

    def __init__(
        self,
        find_engine: Callable[[], Engine],
        parent: QObject | None = None,
        *,
        every: float = EVERY_SECONDS,
    ) -> None:
        """`find_engine` is called once, in the thread; `every` is the time in seconds between the beginnings of two pulls."""
        super().__init__(parent)
        self.busy = False
        self.paused = False
        self._thread = QThread()
        self._thread.setObjectName("sync")
        self._worker = _Worker(find_engine, every)
        self._worker.moveToThread(self._thread)
        self._worker.progressed.connect(self.progressed)
        self._worker.pass_finished.connect(self.pass_finished)
        self._worker.crashed.connect(self.crashed)
        self._worker.refreshed.connect(self.refreshed)
        self._worker.busy_changed.connect(self._note_busy)
        # Direct: queued to the main thread it would never arrive while `shutdown` waits there.
        self._worker.ended.connect(self._thread.quit, Qt.ConnectionType.DirectConnection)
        self._worker.opened.connect(self.opened)
        self._worker.unopened.connect(self.unopened)
        self._opening.connect(self._worker.open)
        self._asked.connect(self._worker.ask)
        self._paused.connect(self._worker.pause)
        self._refreshing.connect(self._worker.refresh)
        self._finishing.connect(self._worker.finish)

    def start(self, *, sync: bool = True) -> None:
        """Start the thread and, unless told otherwise, the first pass."""
        self._thread.start()
        self._opening.emit()
        if sync:
            self.sync_now()

    def sync_now(self, full: bool = False) -> None:
        """Fetch and send now; goes on when it was paused. `full` fetches everything again."""
        self.resume()
        self._asked.emit(full, True)

    def nudge(self) -> None:
        """Something was queued: send soon, without fetching."""
        self._asked.emit(False, False)

    def refresh(self, kind: str, record_id: str, realm_id: str = "") -> None:
        """Read one record again, ahead of the pass that runs and even while paused: somebody asked for this one."""
        self._refreshing.emit(kind, record_id, realm_id)

    def pause(self) -> None:
        """Stop after the step that runs and begin nothing by itself until `resume`."""
        self._set_paused(paused=True)

    def resume(self) -> None:
        """Go on where it stopped."""
        self._set_paused(paused=False)

    def shutdown(self) -> None:
        """End the pass at its next step and the thread with it; harmless when it never started. Blocks until it ended."""
        if self._worker.engine is not None:
            self._worker.engine.stop.set()
        if not self._thread.isRunning():
            return
        self._finishing.emit()
        if not self._thread.wait(int(WAIT_SECONDS * 1000)):
            log.error("the sync thread did not end within %d seconds", WAIT_SECONDS)

    def _set_paused(self, *, paused: bool) -> None:
        if paused != self.paused:
            self.paused = paused
            self._paused.emit(paused)
            self.paused_changed.emit(paused)

    def _note_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)


def _told(error: Exception) -> str:
    return error.problem.sentence if isinstance(error, QboDeskError) else f"{type(error).__name__}: {error}"
