"""`qbodesk plan`, `apply` and `undo`: what the sync rules would do in HubSpot, having it done, and taking it back."""

import argparse
from collections.abc import Generator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.commands.sync import settle
from qbodesk.app.exit_codes import DONE, OFFLINE, PROBLEMS
from qbodesk.models.domain.sync_plan import EVERYTHING, Action, Approval, Decision, Object
from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.rules import plan_file
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
    kinds = ("create", "update", "take", "archive", "unlink", "link")
    applying.add_argument("--only", nargs="+", choices=kinds, help="only changes of these kinds")
    applying.add_argument("--record", nargs="+", metavar="ID", help="only these QuickBooks records")
    applying.add_argument(
        "--plan", type=Path, metavar="FILE", help="only what a plan saved as JSON says, where it still holds"
    )
    planning.add_argument(
        "--save", type=Path, metavar="FILE", help="also as a file: JSON, or CSV by its ending"
    )
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
    document = plan_file.document(sets, companies)
    if options.save is not None:
        plan_file.save(options.save, sets, companies)
    answer(
        options,
        document,
        *(line(each) for _rule, found in sets for each in found.decisions),
        _summary(document),
    )
    return DONE


def apply(options: argparse.Namespace) -> int:
    """Plan, queue and send; what could not be sent waits in the outbox."""
    if not options.yes:
        raise InvalidInput("APPLY_NEEDS_YES", field="yes")
    of = Object(options.object) if options.object else None
    approval = _approval(options)
    with workspace(options) as ws:
        if ws.rulebook.is_unread(of, options.realm):
            # what HubSpot holds already decides what is made there, and our own is not read back afterwards
            ws.engine.run(only="hubspot")
        run_id = ran(ws.rulebook.apply(of, options.realm, backfill=options.backfill, approval=approval))
        return _sent(options, ws, run_id)


def _approval(options: argparse.Namespace) -> Approval:
    """What was agreed to on the command line; raises `PLAN_FILE`."""
    signed = EVERYTHING
    if options.plan is not None:
        try:
            signed = plan_file.approval_of(options.plan.read_text(encoding="utf-8"))
        except (OSError, UnicodeError) as error:
            raise InvalidInput("PLAN_FILE", field="plan", reason=str(error)) from error
    kinds = frozenset(options.only) if options.only else None
    records = frozenset(options.record) if options.record else None
    return replace(signed, kinds=kinds, records=records)


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
