"""What a sync pass tells while it runs and when it is done; plain values that may cross threads."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem


class Wait(StrEnum):
    """What a pass waits for when nothing arrives."""

    NOTHING = ""
    NETWORK = "network"
    LIMIT = "limit"
    """The server said "too many requests"; nothing is sent before the pause it asked for is over."""
    TURN = "turn"
    """We keep below the published limit by ourselves."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One step done: `connection` is the name people know, `object` a record kind or `outbox`; `total` if it is known.

    `rate` is records a second and `left` seconds until `total`, both `None` as long as they would be guesses.
    """

    connection: str
    object: str
    done: int
    total: int | None = None
    rate: float | None = None
    left: float | None = None
    waits: Wait = Wait.NOTHING
    pause: float = 0.0
    """Seconds the wait for a limit still lasts."""


SPAN = 10.0
SURE_AFTER = 1.0


class Pace:
    """How fast the records of one kind arrive, over the last `SPAN` seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque()

    def rate(self, done: int) -> float | None:
        """Records a second now that `done` are here; `None` in the first second."""
        now = self._clock()
        self._marks.append((now, done))
        # one mark stays at or beyond the span, so that a server that stalls makes the rate sink instead of vanish
        while len(self._marks) > 1 and now - self._marks[1][0] >= SPAN:
            self._marks.popleft()
        first, before = self._marks[0]
        return (done - before) / (now - first) if now - first >= SURE_AFTER else None


def seconds_left(rate: float | None, done: int, total: int | None) -> float | None:
    """How long the rest takes at this rate; unknown when nothing moves."""
    if not rate or total is None:
        return None
    return max(0, total - done) / rate


@dataclass(slots=True)
class ObjectReport:
    """What a pass did to one kind of record of one connection."""

    seen: int = 0
    new: int = 0
    changed: int = 0
    deleted: int = 0


@dataclass(slots=True)
class ConnectionReport:
    """What a pass did on one connection; `problem` says why it stopped early, if it did."""

    conn_id: int
    service: str
    remote_id: str
    name: str
    objects: dict[str, ObjectReport] = field(default_factory=dict)
    http_calls: int = 0
    problem: Problem | None = None

    def of(self, kind: str) -> ObjectReport:
        """The counts of a kind, added on first use."""
        return self.objects.setdefault(kind, ObjectReport())


@dataclass(slots=True)
class SyncReport:
    """One pass over everything."""

    started_at: datetime
    finished_at: datetime | None = None
    connections: list[ConnectionReport] = field(default_factory=list)
    outbox: dict[State, int] = field(default_factory=dict)
    problems: int = 0
    run: int | None = None
    """The run that the sync rules began by themselves."""

    @property
    def http_calls(self) -> int:
        """Requests of the whole pass."""
        return sum(each.http_calls for each in self.connections)

    @property
    def seconds(self) -> float:
        """How long it took."""
        return ((self.finished_at or self.started_at) - self.started_at).total_seconds()

    @property
    def changed(self) -> int:
        """Records new, changed or deleted by the pass."""
        return sum(
            found.new + found.changed + found.deleted
            for each in self.connections
            for found in each.objects.values()
        )
