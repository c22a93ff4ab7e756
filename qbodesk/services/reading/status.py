"""What the status bar and `doctor` say: connections, how fresh the cache is, what waits, what needs a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from qbodesk.models.cache import connections, outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.cache.tables_sync import problem
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem
from qbodesk.services.reading.invoices import when

MEANT_SO = ("CURRENCY_MISMATCH",)
"""What is left out of step by a rule of the user's own: listed with its reason, never counted as work to do."""

ON_THE_WAY = (State.QUEUED, State.SENDING, State.RETRY_WAIT, State.UNKNOWN, State.RECONCILING)
NEEDS_YOU = (State.REJECTED, State.BLOCKED, State.NEEDS_REVIEW)


@dataclass(frozen=True, slots=True)
class ConnectionState:
    """One connected service; `as_of` is when everything was last fetched, `state` connected, sign_in or disconnected."""

    conn_id: int
    service: str
    remote_id: str
    name: str
    country: str
    currency: str
    state: str
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Status:
    """One look at the whole workspace."""

    connections: tuple[ConnectionState, ...]
    entries: Mapping[State, int]
    problems: int

    @property
    def queue(self) -> int:
        """Writes that have not reached their server yet."""
        return sum(self.entries.get(state, 0) for state in ON_THE_WAY)

    @property
    def needs_you(self) -> int:
        """Writes only a person can move, and records not in step that should be."""
        return sum(self.entries.get(state, 0) for state in NEEDS_YOU) + self.problems

    def as_of(self, service: str) -> datetime | None:
        """The oldest "as of" of a service's connections; `None` when one was never fetched whole."""
        moments = [each.as_of for each in self.connections if each.service == service]
        return None if not moments or None in moments else min(moment for moment in moments if moment)


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A record that is not in step."""

    problem_id: int
    subject_kind: str
    subject_id: str
    problem: Problem
    first_at: datetime | None
    last_at: datetime | None
    tries: int


class StatusReader:
    """Reads the state of the workspace."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def status(self) -> Status:
        """Connections, queue and problems, all of one moment."""
        with self._cache.read() as tx:
            known = tuple(
                ConnectionState(
                    each.conn_id,
                    each.service,
                    each.remote_id,
                    each.name,
                    each.country,
                    each.currency,
                    each.state,
                    each.last_ok_at,
                )
                for each in connections.listed(tx)
            )
            open_problems = tx.execute(
                select(func.count())
                .select_from(problem)
                .where(problem.c.dismissed == 0, problem.c.code.not_in(MEANT_SO))
            ).scalar_one()
            return Status(known, outbox.counts(tx), open_problems)

    def entries(self) -> list[Entry]:
        """All outbox entries in the order they were queued."""
        with self._cache.read() as tx:
            return outbox.listed(tx)

    def entry(self, op_id: str) -> Entry | None:
        """One outbox entry."""
        with self._cache.read() as tx:
            return outbox.get(tx, op_id)

    def problems(self) -> list[ProblemRow]:
        """Records not in step that nobody dismissed, those meant to be so among them, newest first."""
        query = select(problem).where(problem.c.dismissed == 0).order_by(problem.c.last_at.desc())
        with self._cache.read() as tx:
            return [
                ProblemRow(
                    row.problem_id,
                    row.subject_kind,
                    row.subject_id,
                    Problem(row.code, outbox.facts_of(row.facts)),
                    when(row.first_at),
                    when(row.last_at),
                    row.tries,
                )
                for row in tx.execute(query)
            ]
