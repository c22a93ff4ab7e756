"""Carries what the services changed from the thread that committed it to the main thread, in handfuls; reads nothing."""

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from qbodesk.services.changes import Changes, ChangeSet

PAUSE_MS = 300


class ChangeBridge(QObject):
    """`changed` carries one merged `ChangeSet`, at most every `pause_ms`: a sync page of 100 invoices repaints once.

    What the user did in this thread is told at the next turn of the event loop; `acted` tells it apart from what the sync
    brought.
    """

    changed = Signal(object)
    acted = Signal(object)
    _heard = Signal(object)

    def __init__(self, changes: Changes, parent: QObject | None = None, *, pause_ms: int = PAUSE_MS) -> None:
        super().__init__(parent)
        self._waiting = ChangeSet()
        self._pause_ms = pause_ms
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._tell)
        # A signal is the relay: Qt queues it when it is sent from another thread than the one this object lives in.
        self._heard.connect(self._collect)
        self._unsubscribe = changes.subscribe(self._hear)

    def close(self) -> None:
        """Hear no more; what waits is dropped."""
        self._unsubscribe()
        self._pause.stop()

    def _hear(self, changes: ChangeSet) -> None:
        if QThread.currentThread() is self.thread():
            self._collect(changes, at_once=True)
            self.acted.emit(changes)
        else:
            self._heard.emit(changes)

    def _collect(self, changes: ChangeSet, *, at_once: bool = False) -> None:
        self._waiting |= changes
        if at_once:
            self._pause.start(0)
        elif not self._pause.isActive():
            self._pause.start(self._pause_ms)

    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, ChangeSet()
        self.changed.emit(waiting)
