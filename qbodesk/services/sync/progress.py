"""What a sync pass tells while it runs and when it is done; plain values that may cross threads."""

from dataclasses import dataclass, field
from datetime import datetime

from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem


@dataclass(frozen=True, slots=True)
class Progress:
    """One step done: `connection` is the name people know, `object` a record kind or `outbox`; `total` if it is known."""

    connection: str
    object: str
    done: int
    total: int | None = None


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
