"""A change set as it is counted, shown and exported; made of decisions, decides nothing itself."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from qbodesk.models.domain.sync_plan.decide import CHANGING, DELETING, Action, Decision


@dataclass(slots=True)
class SyncPlan:
    """The decisions of one kind of record in one QuickBooks company."""

    realm_id: str
    object: str
    known: int = 0
    decisions: list[Decision] = field(default_factory=list)
    skips: Counter[str] = field(default_factory=Counter)

    def add(self, decisions: Iterable[Decision]) -> None:
        """Take these over; of the many records that need nothing only the count is kept."""
        for each in decisions:
            if each.action is Action.SKIP and each.problem is not None:
                self.skips[each.problem.code] += 1
            elif each.action in CHANGING or each.action is Action.CONFLICT or each.pairs:
                self.decisions.append(each)

    def changes(self) -> Iterator[Decision]:
        """What would be written."""
        return (each for each in self.decisions if each.action in CHANGING or each.pairs)

    def count(self, *actions: Action) -> int:
        """How many decisions are one of these."""
        return sum(each.action in actions for each in self.decisions)

    @property
    def deletes(self) -> int:
        """Records archived or unlinked because they are gone from QuickBooks."""
        return self.count(*DELETING)

    @property
    def is_mass_deletion(self) -> bool:
        """More than anybody deletes in a day: a person must say so (features I5)."""
        return self.deletes > max(5, self.known // 50)

    def numbers(self) -> dict[str, Any]:
        """The counts of the change set."""
        return {
            "creates": self.count(Action.CREATE),
            "updates": self.count(Action.UPDATE),
            "deletes": self.deletes,
            "links": sum(each.pairs for each in self.decisions),
            "conflicts": self.count(Action.CONFLICT),
            "skips": dict(sorted(self.skips.items())),
        }
