"""`qbodesk doctor`: whether the workspace is sound and what is in it. `--repair` builds it anew."""

import argparse
import platform
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from qbodesk import __version__
from qbodesk.app.commands.backup import told
from qbodesk.app.commands.common import answer, folder_of, workspace
from qbodesk.app.compose import witness
from qbodesk.app.exit_codes import DONE, PROBLEMS
from qbodesk.models.cache.migrate import NEWEST, version_of
from qbodesk.models.errors import CacheCorrupt, LocalTrouble, Problem
from qbodesk.models.words import _
from qbodesk.services.clock import Chance, system_clock
from qbodesk.services.diagnosis.report import gather, save
from qbodesk.services.reading.status import ConnectionState
from qbodesk.services.recovery import repair_workspace
from qbodesk.services.signin import books, portal
from qbodesk.services.signin.capability import Probed
from qbodesk.services.sync.apply import HUBSPOT, QUICKBOOKS
from qbodesk.services.workspace import Workspace


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser("doctor", parents=[shared], help="check the workspace")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--repair",
        action="store_true",
        help="build a damaged workspace anew from what can be read; the damaged file is kept",
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="save what helps to find a fault; it names nobody"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, count, tell."""
    if options.repair:
        return repair(options)
    if options.report:
        return reported(options)
    try:
        with workspace(options, read_only=True) as ws:
            found = examine(ws)
    except CacheCorrupt as error:
        document = {"folder": str(folder_of(options)), "integrity": "damaged", "problem": error.problem}
        answer(options, document, error.problem.sentence)
        return PROBLEMS
    sound = found["integrity"] == "ok" and not found["foreign_keys"]
    lines = [
        _("Workspace {folder}: {verdict}").format(folder=found["folder"], verdict=found["integrity"]),
        *(
            line
            for each in found["connections"]
            for line in (
                f"{each['service']} {each['name']}: {each['state']}, {each['as_of'] or '—'}"
                + (" SANDBOX" if each["sandbox"] else ""),
                *_lasts(each),
                *(f"  - {name}" for name in each["missing"]),
            )
        ),
        *(f"{name}: {count}" for name, count in found["records"].items()),
        *(f"outbox {state}: {count}" for state, count in found["outbox"].items()),
    ]
    answer(options, found, *lines)
    return DONE if sound else PROBLEMS


def _lasts(each: dict[str, Any]) -> list[str]:
    lines = []
    if each["unused_days"] is not None:
        lines.append("  " + _("Days the sign-in lasts if nothing syncs: {n}").format(n=each["unused_days"]))
    if each["days"] is not None:
        lines.append("  " + _("Days it lasts at most: {n}").format(n=each["days"]))
    return lines


def lacking(ws: Workspace, each: ConnectionState) -> list[str]:
    """What a service did not allow when it was last asked, with the screens that lack it."""
    if each.service == "hubspot":
        missing = ws.signin.allowed().missing(portal.CAPABILITIES)
    else:
        missing = ws.signin.allowed_books().get(each.remote_id, Probed({})).missing(books.CAPABILITIES)
    return [f"{_(found.name)} ({', '.join(map(_, found.screens))})" for found in missing]


def reported(options: argparse.Namespace) -> int:
    """Save a problem report, of a damaged workspace too."""
    folder = folder_of(options)
    try:
        with workspace(options, read_only=True) as ws:
            found = gather(folder, ws.cache, system_clock())
    except LocalTrouble:
        found = gather(folder, None, system_clock())
    save(found.text(), options.report)
    answer(options, {"report": str(options.report)}, _("Saved as {file}.").format(file=options.report))
    return DONE


def repair(options: argparse.Namespace) -> int:
    """Take over what can be read, leave the mirrors to the next sync."""
    found = repair_workspace(folder_of(options), system_clock, Chance(), witness())
    told(options, found, Problem("PAUSED_REPAIRED"))
    return DONE if found.complete and not found.in_doubt else PROBLEMS


def examine(ws: Workspace) -> dict[str, Any]:
    """The facts."""
    with ws.cache.read() as tx:
        integrity = "; ".join(tx.execute(text("PRAGMA integrity_check(10)")).scalars())
        if integrity != "ok":
            # whatever else a damaged file says may be wrong
            raise CacheCorrupt(file=ws.cache.path.name, reason=integrity.splitlines()[0])
        orphans = len(tx.execute(text("PRAGMA foreign_key_check")).all())
        kinds = (*QUICKBOOKS.values(), *HUBSPOT.values())
        records = {
            kind.name: tx.execute(select(func.count()).select_from(kind.table)).scalar_one() for kind in kinds
        }
    status, now = ws.status.status(), ws.clock()
    return {
        "version": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "folder": str(ws.cache.folder),
        "schema": version_of(ws.cache.path),
        "newest_schema": NEWEST,
        "integrity": integrity,
        "foreign_keys": orphans,
        "connections": [
            {
                "service": each.service,
                "id": each.remote_id,
                "name": each.name,
                "state": each.state,
                "as_of": each.as_of,
                "sandbox": each.sandbox,
                "unused_days": each.lasting.unused_days(now),
                "days": each.lasting.days(now),
                "missing": lacking(ws, each),
            }
            for each in status.connections
        ],
        "records": records,
        "outbox": {state.value: count for state, count in status.entries.items()},
        "problems": status.problems,
        "paused": ws.recovery.paused(),
    }
