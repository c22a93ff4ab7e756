"""The HubSpot account into the cache: complete listings at first, afterwards windows of what changed. Sends no writes.

Search shows neither associations nor archived records (hubspot-api.md §3): associations are read again for every record that
changed; what was archived, merged or restored shows in the number of records and is then found by its id.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event
from typing import Any

from qbodesk.models.cache import connections, links, mirror
from qbodesk.models.cache.base import instant, moment
from qbodesk.models.cache.connections import Cursor
from qbodesk.models.errors import MissingReference, PermissionMissing, Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.http.ports import check
from qbodesk.services.mapping import asked
from qbodesk.services.sync import apply, discounts, linked, windows
from qbodesk.services.sync.associations import SINGULAR, associate, associated
from qbodesk.services.sync.comparing import all_ids, archived_ids
from qbodesk.services.sync.fetch import Freshness, side_by_side
from qbodesk.services.sync.progress import Progress
from qbodesk.services.sync.pull_portal import PortalPull
from qbodesk.services.sync.read import (
    Fetched,
    InvoicesPermitted,
    kinds_read,
    left_out,
)
from qbodesk.services.sync.rows_hubspot import PROPERTIES
from qbodesk.services.writeback import property_names

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)

LISTING = "page"
"""Kind of a type's cursor while its listing is under way: the cursor of the next page."""
WINDOW = "window"
"""Kind afterwards: the newest time of change a server told. This computer's clock decides nothing."""

COMPARE_EVERY = timedelta(minutes=15)
RELINKED = ("deals", "quotes")
"""Types whose associations decide about invoices; a contact's company is read when the contact changes."""
IDS_PER_READ = 1000
SETUP_EVERY = timedelta(hours=1)
SLOW: Mapping[str, timedelta] = {"products": timedelta(minutes=15)}
"""Types that change seldom and decide little are not asked for in every pass."""

ROWS_PER_COMMIT = 250


class HubSpotPull(PortalPull):
    """A pull of the portal, as an iterator of its steps."""

    def __init__(self, *common: Any, fresh: Freshness) -> None:
        super().__init__(*common)
        self._fresh = fresh
        self._left = Event()
        self._invoices = InvoicesPermitted()
        self._quotes: set[str] = set()

    def run(self, *, full: bool) -> Iterator[Progress]:
        """Fetch and store; each step is one committed page. Raises what the client raises."""
        try:
            try:
                yield from self._run(full=full)
            except PermissionMissing:
                # a permission that was taken away: what it stood for is left out, the rest goes on
                if not (yield from self._learned()):
                    raise
                yield from self._run(full=full)
        finally:
            self._left.set()

    def _associated(self, name: str) -> tuple[str, ...]:
        with self._cache.read() as tx:
            return linked.readable(tx, name)

    def _run(self, *, full: bool) -> Iterator[Progress]:
        now = self._clock()
        if full or self._older("setup", now, SETUP_EVERY):
            yield from self._setup()
        listings: dict[str, Iterator[Fetched]] = {}
        looks: dict[str, Iterator[Fetched]] = {}
        starts: dict[str, windows.Start] = {}
        whole: list[str] = []
        with self._cache.write() as tx:
            kinds = kinds_read(tx)
            ends = {name: found for name in kinds if (found := linked.readable(tx, name))}
            behind = linked.lacking(tx, ends)
        for name in kinds:
            cursor = self._position(name)
            lacking = self._lacks(name)
            if cursor is None or cursor.kind == LISTING or full or lacking:
                resumed = cursor is not None and cursor.kind == LISTING and bool(cursor.value) and not lacking
                listed = self._listing(name, cursor.value if cursor and resumed else None)
                listings[name] = self._invoices.pages(name, listed)
                if not resumed:
                    whole.append(name)
            elif name not in SLOW or self._older(name, now, SLOW[name]):
                with self._cache.read() as tx:
                    begun = windows.start(tx, self._connection.conn_id, name, moment(cursor.value), now)
                looks[name] = self._invoices.pages(name, self._window(name).pages(begun))
                starts[name] = begun
        yield from self._list(listings, whole)
        yield from self._look(looks, starts)
        with self._cache.write() as tx:
            kinds = self._invoices.noted(tx, self._connection.remote_id, kinds, now)
        for name in kinds:
            if name not in whole and (name in listings or self._older(_ids(name), now, COMPARE_EVERY)):
                yield from self._compare(name)
            if name in behind:
                if name not in whole:
                    yield from self._relink(name)
                with self._cache.write() as tx:
                    linked.complete(tx, name, ends[name])
        yield from self._discounts()
        with self._cache.write() as tx:
            connections.note(tx, self._connection.conn_id, state="connected", at=self._clock())

    def refresh(self, name: str, record_id: str) -> Iterator[Progress]:
        """One record with its associations as they are now, or that it is gone; `name` is the plural."""
        kind = apply.HUBSPOT[name]
        try:
            page = yield from self._ask(kind.name, partial(self._one, name, record_id))
        except MissingReference:
            self._forget(name, [record_id])
        else:
            self._store(name, page)
            self._fresh.read(name, record_id, page.turn)
            yield from self._discounts()

    def _one(self, name: str, record_id: str) -> Fetched:
        turn = self._fresh.turn()
        record = self._client.read(name, record_id, self._properties(name))
        ends = {to: self._client.associations(name, to, [record_id]) for to in self._associated(name)}
        return Fetched([record], ends, turn=turn)

    def _list(self, sources: dict[str, Iterator[Fetched]], whole: Sequence[str]) -> Iterator[Progress]:
        """Complete listings side by side; each page is stored together with the cursor of the next."""
        seen: dict[str, set[str]] = {name: set() for name in sources}
        totals: dict[str, int] = {}
        since: dict[str, datetime] = {}
        for arrived in side_by_side(sources, self._bell, self._stop):
            if arrived is None:
                yield self._waiting()
                continue
            name, page = arrived
            totals[name] = max(page.total, totals.get(name, 0))
            if page.newest is not None:
                since[name] = page.newest
            self._store(name, page, page.after)
            seen[name].update(record.id for record in page.records)
            done = len(seen[name]) if name in whole else len(self._known(name))
            yield self._progress(SINGULAR[name], done, max(totals[name], done))
            if page.after is None:
                if name == "quotes":
                    self._quotes |= set(self._known(name))
                if name in whole:
                    self._drop_unseen(name, seen[name])
                begins = since.get(name) or self._cursor(_since(name)) or BEGINNING
                with self._cache.write() as tx:
                    self._put(tx, name, WINDOW, instant(begins))
                    if name in whole:
                        self._put(tx, _ids(name), "compared", "")
                        if page.newest is not None:  # it had one page only
                            asked.remember(tx, name)

    def _look(
        self, sources: dict[str, Iterator[Fetched]], starts: Mapping[str, windows.Start]
    ) -> Iterator[Progress]:
        """Windows of what changed, side by side; where the next begins is the newest time of change a server told."""
        newest: dict[str, datetime] = {}
        done: dict[str, int] = dict.fromkeys(sources, 0)
        for arrived in side_by_side(sources, self._bell, self._stop):
            if arrived is None:
                yield self._waiting()
                continue
            name, page = arrived
            self._store(name, page)
            stamps = [record.updated_at for record in page.records if record.updated_at]
            newest[name] = max([*stamps, newest.get(name, BEGINNING)])
            done[name] += len(page.records)
            yield self._progress(SINGULAR[name], done[name], max(page.total, done[name]))
        for name in sources:
            before = self._cursor(name) or BEGINNING
            latest = max(newest.get(name, before), before)
            with self._cache.write() as tx:
                self._put(tx, name, WINDOW, instant(latest))
                windows.reached(tx, self._connection.conn_id, name, starts[name], latest, self._clock())

    def _compare(self, name: str) -> Iterator[Progress]:
        """Find what was archived, merged away or restored, which no window shows: first by number, then by id.

        Archived records are looked for in their own listing, as long as that is short; a merged one is in none.
        """
        kind = apply.HUBSPOT[name]
        total = yield from self._ask(kind.name, partial(self._client.count, name, self._ours(name)))
        if total != len(self._known(name)):
            archived = yield from self._ask(kind.name, partial(archived_ids, self._client, name, self._check))
            self._forget(name, [each for each in self._known(name) if each in archived])
        if total != len(self._known(name)):
            seen = yield from self._ask(
                kind.name, partial(all_ids, self._client, name, self._check, self._ours(name))
            )
            self._drop_unseen(name, seen)
            for each in sorted(seen - set(self._known(name))):
                yield from self.refresh(name, each)
        if name in RELINKED:
            yield from self._relink(name)
        if name == "quotes":
            self._quotes |= set(self._known(name))
        with self._cache.write() as tx:
            self._put(tx, _ids(name), "compared", str(total))

    def _relink(self, name: str) -> Iterator[Progress]:
        """Read all associations of a type again: no time of change tells when one was added or removed."""
        kind = apply.HUBSPOT[name]
        known = self._known(name)
        ids = sorted(known)
        for at in range(0, len(ids), IDS_PER_READ):
            part = ids[at : at + IDS_PER_READ]
            for to in self._associated(name):
                turn = self._fresh.turn()
                read = yield from self._ask(kind.name, partial(self._client.associations, name, to, part))
                with self._cache.read() as tx:
                    held = associated(tx, kind.name, SINGULAR[to])
                unread = self._unread(name, part, turn)
                other = [each for each in unread if tuple(read[each]) != held.get(each, ())]
                if other:
                    with self._cache.write() as tx:
                        associate(tx, kind.name, other, {to: read})
                    self._changes.publish(ChangeSet.of(kind.name, *(known[each] for each in other)))

    def _discounts(self) -> Iterator[Progress]:
        """What is taken off the quotes read in this pass."""
        quotes, self._quotes = sorted(self._quotes), set()
        for at in range(0, len(quotes), IDS_PER_READ):
            part = quotes[at : at + IDS_PER_READ]
            found = yield from self._ask("quote", partial(discounts.fetch, self._client, part, self._check))
            if found is not None:
                with self._cache.write() as tx:
                    discounts.store(tx, found)

    def _unread(self, name: str, ids: Sequence[str], turn: int) -> list[str]:
        """Without those read by themselves meanwhile: rows have versions, associations have none."""
        return [each for each in ids if not self._fresh.outdates(name, each, turn)]

    def _known(self, name: str) -> Mapping[str, int]:
        with self._cache.read() as tx:
            return mirror.known_ids(tx, apply.HUBSPOT[name].table, None)

    def _check(self) -> None:
        """For loops in threads of their own: nobody waits for them any more once the pull was left."""
        check(self._stop)
        check(self._left)

    def _position(self, name: str) -> Cursor | None:
        with self._cache.read() as tx:
            return connections.cursor_of(tx, self._connection.conn_id, name)

    def _listing(self, name: str, after: str | None) -> Iterator[Fetched]:
        names = self._properties(name)
        to = self._associated(name)
        ours = self._ours(name)
        total, newest = self._client.newest(name, ours)
        # what changes behind the page being read comes again with the first window
        begins = (newest or BEGINNING) if after is None else None
        while True:
            turn = self._fresh.turn()
            page = self._client.list_page(name, after, names, to)
            after = page.after
            # `links` are by type and then by record
            records = [row.record for row in page.rows if not row.record.properties.get(ours)]
            yield Fetched(records, page.links, total, after, begins, turn)
            begins = None
            if after is None:
                return

    def _window(self, name: str) -> windows.Window:
        return windows.Window(
            self._cache,
            self._client,
            self._fresh,
            name,
            properties=self._properties(name),
            linked=self._associated(name),
            without=self._ours(name),
        )

    def _store(self, name: str, page: Fetched, mark: str | None = None) -> None:
        """Rows in short transactions; with the last one the cursor of the next page of a listing."""
        kind = apply.HUBSPOT[name]
        counts = self._report.of(kind.name)
        touched: set[int] = set()
        for at in range(0, len(page.records), ROWS_PER_COMMIT) or (0,):
            batch = page.records[at : at + ROWS_PER_COMMIT]
            if not batch and mark is None:
                continue
            with self._cache.write() as tx:
                applied = apply.hubspot(tx, name, self._home, batch)
                associate(
                    tx, kind.name, self._unread(name, [record.id for record in batch], page.turn), page.linked
                )
                if mark is not None and at + ROWS_PER_COMMIT >= len(page.records):
                    self._put(tx, name, LISTING, mark)
                    if page.newest is not None:
                        self._put(tx, _since(name), "since", instant(page.newest))
                        asked.remember(tx, name)
            if name == "quotes":
                self._quotes.update(applied.touched)
            counts.seen += applied.seen
            counts.new += len(applied.new)
            counts.changed += len(applied.changed)
            touched.update(applied.touched.values())
        if touched:
            self._changes.publish(ChangeSet.of(kind.name, *touched))

    def _drop_unseen(self, name: str, seen: set[str]) -> None:
        """What a complete listing does not hold is archived or merged away; a sudden loss asks first."""
        kind = apply.HUBSPOT[name]
        known = self._known(name)
        gone = [each for each in known if each not in seen]
        if len(gone) > max(5, len(known) // 50):
            facts = {"kind": kind.name, "gone": str(len(gone)), "known": str(len(known))}
            problem = Problem("MASS_DELETION", facts)
            with self._cache.write() as tx:
                links.raise_problem(tx, "connection", self._connection.remote_id, problem, self._clock())
            return
        self._forget(name, gone)

    def _forget(self, name: str, ids: Sequence[str]) -> None:
        if not ids:
            return
        kind = apply.HUBSPOT[name]
        with self._cache.write() as tx:
            gone = apply.forget(tx, kind, None, ids)
        self._report.of(kind.name).deleted += len(gone)
        if gone:
            self._changes.publish(ChangeSet.of(kind.name, *gone))

    def _ours(self, name: str) -> str:
        with self._cache.read() as tx:
            return left_out(tx, name)

    def _properties(self, name: str) -> tuple[str, ...]:
        with self._cache.read() as tx:
            names = (property_names(tx) or {}).values() if name == "deals" else asked.asked(tx, name)
        return tuple(dict.fromkeys((*PROPERTIES[name], *names)))

    def _lacks(self, name: str) -> bool:
        with self._cache.read() as tx:
            return asked.lacks(tx, name, PROPERTIES[name])


def _since(name: str) -> str:
    """The cursor that remembers where the first window begins."""
    return f"{name} since"


def _ids(name: str) -> str:
    """The cursor that remembers when ids were last compared."""
    return f"{name} ids"
