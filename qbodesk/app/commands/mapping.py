"""`qbodesk mapping`: which field fills which property. Changes mappings only; nothing is sent by it."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qbodesk.app.commands import mapping_shown as shown
from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.commands.mapping_options import add_settings, edited, made
from qbodesk.app.exit_codes import DONE, PROBLEMS
from qbodesk.models.domain.mapping.model import FieldMapping, Target
from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.mapping import COMMON, State
from qbodesk.services.workspace import Workspace

Run = Callable[[argparse.Namespace], int]


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser("mapping", parents=[shared], help="which field fills which property")
    inner = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    def verb(name: str, told: str, run: Run, *words: str) -> argparse.ArgumentParser:
        made_: argparse.ArgumentParser = inner.add_parser(name, parents=[shared], help=told)
        made_.add_argument("object", choices=[each.value for each in Target])
        for word in words:
            made_.add_argument(word)
        made_.add_argument("--realm", help="only this QuickBooks company; without it the common mappings")
        made_.add_argument("--json", action="store_true")
        made_.set_defaults(run=run)
        return made_

    verb("list", "the mappings in order, with their state", list_mappings)
    verb("fields", "every QuickBooks field with type and sample", list_fields)
    verb("properties", "every HubSpot property with type and sample", list_properties)
    adding = verb("add", "a new mapping", add_mapping, "source", "target")
    editing = verb("edit", "change a mapping", edit_mapping, "mapping")
    editing.add_argument("--source", help="another QuickBooks field")
    editing.add_argument("--target", help="another HubSpot property")
    for each in (adding, editing):
        add_settings(each)
    verb("delete", "remove a mapping; what it has written stays", delete_mapping, "mapping")
    verb("duplicate", "a copy, switched off", duplicate_mapping, "mapping")
    verb("enable", "switch a mapping on", switch_on, "mapping")
    verb("disable", "switch a mapping off", switch_off, "mapping")
    moving = verb("move", "change the order", move_mapping, "mapping")
    moving.add_argument("by", type=int, help="places down, or up if negative")
    testing = verb("test", "what the mappings do with one record", test_mappings, "record")
    testing.add_argument("--mapping", help="only this mapping")
    verb("check", "compare all records with HubSpot now, and keep the state of each mapping", check_mappings)
    verb("history", "saved versions", list_history)
    restoring = verb("restore", "make an older version the newest; 0: the defaults", restore_version)
    restoring.add_argument("version", type=int)
    exporting = verb("export", "write the mappings as JSON", export_mappings)
    exporting.add_argument("file", nargs="?", type=Path)
    importing = verb("import", "take mappings from a JSON file", import_mappings)
    importing.add_argument("file", type=Path)


def list_mappings(options: argparse.Namespace) -> int:
    """One line for each, with what is wrong with it."""
    target, realm = _which(options)
    with workspace(options, read_only=True) as ws:
        listed = ws.mapping.book.listed(target, realm)
        problems = ws.mapping.book.problems(target, realm)
        states = _states(ws, target, realm)
    rows = [shown.mapping(target, each, problems.get(each.id), states.get(each.id)) for each in listed]
    lines = (shown.mapping_line(each, problems.get(each.id), states.get(each.id)) for each in listed)
    answer(options, {"object": target.value, "realm_id": realm, "mappings": rows}, *lines)
    return PROBLEMS if problems else DONE


def list_fields(options: argparse.Namespace) -> int:
    """QuickBooks' side."""
    return _choices(options, 0, "fields")


def list_properties(options: argparse.Namespace) -> int:
    """HubSpot's side."""
    return _choices(options, 1, "properties")


def add_mapping(options: argparse.Namespace) -> int:
    """Check, tell what would change, save."""
    target, realm = _which(options)
    with workspace(options, read_only=options.dry_run) as ws:
        return _save(options, ws, target, realm, made(options, ws.mapping.book.new_id()))


def edit_mapping(options: argparse.Namespace) -> int:
    """The same with some settings changed."""
    target, realm = _which(options)
    with workspace(options, read_only=options.dry_run) as ws:
        before = ws.mapping.book.one(target, options.mapping, realm)
        return _save(options, ws, target, realm, edited(options, before))


def delete_mapping(options: argparse.Namespace) -> int:
    """Gone from the next version on."""
    return _change(options, "deleted", lambda ws, *which: ws.mapping.book.remove(*which))


def duplicate_mapping(options: argparse.Namespace) -> int:
    """A copy behind it."""
    target, realm = _which(options)
    with workspace(options) as ws:
        copy = ws.mapping.book.duplicate(target, options.mapping, realm)
    answer(options, {"mapping": copy.id}, copy.id)
    return DONE


def switch_on(options: argparse.Namespace) -> int:
    """It writes again."""
    return _change(options, "enabled", lambda ws, *which: ws.mapping.book.switch(*which, enabled=True))


def switch_off(options: argparse.Namespace) -> int:
    """It writes no more."""
    return _change(options, "disabled", lambda ws, *which: ws.mapping.book.switch(*which, enabled=False))


def move_mapping(options: argparse.Namespace) -> int:
    """Of several that fill one property the first with a value does."""

    def move(ws: Workspace, target: Target, mapping_id: str, realm: str) -> None:
        ws.mapping.book.move(target, mapping_id, options.by, realm)

    return _change(options, "moved", move)


def test_mappings(options: argparse.Namespace) -> int:
    """What QuickBooks holds, what comes out, what HubSpot holds."""
    target, realm = _which(options)
    with workspace(options, read_only=True) as ws:
        company = realm or _only_company(ws)
        tried = ws.mapping.trial.with_record(target, company, options.record)
        wanted = ws.mapping.book.one(target, options.mapping, realm).id if options.mapping else ""
    steps = [each for each in tried.steps if wanted in {"", each.mapping.id}]
    document = {"record_id": tried.record_id, "record": tried.record, "linked": tried.linked}
    rows = [shown.step(each) for each in steps]
    answer(options, {**document, "steps": rows}, tried.record, *map(shown.step_line, steps))
    return PROBLEMS if any(each.problem for each in steps) else DONE


def check_mappings(options: argparse.Namespace) -> int:
    """A look at every record of every company asked for."""
    target, realm = _which(options)
    found: dict[str, Any] = {}
    lines: list[str] = []
    failing = False
    with workspace(options) as ws:
        listed = {each.id: each for each in ws.mapping.book.listed(target, realm)}
        for company in [realm] if realm else _companies(ws):
            looked = ws.mapping.trial.look(target, company)
            failing = failing or any(each.failing for each in looked.states.values())
            found[company] = {
                "records": looked.records,
                "mappings": list(map(shown.state, looked.states.values())),
            }
            lines += [shown.state_line(listed.get(key), state) for key, state in looked.states.items()]
    answer(options, {"object": target.value, "companies": found}, *lines)
    return PROBLEMS if failing else DONE


def list_history(options: argparse.Namespace) -> int:
    """The newest first."""
    target, realm = _which(options)
    with workspace(options, read_only=True) as ws:
        versions = ws.mapping.book.history(target, realm)
    rows = [shown.version(each) for each in versions]
    answer(options, {"object": target.value, "versions": rows}, *map(shown.version_line, versions))
    return DONE


def restore_version(options: argparse.Namespace) -> int:
    """It becomes the newest."""
    target, realm = _which(options)
    with workspace(options) as ws:
        ws.mapping.book.restore(target, options.version, realm)
    answer(options, {"restored": options.version}, _("Version {n} holds again.").format(n=options.version))
    return DONE


def export_mappings(options: argparse.Namespace) -> int:
    """To the file, or to standard output."""
    target, realm = _which(options)
    with workspace(options, read_only=True) as ws:
        document = ws.mapping.book.exported(target, realm)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if options.file is None:
        sys.stdout.write(text)
        return DONE
    options.file.write_text(text, "utf-8")
    answer(options, {"file": str(options.file), "mappings": len(document["mappings"])}, str(options.file))
    return DONE


def import_mappings(options: argparse.Namespace) -> int:
    """All or nothing."""
    target, realm = _which(options)
    try:
        data = json.loads(options.file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidInput("MAPPING_FILE", where=options.file.name, found=error) from error
    with workspace(options) as ws:
        ws.mapping.book.imported(data, realm, expected=target)
        count = len(ws.mapping.book.listed(target, realm))
    answer(options, {"object": target.value, "mappings": count}, str(count))
    return DONE


def _save(
    options: argparse.Namespace, ws: Workspace, target: Target, realm: str, mapping: FieldMapping
) -> int:
    problem = ws.mapping.book.check(target, mapping, realm)
    if problem is not None:
        raise InvalidInput(problem.code, **problem.facts)
    companies = [realm] if realm else _companies(ws)
    impact = ws.mapping.trial.impact(target, companies, mapping)
    if not options.dry_run:
        ws.mapping.book.save(target, mapping, realm)
    document = {"mapping": shown.mapping(target, mapping, None, None), "saved": not options.dry_run}
    answer(options, {**document, "impact": shown.impact(impact)}, *shown.impact_lines(impact))
    return DONE


def _change(
    options: argparse.Namespace, word: str, run: Callable[[Workspace, Target, str, str], None]
) -> int:
    target, realm = _which(options)
    with workspace(options) as ws:
        mapping = ws.mapping.book.one(target, options.mapping, realm)
        run(ws, target, mapping.id, realm)
    answer(options, {word: mapping.id}, mapping.id)
    return DONE


def _choices(options: argparse.Namespace, side: int, word: str) -> int:
    target, realm = _which(options)
    with workspace(options, read_only=True) as ws:
        company = realm or next(iter(_companies(ws)), COMMON)
        found = ws.mapping.catalogue.choices(target, company)[side]
    answer(
        options,
        {"object": target.value, word: [shown.choice(each) for each in found]},
        *map(shown.choice_line, found),
    )
    return DONE


def _which(options: argparse.Namespace) -> tuple[Target, str]:
    return Target(options.object), options.realm or COMMON


def _states(ws: Workspace, target: Target, realm: str) -> dict[str, State]:
    return ws.mapping.trial.standing(target, [realm] if realm else _companies(ws))


def _companies(ws: Workspace) -> list[str]:
    return [each.remote_id for each in ws.status.status().connections if each.service == "quickbooks"]


def _only_company(ws: Workspace) -> str:
    companies = _companies(ws)
    if len(companies) != 1:
        raise InvalidInput("MAPPING_COMPANY", companies=", ".join(companies))
    return companies[0]
