"""A small pool for reads a screen waits for (a search, a PDF, the ids of a table); writes go through the outbox.

Results are handed over in the thread that made the pool. Each channel keeps only its newest request: the answer to an
older one is dropped, so a slow search never overwrites the list of a later one, and a read that nobody waits for any more is
not begun. An answer for a widget that is no more (another language built the window anew) is dropped, while what it does in the
background goes on.

A read is a closure over the screen that asked, so whoever lets go of it last may destroy widgets. The threads therefore are
handed numbers and borrow the read while they run it; it is kept, and let go, in the thread that made the pool.
"""

import contextlib
import itertools
import queue
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
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


class _Bell(QObject):
    """Rung in a thread of the pool, heard in the one that made it. Carries nothing: answers lie in a queue of Python's."""

    rang = Signal()


class _Desk:
    """What the threads share with the pool: questions by number, and answers."""

    def __init__(self) -> None:
        self.reads: dict[int, Callable[[], Any]] = {}
        self.wanted: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.answers: deque[tuple[int, object, Exception | None]] = deque()
        self.asked: dict[int, _Asked] = {}
        self.bell = _Bell()

    def work(self) -> None:
        """One thread, until it is handed a nought."""
        while number := self.wanted.get():
            result, trouble = self._answer(number) if number in self.asked else (None, None)
            self.answers.append((number, result, trouble))
            # whatever hangs in them is the reader's from here on, who may be quicker than the next turn of this loop
            del result, trouble
            with contextlib.suppress(RuntimeError):  # the program ended without waiting for this thread
                self.bell.rang.emit()

    def send_home(self, threads: int) -> None:
        """As many as that end when they come for their next number."""
        for _each in range(threads):
            self.wanted.put(0)

    def _answer(self, number: int) -> tuple[object, Exception | None]:
        try:
            return self.reads[number](), None
        except Exception as error:  # noqa: BLE001 - whatever failed is told to the screen that asked
            return None, error


class ReaderPool(QObject):
    """`run` from the main thread only. `close` waits for what runs and drops every answer after it."""

    idle = Signal()

    def __init__(self, parent: QObject | None = None, *, threads: int = THREADS) -> None:
        super().__init__(parent)
        keep_constants_alive()
        self._room = threads
        self._threads: list[threading.Thread] = []
        self._numbers = itertools.count(1)
        self._newest: dict[str, int] = {}
        self._desk = _Desk()
        self._asked = self._desk.asked
        weakref.finalize(self, self._desk.send_home, threads)
        # A bound method of a QObject of this thread: a lambda here would run in the worker's thread.
        self._desk.bell.rang.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

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
        self._desk.reads[number] = read
        self._desk.wanted.put(number)
        if len(self._threads) < min(self._room, len(self._desk.reads)):
            self._threads.append(threading.Thread(target=self._desk.work, name="reader", daemon=True))
            self._threads[-1].start()
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
        until = time.monotonic() + timeout_ms / 1000
        self._desk.send_home(len(self._threads))
        for each in self._threads:
            each.join(max(0.0, until - time.monotonic()))
        self._threads = [each for each in self._threads if each.is_alive()]
        if not self._threads:
            self._desk.reads.clear()
            self._desk.answers.clear()
        return not self._threads

    @Slot()
    def _deliver(self) -> None:
        """One answer for each ring, so that the window can paint between two."""
        if not self._desk.answers:
            return
        number, result, error = self._desk.answers.popleft()
        del self._desk.reads[number]
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
