"""A small pool for reads a screen waits for (a search, a PDF, the ids of a table); writes go through the outbox.

Results are handed over in the thread that made the pool. Each channel keeps only its newest request: the answer to an
older one is dropped, so a slow search never overwrites the list of a later one, and a read that nobody waits for any more is
not begun. An answer for a widget that is no more (another language built the window anew) is dropped, while what it does in the
background goes on.
"""

import itertools
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

from qbodesk.ui.theme.binding import keep_constants_alive

THREADS: Final = 3


@dataclass(frozen=True, slots=True)
class _Asked:
    channel: str
    on_result: Callable[[Any], object]
    on_error: Callable[[Exception], None]
    owner: object

    @property
    def heard(self) -> bool:
        """Whether whoever asked is still there."""
        return not isinstance(self.owner, QObject) or isValid(self.owner)

    def within(self, root: QObject) -> bool:
        """Whether whoever asked is part of `root`."""
        place = self.owner if isinstance(self.owner, QObject) and isValid(self.owner) else None
        while place is not None and place is not root:
            place = place.parent()
        return place is root


class _Post(QObject):
    """Carries one answer over the thread border."""

    answered = Signal(int, object, object)


class _Read(QRunnable):
    def __init__(self, number: int, read: Callable[[], Any], post: _Post, awaited: Container[int]) -> None:
        super().__init__()
        self._number = number
        self._read = read
        self._post = post
        self._awaited = awaited

    def run(self) -> None:
        if self._number not in self._awaited:
            self._post.answered.emit(self._number, None, None)
            return
        try:
            result = self._read()
        except Exception as error:  # noqa: BLE001 - whatever failed is told to the screen that asked
            self._post.answered.emit(self._number, None, error)
        else:
            self._post.answered.emit(self._number, result, None)


class ReaderPool(QObject):
    """`run` from the main thread only. `close` waits for what runs and drops every answer after it."""

    idle = Signal()

    def __init__(self, parent: QObject | None = None, *, threads: int = THREADS) -> None:
        super().__init__(parent)
        keep_constants_alive()
        self._threads = QThreadPool()
        self._threads.setMaxThreadCount(threads)
        self._numbers = itertools.count(1)
        self._asked: dict[int, _Asked] = {}
        self._newest: dict[str, int] = {}
        self._post = _Post()
        # A bound method of a QObject of this thread: a lambda here would run in the worker's thread.
        self._post.answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether somebody still waits for an answer."""
        return bool(self._asked)

    def run(
        self,
        read: Callable[[], Any],
        on_result: Callable[[Any], object],
        on_error: Callable[[Exception], None],
        *,
        channel: str = "",
        owner: QObject | None = None,
    ) -> int:
        """Start a read; returns its number. With a channel, answers to its earlier requests are dropped.

        `owner` is the widget the answer is for, unless `on_result` is a method of it.
        """
        number = next(self._numbers)
        asker = owner if owner is not None else getattr(on_result, "__self__", None)
        self._asked[number] = _Asked(channel, on_result, on_error, asker)
        if channel:
            self._asked.pop(self._newest.get(channel, 0), None)
            self._newest[channel] = number
        self._threads.start(_Read(number, read, self._post, self._asked))
        return number

    def forget(self, number: int) -> None:
        """Nobody waits for this answer any more (its screen was closed)."""
        self._asked.pop(number, None)

    def leave(self, root: QObject) -> None:
        """Nobody within this widget waits any more: it is about to go, and until then an answer would come to the wrong place."""
        for number in [number for number, asked in self._asked.items() if asked.within(root)]:
            del self._asked[number]

    def channel(self, name: str, owner: QObject | None = None) -> "Channel":
        """A reader whose requests replace one another; one per table or search field. `owner` as of `run`."""
        return Channel(self, name, owner)

    def reader(self, owner: QObject) -> "Channel":
        """A reader for a widget whose requests all count."""
        return Channel(self, "", owner)

    def close(self, timeout_ms: int = 5000) -> bool:
        """No answer is delivered from now on; False if a read still runs after the time given."""
        self._asked.clear()
        self._threads.clear()
        return self._threads.waitForDone(timeout_ms)

    @Slot(int, object, object)
    def _deliver(self, number: int, result: object, error: Exception | None) -> None:
        asked = self._asked.pop(number, None)
        if asked is not None and asked.heard:
            if error is None:
                asked.on_result(result)
            else:
                asked.on_error(error)
        if not self._asked:
            self.idle.emit()


class Channel:
    """One kind of question to a pool: only its newest answer arrives; without a name every answer does."""

    def __init__(self, pool: ReaderPool, name: str, owner: QObject | None) -> None:
        self._pool = pool
        self._name = f"{name}#{id(self)}" if name else ""
        self._owner = owner

    def run(
        self,
        read: Callable[[], Any],
        on_result: Callable[[Any], object],
        on_error: Callable[[Exception], None],
    ) -> int:
        return self._pool.run(read, on_result, on_error, channel=self._name, owner=self._owner)
