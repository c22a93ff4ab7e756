"""What pulling from either server has in common: where it puts rows, and how it remembers where to go on. Fetches nothing."""

from datetime import datetime, timedelta
from threading import Event
from typing import Generic, TypeVar

from sqlalchemy import Connection

from qbodesk.models.cache import connections
from qbodesk.models.cache.base import moment
from qbodesk.models.cache.connections import ServiceConnection
from qbodesk.models.cache.engine import Cache
from qbodesk.services.changes import Changes
from qbodesk.services.clock import Clock
from qbodesk.services.sync.progress import ConnectionReport

C = TypeVar("C")


class Pull(Generic[C]):
    """A pull of one connection by its client; `report` counts what it does, `stop` ends it at its next step."""

    def __init__(
        self,
        cache: Cache,
        changes: Changes,
        clock: Clock,
        connection: ServiceConnection,
        client: C,
        report: ConnectionReport,
        stop: Event,
    ) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._connection = connection
        self._client = client
        self._report = report
        self._stop = stop
        self._home = connection.currency

    def _cursor(self, name: str) -> datetime | None:
        """The moment a cursor stands at."""
        with self._cache.read() as tx:
            found = connections.cursor_of(tx, self._connection.conn_id, name)
        return moment(found.value) if found and found.value else None

    def _older(self, name: str, now: datetime, age: timedelta) -> bool:
        """Whether it is longer ago than `age` that a cursor was set."""
        with self._cache.read() as tx:
            found = connections.cursor_of(tx, self._connection.conn_id, name)
        return found is None or found.last_ok_at is None or now - found.last_ok_at > age

    def _put(self, tx: Connection, name: str, kind: str, value: str) -> None:
        connections.set_cursor(
            tx, self._connection.conn_id, name, kind=kind, value=value, rows_seen=0, at=self._clock()
        )
