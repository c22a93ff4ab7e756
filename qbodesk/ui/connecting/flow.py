"""One attempt to connect, from a window: runs what waits in the pool and tells how it goes. Shows nothing."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from qbodesk.services.oauth.authorization import Attempt
from qbodesk.services.oauth.loopback import PORT
from qbodesk.services.signin import ServiceConnection
from qbodesk.services.signin.stored import AppKeys
from qbodesk.services.signin.waiting import Waiting
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool


class Flow(QObject):
    """`connected` carries the `ServiceConnection`, `failed` the exception; `url` is for the browser while one is waited for."""

    connected = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, pool: ReaderPool, service: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = workspace.signin
        self._clock = workspace.clock
        self._pool = pool
        self._service = service
        self._number: int | None = None
        self._stop = threading.Event()
        self._waiting: Waiting | None = None
        self.url = ""
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    def prepare(self, ready: Callable[[object], None]) -> None:
        """Make sure that a sign-in could be kept, then go on with `ready`."""
        self._run(self._desk.prepare, ready)

    def browse(self, keys: AppKeys, expected: str = "") -> str:
        """Begin; answers the address for the browser. Raises `InvalidInput` for keys that cannot be right."""
        attempt = self._desk.begin(self._service, keys, PORT)
        stop = self._stop = threading.Event()
        waiting = self._waiting = Waiting(attempt, self._clock, PORT)
        self.url = attempt.url
        self._run(lambda: self._finished(attempt, waiting, stop, keys, expected), self._came)
        return self.url

    def paste_key(self, key: str, api: str) -> None:
        """Check a HubSpot key and keep it."""
        self._run(lambda: self._desk.connect_hubspot_key(key, api), self._came)

    def offer(self, address: str) -> None:
        """An address somebody pasted. Raises `InvalidInput` when it is no answer; the waiting goes on."""
        if self._waiting is not None:
            self._waiting.offer(address)

    def stop(self) -> None:
        """Nobody waits any more; what is already being exchanged ends by itself."""
        self._stop.set()
        if self._number is not None:
            self._pool.forget(self._number)
            self._number = None

    def _finished(
        self, attempt: Attempt, waiting: Waiting, stop: threading.Event, keys: AppKeys, expected: str
    ) -> ServiceConnection | None:
        with waiting:
            answer = waiting.answer(stop)
        if answer is None:
            return None
        if self._service == "quickbooks":
            return self._desk.finish_quickbooks(attempt, answer, keys, expected=expected)
        return self._desk.finish_hubspot(attempt, answer, keys)

    def _came(self, found: object) -> None:
        if found is not None:
            self.connected.emit(found)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._number = self._pool.run(work, done, self.failed.emit)
