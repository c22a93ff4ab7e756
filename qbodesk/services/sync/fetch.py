"""Fetching ahead: requests are on their way in threads of their own while one page is stored. Stores nothing, decides nothing.

Nothing here blocks: whoever reads gets `None` when nothing arrived yet, and waits for the `Bell` when nobody has anything. So
one thread stores what many fetch, and can be paused or stopped although a server is slow. A thread that is left alone ends
after what it was asked for; what it read is dropped.
"""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Future
from functools import partial
from itertools import count, islice
from typing import TypeVar

from qbodesk.services.http.ports import check

T = TypeVar("T")
P = TypeVar("P")

AHEAD = 4
"""Pages asked for before the oldest has been stored: enough for ten a second at 400 ms each; a page of invoices takes 10 MB."""

TICK = 0.05
"""Seconds."""


class Bell:
    """Rung by every thread that has something, heard by the one that stores."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self, _result: object = None) -> None:
        """Something arrived."""
        self._rung.set()

    def wait(self) -> None:
        """Until something arrives, or arrived since the last wait, but never longer than `TICK`."""
        self._rung.wait(TICK)
        self._rung.clear()


class Freshness:
    """Which records were read by themselves, and after which request: a page asked for earlier is older news of them."""

    def __init__(self) -> None:
        self._turns = count()
        self._read: dict[tuple[str, str], int] = {}

    def turn(self) -> int:
        """The place of a request about to be made among all others."""
        return next(self._turns)

    def read(self, kind: str, record_id: str, turn: int) -> None:
        """A record was stored as it was read at that turn."""
        self._read[kind, record_id] = turn

    def outdates(self, kind: str, record_id: str, turn: int) -> bool:
        """Whether what was asked for at `turn` is older than what is stored of this record."""
        return self._read.get((kind, record_id), -1) > turn


def soon(fetch: Callable[[], T], bell: Bell) -> "Future[T]":
    """The result of a call made in a thread of its own, which never keeps the program from ending."""
    future: Future[T] = Future()
    future.add_done_callback(bell.ring)

    def run() -> None:
        try:
            result = fetch()
        except BaseException as error:  # noqa: BLE001 - raised where the result is read
            future.set_exception(error)
        else:
            future.set_result(result)

    threading.Thread(target=run, name="fetch", daemon=True).start()
    return future


def awaited(future: "Future[T]") -> Generator[None, None, T]:
    """The result, with a step for every time it is not there yet."""
    while not future.done():
        yield
    return future.result()


def in_order(fetch: Callable[[P], T], positions: Iterator[P], bell: Bell) -> Iterator[T | None]:
    """`fetch(position)` for all positions, `AHEAD` at a time, handed out in order. The first error ends it."""
    coming = deque(soon(partial(fetch, position), bell) for position in islice(positions, AHEAD))
    while coming:
        page = yield from awaited(coming.popleft())
        coming.extend(soon(partial(fetch, position), bell) for position in islice(positions, 1))
        yield page


def side_by_side(
    sources: Mapping[str, Iterator[T]], bell: Bell, stop: threading.Event
) -> Iterator[tuple[str, T] | None]:
    """Pages of several sources, the next of each being fetched while one is stored.

    The first error of any source is raised; when `stop` cut a source short, that is `Interrupted`, so that nobody takes what
    arrived for the whole.
    """
    coming = {name: soon(partial(next, source, None), bell) for name, source in sources.items()}
    while coming:
        arrived = [name for name, future in coming.items() if future.done()]
        if not arrived:
            yield None
        for name in arrived:
            page = coming.pop(name).result()
            if page is not None:
                check(stop)
                coming[name] = soon(partial(next, sources[name], None), bell)
                yield name, page
