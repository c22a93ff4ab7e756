"""`qbodesk search`: every kind of record at once."""

import argparse
from typing import Any

from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.exit_codes import DONE
from qbodesk.models.cache.schema import SEARCH_KINDS
from qbodesk.services.reading.find import Found


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser("search", parents=[shared], help="find records by words")
    parser.add_argument("text")
    parser.add_argument("--kind", choices=sorted(SEARCH_KINDS))
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the hits."""
    with workspace(options, read_only=True) as ws:
        found = ws.find.find(options.text, kind=options.kind, limit=options.limit)
    answer(options, {"hits": [_hit(each) for each in found]}, *map(_line, found))
    return DONE


def _hit(found: Found) -> dict[str, str | None]:
    return {
        "kind": found.kind,
        "id": found.remote_id,
        "title": found.title,
        "detail": found.detail,
        "amount": found.amount.plain if found.amount else None,
        "currency": found.amount.currency if found.amount else None,
        "date": found.day.isoformat() if found.day else None,
    }


def _line(found: Found) -> str:
    amount = f"{found.amount.plain} {found.amount.currency}" if found.amount else ""
    parts = (found.title, found.detail, amount, found.day.isoformat() if found.day else "")
    return f"{found.kind:<9} {found.remote_id:<14} " + "  ".join(part for part in parts if part)
