"""One QuickBooks company into the cache: everything at first, afterwards what changed. Sends no writes.

First pull: counts, then pages in parallel, stored in order. Afterwards one request to the change feed for all entities;
a full comparison when the gap is longer than the feed looks back or its answer is full (quickbooks-api.md §4).
"""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import msgspec

from qbodesk.models.cache import connections, links, mirror
from qbodesk.models.cache.base import instant
from qbodesk.models.errors import MissingReference, Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.quickbooks.client import CHANGES_LIMIT, QuickBooksClient
from qbodesk.services.quickbooks.codec import Page, Row
from qbodesk.services.quickbooks.query import MAX_ROWS
from qbodesk.services.quickbooks.records import Customer, Invoice, Item, Payment, Record
from qbodesk.services.quickbooks.setup_records import Account, TaxCode, TaxRate, Term
from qbodesk.services.sync import apply
from qbodesk.services.sync.company import first_rules
from qbodesk.services.sync.fetch import in_order
from qbodesk.services.sync.progress import Progress
from qbodesk.services.sync.pull import Pull

BOOKS: tuple[type[Record], ...] = (Customer, Item, Invoice, Payment)
SETUP: tuple[type[Record], ...] = (Term, TaxCode, TaxRate, Account)
WATCHED: tuple[type[Record], ...] = (*BOOKS, Term, Account)

LOOK_BACK = timedelta(days=29)
OVERLAP = timedelta(minutes=5)
SETUP_EVERY = timedelta(hours=1)
ROWS_PER_COMMIT = 250
"""About 20 ms of writing, so that a user's own action never waits long for the writing connection."""

FETCHERS = 6


class QuickBooksPull(Pull[QuickBooksClient]):
    """A pull of one company, as an iterator of its steps."""

    def run(self, *, full: bool) -> Iterator[Progress]:
        """Fetch and store; each step is one committed page. Raises what the client raises."""
        since = self._cursor("changes")
        now = self._clock()
        if full or since is None or now - since > LOOK_BACK:
            yield from self._everything()
        else:
            if self._setup_is_old(now):
                yield from self._setup()
            yield from self._changed(since - OVERLAP)
        with self._cache.write() as tx:
            connections.note(tx, self._connection.conn_id, state="connected", at=self._clock())

    def _everything(self) -> Iterator[Progress]:
        """The cursor is the server's clock before the first page: what changes while paging comes again with the feed."""
        resumed = self._cursor("full")
        started = resumed or (yield from self._setup())
        if resumed is None:
            with self._cache.write() as tx:
                self._put(tx, "full", "full", instant(started))
                for entity in BOOKS:
                    self._put(tx, apply.QUICKBOOKS[entity].name, "done", "")
        for entity in BOOKS:
            yield from self._all_of(entity)
        with self._cache.write() as tx:
            self._put(tx, "changes", "changes", instant(started))
            self._put(tx, "full", "done", "")
            for entity in BOOKS:
                self._put(tx, apply.QUICKBOOKS[entity].name, "done", "")
        yield from self._changed(started - OVERLAP)

    def _setup(self) -> Generator[Progress, None, datetime]:
        """Company, preferences and the short lists, which the change feed leaves out or which decide about the rest."""
        rules = first_rules(
            self._connection.remote_id, self._client.company_info(), self._client.preferences()
        )
        self._home = rules.home_currency
        started = self._clock()
        for entity in SETUP:
            page: Page[Any] = self._client.page(entity, 1)
            started = min(started, page.time)
            self._store(entity, page.rows)
            yield self._progress(entity, page.count, page.count)
        with self._cache.write() as tx:
            connections.save(
                tx,
                service="quickbooks",
                remote_id=rules.realm_id,
                name=rules.name,
                country=rules.country,
                currency=rules.home_currency,
                timezone=rules.timezone,
                rules=msgspec.json.encode(rules),
            )
            self._put(tx, "setup", "setup", instant(started))
        self._changes.publish(ChangeSet.of("connection"))
        return started

    def _all_of(self, entity: type[Record]) -> Iterator[Progress]:
        """All pages of one entity, going on after the last page a killed process stored."""
        kind = apply.QUICKBOOKS[entity]
        with self._cache.read() as tx:
            cursor = connections.cursor_of(tx, self._connection.conn_id, kind.name)
        start = int(cursor.value) if cursor and cursor.kind == "page" and cursor.value else 1
        whole = start == 1
        total = self._client.count(entity)
        seen: set[str] = set()
        done = start - 1
        with ThreadPoolExecutor(FETCHERS, thread_name_prefix="pull") as pool:
            pages: Iterator[Page[Any]] = in_order(
                pool, lambda at: self._client.page(entity, at, MAX_ROWS), range(start, total + 1, MAX_ROWS)
            )
            for page in pages:
                seen.update(row.record.id for row in page.rows)
                seen.update(one.id for one in page.unreadable)
                done += page.count
                self._store(entity, page.rows, next_page=done + 1)
                self._note_unreadable(entity, page)
                yield self._progress(entity, done, max(total, done))
        with self._cache.write() as tx:
            self._put(tx, kind.name, "done", "")
        if whole:
            self._drop_unseen(entity, seen)

    def _changed(self, since: datetime) -> Iterator[Progress]:
        found = self._client.changes(WATCHED, since)
        if found.count >= CHANGES_LIMIT:
            for entity in WATCHED:
                alone = self._client.changes((entity,), since)
                if alone.count >= CHANGES_LIMIT:
                    yield from self._all_of(entity)
                else:
                    self._store(entity, alone.changed(entity).rows)
                    self._delete(entity, alone.deleted(entity))
                    yield self._progress(entity, alone.count, alone.count)
        else:
            for entity in WATCHED:
                page = found.changed(entity)
                self._store(entity, page.rows)
                self._note_unreadable(entity, page)
                self._delete(entity, found.deleted(entity))
                yield self._progress(entity, page.count, page.count)
        self._move("changes", "changes", found.time)

    def _store(self, entity: type[Record], rows: Sequence[Row[Any]], *, next_page: int | None = None) -> None:
        kind = apply.QUICKBOOKS[entity]
        realm = self._connection.remote_id
        touched: set[int] = set()
        counts = self._report.of(kind.name)
        batches = [rows[at : at + ROWS_PER_COMMIT] for at in range(0, len(rows), ROWS_PER_COMMIT)]
        for number, batch in enumerate(batches, start=1):
            with self._cache.write() as tx:
                applied = apply.quickbooks(tx, realm, self._home, entity, batch)
                if next_page is not None and number == len(batches):
                    self._put(tx, kind.name, "page", str(next_page))
            counts.seen += applied.seen
            counts.new += len(applied.new)
            counts.changed += len(applied.changed)
            touched.update(applied.touched.values())
        if touched:
            self._changes.publish(ChangeSet.of(kind.name, *touched))

    def _delete(self, entity: type[Record], ids: Sequence[str]) -> None:
        if not ids:
            return
        kind = apply.QUICKBOOKS[entity]
        with self._cache.write() as tx:
            gone = apply.forget(tx, kind, self._connection.remote_id, ids)
        self._report.of(kind.name).deleted += len(gone)
        if gone:
            self._changes.publish(ChangeSet.of(kind.name, *gone))

    def _drop_unseen(self, entity: type[Record], seen: set[str]) -> None:
        """After a complete listing, what is not in it is gone; but a list that shrank suddenly asks first."""
        kind = apply.QUICKBOOKS[entity]
        with self._cache.read() as tx:
            known = mirror.known_ids(tx, kind.table, self._connection.remote_id)
        gone = [each for each in known if each not in seen]
        if len(gone) > max(5, len(known) // 50):
            problem = Problem(
                "MASS_DELETION", {"kind": kind.name, "gone": str(len(gone)), "known": str(len(known))}
            )
            with self._cache.write() as tx:
                links.raise_problem(tx, "connection", self._connection.remote_id, problem, self._clock())
            return
        self._delete(entity, [each for each in gone if self._is_gone(entity, each)])

    def _is_gone(self, entity: type[Record], record_id: str) -> bool:
        """Rows shift between pages when something is deleted meanwhile, so what was not listed is asked for by its id."""
        try:
            self._store(entity, [self._client.read(entity, record_id)])
        except MissingReference:
            return True
        return False

    def _note_unreadable(self, entity: type[Record], page: Page[Any]) -> None:
        if not page.unreadable:
            return
        with self._cache.write() as tx:
            for one in page.unreadable:
                facts = {"kind": entity.__name__, "id": one.id, "reason": one.reason}
                links.raise_problem(
                    tx,
                    apply.QUICKBOOKS[entity].name,
                    one.id,
                    Problem("RECORD_UNREADABLE", facts),
                    self._clock(),
                )

    def _setup_is_old(self, now: datetime) -> bool:
        last = self._cursor("setup")
        return last is None or now - last > SETUP_EVERY

    def _move(self, name: str, kind: str, to: datetime) -> None:
        with self._cache.write() as tx:
            self._put(tx, name, kind, instant(to))

    def _progress(self, entity: type[Record], done: int, total: int) -> Progress:
        return Progress(self._connection.name, apply.QUICKBOOKS[entity].name, done, total)
