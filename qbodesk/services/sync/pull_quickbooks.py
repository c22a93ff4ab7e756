"""One QuickBooks company into the cache: everything at first, afterwards what changed. Sends no writes.

First pull: counts, then pages in parallel, stored in order. Afterwards one request to the change feed for all entities;
a full comparison when the gap is longer than the feed looks back or its answer is full (quickbooks-api.md §4).
"""

from collections.abc import Generator, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec

from qbodesk.models.cache import connections, links, mirror
from qbodesk.models.cache.base import instant
from qbodesk.models.errors import MissingReference, Problem, RejectedByServer
from qbodesk.services.changes import ChangeSet
from qbodesk.services.quickbooks.client import CHANGES_LIMIT, QuickBooksClient
from qbodesk.services.quickbooks.codec import Changes, Page, Row
from qbodesk.services.quickbooks.query import MAX_ROWS, one_of
from qbodesk.services.quickbooks.records import Customer, Invoice, Item, Payment, Record
from qbodesk.services.quickbooks.setup_records import Account, TaxCode, TaxRate, Term
from qbodesk.services.sync import apply
from qbodesk.services.sync.allocation import moved_invoices
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

IDS_PER_QUERY = 100


class QuickBooksPull(Pull[QuickBooksClient]):
    """A pull of one company, as an iterator of its steps."""

    def run(self, *, full: bool) -> Iterator[Progress]:
        """Fetch and store; each step is one committed page. Raises what the client raises."""
        since = self._cursor("changes")
        now = self._clock()
        if full or since is None or now - since > LOOK_BACK:
            yield from self._everything()
        else:
            if self._older("setup", now, SETUP_EVERY):
                yield from self._setup()
            try:
                yield from self._changed(since - OVERLAP)
            except RejectedByServer:
                # longer ago than the feed looks back, whatever this computer's clock says; or not for this company
                yield from self._everything()
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
        yield from self._all_of(BOOKS)
        if resumed is not None:
            for entity in BOOKS:
                yield from self._recount(entity)
        with self._cache.write() as tx:
            self._put(tx, "changes", "changes", instant(started))
            self._put(tx, "full", "done", "")
            for entity in BOOKS:
                self._put(tx, apply.QUICKBOOKS[entity].name, "done", "")
        yield from self._changed(started - OVERLAP)

    def _setup(self) -> Generator[Progress, None, datetime]:
        """Company, preferences and the short lists, which the change feed leaves out or which decide about the rest."""
        company, preferences = self._begin(self._client.company_info), self._begin(self._client.preferences)
        lists = {entity: self._begin(partial(self._client.page, entity, 1)) for entity in SETUP}
        rules = first_rules(
            self._connection.remote_id,
            (yield from self._answer("setup", company)),
            (yield from self._answer("setup", preferences)),
        )
        self._home = rules.home_currency
        times: list[datetime] = []
        for entity, coming in lists.items():
            page: Page[Any] = yield from self._answer(apply.QUICKBOOKS[entity].name, coming)
            times.append(page.time)
            yield from self._store(entity, page.rows, done=0, total=page.count)
        # the server's clock, never this computer's: it may be wrong by days
        started = min(times)
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

    def _all_of(self, entities: Sequence[type[Record]]) -> Iterator[Progress]:
        """All pages of these entities, each going on after the last page a killed process stored."""
        counts = {entity: self._begin(partial(self._client.count, entity)) for entity in entities}
        positions: dict[type[Record], range] = {}
        for entity, coming in counts.items():
            total = yield from self._answer(apply.QUICKBOOKS[entity].name, coming)
            positions[entity] = range(self._next_of(entity), total + 1, MAX_ROWS)
        wanted = ((entity, at) for entity, starts in positions.items() for at in starts)
        pages: Iterator[Page[Any] | None] = in_order(
            lambda one: self._client.page(one[0], one[1], MAX_ROWS), wanted, self._bell
        )
        for entity, starts in positions.items():
            yield from self._listed(entity, starts, pages)

    def _next_of(self, entity: type[Record]) -> int:
        with self._cache.read() as tx:
            cursor = connections.cursor_of(tx, self._connection.conn_id, apply.QUICKBOOKS[entity].name)
        return int(cursor.value) if cursor and cursor.kind == "page" and cursor.value else 1

    def _listed(
        self, entity: type[Record], starts: range, pages: Iterator[Page[Any] | None]
    ) -> Iterator[Progress]:
        """Store the pages of one entity as they come; after a whole listing what is not in it is gone."""
        kind = apply.QUICKBOOKS[entity]
        seen: set[str] = set()
        done, total = starts.start - 1, starts.stop - 1
        for _start in starts:
            while (page := next(pages)) is None:
                yield self._waiting(kind.name)
            seen.update(row.record.id for row in page.rows)
            seen.update(one.id for one in page.unreadable)
            self._note_unreadable(entity, page)
            next_page = done + page.count + 1
            yield from self._store(entity, page.rows, done=done, total=total, next_page=next_page)
            done += page.count
        with self._cache.write() as tx:
            self._put(tx, kind.name, "done", "")
        if starts.start == 1:
            yield from self._drop_unseen(entity, seen)

    def _recount(self, entity: type[Record]) -> Iterator[Progress]:
        """A listing read in two parts may hold what was deleted between them, or lack what slipped over the seam."""
        kind = apply.QUICKBOOKS[entity]
        there = yield from self._ask(kind.name, partial(self._client.count, entity))
        with self._cache.read() as tx:
            here = len(mirror.known_ids(tx, kind.table, self._connection.remote_id))
        if here != there:
            yield from self._all_of((entity,))

    def _changed(self, since: datetime) -> Iterator[Progress]:
        found = yield from self._ask("changes", partial(self._client.changes, WATCHED, since))
        if found.count >= CHANGES_LIMIT:
            for entity in WATCHED:
                name = apply.QUICKBOOKS[entity].name
                alone = yield from self._ask(name, partial(self._client.changes, (entity,), since))
                if alone.count >= CHANGES_LIMIT:
                    # from the start: what happened behind the page where an earlier listing broke off is told by no feed again
                    with self._cache.write() as tx:
                        self._put(tx, name, "done", "")
                    yield from self._all_of((entity,))
                else:
                    yield from self._take(entity, alone)
        else:
            for entity in WATCHED:
                yield from self._take(entity, found)
        with self._cache.write() as tx:
            self._put(tx, "changes", "changes", instant(found.time))

    def _take(self, entity: type[Record], found: Changes) -> Iterator[Progress]:
        """What the feed says about one entity."""
        page = found.changed(entity)
        self._note_unreadable(entity, page)
        moved = self._moved(found) if entity is Payment else set()
        self._delete(entity, found.deleted(entity))
        yield from self._store(entity, page.rows, done=0, total=len(page.rows))
        yield from self._settled(sorted(moved))

    def _store(
        self,
        entity: type[Record],
        rows: Sequence[Row[Any]],
        *,
        done: int,
        total: int,
        next_page: int | None = None,
    ) -> Iterator[Progress]:
        """In short transactions, a step after each; `done` records came before these."""
        kind = apply.QUICKBOOKS[entity]
        for at in range(0, len(rows), ROWS_PER_COMMIT) or (0,):
            last = at + ROWS_PER_COMMIT >= len(rows)
            self._commit(entity, rows[at : at + ROWS_PER_COMMIT], next_page if last else None)
            # a page counts what could not be read as well
            now = (
                next_page - 1
                if last and next_page is not None
                else done + min(at + ROWS_PER_COMMIT, len(rows))
            )
            yield self._progress(kind.name, now, max(total, now))

    def _commit(self, entity: type[Record], batch: Sequence[Row[Any]], next_page: int | None = None) -> None:
        kind = apply.QUICKBOOKS[entity]
        counts = self._report.of(kind.name)
        if not batch and next_page is None:
            return
        with self._cache.write() as tx:
            applied = apply.quickbooks(tx, self._connection.remote_id, self._home, entity, batch)
            if next_page is not None:
                self._put(tx, kind.name, "page", str(next_page))
        counts.seen += applied.seen
        counts.new += len(applied.new)
        counts.changed += len(applied.changed)
        if applied.touched:
            self._changes.publish(ChangeSet.of(kind.name, *applied.touched.values()))

    def _delete(self, entity: type[Record], ids: Sequence[str]) -> None:
        if not ids:
            return
        kind = apply.QUICKBOOKS[entity]
        with self._cache.write() as tx:
            gone = apply.forget(tx, kind, self._connection.remote_id, ids)
        self._report.of(kind.name).deleted += len(gone)
        if gone:
            self._changes.publish(ChangeSet.of(kind.name, *gone))

    def _drop_unseen(self, entity: type[Record], seen: set[str]) -> Iterator[Progress]:
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
        for each in gone:
            # rows shift between pages when something is deleted meanwhile: what was not listed is asked for by its id
            yield from self.refresh(entity, each)

    def refresh(self, entity: type[Record], record_id: str) -> Iterator[Progress]:
        """One record as it is now, or that it is gone."""
        name = apply.QUICKBOOKS[entity].name
        try:
            row: Row[Any] = yield from self._ask(name, partial(self._client.read, entity, record_id))
        except MissingReference:
            self._delete(entity, [record_id])
        else:
            self._commit(entity, [row])

    def _moved(self, found: Changes) -> set[str]:
        """Invoices a payment moved and which the feed does not hold by themselves.

        Applying a payment changes the invoice (quickbooks-api.md §4), but nobody promises that both arrive together.
        """
        changed = [row.record for row in found.changed(Payment).rows]
        with self._cache.read() as tx:
            moved = moved_invoices(tx, self._connection.remote_id, changed, found.deleted(Payment))
        return moved - {row.record.id for row in found.changed(Invoice).rows} - set(found.deleted(Invoice))

    def _settled(self, invoice_ids: Sequence[str]) -> Iterator[Progress]:
        name = apply.QUICKBOOKS[Invoice].name
        for at in range(0, len(invoice_ids), IDS_PER_QUERY):
            where = (one_of("Id", invoice_ids[at : at + IDS_PER_QUERY]),)
            page: Page[Any] = yield from self._ask(name, partial(self._client.page, Invoice, 1, where=where))
            yield from self._store(Invoice, page.rows, done=0, total=len(page.rows))

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
