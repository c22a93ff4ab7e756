"""`qbodesk doctor`: whether the workspace is sound and what is in it. Repairs nothing."""

import argparse
import platform
import sqlite3
from typing import Any

from sqlalchemy import func, select, text

from qbodesk import __version__
from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.exit_codes import DONE, PROBLEMS
from qbodesk.models.cache.migrate import NEWEST, version_of
from qbodesk.models.words import _
from qbodesk.services.sync.apply import HUBSPOT, QUICKBOOKS
from qbodesk.services.workspace import Workspace


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser("doctor", parents=[shared], help="check the workspace")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, count, tell."""
    with workspace(options, read_only=True) as ws:
        found = examine(ws)
    sound = found["integrity"] == "ok" and not found["foreign_keys"]
    lines = [
        _("Workspace {folder}: {verdict}").format(folder=found["folder"], verdict=found["integrity"]),
        *(
            f"{each['service']} {each['name']}: {each['state']}, {each['as_of'] or '—'}"
            for each in found["connections"]
        ),
        *(f"{name}: {count}" for name, count in found["records"].items()),
        *(f"outbox {state}: {count}" for state, count in found["outbox"].items()),
    ]
    answer(options, found, *lines)
    return DONE if sound else PROBLEMS


def examine(ws: Workspace) -> dict[str, Any]:
    """The facts."""
    status = ws.status.status()
    with ws.cache.read() as tx:
        integrity = tx.execute(text("PRAGMA integrity_check")).scalar_one()
        orphans = len(tx.execute(text("PRAGMA foreign_key_check")).all())
        kinds = (*QUICKBOOKS.values(), *HUBSPOT.values())
        records = {
            kind.name: tx.execute(select(func.count()).select_from(kind.table)).scalar_one() for kind in kinds
        }
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
            }
            for each in status.connections
        ],
        "records": records,
        "outbox": {state.value: count for state, count in status.entries.items()},
        "problems": status.problems,
    }
