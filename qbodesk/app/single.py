"""The second start raises the first window: a local socket per workspace that understands one word. Carries no data."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

RAISE = b"raise"
WAIT_MS = 1000


def raise_first(folder: Path) -> bool:
    """Ask the window that holds the workspace to come forward; `False` when nobody answers."""
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(RAISE)
    sent = socket.waitForBytesWritten(WAIT_MS)
    socket.disconnectFromServer()
    return sent


class Doorbell(QObject):
    """Listens while the window is open."""

    def __init__(self, folder: Path, on_ring: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_ring = on_ring
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(_name(folder))
        self._server.newConnection.connect(self._open)
        self._server.listen(_name(folder))

    def _open(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.readyRead.connect(self._ring)
            connection.disconnected.connect(connection.deleteLater)

    def _ring(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket) and bytes(socket.readAll().data()).startswith(RAISE):
            self._on_ring()


def _name(folder: Path) -> str:
    """The same for every way to write the folder; short, because socket names are."""
    return "qbodesk-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]
