"""Moves outbox entries one step at a time; knows the states, the clock and the order, but no server.

The rule that keeps money documents single: SENDING is committed, with key and payload frozen, before the first byte leaves; an
outcome that is not known is looked up, and sent again (same key, same payload) only after the longest time a request can be
in flight. A process that dies leaves SENDING behind, which the next start reads as "not known".
"""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from qbodesk.models.cache import outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.domain.outbox import RESEND_WAIT, Outcome, State, backoff, request_key
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
    enough,
)
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance, Clock
from qbodesk.services.http.ports import Interrupted
from qbodesk.services.outbox.entries import Entries, is_free, unknown
from qbodesk.services.outbox.handler import Handler, Reply

log = logging.getLogger(__name__)

MOST_FAILURES = 8
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""Of data nobody thought of; a full disk or a lock is no fault of one entry."""
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
        prove: Callable[[int], object] = lambda _conn_id: None,
    ) -> None:
        """`prove` makes sure that a connection still leads to whom it was made for (`Clients.prove`).

        `checkpoint` is told the name of each step; the tests that kill the program use it, nothing else does.
        """
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._chance = chance
        self._handlers = handlers
        self._resend_wait = resend_wait
        self._at = checkpoint
        self._prove = prove
        self._entries = Entries(cache, changes, clock, handlers)
        self._falling = [kind for kind, each in handlers.items() if each.falls]

    def recover(self) -> None:
        """After a start or a broken pass: entries left half way are looked up before anything is sent again."""
        self._entries.recover()

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
            vain = None if entry else outbox.next_vain(tx, conn_ids, self._falling)
        if vain is not None:
            # one at a time: a refused one may have a thousand records' worth behind it
            self._entries.fell(vain)
            return Step(vain, None)
        if entry is None:
            return None
        handler = self._handlers.get(entry.kind)
        try:
            if handler is None:
                self._entries.move(
                    entry, State.NEEDS_REVIEW, problem=Problem("UNKNOWN_ENTRY", {"kind": entry.kind})
                )
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

    def _send(self, entry: Entry, handler: Handler) -> None:
        try:
            told = self._checked(entry, handler)
        except TryLater as error:
            self._postpone(entry, error)
            if not isinstance(error, RateLimited | Postponed):
                raise
            return
        except SignInExpired as error:
            self._entries.postponed(entry, error.problem, None)
            raise
        except PermissionMissing as error:
            # not the entry's fault: it goes on by itself when the connection may again
            self._entries.move(entry, State.BLOCKED, problem=error.problem)
            return
        except (NeedsUser, Refused) as error:
            self._entries.refused(entry, error.problem)
            return
        self._at("checked")
        sending = self._freeze(entry, handler, told)
        if sending is not None:
            self._leave(sending, handler)

    def _checked(self, entry: Entry, handler: Handler) -> datetime | None:
        """Whether it may leave, and the server's clock; who the server takes us for is asked before anything else."""
        self._prove(entry.conn_id)
        return handler.check(entry)

    def _freeze(self, entry: Entry, handler: Handler, dated: datetime | None) -> Entry | None:
        """As `_frozen`; an entry that cannot be put together for a fault of ours is for a person and stops no other."""
        try:
            return self._frozen(entry, handler, dated)
        except _FAULTS:
            # nothing has left, and what it had begun to store is taken back
            log.exception("entry %s could not be put together", entry.op_id)
            self._entries.move(entry, State.NEEDS_REVIEW, problem=Problem("UNEXPECTED"))
            return None

    def _frozen(self, entry: Entry, handler: Handler, dated: datetime | None) -> Entry | None:
        """Commit what will leave, before it leaves; an edited or repeatable entry gets its payload anew.

        The first attempt is dated by the server's clock where it told it: by that date its own records are looked up.
        """
        now = self._clock()
        key, generation = entry.req_key or request_key(entry.op_id, entry.generation), entry.generation
        told = ChangeSet.of("outbox", entry.op_id) | ChangeSet.of("deal")
        with self._cache.write() as tx:
            payload = entry.payload
            if payload is None or handler.repeatable:
                try:
                    payload = handler.payload(tx, entry, key)
                except QboDeskError as error:
                    told |= self._entries.end(tx, entry, State.REJECTED, error.problem)
                    payload = None
                else:
                    if payload is None:
                        # the servers agree already: by somebody else's hand before we left, by our own after
                        left = entry.state in {State.QUEUED, State.RETRY_WAIT}
                        outbox.shift(tx, entry, State.CANCELLED if left else State.SUCCEEDED)
                        # what was left out of it may have said why
                        told |= ChangeSet.of("rule") | ChangeSet.of("problem")
            if payload is None:
                sending = None
            else:
                n = entry.attempts + 1
                if handler.repeatable and entry.attempts and payload != entry.payload:
                    # a server that knows the key would answer as it did the former payload
                    generation += 1
                    key = request_key(entry.op_id, generation)
                sending = outbox.shift(
                    tx,
                    entry,
                    State.SENDING,
                    payload=payload,
                    payload_sha256=hashlib.sha256(payload.encode()).hexdigest(),
                    req_key=key,
                    generation=generation,
                    attempts=n,
                    first_sent_at=entry.first_sent_at or dated or now,
                    last_sent_at=now,
                    not_before=None,
                )
                outbox.open_attempt(tx, sending, n, now)
        self._changes.publish(told)
        self._at("frozen")
        return sending

    def _leave(self, entry: Entry, handler: Handler) -> None:
        try:
            reply = handler.send(entry)
        except QboDeskError as error:
            self._failed(entry, error, repeatable=handler.repeatable)
        except Exception:
            # a bug of ours after the request may have left: nothing is known about it
            self._entries.failed(entry, Outcome.UNKNOWN, unknown(entry))
            raise
        else:
            self._at("answered")
            self._entries.succeeded(entry, handler, reply)
            self._at("stored")

    def _failed(self, entry: Entry, error: QboDeskError, *, repeatable: bool) -> None:
        after = error.after if isinstance(error, RateLimited | Postponed) else None
        wait = timedelta(seconds=backoff(entry.attempts, after=after, jitter=self._chance.jitter()))
        match error:
            case OutcomeUnknown() if repeatable:
                # it is simply sent again, and must not hammer a failing server
                problem = Problem("OUTCOME_UNKNOWN_REPEATED", error.problem.facts)
                self._entries.failed(entry, Outcome.UNKNOWN, problem, wait=wait)
            case OutcomeUnknown():
                self._entries.failed(entry, Outcome.UNKNOWN, error.problem)
            case Offline() | Interrupted():
                self._entries.failed(entry, Outcome.NOT_APPLIED, error.problem)
                raise error
            case Duplicate() if repeatable:
                self._entries.failed(entry, Outcome.REJECTED, error.problem)
            case RateLimited() | TryLater():
                with self._cache.read() as tx:
                    failures = outbox.certain_failures(tx, entry) + 1
                poison = failures >= MOST_FAILURES and not repeatable
                told = enough(error.problem, failures) if poison else error.problem
                self._entries.failed(entry, Outcome.NOT_APPLIED, told, wait=wait, poison=poison)
            case SignInExpired() | PermissionMissing():
                self._entries.failed(entry, Outcome.BLOCKED, error.problem)
                if isinstance(error, SignInExpired):
                    raise error
            case Duplicate():
                # it may be our own first attempt that holds the name or number
                self._entries.failed(entry, Outcome.REJECTED, error.problem, reconcile=True)
            case _:
                self._entries.failed(entry, Outcome.REJECTED, error.problem)

    def _reconcile(self, entry: Entry, handler: Handler) -> None:
        looking = entry if entry.state is State.RECONCILING else self._entries.move(entry, State.RECONCILING)
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
            self._entries.move(
                looking,
                State.NEEDS_REVIEW if rounds >= MOST_FAILURES else State.UNKNOWN,
                reconciliations=rounds,
                not_before=None if away else self._clock() + timedelta(seconds=seconds),
            )
            if away or isinstance(error, SignInExpired):
                raise
            return
        settled = (looking.last_sent_at or asked_at) + self._resend_wait
        with self._cache.read() as tx:
            free = [reply for reply in found if is_free(tx, looking, handler, reply)]
        ours = [reply for reply in free if reply.certain or asked_at >= settled]
        if len(ours) == 1:
            self._entries.succeeded(looking, handler, ours[0], by="look-up")
            self._at("stored")
        elif len(ours) > 1:
            self._entries.move(looking, State.NEEDS_REVIEW, problem=_several(ours))
        elif not free and looking.problem is not None and looking.problem.code.endswith("_TAKEN"):
            self._entries.refused(looking, looking.problem)
        else:
            self._none_found(looking, handler, asked_at, settled)

    def _none_found(self, entry: Entry, handler: Handler, asked_at: datetime, settled: datetime) -> None:
        """Nothing was there when we asked: a request of ours may still have been on its way until the wait was over."""
        if asked_at < settled:
            self._entries.move(entry, State.UNKNOWN, not_before=settled)
        else:
            self._resend(entry, handler)

    def _resend(self, entry: Entry, handler: Handler) -> None:
        """Once more under the same key, if it may still be sent: days may have passed since it was checked."""
        try:
            told = self._checked(entry, handler)
        except (TryLater, SignInExpired, PermissionMissing) as error:
            wait = backoff(
                entry.reconciliations + 1, after=getattr(error, "after", None), jitter=self._chance.jitter()
            )
            away = isinstance(error, Offline | Interrupted)
            until = None if away else self._clock() + timedelta(seconds=wait)
            self._entries.move(entry, State.UNKNOWN, not_before=until)
            if away or isinstance(error, SignInExpired):
                raise
            return
        except (NeedsUser, Refused) as error:
            self._entries.refused(entry, error.problem)
            return
        sending = self._freeze(entry, handler, told)
        if sending is not None:
            self._leave(sending, handler)

    def _postpone(self, entry: Entry, error: TryLater) -> None:
        """Where nothing told when to ask again, the next pass is the wait."""
        until = None
        if isinstance(error, RateLimited | Postponed):
            seconds = backoff(1, after=error.after, jitter=self._chance.jitter())
            until = self._clock() + timedelta(seconds=seconds)
        self._entries.postponed(entry, error.problem, until)


def _several(found: Sequence[Reply]) -> Problem:
    numbers = ", ".join(reply.number or reply.remote_id for reply in found)
    return Problem("SEVERAL_FOUND", {"count": str(len(found)), "numbers": numbers})
