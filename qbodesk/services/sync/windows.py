"""What of a type of HubSpot records changed lately, in as few requests as certainty allows. Stores only how far it got.

The index of the search lags some seconds (hubspot-api.md §3.4): what was changed just before the newest change that was seen may
show up later. So a window begins some minutes before it, and those minutes are read whole once more as soon as they are as old as
that. Until then the newest changes are enough, as long as the number of records says that no other is missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from qbodesk.models.cache import connections, mirror
from qbodesk.models.cache.base import instant
from qbodesk.models.cache.engine import Cache
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.hubspot.records import CrmRecord, SearchPage
from qbodesk.services.sync import apply
from qbodesk.services.sync.fetch import Freshness
from qbodesk.services.sync.read import Fetched

OVERLAP = timedelta(minutes=5)
"""Longer than the index lags."""

SEEN, CALM = "seen", "calm"
"""The newest change was first seen then; or long enough ago that all up to it is in the index, and was read."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a window begins; up to `ripe` every record of it is read, known or not."""

    since: datetime
    ripe: datetime | None = None


def start(tx: Connection, conn_id: int, name: str, newest: datetime, now: datetime) -> Start:
    """The next window of a type whose newest known change is `newest`, by the server's clock; `now` is ours.

    A clock that was set back reads too much, never too little.
    """
    known = connections.cursor_of(tx, conn_id, _mark(name))
    if known is None or known.value != instant(newest) or known.last_ok_at is None:
        return Start(newest - OVERLAP)
    if known.kind == CALM:
        return Start(newest)
    return Start(newest - OVERLAP, newest if now - known.last_ok_at >= OVERLAP else None)


def reached(tx: Connection, conn_id: int, name: str, begun: Start, newest: datetime, now: datetime) -> None:
    """A window was read and stored; `newest` is the newest change known now."""
    known = connections.cursor_of(tx, conn_id, _mark(name))
    if known is None or known.value != instant(newest):
        kind = SEEN
    elif begun.ripe is not None:
        kind = CALM
    else:
        return
    connections.set_cursor(tx, conn_id, _mark(name), kind=kind, value=instant(newest), rows_seen=0, at=now)


class Window:
    """The changes of one type. `linked`: the types whose associations are read with what is new; `without`: as the client's."""

    def __init__(
        self,
        cache: Cache,
        client: HubSpotClient,
        fresh: Freshness,
        name: str,
        *,
        properties: Sequence[str],
        linked: Sequence[str],
        without: str,
    ) -> None:
        self._cache = cache
        self._client = client
        self._fresh = fresh
        self._name = name
        self._properties = properties
        self._linked = linked
        self._without = without

    def pages(self, begun: Start) -> Iterator[Fetched]:
        """Pages of what may have changed, each with the complete associations of what has."""
        since = begun.since
        if begun.ripe is not None:
            yield from self._whole(since, begun.ripe)
            since = begun.ripe
        turn = self._fresh.turn()
        page = self._client.search_newest(self._name, since, self._properties, self._without)
        records = [row.record for row in page.rows]
        if self._is_all(page, records, since):
            yield self._with_links(page, turn)
        else:
            yield from self._whole(since, None)

    def _whole(self, since: datetime, until: datetime | None) -> Iterator[Fetched]:
        last: str | None = None
        while True:
            turn = self._fresh.turn()
            page = self._client.search_window(self._name, since, until, last, self._properties, self._without)
            yield self._with_links(page, turn)
            last = page.last_id
            if last is None:
                return

    def _is_all(self, page: SearchPage, records: Sequence[CrmRecord], since: datetime) -> bool:
        """Whether the mirror holds everything of a window that is not on its newest page."""
        if page.total <= len(records):
            return True
        news = self._news(records)
        return len(news) < len(records) and page.total == self._held(since, news) + len(news)

    def _held(self, since: datetime, but: Sequence[str]) -> int:
        table, begin = apply.HUBSPOT[self._name].table, instant(since)
        with self._cache.read() as tx:
            count = tx.execute(select(func.count()).where(table.c.updated_at >= begin)).scalar_one()
            others = mirror.versions(tx, table, but)
        return int(count) - sum(version >= begin for version in others.values())

    def _with_links(self, page: SearchPage, turn: int) -> Fetched:
        records = [row.record for row in page.rows]
        changed = self._news(records) if self._linked else []
        to = self._linked if changed else ()
        linked = {each: self._client.associations(self._name, each, changed) for each in to}
        return Fetched(records, linked, page.total, turn=turn)

    def _news(self, records: Sequence[CrmRecord]) -> list[str]:
        """Ids of records that the mirror does not hold as they are."""
        table = apply.HUBSPOT[self._name].table
        with self._cache.read() as tx:
            known = mirror.versions(tx, table, [record.id for record in records])
        return [
            record.id
            for record in records
            if record.updated_at is None or known.get(record.id) != instant(record.updated_at)
        ]


def _mark(name: str) -> str:
    """The cursor that remembers when the newest change of a type was first seen."""
    return f"{name} calm"
