"""A server that misbehaves below HTTP, and time that passes only when somebody waits."""

import re
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from qbodesk.services.http.ports import Interrupted


class RudeServer:
    """Reads one whole request per connection, writes `answer` and hangs up. Counts the requests that arrived.

    Hanging up with a byte unread would reset the line, and the client would then meet one of two troubles by chance.
    """

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            with connection:
                data = b""
                while not _whole(data) and (more := connection.recv(65536)):
                    data += more
                self.requests.append(data)
                connection.sendall(self.answer)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


def _whole(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(end) and len(body) >= int(length[1] if length else 0)


@pytest.fixture
def rude() -> Iterator[Callable[[bytes], RudeServer]]:
    servers: list[RudeServer] = []

    def start(answer: bytes) -> RudeServer:
        servers.append(RudeServer(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


class FakeTime:
    """A clock and the only way to wait for it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.naps: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float, stop: threading.Event) -> None:
        if stop.is_set():
            raise Interrupted
        self.naps.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()
