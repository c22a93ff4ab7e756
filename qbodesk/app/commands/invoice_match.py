"""`qbodesk invoice suggest|match`: which invoices of QuickBooks belong to a record, and whose the others are. Asks no server."""

import argparse
from typing import Any

from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.exit_codes import DONE
from qbodesk.models.domain.existing import Suggestion
from qbodesk.models.domain.invoice_search import parse
from qbodesk.models.words import ngettext
from qbodesk.services.linking import LinkChange, RecordKey
from qbodesk.services.reading.existing import ExistingRow, Narrowing
from qbodesk.services.reading.matches import DealMatch

KINDS = ("deal", "contact", "company")


def add(inner: Any, shared: argparse.ArgumentParser) -> None:
    """Add both verbs."""
    suggest = inner.add_parser(
        "suggest", parents=[shared], help="invoices that could be added to a record, likely ones first"
    )
    record = suggest.add_mutually_exclusive_group(required=True)
    for kind in KINDS:
        record.add_argument(f"--{kind}", metavar="ID", help=f"the HubSpot {kind}")
    suggest.add_argument(
        "--search", default="", help="number, customer, memo, amount (>1000) or date (2026-10)"
    )
    suggest.add_argument("--realm", help="only this QuickBooks company")
    suggest.add_argument("--unlinked", action="store_true", help="only invoices on no record yet")
    suggest.add_argument("--limit", type=int, default=20)
    suggest.add_argument("--json", action="store_true")
    suggest.set_defaults(run=list_suggestions)
    match = inner.add_parser(
        "match", parents=[shared], help="invoices on no deal with the deal each probably belongs to"
    )
    match.add_argument("--realm", help="only this QuickBooks company")
    match.add_argument(
        "--apply", action="store_true", help="add those whose customer and amount fit exactly one deal"
    )
    match.add_argument("--json", action="store_true")
    match.set_defaults(run=match_invoices)


def list_suggestions(options: argparse.Namespace) -> int:
    """What the dialog shows, as text or JSON."""
    kind = next(each for each in KINDS if getattr(options, each))
    with workspace(options, read_only=True) as ws:
        found = ws.existing.find(
            RecordKey(kind, getattr(options, kind)),
            parse(options.search),
            Narrowing(options.realm, unlinked=options.unlinked),
        )
    rows = found.rows[: options.limit]
    answer(
        options,
        {
            "total": found.total,
            "customers": [
                {"realm_id": each.realm_id, "id": each.customer_id, "name": each.name, "by": each.rung.value}
                for each in found.customers
            ],
            "invoices": [_existing(each) for each in rows],
        },
        *(_line(each) for each in rows),
    )
    return DONE


def match_invoices(options: argparse.Namespace) -> int:
    """List the matches; with `--apply` the certain ones are added, and HubSpot is told with the next sync."""
    changes: list[LinkChange] = []
    with workspace(options, read_only=not options.apply) as ws:
        found = ws.matches.unlinked(options.realm)
        if options.apply:
            changes = [
                ws.linking.add(RecordKey("deal", each.deal_id), [each.row.pk])
                for each in found
                if each.certain
            ]
    added = sum(len(change.added) for change in changes)
    lines = [f"{each.row.number:<12} {'=' if each.certain else '?'} {each.deal}" for each in found]
    if options.apply:
        lines.append(ngettext("{n} invoice added.", "{n} invoices added.", added).format(n=added))
    answer(options, {"matches": [_match(each) for each in found], "linked": added}, *lines)
    return DONE


def _existing(found: ExistingRow) -> dict[str, Any]:
    row = found.row
    return {
        "realm_id": row.realm_id,
        "id": row.invoice_id,
        "number": row.number,
        "customer": row.customer,
        "date": row.invoice_date,
        "total": row.total,
        "stage": row.stage.value,
        "here": found.here,
        "linked": [{"kind": each.kind, "id": each.id, "name": each.name} for each in found.linked],
        "suggested": _signs(found.suggested) if found.suggested else None,
    }


def _match(found: DealMatch) -> dict[str, Any]:
    return {
        "realm_id": found.row.realm_id,
        "id": found.row.invoice_id,
        "number": found.row.number,
        "deal": {"id": found.deal_id, "name": found.deal},
        "certain": found.certain,
        "signs": _signs(found.suggestion),
    }


def _signs(found: Suggestion) -> dict[str, Any]:
    return {
        "signs": sorted(sign.value for sign in found.signs),
        "customer_by": found.rung.value if found.rung else None,
        "days_apart": found.days_apart,
    }


def _line(found: ExistingRow) -> str:
    row = found.row
    mark = "+" if found.here else "*" if found.suggested else " "
    total = f"{row.total.plain} {row.total.currency}"
    return f"{mark} {row.number or row.invoice_id:<12} {row.stage.value:<15} {total:>16}  {row.customer}"
