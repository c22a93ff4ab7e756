"""How records, changes and runs of the sync rules stand; the values are what the cache holds. Moves nothing."""

from dataclasses import dataclass
from datetime import datetime

IN_STEP, EXCLUDED, FAILING, QUEUED, CONFLICT = "in_step", "excluded", "failing", "queued", "conflict"
STATES = (IN_STEP, EXCLUDED, FAILING, QUEUED, CONFLICT)
"""Where a record stands: as it should be, left out by a rule, refused, on its way, waiting for a decision."""

WAITING, DONE, FAILED, DROPPED, UNDONE = "waiting", "done", "failed", "dropped", "undone"
"""What became of a change: dropped is what turned out not to be needed any more."""

AUTOMATIC, APPLIED, UNDO = "automatic", "applied", "undo"
"""What began a run: the pass by itself, a person, or a person who took another one back."""


@dataclass(frozen=True, slots=True)
class Run:
    """One change set on its way: of one kind of record in one company, or everything at once ("")."""

    run_id: int
    kind: str
    realm_id: str
    object: str
    started_at: datetime
    finished_at: datetime | None
    undoes: int | None
