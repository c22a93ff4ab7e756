"""`qbodesk outbox`: what waits, is on its way or needs a person, and what a person can decide. Sends nothing by itself."""

import argparse
from collections.abc import Callable
from typing import Any

from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.exit_codes import DONE
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.outbox import Candidate
from qbodesk.services.workspace import Workspace


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser("outbox", parents=[shared], help="what waits to be sent")
    inner = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    listing = inner.add_parser("list", parents=[shared], help="all entries in order")
    listing.add_argument("--state", help="only this state")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=list_entries)

    def verb(name: str, told: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = inner.add_parser(name, parents=[shared], help=told)
        made.add_argument("entry", help="its id, or the beginning of it")
        made.add_argument("--json", action="store_true")
        made.set_defaults(run=run)
        return made

    verb("cancel", "withdraw an entry that was not sent", cancel_entry)
    verb("candidates", "records that an entry in doubt may have made", list_candidates)
    picking = verb("pick", "say which record an entry in doubt has made", pick_record)
    picking.add_argument("record", help="the record's number or id")
    verb(
        "check",
        "have the next sync look up an entry in doubt, and send it again if it is not there",
        look_again,
    )
    verb("give-up", "never send an entry in doubt again", give_up)
    resuming = inner.add_parser(
        "resume", parents=[shared], help="go on sending after a restore, copy or repair"
    )
    resuming.add_argument("--json", action="store_true")
    resuming.set_defaults(run=resume)


def list_entries(options: argparse.Namespace) -> int:
    """Every entry, one line each."""
    with workspace(options, read_only=True) as ws:
        entries = [each for each in ws.status.entries() if options.state in {None, each.state.value}]
    answer(options, {"entries": [fields(each) for each in entries]}, *(line(each) for each in entries))
    return DONE


def cancel_entry(options: argparse.Namespace) -> int:
    """Withdraw one entry."""
    return _decide(options, "cancelled", lambda ws, op_id: ws.review.cancel(op_id))


def look_again(options: argparse.Namespace) -> int:
    """Back among those that are looked up."""
    return _decide(options, "checking", lambda ws, op_id: ws.review.look_again(op_id))


def give_up(options: argparse.Namespace) -> int:
    """Out of the queue for good."""
    return _decide(options, "given_up", lambda ws, op_id: ws.review.give_up(op_id))


def resume(options: argparse.Namespace) -> int:
    """Sending goes on; entries in doubt stay with the user."""
    with workspace(options) as ws:
        was = ws.recovery.resume()
    answer(options, {"resumed": was}, _("Sending goes on.") if was else _("Sending was not paused."))
    return DONE


def list_candidates(options: argparse.Namespace) -> int:
    """What the server holds that the entry may have made."""
    with workspace(options) as ws:
        found = ws.review.candidates(_entry_of(ws, options.entry))
    shown = [{"type": each.remote_type, "id": each.remote_id, "number": each.number} for each in found]
    answer(options, {"candidates": shown}, *(f"{each.remote_id}  {each.number}" for each in found))
    return DONE


def pick_record(options: argparse.Namespace) -> int:
    """The record named is the one."""

    def pick(ws: Workspace, op_id: str) -> None:
        ws.review.pick(op_id, _record_of(ws.review.candidates(op_id), options.record).remote_id)

    return _decide(options, "picked", pick)


def _decide(options: argparse.Namespace, word: str, run: Callable[[Workspace, str], None]) -> int:
    with workspace(options) as ws:
        op_id = _entry_of(ws, options.entry)
        run(ws, op_id)
    answer(options, {word: op_id}, op_id)
    return DONE


def _entry_of(ws: Workspace, beginning: str) -> str:
    found = [each.op_id for each in ws.status.entries() if each.op_id.startswith(beginning)]
    if len(found) != 1:
        raise InvalidInput("NOT_FOUND", kind="Entry", id=beginning)
    return found[0]


def _record_of(found: list[Candidate], wanted: str) -> Candidate:
    named = [each for each in found if wanted == each.remote_id] or [
        each for each in found if wanted == each.number
    ]
    if len(named) != 1:
        raise InvalidInput("NOT_A_CANDIDATE", id=wanted)
    return named[0]


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
