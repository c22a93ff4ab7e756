"""`qbodesk problems`: records not in step, by reason, and what a person decides about them. Writes to no server by itself."""

import argparse
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.exit_codes import DONE
from qbodesk.models.cache import rules
from qbodesk.models.domain.fixes import Fix, fixes_of_record
from qbodesk.models.domain.sync_plan import Object
from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.reading.status import ProblemRow
from qbodesk.services.rules.health import QB_TYPES, Standing, subject_of
from qbodesk.services.workspace import Workspace

_ONLY_WHERE_OFFERED = {"overwrite": Fix.OVERWRITE, "take": Fix.TAKE, "unlink": Fix.UNLINK}

OTHERS = "other"
"""What an id begins with that names no record of a sync rule."""


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser("problems", parents=[shared], help="what is not in step, and why")
    inner = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    listing = inner.add_parser("list", parents=[shared], help="everything that is not in step, by reason")
    listing.add_argument("--excluded", action="store_true", help="also what a rule leaves out")
    listing.set_defaults(run=list_problems)
    deciding = (
        ("retry", "have the next sync look at it again", retry),
        ("overwrite", "write QuickBooks' value over what was changed in HubSpot", overwrite),
        ("take", "write HubSpot's value to QuickBooks where both sides have changed", take),
        ("unlink", "take it apart from a HubSpot record that is gone, and look for another", unlink),
        ("dismiss", "leave it as it is and hear no more of it", dismiss),
    )
    for name, told, run in deciding:
        verb = inner.add_parser(name, parents=[shared], help=told)
        verb.add_argument("problem", nargs="*", help="its id, as list told")
        verb.add_argument("--all", action="store_true", help="every one that is listed")
        verb.set_defaults(run=run)
    for each in inner.choices.values():
        each.add_argument("--object", choices=[kind.value for kind in Object])
        each.add_argument("--realm", help="only this QuickBooks company")
        each.add_argument("--code", help="only this reason")
        each.add_argument("--json", action="store_true")


def list_problems(options: argparse.Namespace) -> int:
    """One line each; with the counts of every state."""
    with workspace(options, read_only=True) as ws:
        states = (rules.FAILING, rules.CONFLICT, *((rules.EXCLUDED,) if options.excluded else ()))
        found = _listed(ws, options, states)
        others = [] if options.object else _others(ws, options)
        of = Object(options.object) if options.object else None
        counts = ws.health.counts(of, options.realm)
    totals: dict[str, int] = {}
    for each in counts:
        totals[each.state] = totals.get(each.state, 0) + each.number
    rows = [fields(each) for each in found] + [_other_fields(each) for each in others]
    by_code = {code: sum(1 for _row in group) for code, group in groupby(sorted(row["code"] for row in rows))}
    document = {
        "problems": rows,
        "by_code": by_code,
        "counts": totals,
        "excluded": {each.code: each.number for each in counts if each.state == rules.EXCLUDED},
    }
    lines = [f"{row['id']}  {row['sentence']}" for row in rows]
    answer(options, document, *(lines or [_("Nothing to do.")]))
    return DONE


def retry(options: argparse.Namespace) -> int:
    """The next plan looks at them again."""
    return _decide(options, "retried", "retry")


def overwrite(options: argparse.Namespace) -> int:
    """QuickBooks is right."""
    return _decide(options, "overwritten", "overwrite")


def take(options: argparse.Namespace) -> int:
    """HubSpot is right."""
    return _decide(options, "taken", "take")


def unlink(options: argparse.Namespace) -> int:
    """Their counterparts are gone for good."""
    return _decide(options, "unlinked", "unlink")


def dismiss(options: argparse.Namespace) -> int:
    """They stay as they are."""
    return _decide(options, "dismissed", "dismiss")


def _decide(options: argparse.Namespace, word: str, verb: str) -> int:
    with workspace(options) as ws:
        listed = _listed(ws, options, (rules.FAILING, rules.CONFLICT, rules.EXCLUDED))
        if options.all:
            chosen = [each for each in listed if each.state != rules.EXCLUDED or options.code]
        else:
            known = {_id(each): each for each in listed}
            unknown = [each for each in options.problem if each not in known]
            if unknown or not options.problem:
                raise InvalidInput("NOT_FOUND", field="problem", kind="Problem", id=" ".join(unknown) or "–")
            chosen = [known[each] for each in options.problem]
        if (fix := _ONLY_WHERE_OFFERED.get(verb)) is not None:
            chosen = [each for each in chosen if fix in each.fixes]
        count = getattr(ws.health, verb)(chosen)
    answer(options, {word: [_id(each) for each in chosen]}, str(count))
    return DONE


def _listed(ws: Workspace, options: argparse.Namespace, states: Sequence[str]) -> list[Standing]:
    of = Object(options.object) if options.object else None
    found = ws.health.standings(
        states=states, of=of, realm_id=options.realm, code=options.code, limit=100_000
    )
    left_alone = ws.health.dismissed()
    return [each for each in found if subject_of(each) not in left_alone]


def _others(ws: Workspace, options: argparse.Namespace) -> list[ProblemRow]:
    """Problems of anything else: deals, connections, the rules themselves."""
    kinds = set(QB_TYPES.values())
    known = {subject_of(each) for each in ws.health.standings(states=rules.STATES, limit=1_000_000)}
    return [
        each
        for each in ws.status.problems()
        if (each.subject_kind not in kinds or f"{each.subject_kind}:{each.subject_id}" not in known)
        and options.code in {None, each.problem.code}
    ]


def _id(each: Standing) -> str:
    return str(each.record_id)


def fields(each: Standing) -> dict[str, Any]:
    """A record that is not in step as JSON fields."""
    found = each.problem
    return {
        "id": _id(each),
        "object": each.object,
        "realm_id": each.realm_id,
        "record_id": each.qb_id,
        "record": each.label,
        "hubspot_type": each.crm_type,
        "hubspot_id": each.crm_id or None,
        "state": each.state,
        "code": found.code if found else "",
        "problem": found,
        "sentence": found.sentence if found else "",
        **_fixes(each.fixes),
    }


def _other_fields(each: ProblemRow) -> dict[str, Any]:
    return {
        "id": f"{OTHERS}-{each.problem_id}",
        "object": each.subject_kind,
        "record_id": each.subject_id,
        "state": rules.FAILING,
        "code": each.problem.code,
        "problem": each.problem,
        "sentence": each.problem.sentence,
        "tries": each.tries,
        **_fixes(fixes_of_record(each.problem.code)),
    }


def _fixes(found: Sequence[Fix]) -> dict[str, Any]:
    """The name of the best one, and of all; none where it passes by itself or is meant to be so."""
    return {"fix": found[0].value if found else None, "fixes": [fix.value for fix in found]}
