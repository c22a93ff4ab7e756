"""What one QuickBooks record asks of HubSpot: the decision of a sync rule. Pure; reads and writes nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from qbodesk.models.domain.sync_plan.directions import Back, Taken, Ways, ways
from qbodesk.models.domain.sync_plan.records import Desired, Kept, Properties, Source, Surroundings
from qbodesk.models.domain.sync_plan.rules import (
    Conflict,
    Direction,
    Rule,
    WhenChanged,
    WhenDeleted,
    WhenUnmatched,
)
from qbodesk.models.errors import Problem


class Action(StrEnum):
    """What happens to one record; `TAKE` and `MAKE` are written to QuickBooks, everything else to HubSpot."""

    CREATE = "create"
    UPDATE = "update"
    TAKE = "take"
    MAKE = "make"
    ARCHIVE = "archive"
    UNLINK = "unlink"
    NONE = "none"
    SKIP = "skip"
    CONFLICT = "conflict"


CHANGING = frozenset({Action.CREATE, Action.UPDATE, Action.TAKE, Action.MAKE, Action.ARCHIVE, Action.UNLINK})
"""Actions that write something."""
MOST_OVERWRITES = 3
"""After so many somebody is writing the same values in turns with us: most likely another connector (features N7)."""
DELETING = frozenset({Action.ARCHIVE, Action.UNLINK})


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for one source and one kind of HubSpot record; `before` and `after` name the same properties.

    `back` of a `TAKE` or `MAKE`: by property, which field of QuickBooks takes its value over; `before` and `after` are the
    field's then. The source of a `MAKE` is no record yet: `newcomers`.
    `values` is all that QuickBooks wants there, also what is in step already; `agreed` of a `NONE` is HubSpot's form of what both
    sides say, where values may go both ways. `pairs`: the counterpart was found just now and
    becomes linked. `problem`: why nothing is written, or on a change what of it could not be.
    """

    source: Source
    crm_type: str
    action: Action
    crm_id: str | None = None
    before: Mapping[str, str | None] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    agreed: Mapping[str, str] = field(default_factory=dict)
    pairs: bool = False
    back: Mapping[str, Taken] = field(default_factory=dict)
    problem: Problem | None = None


def decide(
    rule: Rule,
    crm_type: str,
    source: Source,
    around: Surroundings,
    desired: Desired,
    own: Mapping[str, str],
    *,
    backfill: bool = False,
    back: Back = lambda _present: {},
) -> Decision:
    """One record under its rule. `own` are the properties of ours that tie the pair together; they are always written.

    `back` is asked only by rules that write to QuickBooks.
    """
    if around.kept is not None and around.kept.held and around.kept.version == source.version:
        undone = Problem("UNDONE", {"record": source.label})
        return Decision(source, crm_type, Action.SKIP, around.link, problem=undone)
    if source.gone:
        return _deleted(rule, crm_type, source, around)
    left_out = _left_out(rule, source, around, backfill=backfill)
    if left_out is not None:
        return Decision(source, crm_type, Action.SKIP, around.link, problem=left_out)
    if source.outside:
        return _unmatched(rule, crm_type, source, around)
    doubt = None if around.link is not None else _doubt(source, around)
    if doubt is not None and source.minor:
        return Decision(source, crm_type, Action.SKIP, problem=Problem("SUB_CUSTOMER", doubt.facts))
    if doubt is not None:
        return Decision(source, crm_type, Action.CONFLICT, problem=doubt)
    crm_id = around.link or next(iter(around.found), None)
    if crm_id is not None:
        present = around.properties(crm_id) or {}
        return _compared(rule, crm_type, source, around, crm_id, present, desired, own, back)
    if rule.direction is Direction.TO_QUICKBOOKS:
        only = Problem("ONLY_TO_QUICKBOOKS", {"record": source.label})
        return Decision(source, crm_type, Action.SKIP, problem=only)
    wanted = desired({})
    values = {**{name: value for name, value in wanted.changes.items() if value}, **own}
    trouble = next(iter(wanted.troubles.values()), None)
    return Decision(
        source, crm_type, Action.CREATE, None, dict.fromkeys(values), values, values, problem=trouble
    )


def _left_out(rule: Rule, source: Source, around: Surroundings, *, backfill: bool) -> Problem | None:
    """Why a record is not kept in step, whatever it says."""
    facts = {"record": source.label}
    if _is_old(rule, source, around) and not backfill:
        return Problem("BEFORE_RULE", facts)
    if source.excluded is not None and not source.outside:
        return source.excluded
    if source.outside:
        return None
    if rule.when_changed is WhenChanged.NOTHING:
        return Problem("RULE_SAYS_NOTHING", facts)
    if around.link is not None:
        return None if around.properties(around.link) is not None else Problem("COUNTERPART_GONE", facts)
    if rule.when_changed is WhenChanged.UPDATE_ONLY and not around.found and not around.rivals:
        return Problem("NO_COUNTERPART", facts)
    return None


def _is_old(rule: Rule, source: Source, around: Surroundings) -> bool:
    """Older than the rule and never written by it."""
    if rule.since is None or source.updated_at is None or source.updated_at > rule.since:
        return False
    return around.kept is None or not (around.kept.chosen or around.kept.sent)


def _deleted(rule: Rule, crm_type: str, source: Source, around: Surroundings) -> Decision:
    facts = {"record": source.label}
    if around.link is None:
        return Decision(source, crm_type, Action.SKIP, problem=Problem("INACTIVE_IN_QUICKBOOKS", facts))
    if rule.when_deleted is WhenDeleted.NOTHING:
        return Decision(source, crm_type, Action.SKIP, around.link, problem=Problem("KEPT_IN_HUBSPOT", facts))
    there = around.properties(around.link) is not None
    archive = rule.when_deleted is WhenDeleted.ARCHIVE and there
    archive = archive and rule.direction is not Direction.TO_QUICKBOOKS
    return Decision(source, crm_type, Action.ARCHIVE if archive else Action.UNLINK, around.link)


def _unmatched(rule: Rule, crm_type: str, source: Source, around: Surroundings) -> Decision:
    """Only what the rule itself has kept in step is taken back: somebody else's pair is none of its business."""
    outside = Problem("OUTSIDE_FILTER", {"record": source.label})
    ours = around.link is not None and around.kept is not None and bool(around.kept.sent)
    if not ours or rule.when_unmatched is WhenUnmatched.LEAVE:
        return Decision(source, crm_type, Action.SKIP, around.link, problem=outside)
    there = around.link is not None and around.properties(around.link) is not None
    archive = rule.when_unmatched is WhenUnmatched.ARCHIVE and there
    archive = archive and rule.direction is not Direction.TO_QUICKBOOKS
    return Decision(source, crm_type, Action.ARCHIVE if archive else Action.UNLINK, around.link)


def _doubt(source: Source, around: Surroundings) -> Problem | None:
    """Why a counterpart cannot be told without asking; never guessed (features I3, J3)."""
    facts = {"record": source.label, "sign": around.rung}
    if around.rivals:
        return Problem("SHARED_SIGN", {**facts, "others": ", ".join(around.rivals)})
    if len(around.found) > 1:
        return Problem("SEVERAL_COUNTERPARTS", {**facts, "count": str(len(around.found))})
    if around.stranger and not around.found:
        code = "NAMESAKE" if around.rung == "person" else "MADE_BY_ANOTHER"
        return Problem(code, {**facts, "other": around.stranger})
    if around.found and (owner := around.taken.get(around.found[0])) is not None:
        return Problem("COUNTERPART_TAKEN", {**facts, "other": owner})
    return None


def _compared(
    rule: Rule,
    crm_type: str,
    source: Source,
    around: Surroundings,
    crm_id: str,
    present: Properties,
    desired: Desired,
    own: Mapping[str, str],
    back: Back,
) -> Decision:
    kept = around.kept or Kept()
    pairs = around.link is None
    one_way = rule.direction is Direction.TO_HUBSPOT
    ours_at, theirs_at = source.updated_at, around.changed_at.get(crm_id)
    going = (
        Ways() if one_way else ways(rule, back(present), present, kept, ours_at=ours_at, theirs_at=theirs_at)
    )
    if going.take and not going.asked:
        before = {name: each.before or None for name, each in going.take.items()}
        after = {name: each.after for name, each in going.take.items()}
        again = sorted(name for name, each in going.take.items() if kept.stored_form(name) == each.after)
        if again and kept.overwrites >= MOST_OVERWRITES:
            flapping = {"record": source.label, "properties": ", ".join(again)}
            problem = Problem("PARALLEL_IN_QUICKBOOKS", flapping)
            return Decision(source, crm_type, Action.CONFLICT, crm_id, problem=problem)
        return Decision(source, crm_type, Action.TAKE, crm_id, before, after, pairs=pairs, back=going.take)
    wanted = desired(present)
    values = {**wanted.values, **own}
    agreed = {} if one_way else _agreed(values, present)
    if rule.direction is Direction.TO_QUICKBOOKS:
        return Decision(source, crm_type, Action.NONE, crm_id, values=values, agreed=agreed, pairs=pairs)
    if going.asked:
        before = {name: present.get(name) for name in sorted(going.asked)}
        after = {name: values.get(name, "") for name in before}
        told = _changed_there(source, before, after)
        ours = {name: each.before for name, each in back(present).items() if name in going.asked}
        facts = {**told.facts, "ours": json.dumps(ours)}
        problem = Problem("CHANGED_ON_BOTH_SIDES", facts)
        return Decision(source, crm_type, Action.CONFLICT, crm_id, before, after, values, problem=problem)
    ours = {name: value for name, value in own.items() if (present.get(name) or "") != value}
    differing = {
        name: value
        for name, value in {**wanted.changes, **ours}.items()
        if not _as_stored(kept, name, value, present.get(name))
    }
    drifted = {name for name, value in differing.items() if kept.sent.get(name) == value}
    if rule.conflict is Conflict.HUBSPOT:
        accepted = drifted
    else:
        accepted = {name for name in drifted if kept.ignored.get(name) == (present.get(name) or "")}
    accepted |= going.left
    if rule.conflict is Conflict.ASK and (asked := sorted(drifted - accepted)):
        before = {name: present.get(name) for name in asked}
        after = {name: differing[name] for name in asked}
        problem = _changed_there(source, before, after)
        return Decision(source, crm_type, Action.CONFLICT, crm_id, before, after, values, problem=problem)
    if drifted - accepted and kept.overwrites >= MOST_OVERWRITES:
        flapping = {"record": source.label, "properties": ", ".join(sorted(drifted - accepted))}
        problem = Problem("PARALLEL_CONNECTOR", flapping)
        return Decision(source, crm_type, Action.CONFLICT, crm_id, values=values, problem=problem)
    differing = {name: value for name, value in differing.items() if name not in accepted}
    trouble = next(iter(wanted.troubles.values()), None)
    before = {name: present.get(name) or None for name in differing}
    action = Action.UPDATE if differing else Action.NONE
    return Decision(
        source,
        crm_type,
        action,
        crm_id,
        before,
        differing,
        values,
        agreed={} if differing else agreed,
        pairs=pairs,
        problem=trouble,
    )


def _agreed(values: Mapping[str, str], present: Properties) -> dict[str, str]:
    """HubSpot's form of the values that both sides say."""
    held = {name: present.get(name) or "" for name in values}
    return {name: held[name] for name, value in values.items() if value and _alike(value, held[name])}


def _alike(one: str, other: str) -> bool:
    if one.strip().casefold() == other.strip().casefold():
        return True
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def _as_stored(kept: Kept, name: str, value: str, present: str | None) -> bool:
    """The server keeps it in a form of its own, and nobody has changed either side since."""
    return kept.sent.get(name) == value and name in kept.stored and kept.stored[name] == (present or "")


def _changed_there(source: Source, before: Properties, after: Mapping[str, str]) -> Problem:
    """Somebody changed in HubSpot what was written from QuickBooks, and QuickBooks still says the same (features L5)."""
    name = next(iter(after))
    facts = {
        "record": source.label,
        "property": name,
        "hubspot": before[name] or "–",
        "quickbooks": after[name] or "–",
        "names": " ".join(after),
    }
    return Problem("CHANGED_IN_HUBSPOT", facts)
