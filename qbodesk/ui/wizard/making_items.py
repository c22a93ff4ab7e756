"""Products on their way to QuickBooks and the lines that wait for them. Queues none."""

from dataclasses import dataclass

from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.source_lines import ItemCandidate
from qbodesk.models.errors import Problem
from qbodesk.services.workspace import Workspace

_OVER = frozenset({State.REJECTED, State.CANCELLED, State.NEEDS_REVIEW, State.BLOCKED})


@dataclass(frozen=True, slots=True)
class Arrived:
    """A product that was made for a line."""

    line_key: str
    item: ItemCandidate


class MakingItems:
    """Outbox entry -> line, until the entry is settled."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lines: dict[str, str] = {}

    def wait(self, op_id: str, line_key: str) -> None:
        """A product was queued for a line."""
        self._lines[op_id] = line_key

    def __len__(self) -> int:
        return len(self._lines)

    def settled(self, realm_id: str) -> tuple[list[Arrived], list[Problem]]:
        """What was made since the last look, and why others were not; each is told once."""
        arrived: list[Arrived] = []
        refused: list[Problem] = []
        for op_id, key in list(self._lines.items()):
            entry = self._workspace.status.entry(op_id)
            if entry is None or entry.state in _OVER:
                del self._lines[op_id]
                if entry is not None and entry.problem is not None:
                    refused.append(entry.problem)
            elif entry.state is State.SUCCEEDED:
                del self._lines[op_id]
                items = self._workspace.books.items(realm_id)
                arrived += [Arrived(key, each) for each in items if each.id == entry.remote_id]
        return arrived, refused
