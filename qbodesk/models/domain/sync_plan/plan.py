"""A change set as it is counted, shown and exported; made of decisions, decides nothing itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from qbodesk.models.domain.sync_plan.decide import CHANGING, DELETING, Action, Decision

Key = tuple[str, str, str, str]
"""A change by company, object, kind of HubSpot record and QuickBooks id."""


def key_of(realm_id: str, of: str, each: Decision) -> Key:
    """By which a change is approved or left."""
    return (realm_id, of, each.crm_type, each.source.id)


def kind_of(each: Decision) -> str:
    """What a change is called in a plan: its action, "link" for a pair without anything to write."""
    return "link" if each.action is Action.NONE else each.action.value


@dataclass(frozen=True, slots=True)
class Approval:
    """Which changes of a plan a person agrees to; without any of this, all of them.

    `kinds` (as `kind_of`), `records` (QuickBooks ids) and `only` each name all there is of it, `exactly` holds what was signed:
    by change its kind and the values after; a change that has become another since is not agreed to.
    """

    kinds: frozenset[str] | None = None
    records: frozenset[str] | None = None
    only: frozenset[Key] | None = None
    exactly: Mapping[Key, tuple[str, Mapping[str, str]]] | None = None

    def covers(self, realm_id: str, of: str, each: Decision) -> bool:
        """Whether this change may be made."""
        key, kind = key_of(realm_id, of, each), kind_of(each)
        if self.kinds is not None and kind not in self.kinds:
            return False
        if self.only is not None and key not in self.only:
            return False
        if self.records is not None and each.source.id not in self.records:
            return False
        return self.exactly is None or self.exactly.get(key) == (kind, dict(each.after))


EVERYTHING = Approval()


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

    def approve(self, approval: Approval) -> None:
        """Keep of the changes those that are agreed to; the others stay for another plan."""
        self.decisions = [
            each
            for each in self.decisions
            if (each.action not in CHANGING and not each.pairs)
            or approval.covers(self.realm_id, self.object, each)
        ]

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
            "to_quickbooks": self.count(Action.TAKE),
            "made_in_quickbooks": self.count(Action.MAKE),
            "deletes": self.deletes,
            "links": sum(each.pairs for each in self.decisions),
            "conflicts": self.count(Action.CONFLICT),
            "skips": dict(sorted(self.skips.items())),
        }
