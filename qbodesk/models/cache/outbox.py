"""Rows of the outbox: adding, picking the next due one, and the one function that changes a state. Sends nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, func, insert, or_, select, update

from qbodesk.models.cache import epoch
from qbodesk.models.cache.base import instant, moment
from qbodesk.models.cache.tables_sync import attempt, claim, outbox
from qbodesk.models.domain.outbox import FINAL_STATES, Outcome, State, move
from qbodesk.models.errors import Problem

# What the sender may pick up; the rest waits for a person or is finished.
_MOVING = (State.QUEUED, State.RETRY_WAIT, State.UNKNOWN, State.RECONCILING)
_HELD_UP = (State.BLOCKED, State.REJECTED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One write that must reach a server exactly once, as it stands in the outbox."""

    op_id: str
    seq: int
    kind: str
    conn_id: int
    lane: str
    depends_on: str | None
    business_key: str
    intent: bytes
    payload: str | None
    payload_sha256: str
    generation: int
    req_key: str | None
    state: State
    attempts: int
    reconciliations: int
    created_at: datetime
    first_sent_at: datetime | None
    last_sent_at: datetime | None
    not_before: datetime | None
    problem: Problem | None
    remote_id: str
    remote_number: str


def add(
    connection: Connection,
    *,
    op_id: str,
    kind: str,
    conn_id: int,
    lane: str,
    business_key: str,
    intent: bytes,
    now: datetime,
    policy: str = "once",
    depends_on: str | None = None,
) -> None:
    """Queue one write inside the caller's transaction, behind the others of its lane (one remote record or draft)."""
    needed = get(connection, depends_on) if depends_on else None
    held_up = needed.problem if needed and needed.state in _HELD_UP else None
    place = select(func.coalesce(func.max(outbox.c.lane_seq), 0) + 1).where(outbox.c.lane == lane)
    turn = select(func.coalesce(func.max(outbox.c.seq), 0) + 1)
    connection.execute(
        insert(outbox).values(
            op_id=op_id,
            seq=turn.scalar_subquery(),
            kind=kind,
            policy=policy,
            conn_id=conn_id,
            lane=lane,
            lane_seq=place.scalar_subquery(),
            depends_on=depends_on,
            business_key=business_key,
            intent=intent,
            state=State.QUEUED.value,
            created_at=instant(now),
            # what waits for one that is held up says so from the first moment
            fault_code=held_up.code if held_up else "",
            fault_facts=json.dumps(dict(held_up.facts)) if held_up else "{}",
        )
    )
    epoch.moved(connection)


def get(connection: Connection, op_id: str) -> Entry | None:
    """One entry by its id."""
    row = connection.execute(select(outbox).where(outbox.c.op_id == op_id)).mappings().one_or_none()
    return None if row is None else _entry(row)


def dependants(connection: Connection, op_id: str) -> list[Entry]:
    """Entries that wait for this one to succeed."""
    query = select(outbox).where(outbox.c.depends_on == op_id).order_by(outbox.c.seq)
    return [_entry(row) for row in connection.execute(query).mappings()]


def listed(
    connection: Connection, *, states: Sequence[State] | None = None, business_key: str | None = None
) -> list[Entry]:
    """Entries in the order they were queued; all of them, or those in some states or of one draft or record."""
    query = select(outbox).order_by(outbox.c.seq)
    if states is not None:
        query = query.where(outbox.c.state.in_([state.value for state in states]))
    if business_key is not None:
        query = query.where(outbox.c.business_key == business_key)
    return [_entry(row) for row in connection.execute(query).mappings()]


def counts(connection: Connection) -> dict[State, int]:
    """How many entries stand in each state; states without any are left out."""
    query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    return {State(state): count for state, count in connection.execute(query)}


def next_due(connection: Connection, now: datetime, conn_ids: Sequence[int]) -> Entry | None:
    """The oldest entry that may move now: its wait is over, its lane is free before it, what it depends on succeeded."""
    before = outbox.alias("before")
    needed = outbox.alias("needed")
    final = [state.value for state in FINAL_STATES]
    query = (
        select(outbox)
        .where(
            ~epoch.is_paused,
            outbox.c.state.in_([state.value for state in _MOVING]),
            outbox.c.conn_id.in_(conn_ids),
            or_(outbox.c.not_before == "", outbox.c.not_before <= instant(now)),
            ~exists().where(
                before.c.lane == outbox.c.lane,
                before.c.lane_seq < outbox.c.lane_seq,
                before.c.state.not_in(final),
            ),
            or_(
                outbox.c.depends_on.is_(None),
                exists().where(
                    needed.c.op_id == outbox.c.depends_on, needed.c.state == State.SUCCEEDED.value
                ),
            ),
        )
        .order_by(outbox.c.seq)
        .limit(1)
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _entry(row)


def next_vain(connection: Connection, conn_ids: Sequence[int], kinds: Sequence[str]) -> Entry | None:
    """The oldest queued entry of these kinds whose need will not be done, or is not there any more."""
    needed = outbox.alias("needed")
    lost = [State.REJECTED.value, State.CANCELLED.value]
    still = exists().where(needed.c.op_id == outbox.c.depends_on, needed.c.state.not_in(lost))
    query = (
        select(outbox)
        .where(
            ~epoch.is_paused,
            outbox.c.state == State.QUEUED.value,
            outbox.c.conn_id.in_(conn_ids),
            outbox.c.kind.in_(kinds),
            outbox.c.depends_on.is_not(None),
            ~still,
        )
        .order_by(outbox.c.seq)
        .limit(1)
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _entry(row)


def next_wake(connection: Connection, conn_ids: Sequence[int]) -> datetime | None:
    """When the earliest waiting entry may move; `None` when nothing waits for time."""
    query = select(func.min(outbox.c.not_before)).where(
        ~epoch.is_paused,
        outbox.c.state.in_([state.value for state in _MOVING]),
        outbox.c.conn_id.in_(conn_ids),
        outbox.c.not_before != "",
    )
    found = connection.execute(query).scalar_one()
    return moment(found) if found else None


def shift(connection: Connection, entry: Entry, state: State, **values: Any) -> Entry:
    """Move an entry to another state, together with whatever that state needs to know; the only writer of `state`.

    Raises `IllegalMove` for a transition the state machine does not know, and fails when somebody else moved the entry
    meanwhile: a cancel and a send can never both win.
    """
    move(entry.state, state)
    done = connection.execute(
        update(outbox)
        .where(outbox.c.op_id == entry.op_id, outbox.c.state == entry.state.value)
        .values(state=state.value, **{key: _stored(value) for key, value in values.items()})
    )
    if done.rowcount != 1:
        raise EntryMovedError(entry.op_id)
    epoch.moved(connection)
    moved = get(connection, entry.op_id)
    if moved is None:
        raise EntryMovedError(entry.op_id)
    return moved


def touch(connection: Connection, entry: Entry, **values: Any) -> None:
    """Change what an entry knows (wait, counters, fault) without moving it."""
    connection.execute(
        update(outbox)
        .where(outbox.c.op_id == entry.op_id)
        .values(**{key: _stored(value) for key, value in values.items()})
    )


def mend_clock(connection: Connection, now: datetime, longest: timedelta) -> None:
    """The computer's clock was set back: what it said about moments to come does not hold anybody up for days.

    What was sent "later than now" counts as sent now, so that nothing is sent again too early.
    """
    moving = outbox.c.state.in_([state.value for state in _MOVING])
    future = instant(now + longest)
    connection.execute(
        update(outbox).where(moving, outbox.c.last_sent_at > future).values(last_sent_at=instant(now))
    )
    connection.execute(update(outbox).where(moving, outbox.c.not_before > future).values(not_before=future))


def open_attempt(connection: Connection, entry: Entry, n: int, now: datetime) -> None:
    """Note that a request is about to leave; append-only."""
    connection.execute(
        insert(attempt).values(op_id=entry.op_id, n=n, generation=entry.generation, started_at=instant(now))
    )


def close_attempt(
    connection: Connection, entry: Entry, n: int, now: datetime, outcome: str, problem: Problem | None
) -> None:
    """Note what came of it."""
    connection.execute(
        update(attempt)
        .where(attempt.c.op_id == entry.op_id, attempt.c.n == n)
        .values(
            finished_at=instant(now),
            outcome=outcome,
            fault_code=problem.code if problem else "",
            fault_facts=json.dumps(dict(problem.facts)) if problem else "{}",
        )
    )


def certain_failures(connection: Connection, entry: Entry) -> int:
    """How often a server surely did not apply the entry; attempts of unknown fate do not count."""
    query = select(func.count()).where(
        attempt.c.op_id == entry.op_id, attempt.c.outcome == Outcome.NOT_APPLIED.value
    )
    return int(connection.execute(query).scalar_one())


def claim_remote(connection: Connection, entry: Entry, remote_type: str, remote_id: str) -> None:
    """Tie a server's record to the entry that made it; the primary key refuses a second owner."""
    connection.execute(
        insert(claim).values(
            conn_id=entry.conn_id, remote_type=remote_type, remote_id=remote_id, op_id=entry.op_id
        )
    )


def claimed(connection: Connection, conn_id: int, remote_type: str) -> Mapping[str, str]:
    """Remote id -> entry that made it."""
    query = select(claim.c.remote_id, claim.c.op_id).where(
        claim.c.conn_id == conn_id, claim.c.remote_type == remote_type
    )
    return dict(row for row in connection.execute(query))


class EntryMovedError(RuntimeError):
    """Somebody else moved the entry between our look and our write."""


def facts_of(stored: str) -> dict[str, str]:
    """The facts of a problem as stored."""
    found: dict[str, str] = json.loads(stored)
    return found


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    return "" if value is None else value


def _entry(row: RowMapping) -> Entry:
    def at(key: str) -> datetime | None:
        return moment(row[key]) if row[key] else None

    return Entry(
        op_id=row["op_id"],
        seq=row["seq"],
        kind=row["kind"],
        conn_id=row["conn_id"],
        lane=row["lane"],
        depends_on=row["depends_on"],
        business_key=row["business_key"],
        intent=row["intent"],
        payload=row["payload"],
        payload_sha256=row["payload_sha256"],
        generation=row["generation"],
        req_key=row["req_key"],
        state=State(row["state"]),
        attempts=row["attempts"],
        reconciliations=row["reconciliations"],
        created_at=moment(row["created_at"]),
        first_sent_at=at("first_sent_at"),
        last_sent_at=at("last_sent_at"),
        not_before=at("not_before"),
        problem=Problem(row["fault_code"], facts_of(row["fault_facts"])) if row["fault_code"] else None,
        remote_id=row["remote_id"],
        remote_number=row["remote_number"],
    )
