"""`qbodesk search`: every kind of record at once."""

import argparse
from typing import Any

from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.exit_codes import DONE
from qbodesk.models.cache.schema import SEARCH_KINDS


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
    document = {
        "hits": [
            {"kind": hit.kind, "id": hit.remote_id, "title": hit.title, "detail": hit.detail} for hit in found
        ]
    }
    answer(
        options, document, *(f"{hit.kind:<9} {hit.remote_id:<14} {hit.title}  {hit.detail}" for hit in found)
    )
    return DONE
