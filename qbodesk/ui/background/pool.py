"""A small pool for reads a screen waits for (a search, a PDF, the ids of a table); writes go through the outbox.

Results are handed over in the thread that made the pool. Each channel keeps only its newest request: the answer to an
older one is dropped, so a slow search never overwrites the list of a later one, and what is not begun yet is not begun any more.
Without a channel everything that was asked is done, whether somebody still waits for it or not: a person may have decided it. An
answer for a widget that is no more (another language built the window anew) is dropped.

A read is a closure over the screen that asked, so whoever lets go of it last may destroy widgets. The threads therefore are
handed numbers and borrow the read while they run it; it is kept, and let go, in the thread that made the pool.
"""

import atexit
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
AT_THE_END: Final = 30.0
"""How many seconds the end of the program waits for what was promised."""


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

    def __init__(self, desk: "_Desk") -> None:
        super().__init__()
        self._desk = weakref.ref(desk)
        # a bound method of a QObject of this thread: a lambda here would run in the worker's
        self.rang.connect(self._heard, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _heard(self) -> None:
        desk = self._desk()
        if desk is not None and desk.left and desk.is_over:
            desk.clear()


class _Desk:
    """What the threads share with the pool: questions by number, and answers. It lasts as long as the longest of them."""

    def __init__(self) -> None:
        self.reads: dict[int, Callable[[], Any]] = {}
        self.wanted: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.answers: deque[tuple[int, object, Exception | None]] = deque()
        self.asked: dict[int, _Asked] = {}
        self.promised: set[int] = set()
        self.threads: list[threading.Thread] = []
        self.home: list[int] = []
        self.left = False
        self.bell = _Bell(self)

    @property
    def is_over(self) -> bool:
        """No thread works here any more, though one may still be on its last step out."""
        return len(self.home) == len(self.threads)

    def begin(self, number: int, read: Callable[[], Any], most: int) -> None:
        """Have it done, by one more thread where there is work for it."""
        self.reads[number] = read
        self.wanted.put(number)
        if len(self.threads) < min(most, len(self.reads)):
            self.threads.append(threading.Thread(target=self.work, name="reader", daemon=True))
            self.threads[-1].start()

    def work(self) -> None:
        """One thread, until it is handed a nought."""
        while number := self.wanted.get():
            wanted = number in self.asked or number in self.promised
            result, trouble = self._answer(number) if wanted else (None, None)
            self.promised.discard(number)
            self.answers.append((number, result, trouble))
            # whatever hangs in them is the reader's from here on, who may be quicker than the next turn of this loop
            del result, trouble
            self._ring()
        self.home.append(threading.get_ident())
        self._ring()

    def leave(self) -> None:
        """Nobody hears an answer any more; the threads go home after what was promised."""
        self.left = True
        self.asked.clear()
        for _each in self.threads:
            self.wanted.put(0)
        _left.difference_update({each for each in _left if each.is_over})
        if not self.is_over:
            # whoever dropped the last reference in one of its threads would destroy what the reads hold there
            _left.add(self)

    def wait(self, seconds: float) -> bool:
        """Until its threads are home; False if one still works after the time given."""
        until = time.monotonic() + seconds
        for each in self.threads:
            each.join(max(0.0, until - time.monotonic()))
        return self.is_over

    def clear(self) -> None:
        """Let go of everything, in the thread of the widgets."""
        self.reads.clear()
        self.answers.clear()

    def _ring(self) -> None:
        with contextlib.suppress(RuntimeError):  # the program ended without waiting for this thread
            self.bell.rang.emit()

    def _answer(self, number: int) -> tuple[object, Exception | None]:
        try:
            return self.reads[number](), None
        except Exception as error:  # noqa: BLE001 - whatever failed is told to the screen that asked
            return None, error


_left: set[_Desk] = set()
"""Desks whose pool is closed or gone while one of their threads still works."""


@atexit.register
def _keep_promises() -> None:
    """A file half written, or what somebody decided and nobody did, would be worse than a program that ends a little later."""
    until = time.monotonic() + AT_THE_END
    for desk in list(_left):
        if desk.promised:
            desk.wait(until - time.monotonic())


class ReaderPool(QObject):
    """`run` from the main thread only. `close` waits for what runs and drops every answer after it."""

    idle = Signal()

    def __init__(self, parent: QObject | None = None, *, threads: int = THREADS) -> None:
        super().__init__(parent)
        keep_constants_alive()
        self._room = threads
        self._numbers = itertools.count(1)
        self._newest: dict[str, int] = {}
        self._desk = self._opened()

    def _opened(self) -> _Desk:
        desk = _Desk()
        self._leaving = weakref.finalize(self, desk.leave)
        desk.bell.rang.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        return desk

    @property
    def busy(self) -> bool:
        """Whether somebody still waits for an answer."""
        return bool(self._desk.asked)

    def run(
        self,
        read: Callable[[], Any],
        on_result: Callable[[Any], object],
        on_error: Callable[[Exception], None],
        *,
        channel: str = "",
        owner: QObject | None = None,
    ) -> int:
        """Start a read; returns its number. With a channel, its earlier requests are dropped, begun or not.

        `owner` is the widget the answer is for, unless `on_result` is a method of it.
        """
        number = next(self._numbers)
        asker = owner if owner is not None else getattr(on_result, "__self__", None)
        asked = self._desk.asked
        asked[number] = _Asked(channel, on_result, on_error, asker)
        if channel:
            asked.pop(self._newest.get(channel, 0), None)
            self._newest[channel] = number
        else:
            self._desk.promised.add(number)
        self._desk.begin(number, read, self._room)
        return number

    def forget(self, number: int) -> None:
        """Nobody waits for this answer any more (its screen was closed), and it need not be begun."""
        self._desk.asked.pop(number, None)
        self._desk.promised.discard(number)

    def leave(self, root: QObject) -> None:
        """Nobody within this widget waits any more: it is about to go, and until then an answer would come to the wrong place."""
        asked = self._desk.asked
        for number in [number for number, each in asked.items() if each.within(root)]:
            del asked[number]

    def channel(self, name: str, owner: QObject | None = None) -> "Channel":
        """A reader whose requests replace one another; one per table or search field. `owner` as of `run`."""
        return Channel(self, name, owner)

    def reader(self, owner: QObject) -> "Channel":
        """A reader for a widget whose requests all count."""
        return Channel(self, "", owner)

    def close(self, timeout_ms: int = 5000) -> bool:
        """No answer is delivered from now on; False if a read still runs after the time given. It may be asked again."""
        desk, leaving = self._desk, self._leaving
        self._desk = self._opened()
        leaving()
        over = desk.wait(timeout_ms / 1000)
        if over:
            desk.clear()
        return over

    @Slot()
    def _deliver(self) -> None:
        """One answer for each ring, so that the window can paint between two."""
        desk = self._desk
        if not desk.answers:
            return
        number, result, error = desk.answers.popleft()
        del desk.reads[number]
        asked = desk.asked.pop(number, None)
        if asked is not None and asked.heard:
            if error is None:
                asked.on_result(result)
            else:
                asked.on_error(error)
        if not self._desk.asked:
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
