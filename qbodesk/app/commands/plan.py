"""`qbodesk plan`, `apply` and `undo`: what the sync rules would do in HubSpot, having it done, and taking it back."""

import argparse
from collections.abc import Generator
from contextlib import closing
from dataclasses import asdict
from typing import Any, TypeVar

from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.commands.sync import settle
from qbodesk.app.exit_codes import DONE, OFFLINE, PROBLEMS
from qbodesk.models.domain.sync_plan import Action, Decision, Object, Rule, SyncPlan
from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.workspace import Workspace

T = TypeVar("T")


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the commands."""
    planning = verbs.add_parser(
        "plan", parents=[shared], help="what the sync rules would write to HubSpot; writes nothing"
    )
    planning.set_defaults(run=plan)
    applying = verbs.add_parser("apply", parents=[shared], help="write to HubSpot what the sync rules want")
    applying.add_argument("--yes", action="store_true", help="really write")
    applying.set_defaults(run=apply)
    for each in (planning, applying):
        each.add_argument("object", nargs="?", choices=[kind.value for kind in Object])
        each.add_argument("--realm", help="only this QuickBooks company")
        each.add_argument("--backfill", action="store_true", help="also records older than the rule")
        each.add_argument("--json", action="store_true")
    undoing = verbs.add_parser("undo", parents=[shared], help="take a run back where nobody changed it since")
    undoing.add_argument("number", type=int, metavar="RUN", help="its number, as apply told")
    undoing.add_argument("--json", action="store_true")
    undoing.set_defaults(run=undo)


def plan(options: argparse.Namespace) -> int:
    """The change set, from what was last read."""
    of = Object(options.object) if options.object else None
    with workspace(options, read_only=True) as ws:
        sets = ran(ws.rulebook.plan(of, options.realm, backfill=options.backfill))
        companies = {row.rule.realm_id: row.company for row in ws.rulebook.rows()}
    document = numbers(sets)
    changes = [fields(rule, companies, each) for rule, found in sets for each in found.decisions]
    answer(
        options,
        {**document, "changes": changes, "rules": [_part(rule, companies, found) for rule, found in sets]},
        *(line(each) for _rule, found in sets for each in found.decisions),
        _summary(document),
    )
    return DONE


def apply(options: argparse.Namespace) -> int:
    """Plan, queue and send; what could not be sent waits in the outbox."""
    if not options.yes:
        raise InvalidInput("APPLY_NEEDS_YES", field="yes")
    of = Object(options.object) if options.object else None
    with workspace(options) as ws:
        run_id = ran(ws.rulebook.apply(of, options.realm, backfill=options.backfill))
        return _sent(options, ws, run_id)


def undo(options: argparse.Namespace) -> int:
    """Queue the way back and send it."""
    with workspace(options) as ws:
        return _sent(options, ws, ws.rulebook.undo(options.number))


def _sent(options: argparse.Namespace, ws: Workspace, run_id: int) -> int:
    report = ws.engine.run(pull=False)
    settle(ws)
    done = ws.rulebook.runs.done(run_id)
    told = ws.rulebook.runs.left_alone(run_id)
    left = [{"record": name, "problem": why} for name, why in told]
    found = {name: value for name, value in asdict(done).items() if name != "run_id"}
    problems = [part.problem for part in report.connections if part.problem is not None]
    document = {"run": run_id, **found, "left_alone": left, "problems": problems}
    answer(options, document, _summary(found), *(why.sentence for _name, why in told))
    if done.waiting:
        return OFFLINE
    return PROBLEMS if done.failed else DONE


def ran(steps: Generator[Any, None, T]) -> T:
    """Work through the steps at once."""
    with closing(steps):
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found: T = end.value
                return found


def numbers(sets: list[tuple[Rule, SyncPlan]]) -> dict[str, Any]:
    """The counts of all change sets together."""
    total: dict[str, Any] = {
        **dict.fromkeys(("creates", "updates", "deletes", "links", "conflicts"), 0),
        "skips": {},
    }
    for _rule, found in sets:
        for name, value in found.numbers().items():
            if name == "skips":
                for code, count in value.items():
                    total["skips"][code] = total["skips"].get(code, 0) + count
            else:
                total[name] += value
    return total


def fields(rule: Rule, companies: dict[str, str], each: Decision) -> dict[str, Any]:
    """One change as JSON fields; `before` and `after` name the same HubSpot properties."""
    return {
        "object": rule.object.value,
        "realm_id": rule.realm_id,
        "company": companies.get(rule.realm_id, ""),
        "action": "link" if each.action is Action.NONE else each.action.value,
        "id": each.source.id,
        "record": each.source.label,
        "hubspot_type": each.crm_type,
        "hubspot_id": each.crm_id,
        "links": each.pairs,
        "before": dict(each.before),
        "after": dict(each.after),
        "problem": each.problem,
    }


def _part(rule: Rule, companies: dict[str, str], found: SyncPlan) -> dict[str, Any]:
    return {
        "object": rule.object.value,
        "realm_id": rule.realm_id,
        "company": companies.get(rule.realm_id, ""),
        "enabled": rule.enabled,
        **found.numbers(),
    }


def line(each: Decision) -> str:
    """One change in one line."""
    if each.problem is not None and each.action is Action.CONFLICT:
        return f"{each.action.value:<8} {each.source.label}: {each.problem.sentence}"
    values = ", ".join(
        f"{name}: {each.before.get(name) or '–'} → {value}" for name, value in each.after.items()
    )
    return f"{each.action.value:<8} {each.source.label}: {values}"


def _summary(found: dict[str, Any]) -> str:
    shown = ", ".join(f"{name} {value}" for name, value in found.items() if isinstance(value, int) and value)
    skips = ", ".join(f"{code} {count}" for code, count in found.get("skips", {}).items())
    return "; ".join(part for part in (shown or _("Nothing to do."), skips) if part)
