"""Fetching ahead: several requests are on their way while one page is stored. Stores nothing, decides nothing.

Whoever reads from here is never kept longer than `TICK`: it gets `None` when nothing arrived meanwhile, so that it can tell
what it waits for and be paused or stopped although a server is slow.
"""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from queue import Empty, Queue
from typing import Generic, NamedTuple, TypeVar

from qbodesk.services.http.ports import check

T = TypeVar("T")

AHEAD = 8
"""Pages asked for before the oldest has been stored; each holds at most a few megabytes."""

TICK = 0.05
"""Seconds."""


def patiently(fetch: Callable[[], T]) -> Generator[None, None, T]:
    """The result of one call made in a thread of its own; left early, it is waited for but its result is dropped."""
    with ThreadPoolExecutor(1, thread_name_prefix="pull") as pool:
        return (yield from _awaited(pool.submit(fetch)))


def in_order(pool: ThreadPoolExecutor, fetch: Callable[[int], T], positions: range) -> Iterator[T | None]:
    """`fetch(position)` for all positions, run ahead in the pool, handed out in order. The first error ends it."""
    waiting: deque[Future[T]] = deque()
    remaining = iter(positions)
    try:
        for position in remaining:
            waiting.append(pool.submit(fetch, position))
            if len(waiting) >= AHEAD:
                yield (yield from _awaited(waiting.popleft()))
        while waiting:
            yield (yield from _awaited(waiting.popleft()))
    finally:
        for future in waiting:
            future.cancel()


def _awaited(future: Future[T]) -> Generator[None, None, T]:
    while not wait((future,), TICK).done:
        yield
    return future.result()


def side_by_side(sources: Mapping[str, Iterator[T]], stop: threading.Event) -> Iterator[tuple[str, T] | None]:
    """Pages of several sources, each read in a thread of its own, in the order they arrive.

    The first error of any source is raised here after the others were told to end; when `stop` cut a source short, that is
    `Interrupted`, so that nobody takes what arrived for the whole.
    """
    over = threading.Event()
    arrived: Queue[_Arrival[T]] = Queue(maxsize=2 * len(sources) or 1)
    threads = [
        threading.Thread(
            target=_read, args=(name, source, arrived, over, stop), name=f"fetch-{name}", daemon=True
        )
        for name, source in sources.items()
    ]
    for thread in threads:
        thread.start()
    running = len(threads)
    failure: BaseException | None = None
    try:
        while running:
            try:
                name, page, error, ended = arrived.get(timeout=TICK)
            except Empty:
                yield None
                continue
            running -= ended
            if error is not None:
                failure = failure or error
                over.set()
            elif page is not None and failure is None:
                yield name, page
    finally:
        over.set()
        while running:
            running -= arrived.get().ended
        for thread in threads:
            thread.join()
    if failure is not None:
        raise failure


class _Arrival(NamedTuple, Generic[T]):
    name: str
    page: T | None
    error: BaseException | None
    ended: bool


def _read(
    name: str,
    source: Iterator[T],
    arrived: "Queue[_Arrival[T]]",
    over: threading.Event,
    stop: threading.Event,
) -> None:
    try:
        for page in source:
            arrived.put(_Arrival(name, page, None, ended=False))
            if over.is_set():
                break
            check(stop)
    except BaseException as error:  # noqa: BLE001 - carried to the reader, where it is raised
        arrived.put(_Arrival(name, None, error, ended=True))
    else:
        arrived.put(_Arrival(name, None, None, ended=True))
