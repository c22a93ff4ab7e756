"""One pass over everything: what waits is sent, what changed is fetched, what follows is queued and sent. Plain Python.

An iterator of small steps, so that whoever runs it (a thread of the window, a command, a test) can stop between any two. Trouble
of one connection ends that connection's part of the pass, never the others'.
"""

import logging
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import datetime

from qbodesk.models.cache import connections
from qbodesk.models.cache.connections import ServiceConnection
from qbodesk.models.cache.engine import Cache
from qbodesk.models.errors import LocalTrouble, NeedsUser, Offline, Problem, QboDeskError, SignInExpired
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clients import Clients
from qbodesk.services.clock import Clock
from qbodesk.services.http.ports import Interrupted, check
from qbodesk.services.outbox.sender import Outbox
from qbodesk.services.reading.status import StatusReader
from qbodesk.services.rules.rulebook import Rulebook
from qbodesk.services.sync import apply
from qbodesk.services.sync.fetch import Bell, Freshness
from qbodesk.services.sync.progress import ConnectionReport, Progress, SyncReport, Wait
from qbodesk.services.sync.pull_hubspot import HubSpotPull
from qbodesk.services.sync.pull_quickbooks import QuickBooksPull
from qbodesk.services.writeback import Writebacks

_PORTION = 25

SIDE_BY_SIDE = 4
"""Connections pulled at the same time: each has limits of its own, and one that answers slowly keeps nobody waiting."""

log = logging.getLogger(__name__)


class SyncEngine:
    """Runs passes; one at a time. `stop` ends a pass at its next step and interrupts waiting for a turn."""

    def __init__(
        self,
        cache: Cache,
        changes: Changes,
        clock: Clock,
        clients: Clients,
        sender: Outbox,
        writebacks: Writebacks,
        rulebook: Rulebook,
        status: StatusReader,
        stop: threading.Event,
        afterwards: Callable[[], None] = lambda: None,
    ) -> None:
        """`afterwards` is called at the end of a pass that got through: what else wants a working network."""
        self._cache = cache
        self._afterwards = afterwards
        self._changes = changes
        self._clock = clock
        self._clients = clients
        self._outbox = sender
        self._writebacks = writebacks
        self._rulebook = rulebook
        self._status = status
        self.stop = stop
        self.last_report: SyncReport | None = None
        self._fresh = Freshness()

    def passes(
        self, *, full: bool = False, only: str | None = None, pull: bool = True
    ) -> Generator[Progress, None, None]:
        """One pass, step by step; afterwards `last_report` tells what it did.

        `only` limits fetching to "quickbooks" or "hubspot"; without `pull` only the outbox is worked on.
        """
        report = SyncReport(self._clock())
        self.last_report = None
        # a process that died, or a commit that failed after the answer, leaves entries half way
        self._outbox.recover()
        parts = {
            each.conn_id: (each, ConnectionReport(each.conn_id, each.service, each.remote_id, each.name))
            for each in self._connected()
        }
        report.connections = [part for _connection, part in parts.values()]
        before = {conn_id: self._clients.calls(conn_id) for conn_id in parts}
        try:
            yield from self._send(parts)
            if pull:
                wanted = [
                    (connection, part)
                    for connection, part in parts.values()
                    if only in {None, connection.service} and part.problem is None
                ]
                yield from self._pull_all(wanted, full=full)
                yield from self._keep_in_step(report)
                yield from self._write_back()
                # also what a working sign-in has just set free
                yield from self._send(parts)
                self._afterwards()
            if (yield from self._follow_invoices()):
                yield from self._send(parts)
        finally:
            for conn_id, (_connection, part) in parts.items():
                part.http_calls = self._clients.calls(conn_id) - before[conn_id]
            report.finished_at = self._clock()
            state = self._status.status()
            report.outbox = dict(state.entries)
            report.problems = state.problems
            self.last_report = report
            self._changes.publish(ChangeSet.of("sync"))

    def run(self, *, full: bool = False, only: str | None = None, pull: bool = True) -> SyncReport:
        """A whole pass at once, for commands and tests."""
        with closing(self.passes(full=full, only=only, pull=pull)) as steps:
            for _step in steps:
                if self.stop.is_set():
                    break
        if self.last_report is None:
            raise Interrupted
        return self.last_report

    def refresh(
        self, kind: str, record_id: str, realm_id: str = ""
    ) -> Generator[None, None, ConnectionReport]:
        """Read one record again now, whatever a pass is doing; `realm_id` names the company of a QuickBooks record.

        In steps of `TICK` at most, safe between two steps of a pass: an older page never replaces what this read. Raises what
        the client raises.
        """
        entity = next((each for each, kept in apply.QUICKBOOKS.items() if kept.name == kind), None)
        service = "hubspot" if entity is None else "quickbooks"
        connection = next(
            (
                each
                for each in self._connected()
                if each.service == service and realm_id in {each.remote_id, ""}
            ),
            None,
        )
        if connection is None:
            raise NeedsUser("NO_CONNECTION", service="HubSpot" if entity is None else "QuickBooks")
        report = ConnectionReport(connection.conn_id, service, connection.remote_id, connection.name)
        bell = Bell()
        puller = self._puller(connection, report, bell)
        if isinstance(puller, QuickBooksPull) and entity is not None:
            steps = puller.refresh(entity, record_id)
        elif isinstance(puller, HubSpotPull):
            plural = next(name for name, kept in apply.HUBSPOT.items() if kept.name == kind)
            steps = puller.refresh(plural, record_id)
        for step in steps:
            check(self.stop)
            if step.waits is not Wait.NOTHING:
                bell.wait()
            yield
        return report

    def due_in(self) -> float | None:
        """Seconds until a waiting entry of the outbox may move; `None` when none waits for time."""
        wake = self._outbox.next_wake([each.conn_id for each in self._connected()])
        return None if wake is None else max(0.0, (wake - self._clock()).total_seconds())

    def waiting_until(self) -> datetime | None:
        """The moment `due_in` counts down to."""
        return self._outbox.next_wake([each.conn_id for each in self._connected()])

    def _connected(self) -> list[ServiceConnection]:
        with self._cache.read() as tx:
            return [each for each in connections.listed(tx) if each.state != "disconnected"]

    def _send(self, parts: dict[int, tuple[ServiceConnection, ConnectionReport]]) -> Iterator[Progress]:
        """Work on the outbox until nothing is due; a connection without network or sign-in is left alone."""
        usable = {conn_id for conn_id, (_c, part) in parts.items() if part.problem is None}
        done = 0
        while usable and not self.stop.is_set():
            step = self._outbox.step(sorted(usable))
            if step is None:
                return
            if step.stopped is not None:
                usable.discard(step.entry.conn_id)
                if isinstance(step.stopped, Interrupted):
                    return
                part = parts[step.entry.conn_id][1]
                signed_out = isinstance(step.stopped, SignInExpired)
                self._trouble(part, step.stopped.problem, signed_out=signed_out)
            done += 1
            yield Progress(parts[step.entry.conn_id][0].name, "outbox", done)

    def _keep_in_step(self, report: SyncReport) -> Iterator[Progress]:
        """Queue what the sync rules want of what has changed."""
        with closing(self._rulebook.automatic()) as steps:
            while not self.stop.is_set():
                try:
                    step = next(steps)
                except StopIteration as end:
                    report.run = end.value
                    return
                yield Progress("HubSpot", "rules", step.done, step.total)

    def _follow_invoices(self) -> Generator[Progress, None, int]:
        """Queue lines and associations of the invoices that are in HubSpot by now; how many entries."""
        with closing(self._rulebook.follow()) as steps:
            while not self.stop.is_set():
                try:
                    step = next(steps)
                except StopIteration as end:
                    return int(end.value)
                yield Progress("HubSpot", "rules", step.done, step.total)
        return 0

    def _write_back(self) -> Iterator[Progress]:
        """Queue what deals must be told; compared in portions, so that a click never waits for all of them."""
        with self._cache.read() as tx:
            deal_ids = self._writebacks.linked_deals(tx)
        for start in range(0, len(deal_ids), _PORTION):
            if self.stop.is_set():
                return
            portion = deal_ids[start : start + _PORTION]
            with self._cache.read() as tx:
                differing = self._writebacks.unsettled(tx, portion)
            queued: list[str] = []
            for deal_id in differing:
                if self.stop.is_set():
                    break
                # one by one: a keystroke that is being stored waits for one deal at most
                with self._cache.write() as tx:
                    queued += self._writebacks.queue(tx, [deal_id])
            if differing:
                self._changes.publish(
                    ChangeSet.of("outbox", *queued) | ChangeSet.of("problem") | ChangeSet.of("deal")
                )
            yield Progress("HubSpot", "writeback", start + len(portion), len(deal_ids))

    def _pull_all(
        self, wanted: Sequence[tuple[ServiceConnection, ConnectionReport]], *, full: bool
    ) -> Iterator[Progress]:
        """Several connections at once, in turn one step of each; nobody waits as long as anybody has something to store."""
        bell = Bell()
        with ExitStack() as stack:
            pulls = [
                stack.enter_context(closing(self._pull(connection, part, bell, full=full)))
                for connection, part in wanted
            ]
            while pulls and not self.stop.is_set():
                waiting: Progress | None = None
                moved = False
                for pull in pulls[:SIDE_BY_SIDE]:
                    step = next(pull, None)
                    if step is None:
                        pulls.remove(pull)
                        moved = True
                    elif step.waits is Wait.NOTHING:
                        yield step
                        moved = True
                    else:
                        waiting = waiting or step
                if waiting is not None and not moved:
                    bell.wait()
                    yield waiting

    def _pull(
        self, connection: ServiceConnection, part: ConnectionReport, bell: Bell, *, full: bool
    ) -> Generator[Progress, None, None]:
        try:
            yield from self._puller(connection, part, bell).run(full=full)
            self._outbox.unblock(connection.conn_id)
        except Interrupted:
            return
        except LocalTrouble:
            raise
        except QboDeskError as error:
            self._trouble(part, error.problem, signed_out=isinstance(error, SignInExpired))
            yield Progress(connection.name, "stopped", 0)
        except Exception as error:
            # a fault of ours with one connection's records must not keep the others from being fetched and sent
            log.exception("a pull failed")
            facts = {"name": connection.name, "error": f"{type(error).__name__}: {error}"}
            self._trouble(part, Problem("PULL_BROKE", facts))
            yield Progress(connection.name, "stopped", 0)

    def _puller(
        self, connection: ServiceConnection, part: ConnectionReport, bell: Bell
    ) -> QuickBooksPull | HubSpotPull:
        common = (self._cache, self._changes, self._clock, connection)
        if connection.service == "quickbooks":
            client = self._clients.quickbooks(connection.conn_id)
            return QuickBooksPull(*common, client, part, self.stop, bell)
        return HubSpotPull(*common, self._clients.hubspot(), part, self.stop, bell, fresh=self._fresh)

    def _trouble(self, part: ConnectionReport, problem: Problem, *, signed_out: bool = False) -> None:
        part.problem = problem
        if signed_out:
            with self._cache.write() as tx:
                connections.note(tx, part.conn_id, state="sign_in")
        if problem.code != Offline.default_code:
            log.info("%s %s: %s", part.service, part.remote_id, problem.code)
        self._changes.publish(ChangeSet.of("connection", part.conn_id))
