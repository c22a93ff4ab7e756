"""`qbodesk outbox list`: what waits, what is on its way, what needs a person. Sends nothing."""

import argparse
from typing import Any

from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.exit_codes import DONE
from qbodesk.models.cache.outbox import Entry


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser("outbox", parents=[shared], help="what waits to be sent")
    inner = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    listing = inner.add_parser("list", parents=[shared], help="all entries in order")
    listing.add_argument("--state", help="only this state")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=list_entries)
    cancel = inner.add_parser("cancel", parents=[shared], help="withdraw an entry that was not sent")
    cancel.add_argument("entry")
    cancel.add_argument("--json", action="store_true")
    cancel.set_defaults(run=cancel_entry)


def list_entries(options: argparse.Namespace) -> int:
    """Every entry, one line each."""
    with workspace(options, read_only=True) as ws:
        entries = [each for each in ws.status.entries() if options.state in {None, each.state.value}]
    answer(options, {"entries": [fields(each) for each in entries]}, *(line(each) for each in entries))
    return DONE


def cancel_entry(options: argparse.Namespace) -> int:
    """Withdraw one entry."""
    with workspace(options) as ws:
        ws.outbox.cancel(options.entry)
    answer(options, {"cancelled": options.entry}, options.entry)
    return DONE


def fields(entry: Entry) -> dict[str, Any]:
    """An entry as JSON fields."""
    return {
        "op_id": entry.op_id,
        "kind": entry.kind,
        "state": entry.state.value,
        "key": entry.req_key,
        "attempts": entry.attempts,
        "created_at": entry.created_at,
        "not_before": entry.not_before,
        "remote_id": entry.remote_id,
        "number": entry.remote_number,
        "problem": entry.problem,
    }


def line(entry: Entry) -> str:
    """An entry in one line."""
    why = entry.problem.sentence if entry.problem else entry.remote_number or entry.remote_id
    return f"{entry.op_id[:8]}  {entry.state.value:<13} {entry.kind:<30} {why}"
