"""Which side's value of a property goes to the other, where a rule works both ways or only to QuickBooks. Pure.

What was written last tells who has changed a value since; an empty value changes nothing on the other side (features Q13).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from qbodesk.models.domain.sync_plan.records import Kept, Properties
from qbodesk.models.domain.sync_plan.rules import Conflict, Direction, Rule


@dataclass(frozen=True, slots=True)
class Taken:
    """A value HubSpot holds on its way to QuickBooks: the field's path, its text there now, and the text to be."""

    path: str
    before: str
    after: str


Back = Callable[[Properties], Mapping[str, Taken]]
"""Of the properties whose value differs and can be written to QuickBooks without loss, where it would go."""


@dataclass(frozen=True, slots=True)
class Ways:
    """`take` goes to QuickBooks, `asked` waits for a person, `left` stays as a person wants it.

    Everything else goes to HubSpot as far as the rule writes there.
    """

    take: Mapping[str, Taken] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()


def ways(
    rule: Rule,
    back: Mapping[str, Taken],
    present: Properties,
    kept: Kept,
    *,
    ours_at: datetime | None,
    theirs_at: datetime | None,
) -> Ways:
    """Decides every property that could go back. `ours_at`, `theirs_at`: when each record was changed last."""
    take: dict[str, Taken] = {}
    asked: set[str] = set()
    left: set[str] = set()
    for name, each in back.items():
        theirs, sent = present.get(name) or "", kept.sent.get(name)
        form = kept.stored.get(name, sent)
        if rule.direction is Direction.TO_QUICKBOOKS:
            # the source is right, whatever was typed there; a server's own form of the same is no change
            if not (sent == each.before and theirs == form):
                take[name] = each
            continue
        if sent is not None and theirs in {sent, form}:
            # HubSpot holds what was written there: only QuickBooks can have changed
            continue
        if not each.before or sent == each.before:
            take[name] = each
            continue
        match rule.conflict:
            case Conflict.HUBSPOT:
                take[name] = each
            case Conflict.NEWEST if ours_at and theirs_at and theirs_at > ours_at:
                take[name] = each
            case Conflict.ASK if sent is not None:
                (left if kept.ignored.get(name) == theirs else asked).add(name)
            case _:
                pass
    return Ways(take, frozenset(asked), frozenset(left))
