"""What a person decides about an entry: withdraw it, look again, say which record it is, give it up. Sends nothing by itself."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from qbodesk.models.cache import links, outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import InvalidInput, NeedsUser, Problem
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.services.outbox.entries import (
    Entries,
    fault,
    given_up,
    is_free,
    lost_need,
    unknown,
)
from qbodesk.services.outbox.handler import Handler, Reply

WITHDRAWABLE = frozenset({State.QUEUED, State.RETRY_WAIT, State.REJECTED, State.BLOCKED, State.DRAFT})
"""Where an entry certainly has not reached a server."""

_WAITS = frozenset({State.RETRY_WAIT, State.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record an entry may have made, as a person tells it from others. `total` is in `currency` ("" if unknown)."""

    remote_type: str
    remote_id: str
    number: str
    day: date | None
    total: Decimal | None
    currency: str


class Review:
    """The ways on and out for entries that wait for a person.

    An entry that moved before it was looked at raises `NeedsUser`, one that moves at the same moment `EntryMovedError`.
    """

    def __init__(self, cache: Cache, changes: Changes, clock: Clock, handlers: Mapping[str, Handler]) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._handlers = handlers
        self._entries = Entries(cache, changes, clock, handlers)

    def cancel(self, op_id: str) -> None:
        """Withdraw an entry that certainly has not reached a server, with what it waits for and what waits for it.

        Batches of a run behind it may be many: they go one at a time, by the next pass where this is cut off.

        Raises `NeedsUser` (`CANNOT_CANCEL_NOW`) when it may have reached one.
        """
        with self._cache.write() as tx:
            entry = outbox.get(tx, op_id)
            if entry is None or entry.state not in WITHDRAWABLE:
                raise NeedsUser("CANNOT_CANCEL_NOW")
            needed = outbox.get(tx, entry.depends_on) if entry.depends_on else None
            if needed is not None and len(outbox.dependants(tx, needed.op_id)) > 1:
                needed = None  # others wait for it too
            others = [each for each in outbox.dependants(tx, op_id) if not self._falls(each)]
            told = self._cancelled(tx, *others, entry, *([needed] if needed else []))
        self._changes.publish(told | ChangeSet.of("outbox") | ChangeSet.of("deal"))
        self._fall(op_id)

    def look_again(self, op_id: str) -> None:
        """The next pass looks it up once more: found is done; not found is checked and sent again under the same key.

        Raises `NeedsUser`, saying why, when what it depends on will not be done.
        """
        # in one transaction: what it depends on may be refused at this moment, and tells only those that do not wait for a person
        with self._cache.write() as tx:
            entry = self._of(tx, op_id)
            if problem := lost_need(tx, entry):
                raise NeedsUser(problem.code, **problem.facts)
            # why it waited for a person may have been another entry's fault, mended since
            told = {**fault(unknown(entry)), "last_sent_at": entry.last_sent_at or self._clock()}
            outbox.shift(tx, entry, State.UNKNOWN, reconciliations=0, not_before=None, **told)
        self._entries.published(entry)

    def hurry(self, op_id: str) -> None:
        """The next pass handles what waits to be tried again, however long it wanted to wait.

        What is of unknown fate is looked up then; it is sent again only after the wait a lost request may need.
        """
        with self._cache.write() as tx:
            entry = outbox.get(tx, op_id)
            if entry is None or entry.state not in _WAITS:
                return
            outbox.touch(tx, entry, not_before=None)
        self._entries.published(entry)

    def candidates(self, op_id: str) -> list[Candidate]:
        """Records at the server that this entry may have made and no other entry has; asks the server.

        Raises what reading from the server raises.
        """
        return [_candidate(reply) for reply in self._found(self._waiting(op_id))]

    def pick(self, op_id: str, remote_id: str) -> None:
        """This record is what the entry made. `InvalidInput` (`NOT_A_CANDIDATE`) when it is none of its candidates any more."""
        entry = self._waiting(op_id)
        found = [reply for reply in self._found(entry) if reply.remote_id == remote_id]
        if not found:
            raise InvalidInput("NOT_A_CANDIDATE", id=remote_id)
        self._entries.succeeded(entry, self._handlers[entry.kind], found[0], by="person")

    def give_up(self, op_id: str) -> None:
        """The user has looked and wants it no more: never sent again, nor what waits for it; the trail keeps who said so."""
        with self._cache.write() as tx:
            entry = self._of(tx, op_id)
            others = [each for each in outbox.dependants(tx, op_id) if not self._falls(each)]
            told = self._cancelled(tx, *others)
            told |= self._entries.end(tx, entry, State.CANCELLED, given_up(entry), by_person=True)
            links.write_audit(
                tx,
                now=self._clock(),
                kind="given up",
                target=f"{entry.kind}:{entry.op_id}",
                before=None,
                after=None,
                cause={"op": entry.op_id, "key": entry.req_key, "attempts": entry.attempts, "by": "person"},
            )
        self._changes.publish(told | ChangeSet.of("outbox") | ChangeSet.of("deal"))
        self._fall(op_id)

    def dismiss(self, problem_id: int) -> None:
        """The user has seen why a record is not in step; it is shown again only when it says something else."""
        with self._cache.write() as tx:
            found = links.problem_at(tx, problem_id)
            if found is None:
                return
            links.dismiss_problem(tx, problem_id)
            links.write_audit(
                tx,
                now=self._clock(),
                kind="dismissed",
                target=f"{found[0]}:{found[1]}",
                before={"state": "told", "code": found[2]},
                after={"state": "dismissed"},
                cause={"by": "person"},
            )
        self._changes.publish(ChangeSet.of("problem"))

    def _found(self, entry: Entry) -> list[Reply]:
        handler = self._handlers.get(entry.kind)
        found = handler.look_up(entry) if handler and entry.payload else ()
        with self._cache.read() as tx:
            return [reply for reply in found if handler and is_free(tx, entry, handler, reply)]

    def _waiting(self, op_id: str) -> Entry:
        with self._cache.read() as tx:
            return self._of(tx, op_id)

    def _of(self, tx: Connection, op_id: str) -> Entry:
        entry = outbox.get(tx, op_id)
        if entry is None or entry.state is not State.NEEDS_REVIEW:
            raise NeedsUser("NOT_WAITING_FOR_REVIEW")
        return entry

    def _cancelled(self, tx: Connection, *entries: Entry) -> ChangeSet:
        told = ChangeSet()
        for entry in entries:
            if entry.state in WITHDRAWABLE:
                told |= self._entries.end(tx, entry, State.CANCELLED, Problem("WITHDRAWN"), by_person=True)
        return told

    def _falls(self, entry: Entry) -> bool:
        handler = self._handlers.get(entry.kind)
        return entry.state is State.QUEUED and handler is not None and handler.falls

    def _fall(self, op_id: str) -> None:
        """What fell with an entry, in transactions of its own; a sender at work does the same."""
        with self._cache.read() as tx:
            waiting = [each for each in outbox.dependants(tx, op_id) if self._falls(each)]
        for each in waiting:
            with suppress(outbox.EntryMovedError):
                self._entries.fell(each)


def _candidate(reply: Reply) -> Candidate:
    record = reply.record
    currency = getattr(record, "currency_ref", None)
    return Candidate(
        reply.remote_type,
        reply.remote_id,
        reply.number,
        getattr(record, "txn_date", None),
        getattr(record, "total_amt", None),
        currency.value if currency else "",
    )
