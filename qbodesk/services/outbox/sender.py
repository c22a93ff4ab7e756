"""Moves outbox entries one step at a time; knows the states, the clock and the order, but no server.

The rule that keeps money documents single: SENDING is committed, with key and payload frozen, before the first byte leaves; an
outcome that is not known is looked up, and sent again (same key, same payload) only after the longest time a request can be
in flight. A process that dies leaves SENDING behind, which the next start reads as "not known".
"""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from qbodesk.models.cache import links, outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.domain.outbox import RESEND_WAIT, Outcome, State, backoff, next_state, request_key
from qbodesk.models.errors import (
    Duplicate,
    NeedsUser,
    Offline,
    OutcomeUnknown,
    PermissionMissing,
    Postponed,
    Problem,
    QboDeskError,
    RateLimited,
    Refused,
    ServerTrouble,
    SignInExpired,
    TryLater,
)
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance, Clock
from qbodesk.services.http.ports import Interrupted
from qbodesk.services.outbox.handler import Handler, Reply

log = logging.getLogger(__name__)

MOST_FAILURES = 8
WITHDRAWABLE = frozenset({State.QUEUED, State.RETRY_WAIT, State.REJECTED, State.DRAFT})
Checkpoint = Callable[[str], None]


def _no_checkpoint(_name: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Step:
    """What was handled; `stopped` tells to leave the entry's connection alone for now (no network, sign-in, stop)."""

    entry: Entry
    stopped: QboDeskError | None


class Outbox:
    """The sender. One at a time per workspace: it needs the writing connection, which needs the workspace's lock."""

    def __init__(
        self,
        cache: Cache,
        changes: Changes,
        clock: Clock,
        chance: Chance,
        handlers: Mapping[str, Handler],
        *,
        resend_wait: timedelta = RESEND_WAIT,
        checkpoint: Checkpoint = _no_checkpoint,
    ) -> None:
        """`checkpoint` is told the name of each step; the tests that kill the program use it, nothing else does."""
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._chance = chance
        self._handlers = handlers
        self._resend_wait = resend_wait
        self._at = checkpoint

    def recover(self) -> None:
        """After a start: what was being sent or looked up when the process ended is of unknown outcome."""
        with self._cache.write() as tx:
            for entry in outbox.listed(tx, states=(State.SENDING,)):
                problem = Problem("OUTCOME_UNKNOWN", {"service": entry.kind.partition(".")[0]})
                self._close_attempt(tx, entry, Outcome.UNKNOWN, problem)
                outbox.shift(tx, entry, State.UNKNOWN, **_fault(problem), not_before=None)
            for entry in outbox.listed(tx, states=(State.RECONCILING,)):
                outbox.shift(tx, entry, State.UNKNOWN, not_before=None)

    def unblock(self, conn_id: int) -> None:
        """The connection works again: entries it refused for want of permission go on under the same key."""
        with self._cache.write() as tx:
            for entry in outbox.listed(tx, states=(State.BLOCKED,)):
                if entry.conn_id == conn_id:
                    outbox.shift(tx, entry, State.QUEUED, not_before=None)

    def step(self, conn_ids: Sequence[int]) -> "Step | None":
        """Handle the oldest entry that is due on one of these connections; `None` when none is."""
        with self._cache.read() as tx:
            entry = outbox.next_due(tx, self._clock(), conn_ids)
        if entry is None:
            return None
        handler = self._handlers.get(entry.kind)
        try:
            if handler is None:
                self._move(entry, State.NEEDS_REVIEW, problem=Problem("UNKNOWN_ENTRY", {"kind": entry.kind}))
            elif entry.state in {State.QUEUED, State.RETRY_WAIT}:
                self._send(entry, handler)
            else:
                self._reconcile(entry, handler)
        except (Interrupted, Offline, ServerTrouble, SignInExpired) as error:
            return Step(entry, error)
        except outbox.EntryMovedError:
            # withdrawn or taken back for editing while it was being checked: nothing was sent
            log.info("entry %s was moved meanwhile", entry.op_id)
        return Step(entry, None)

    def next_wake(self, conn_ids: Sequence[int]) -> datetime | None:
        """When the next waiting entry may move."""
        with self._cache.read() as tx:
            return outbox.next_wake(tx, conn_ids)

    def cancel(self, op_id: str) -> None:
        """Withdraw an entry that certainly has not reached a server, with what it waits for and what waits for it.

        Raises `NeedsUser` (`CANNOT_CANCEL_NOW`) when it may have reached one.
        """
        with self._cache.write() as tx:
            entry = outbox.get(tx, op_id)
            if entry is None or entry.state not in WITHDRAWABLE:
                raise NeedsUser("CANNOT_CANCEL_NOW")
            needed = outbox.get(tx, entry.depends_on) if entry.depends_on else None
            if needed is not None and len(outbox.dependants(tx, needed.op_id)) > 1:
                needed = None  # others wait for it too
            for one in (entry, *([needed] if needed else []), *outbox.dependants(tx, op_id)):
                if one.state in WITHDRAWABLE:
                    outbox.shift(tx, one, State.CANCELLED)
        self._changes.publish(ChangeSet.of("outbox") | ChangeSet.of("deal"))

    def _send(self, entry: Entry, handler: Handler) -> None:
        try:
            handler.check(entry)
        except TryLater as error:
            self._postpone(entry, error)
            if not isinstance(error, RateLimited | Postponed):
                raise
            return
        except SignInExpired:
            raise
        except (NeedsUser, Refused) as error:
            self._move(entry, State.REJECTED, problem=error.problem)
            return
        self._at("checked")
        sending = self._freeze(entry, handler)
        if sending is not None:
            self._leave(sending, handler)

    def _freeze(self, entry: Entry, handler: Handler) -> Entry | None:
        """Commit what will leave, before it leaves; an edited or repeatable entry gets its payload anew."""
        now = self._clock()
        key = entry.req_key or request_key(entry.op_id, entry.generation)
        with self._cache.write() as tx:
            payload = entry.payload
            if payload is None or handler.repeatable:
                try:
                    payload = handler.payload(tx, entry, key)
                except QboDeskError as error:
                    outbox.shift(tx, entry, State.REJECTED, **_fault(error.problem))
                    payload = None
                else:
                    if payload is None:
                        # the servers agree already: by somebody else's hand before we left, by our own after
                        left = entry.state in {State.QUEUED, State.RETRY_WAIT}
                        outbox.shift(tx, entry, State.CANCELLED if left else State.SUCCEEDED)
            if payload is None:
                sending = None
            else:
                n = entry.attempts + 1
                sending = outbox.shift(
                    tx,
                    entry,
                    State.SENDING,
                    payload=payload,
                    payload_sha256=hashlib.sha256(payload.encode()).hexdigest(),
                    req_key=key,
                    attempts=n,
                    first_sent_at=entry.first_sent_at or now,
                    last_sent_at=now,
                    not_before=None,
                )
                outbox.open_attempt(tx, sending, n, now)
        self._published(entry)
        self._at("frozen")
        return sending

    def _leave(self, entry: Entry, handler: Handler) -> None:
        try:
            reply = handler.send(entry)
        except QboDeskError as error:
            self._failed(entry, error, repeatable=handler.repeatable)
        except Exception:
            # a bug of ours after the request may have left: nothing is known about it
            self._after(
                entry, Outcome.UNKNOWN, Problem("OUTCOME_UNKNOWN", {"service": entry.kind.partition(".")[0]})
            )
            raise
        else:
            self._at("answered")
            self._succeed(entry, handler, reply)

    def _failed(self, entry: Entry, error: QboDeskError, *, repeatable: bool) -> None:
        after = error.after if isinstance(error, RateLimited) else None
        wait = timedelta(seconds=backoff(entry.attempts, after=after, jitter=self._chance.jitter()))
        match error:
            case OutcomeUnknown():
                # what is looked up may be looked up at once; what is simply sent again must not hammer a failing server
                self._after(entry, Outcome.UNKNOWN, error.problem, wait=wait if repeatable else None)
            case Offline() | Interrupted():
                self._after(entry, Outcome.NOT_APPLIED, error.problem)
                raise error
            case Duplicate() if repeatable:
                self._after(entry, Outcome.REJECTED, error.problem)
            case RateLimited() | TryLater():
                with self._cache.read() as tx:
                    failures = outbox.certain_failures(tx, entry) + 1
                poison = failures >= MOST_FAILURES and not repeatable
                self._after(entry, Outcome.NOT_APPLIED, error.problem, wait=wait, poison=poison)
            case SignInExpired() | PermissionMissing():
                self._after(entry, Outcome.BLOCKED, error.problem)
                if isinstance(error, SignInExpired):
                    raise error
            case Duplicate():
                # it may be our own first attempt that holds the name or number
                self._after(entry, Outcome.REJECTED, error.problem, reconcile=True)
            case _:
                self._after(entry, Outcome.REJECTED, error.problem)

    def _after(
        self,
        entry: Entry,
        outcome: Outcome,
        problem: Problem,
        *,
        wait: timedelta | None = None,
        reconcile: bool = False,
        poison: bool = False,
    ) -> None:
        state = State.NEEDS_REVIEW if poison else next_state(outcome, reconcile=reconcile)
        now = self._clock()
        # the request may have left long after it was frozen (its turn, a fresh token, a sleeping laptop)
        sent = {"last_sent_at": now} if outcome is Outcome.UNKNOWN else {}
        with self._cache.write() as tx:
            self._close_attempt(tx, entry, outcome, problem)
            outbox.shift(tx, entry, state, not_before=now + wait if wait else None, **_fault(problem), **sent)
        self._published(entry)

    def _reconcile(self, entry: Entry, handler: Handler) -> None:
        looking = entry if entry.state is State.RECONCILING else self._move(entry, State.RECONCILING)
        self._at("reconciling")
        if handler.repeatable:
            self._resend(looking, handler)
            return
        asked_at = self._clock()
        try:
            found = handler.look_up(looking)
        except QboDeskError as error:
            away = isinstance(error, Offline | Interrupted)
            rounds = looking.reconciliations + (0 if away else 1)
            seconds = backoff(rounds + 1, after=getattr(error, "after", None), jitter=self._chance.jitter())
            self._move(
                looking,
                State.NEEDS_REVIEW if rounds >= MOST_FAILURES else State.UNKNOWN,
                reconciliations=rounds,
                not_before=None if away else self._clock() + timedelta(seconds=seconds),
            )
            if away or isinstance(error, SignInExpired):
                raise
            return
        with self._cache.read() as tx:
            others = [reply for reply in found if self._is_free(tx, looking, reply)]
        if len(others) == 1:
            self._succeed(looking, handler, others[0])
        elif len(others) > 1:
            self._move(
                looking, State.NEEDS_REVIEW, problem=Problem("SEVERAL_FOUND", {"count": str(len(others))})
            )
        elif looking.problem is not None and looking.problem.code.endswith("_TAKEN"):
            self._move(looking, State.REJECTED, problem=looking.problem)
        else:
            self._none_found(looking, handler, asked_at)

    def _none_found(self, entry: Entry, handler: Handler, asked_at: datetime) -> None:
        """Nothing was there when we asked: a request of ours may still have been on its way until the wait was over."""
        settled = (entry.last_sent_at or asked_at) + self._resend_wait
        if asked_at < settled:
            self._move(entry, State.UNKNOWN, not_before=settled)
        else:
            self._resend(entry, handler)

    def _resend(self, entry: Entry, handler: Handler) -> None:
        sending = self._freeze(entry, handler)
        if sending is not None:
            self._leave(sending, handler)

    def _is_free(self, tx: Connection, entry: Entry, reply: Reply) -> bool:
        return (
            outbox.claimed(tx, entry.conn_id, reply.remote_type).get(reply.remote_id, entry.op_id)
            == entry.op_id
        )

    def _succeed(self, entry: Entry, handler: Handler, reply: Reply) -> None:
        now = self._clock()
        with self._cache.write() as tx:
            if entry.state is State.SENDING:
                self._close_attempt(tx, entry, Outcome.APPLIED, None)
            if not handler.repeatable:
                outbox.claim_remote(tx, entry, reply.remote_type, reply.remote_id)
            changes = handler.store(tx, entry, reply)
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
                now=now,
                kind="write",
                target=f"{entry.kind}:{reply.remote_id}",
                before=None,
                after=json.loads(entry.payload or "{}"),
                cause={"op": entry.op_id, "key": entry.req_key, "attempts": entry.attempts},
            )
        self._at("stored")
        self._changes.publish(changes | ChangeSet.of("outbox", entry.op_id))

    def _postpone(self, entry: Entry, error: TryLater) -> None:
        """It could not even be asked whether to send: it stays where it is, and the next pass is the wait."""
        until = None
        if isinstance(error, RateLimited | Postponed):
            seconds = backoff(1, after=error.after, jitter=self._chance.jitter())
            until = self._clock() + timedelta(seconds=seconds)
        with self._cache.write() as tx:
            outbox.touch(tx, entry, not_before=until, **_fault(error.problem))
        self._published(entry)

    def _move(self, entry: Entry, state: State, *, problem: Problem | None = None, **values: object) -> Entry:
        with self._cache.write() as tx:
            moved = outbox.shift(tx, entry, state, **(_fault(problem) if problem else {}), **values)
        self._published(entry)
        return moved

    def _published(self, entry: Entry) -> None:
        self._changes.publish(ChangeSet.of("outbox", entry.op_id) | ChangeSet.of("deal"))

    def _close_attempt(self, tx: Connection, entry: Entry, outcome: Outcome, problem: Problem | None) -> None:
        outbox.close_attempt(tx, entry, entry.attempts, self._clock(), outcome.value, problem)


def _fault(problem: Problem) -> dict[str, str]:
    return {
        "fault_code": problem.code,
        "fault_facts": json.dumps(dict(problem.facts)),
        "intuit_tid": problem.facts.get("tid", ""),
    }
