"""What the status bar and `doctor` say: connections, how fresh the cache is, what waits, what needs a person."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qbodesk.models.cache.look import Look
from qbodesk.models.domain.lasting import Lasting
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.profile import Profile
from qbodesk.models.errors import Problem

if TYPE_CHECKING:
    from qbodesk.models.cache.engine import Cache
    from qbodesk.models.cache.outbox import Entry

MEANT_SO = ("CURRENCY_MISMATCH", "CURRENCY_NOT_IN_HUBSPOT", "NO_EMAIL", "NO_COMPANY_NAME", "ITEM_IS_BUNDLE")
"""What is left out of step by a rule of the user's own: listed with its reason, never counted as work to do."""

SANDBOX = "https://sandbox-quickbooks.api.intuit.com"
"""Where companies made for trying live; repeated here because nothing that speaks to a server is loaded for this."""
NO_END = Lasting()

ON_THE_WAY = (State.QUEUED, State.SENDING, State.RETRY_WAIT, State.UNKNOWN, State.RECONCILING)
NEEDS_YOU = (State.REJECTED, State.BLOCKED, State.NEEDS_REVIEW)


@dataclass(frozen=True, slots=True)
class ConnectionState:
    """One connected service; `as_of` is when everything was last fetched, `state` connected, sign_in or disconnected.

    `lasting` is as the last pass or sign-in noted it: without a sync since, it is still right.
    """

    conn_id: int
    service: str
    remote_id: str
    name: str
    country: str
    currency: str
    state: str
    as_of: datetime | None
    sandbox: bool = False
    lasting: Lasting = NO_END


@dataclass(frozen=True, slots=True)
class Status:
    """One look at the whole workspace."""

    connections: tuple[ConnectionState, ...]
    entries: Mapping[State, int]
    problems: int
    paused: str | None = None
    """The code of the problem for which nothing is sent, see `Recovery`."""
    created: int = 0
    """Invoices that were ever made in QuickBooks from here."""
    profile: Profile = Profile.LEGACY

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


_CONNECTIONS = """
    SELECT conn_id, service, remote_id, name, country, currency, state, last_ok_at AS as_of, base_url
    FROM sync_connection ORDER BY conn_id
"""
_ENTRIES = "SELECT state, count(*) FROM outbox_op GROUP BY state"
_PROBLEMS = """
    SELECT count(*) FROM sync_problem
    WHERE dismissed = 0 AND code NOT IN (SELECT value FROM json_each(:meant_so))
"""
_CREATED = "SELECT count(*) FROM outbox_op WHERE state = 'succeeded' AND kind = 'quickbooks.invoice.create'"
_LASTING = "SELECT value FROM app_setting WHERE key = 'signin.lasting'"
_PROFILE = "SELECT value FROM app_setting WHERE key = 'profile'"
_PAUSED = "SELECT value FROM app_setting WHERE key = 'outbox.paused'"


class StatusReader:
    """Reads the state of the workspace; `status` before anything else is loaded, what is in the queue through the cache."""

    def __init__(self, look: Look, cache: "Callable[[], Cache]") -> None:
        self._look = look
        self._cache = cache

    def status(self) -> Status:
        """Connections, queue and problems, all of one moment."""
        with self._look.look() as rows:
            noted = [json.loads(value) for (value,) in rows(_LASTING)]
            known = tuple(_connection(row, noted[0] if noted else {}) for row in rows(_CONNECTIONS))
            entries = {State(state): count for state, count in rows(_ENTRIES)}
            ((problems,),) = rows(_PROBLEMS, meant_so=json.dumps(MEANT_SO))
            ((created,),) = rows(_CREATED)
            paused = [json.loads(value) for (value,) in rows(_PAUSED)]
            chosen = [Profile(json.loads(value)) for (value,) in rows(_PROFILE)]
        return Status(
            known,
            entries,
            problems,
            paused[0] if paused else None,
            created,
            chosen[0] if chosen else Profile.LEGACY,
        )

    def entries(self) -> "list[Entry]":
        """All outbox entries in the order they were queued."""
        from qbodesk.models.cache import outbox

        with self._cache().read() as tx:
            return outbox.listed(tx)

    def entry(self, op_id: str) -> "Entry | None":
        """One outbox entry."""
        from qbodesk.models.cache import outbox

        with self._cache().read() as tx:
            return outbox.get(tx, op_id)

    def problems(self) -> list[ProblemRow]:
        """Records not in step that nobody dismissed, those meant to be so among them, newest first."""
        with self._look.look() as rows:
            return [
                ProblemRow(
                    row["problem_id"],
                    row["subject_kind"],
                    row["subject_id"],
                    Problem(row["code"], json.loads(row["facts"])),
                    _when(row["first_at"]),
                    _when(row["last_at"]),
                    row["tries"],
                )
                for row in rows("SELECT * FROM sync_problem WHERE dismissed = 0 ORDER BY last_at DESC")
            ]


def _connection(row: Any, noted: Mapping[str, Sequence[str]]) -> ConnectionState:
    values = dict(row)
    sandbox = values.pop("base_url") == SANDBOX
    unused, ends = noted.get(str(values["conn_id"]), ("", ""))
    values["as_of"] = _when(values["as_of"])
    return ConnectionState(**values, sandbox=sandbox, lasting=Lasting(_when(unused), _when(ends)))


def _when(stored: str) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
