"""Commits what became of an entry of the outbox: state, attempt, answer, trail. Sends nothing and decides nothing."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from qbodesk.models.cache import links, outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.domain.outbox import Outcome, State, next_state
from qbodesk.models.errors import Problem
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.services.outbox.handler import Handler, Reply

LONGEST_WAIT = timedelta(minutes=10)
"""Longer than any wait of ours; a server that asks for more is asked again meanwhile."""


class Entries:
    """Each method is one short write transaction, told to whoever listens."""

    def __init__(self, cache: Cache, changes: Changes, clock: Clock, handlers: Mapping[str, Handler]) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._handlers = handlers

    def recover(self) -> None:
        """After a start: what was being sent or looked up when the process ended is of unknown outcome."""
        with self._cache.write() as tx:
            outbox.mend_clock(tx, self._clock(), LONGEST_WAIT)
            for entry in outbox.listed(tx, states=(State.SENDING,)):
                problem = unknown(entry)
                self._close_attempt(tx, entry, Outcome.UNKNOWN, problem)
                # it may have left long after it was frozen, at worst just now
                told = {**fault(problem), "not_before": None, "last_sent_at": self._clock()}
                outbox.shift(tx, entry, State.UNKNOWN, **told)
            for entry in outbox.listed(tx, states=(State.RECONCILING,)):
                outbox.shift(tx, entry, State.UNKNOWN, not_before=None)
            for entry in outbox.listed(tx, states=(State.UNKNOWN,)):
                if lost := lost_need(tx, entry):
                    outbox.shift(tx, entry, State.NEEDS_REVIEW, **fault(lost))

    def move(self, entry: Entry, state: State, *, problem: Problem | None = None, **values: Any) -> Entry:
        """To another state it can leave again, with what that state needs to know."""
        with self._cache.write() as tx:
            moved = outbox.shift(tx, entry, state, **(fault(problem) if problem else {}), **values)
            blocked = problem if state is State.BLOCKED else None
            waiting = tell_dependants(tx, entry, blocked) if blocked else []
        self.published(entry, *waiting)
        return moved

    def refused(self, entry: Entry, problem: Problem) -> None:
        """It will not be done as it is."""
        with self._cache.write() as tx:
            told = self.end(tx, entry, State.REJECTED, problem)
        self._changes.publish(told)

    def fell(self, entry: Entry) -> None:
        """What it depends on will not be done, so neither will it; where a person said so, that holds for both."""
        with self._cache.write() as tx:
            problem = lost_need(tx, entry) or given_up(entry)
            by_person = _ended_by_person(tx, entry)
            told = self.end(tx, entry, State.CANCELLED, problem, by_person=by_person)
        self._changes.publish(told)

    def end(
        self,
        tx: Connection,
        entry: Entry,
        state: State,
        problem: Problem | None,
        *,
        by_person: bool = False,
        **values: Any,
    ) -> ChangeSet:
        """The one way out for what will not be done: settled, and what waits for it says why. The caller publishes."""
        outbox.shift(tx, entry, state, **(fault(problem) if problem else {}), **values)
        handler = self._handlers.get(entry.kind)
        told = handler.ended(tx, entry, None if by_person else problem) if handler else ChangeSet()
        waiting = tell_dependants(tx, entry, problem or given_up(entry))
        return told | ChangeSet.of("outbox", entry.op_id, *(each.op_id for each in waiting)) | _DEALS

    def failed(
        self,
        entry: Entry,
        outcome: Outcome,
        problem: Problem,
        *,
        wait: timedelta | None = None,
        reconcile: bool = False,
        poison: bool = False,
    ) -> None:
        """An attempt ended without an answer that says "done"."""
        state = State.NEEDS_REVIEW if poison else next_state(outcome, reconcile=reconcile)
        now = self._clock()
        # the request may have left long after it was frozen (its turn, a fresh token, a sleeping laptop)
        sent = {"last_sent_at": now} if outcome is Outcome.UNKNOWN else {}
        with self._cache.write() as tx:
            self._close_attempt(tx, entry, outcome, problem)
            told = _DEALS
            if state is State.REJECTED:
                told |= self.end(tx, entry, state, problem, not_before=None)
            else:
                until = now + wait if wait else None
                outbox.shift(tx, entry, state, not_before=until, **fault(problem), **sent)
                blocked = state is State.BLOCKED
                waiting = tell_dependants(tx, entry, problem) if blocked else []
                told |= ChangeSet.of("outbox", entry.op_id, *(each.op_id for each in waiting))
        self._changes.publish(told)

    def postponed(self, entry: Entry, problem: Problem, until: datetime | None) -> None:
        """It could not even be asked whether to send: it stays where it is."""
        with self._cache.write() as tx:
            outbox.touch(tx, entry, not_before=until, **fault(problem))
        self.published(entry)

    def succeeded(self, entry: Entry, handler: Handler, reply: Reply, *, by: str = "answer") -> None:
        """The server holds the record: it is stored with its owner, its trail and what follows from it, in one commit.

        `by` tells the trail how it is known: an answer, a look-up, a person. A record that another entry has made already is
        for a person to judge.
        """
        with self._cache.write() as tx:
            if entry.state is State.SENDING:
                self._close_attempt(tx, entry, Outcome.APPLIED, None)
            if not is_free(tx, entry, handler, reply):
                facts = {"number": reply.number or reply.remote_id, "service": service_of(entry)}
                outbox.shift(
                    tx, entry, State.NEEDS_REVIEW, **fault(Problem("RECORD_OF_ANOTHER_ENTRY", facts))
                )
                self._changes.publish(ChangeSet.of("outbox", entry.op_id))
                return
            if handler.exclusive:
                outbox.claim_remote(tx, entry, reply.remote_type, reply.remote_id)
            changes = handler.store(tx, entry, reply)
            for each in outbox.dependants(tx, entry.op_id):
                if each.state is State.QUEUED and each.problem:
                    outbox.touch(tx, each, fault_code="", fault_facts="{}")
            outbox.shift(
                tx,
                entry,
                State.SUCCEEDED,
                remote_id=reply.remote_id,
                remote_number=reply.number,
                fault_code="",
                fault_facts="{}",
                not_before=None,
            )
            links.write_audit(
                tx,
                now=self._clock(),
                kind="write",
                target=f"{entry.kind}:{reply.remote_id}",
                before=None,
                after=_told(entry),
                cause={"op": entry.op_id, "key": entry.req_key, "attempts": entry.attempts, "by": by},
            )
        self._changes.publish(changes | ChangeSet.of("outbox", entry.op_id))

    def published(self, *entries: Entry) -> None:
        """Tell that these entries, and what their deals show of them, are others now."""
        told = ChangeSet.of("outbox", *(each.op_id for each in entries))
        self._changes.publish(told | _DEALS)

    def _close_attempt(self, tx: Connection, entry: Entry, outcome: Outcome, problem: Problem | None) -> None:
        outbox.close_attempt(tx, entry, entry.attempts, self._clock(), outcome.value, problem)


_DEALS = ChangeSet.of("deal")
"""Deals show what of theirs waits in the outbox."""


def _told(entry: Entry) -> dict[str, Any]:
    """What was sent, for the trail; of many records at once only how many, as each has its own line with its run."""
    sent: dict[str, Any] = json.loads(entry.payload or "{}")
    return {"records": len(sent["inputs"])} if "inputs" in sent else sent


def tell_dependants(tx: Connection, entry: Entry, problem: Problem) -> list[Entry]:
    """What waits for an entry that is held up or will not be done would wait in silence: it says why. Returns those that do.

    One in doubt (its workspace was restored) cannot even be looked up without it, and is for a person again.
    """
    waiting = outbox.dependants(tx, entry.op_id)
    for each in waiting:
        if each.state is State.QUEUED:
            outbox.touch(tx, each, **fault(problem))
        elif each.state is State.UNKNOWN:
            outbox.shift(tx, each, State.NEEDS_REVIEW, **fault(problem))
    return waiting


def lost_need(tx: Connection, entry: Entry) -> Problem | None:
    """Why what it depends on will not be done, or is not there any more (a repair may lose it): it would wait for ever."""
    if not entry.depends_on:
        return None
    needed = outbox.get(tx, entry.depends_on)
    if needed is not None and needed.state not in {State.REJECTED, State.CANCELLED}:
        return None
    return (needed.problem if needed else None) or given_up(needed or entry)


def _ended_by_person(tx: Connection, entry: Entry) -> bool:
    needed = outbox.get(tx, entry.depends_on) if entry.depends_on else None
    if needed is None or needed.state is not State.CANCELLED or needed.problem is None:
        return False
    return needed.problem.code in {"WITHDRAWN", "GIVEN_UP"}


def given_up(entry: Entry) -> Problem:
    """It will not be done because somebody said so."""
    return Problem("GIVEN_UP", {"service": service_of(entry)})


def is_free(tx: Connection, entry: Entry, handler: Handler, reply: Reply) -> bool:
    """Whether no other entry made that record, where only one can have."""
    if not handler.exclusive:
        return True
    claims = outbox.claimed(tx, entry.conn_id, reply.remote_type)
    return claims.get(reply.remote_id, entry.op_id) == entry.op_id


def unknown(entry: Entry) -> Problem:
    """Nothing is known about the last attempt."""
    return Problem("OUTCOME_UNKNOWN", {"service": service_of(entry)})


def service_of(entry: Entry) -> str:
    """The server an entry goes to, as people call it."""
    return {"quickbooks": "QuickBooks", "hubspot": "HubSpot"}.get(entry.kind.partition(".")[0], entry.kind)


def fault(problem: Problem) -> dict[str, str]:
    """A problem as the columns of an entry."""
    return {
        "fault_code": problem.code,
        "fault_facts": json.dumps(dict(problem.facts)),
        "intuit_tid": problem.facts.get("tid", ""),
    }
