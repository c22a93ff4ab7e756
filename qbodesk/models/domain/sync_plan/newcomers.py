"""What a HubSpot record that QuickBooks does not have asks of QuickBooks: to be made there, or why not. Pure.

Whatever might be the same is never made a second time: the signs are those by which the other way finds counterparts, and a name
that QuickBooks has already is a question for a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from qbodesk.models.domain.sync_plan.decide import Action, Decision
from qbodesk.models.domain.sync_plan.directions import Taken
from qbodesk.models.domain.sync_plan.records import Kept, Source
from qbodesk.models.domain.sync_plan.rules import Rule
from qbodesk.models.errors import Problem

_MARK = "hubspot:"


def newcomer_id(crm_id: str) -> str:
    """What stands for the QuickBooks id of a record that is not there yet."""
    return _MARK + crm_id


def newcomer_of(qb_id: str) -> str | None:
    """The HubSpot id behind such an id; `None` for a record of QuickBooks."""
    return qb_id.removeprefix(_MARK) if qb_id.startswith(_MARK) else None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A record of HubSpot without a counterpart.

    `label` is what it would be called in QuickBooks. `excluded`: why QuickBooks would not take it as it is. `there`: labels of
    active QuickBooks records that show one of its signs or that its own key names; `namesake`: QuickBooks has that name already.
    `version`: when HubSpot changed it last. `on_its_way`: somebody has asked for its counterpart already, as in a wizard.
    """

    id: str
    label: str
    version: str
    updated_at: datetime | None
    excluded: Problem | None = None
    there: tuple[str, ...] = ()
    namesake: bool = False
    on_its_way: bool = False
    outside: bool = False
    back: Mapping[str, Taken] = field(default_factory=dict)
    kept: Kept | None = None


def decide_newcomer(rule: Rule, crm_type: str, each: Newcomer, *, backfill: bool = False) -> Decision:
    """One record under a rule that makes records in QuickBooks."""
    source = Source(newcomer_id(each.id), each.label, each.version, each.updated_at)

    def left(code: str, action: Action = Action.SKIP, **facts: str) -> Decision:
        told = Problem(code, {"record": each.label, **facts})
        return Decision(source, crm_type, action, each.id, problem=told)

    if each.kept is not None and each.kept.held and each.kept.version == each.version:
        return left("UNDONE")
    if each.outside:
        return left("OUTSIDE_FILTER")
    if _is_old(rule, each) and not backfill:
        return left("BEFORE_RULE")
    if each.there:
        return left("IN_QUICKBOOKS_ALREADY", others=", ".join(each.there))
    if each.on_its_way:
        return left("MADE_ELSEWHERE")
    if each.excluded is not None:
        return Decision(source, crm_type, Action.SKIP, each.id, problem=each.excluded)
    if each.namesake:
        return left("NAME_IN_QUICKBOOKS", Action.CONFLICT)
    before: dict[str, str | None] = dict.fromkeys(each.back)
    after = {name: taken.after for name, taken in each.back.items()}
    return Decision(source, crm_type, Action.MAKE, each.id, before, after, back=each.back)


def _is_old(rule: Rule, each: Newcomer) -> bool:
    if rule.since is None or each.updated_at is None or each.updated_at > rule.since:
        return False
    return each.kept is None or not each.kept.chosen
