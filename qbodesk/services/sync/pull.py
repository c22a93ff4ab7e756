"""What pulling from either server has in common: where it puts rows, and how it remembers where to go on. Fetches nothing."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from datetime import datetime, timedelta
from threading import Event
from typing import Generic, Protocol, TypeVar

from sqlalchemy import Connection

from qbodesk.models.cache import connections
from qbodesk.models.cache.base import moment
from qbodesk.models.cache.connections import ServiceConnection
from qbodesk.models.cache.engine import Cache
from qbodesk.services.changes import Changes
from qbodesk.services.clock import Clock
from qbodesk.services.sync.fetch import Bell, soon
from qbodesk.services.sync.progress import ConnectionReport, Pace, Progress, Wait, seconds_left


class Paced(Protocol):
    """A client that knows whether it is held back."""

    def held(self) -> tuple[float, bool]:
        """Seconds until the next request may leave, and whether the server asked for the pause."""


C = TypeVar("C", bound=Paced)
T = TypeVar("T")


class Pull(Generic[C]):
    """A pull of one connection by its client; `report` counts what it does, `stop` ends it at its next step.

    No step blocks: one that waits says so, and `bell` rings when it is worth asking again.
    """

    def __init__(
        self,
        cache: Cache,
        changes: Changes,
        clock: Clock,
        connection: ServiceConnection,
        client: C,
        report: ConnectionReport,
        stop: Event,
        bell: Bell,
    ) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._connection = connection
        self._client = client
        self._report = report
        self._stop = stop
        self._bell = bell
        self._home = connection.currency
        self._paces: dict[str, Pace] = {}
        self._told = Progress(connection.name, "", 0)

    def _progress(self, kind: str, done: int, total: int | None = None) -> Progress:
        """So much of a kind is stored."""
        rate = self._paces.setdefault(kind, Pace()).rate(done)
        left = seconds_left(rate, done, total)
        self._told = Progress(self._connection.name, kind, done, total, rate, left)
        return self._told

    def _waiting(self, kind: str = "") -> Progress:
        """Nothing arrived meanwhile; the counts are those told last."""
        pause, asked = self._client.held()
        waits = Wait.LIMIT if asked else Wait.TURN if pause > 0 else Wait.NETWORK
        told = self._told
        if kind and kind != told.object:
            told = Progress(told.connection, kind, 0)
        return Progress(
            told.connection, told.object, told.done, told.total, told.rate, told.left, waits, pause
        )

    def _ask(self, kind: str, fetch: Callable[[], T]) -> Generator[Progress, None, T]:
        """The answer to one request, with a step whenever the wait for it goes on."""
        return (yield from self._answer(kind, self._begin(fetch)))

    def _begin(self, fetch: Callable[[], T]) -> "Future[T]":
        """Several requests begun before the first is waited for are on their way together."""
        return soon(fetch, self._bell)

    def _answers(self, kind: str, futures: "Iterable[Future[T]]") -> Generator[Progress, None, list[T]]:
        """The answers to several, in their order."""
        found = []
        for future in futures:
            found.append((yield from self._answer(kind, future)))  # noqa: PERF401 - a comprehension cannot yield
        return found

    def _answer(self, kind: str, future: "Future[T]") -> Generator[Progress, None, T]:
        while not future.done():
            yield self._waiting(kind)
        return future.result()

    def _cursor(self, name: str) -> datetime | None:
        """The moment a cursor stands at."""
        with self._cache.read() as tx:
            found = connections.cursor_of(tx, self._connection.conn_id, name)
        return moment(found.value) if found and found.value else None

    def _older(self, name: str, now: datetime, age: timedelta) -> bool:
        """Whether it is longer ago than `age` that a cursor was set, or was set in what is the future now."""
        with self._cache.read() as tx:
            found = connections.cursor_of(tx, self._connection.conn_id, name)
        return found is None or found.last_ok_at is None or abs(now - found.last_ok_at) > age

    def _put(self, tx: Connection, name: str, kind: str, value: str) -> None:
        connections.set_cursor(
            tx, self._connection.conn_id, name, kind=kind, value=value, rows_seen=0, at=self._clock()
        )
