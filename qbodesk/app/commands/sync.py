"""`qbodesk sync`: one pass, as counts per connection and object. Holds no sync rule."""

import argparse
import time
from typing import Any

from qbodesk.app.commands.common import answer, say, workspace
from qbodesk.app.exit_codes import DONE, OFFLINE, PROBLEMS, REFUSED, SIGN_IN
from qbodesk.models.errors import NeedsUser
from qbodesk.models.words import _
from qbodesk.services.reading.status import NEEDS_YOU
from qbodesk.services.sync.progress import ConnectionReport, SyncReport
from qbodesk.services.workspace import Workspace

LONGEST_WAIT = 300.0
"""Seconds a command waits for an invoice of unknown fate to be settled before it says so and ends."""


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser("sync", parents=[shared], help="fetch what changed and send what waits, once")
    parser.add_argument("--full", action="store_true", help="fetch everything again")
    parser.add_argument("--only", choices=("quickbooks", "hubspot"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """One pass; waits for entries whose fate becomes known soon."""
    with workspace(options) as ws:
        if not ws.status.status().connections:
            raise NeedsUser("NO_CONNECTION", service="QuickBooks")
        report = ws.engine.run(full=options.full, only=options.only)
        settle(ws)
        entries = {state.value: count for state, count in ws.status.status().entries.items()}
        stuck = sum(ws.status.status().entries.get(state, 0) for state in NEEDS_YOU)
    answer(options, document(report, entries), *lines(report, entries))
    return code(report, stuck)


def settle(ws: Workspace) -> None:
    """Wait, within reason, until nothing of unknown fate is left that will move by itself."""
    until = time.monotonic() + LONGEST_WAIT
    while (wait := ws.engine.due_in()) is not None and time.monotonic() + wait < until:
        if wait > 0:
            say(_("Waiting {seconds} s to be sure what QuickBooks received").format(seconds=round(wait)))
            time.sleep(wait)
        report = ws.engine.run(pull=False)
        if any(part.problem is not None for part in report.connections):
            return


def code(report: SyncReport, stuck: int) -> int:
    """The exit code of a pass."""
    troubles = [part.problem.code for part in report.connections if part.problem]
    if (
        troubles
        and all(trouble == "OFFLINE" for trouble in troubles)
        and len(troubles) == len(report.connections)
    ):
        return OFFLINE
    if "SIGN_IN_EXPIRED" in troubles:
        return SIGN_IN
    if troubles:
        return OFFLINE if set(troubles) <= {"OFFLINE", "SERVER_TROUBLE", "RATE_LIMITED"} else REFUSED
    return PROBLEMS if stuck else DONE


def document(report: SyncReport, entries: dict[str, int]) -> dict[str, Any]:
    """The report as JSON fields."""
    return {
        "started_at": report.started_at,
        "finished_at": report.finished_at,
        "seconds": round(report.seconds, 3),
        "http_calls": report.http_calls,
        "changed": report.changed,
        "connections": [_connection(part) for part in report.connections],
        "outbox": entries,
        "problems": report.problems,
        "run": report.run,
    }


def _connection(part: ConnectionReport) -> dict[str, Any]:
    return {
        "service": part.service,
        "id": part.remote_id,
        "name": part.name,
        "http_calls": part.http_calls,
        "problem": part.problem,
        "objects": {
            name: {"seen": one.seen, "new": one.new, "changed": one.changed, "deleted": one.deleted}
            for name, one in part.objects.items()
        },
    }


def lines(report: SyncReport, entries: dict[str, int]) -> list[str]:
    """The report for a reader."""
    found = []
    for part in report.connections:
        counts = ", ".join(
            f"{name} +{one.new} ~{one.changed} -{one.deleted}"
            for name, one in part.objects.items()
            if one.new or one.changed or one.deleted
        )
        text = part.problem.sentence if part.problem else counts or _("nothing changed")
        found.append(f"{part.name}: {text}")
    waiting = ", ".join(f"{state} {count}" for state, count in entries.items())
    found.append(
        _("{calls} requests in {seconds} s").format(calls=report.http_calls, seconds=f"{report.seconds:.1f}")
    )
    if report.run is not None:
        found.append(_("The sync rules began run {number}.").format(number=report.run))
    if waiting:
        found.append(_("Outbox: {states}").format(states=waiting))
    return found
