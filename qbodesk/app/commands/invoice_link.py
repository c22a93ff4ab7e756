"""`qbodesk invoice link|unlink`: invoices of QuickBooks on deals, contacts and companies. Decides nothing about their values."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from qbodesk.app.commands.common import answer, say, workspace
from qbodesk.app.exit_codes import DONE, PROBLEMS, SIGN_IN
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _, ngettext
from qbodesk.services.linking import LinkChange, RecordKey
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.services.workspace import Workspace

Find = Callable[[Workspace, str, str | None], InvoiceRow]


def add(inner: Any, shared: argparse.ArgumentParser, find: Find) -> None:
    """Add both verbs; `find` knows an invoice by what a person calls it and refuses what is ambiguous."""
    for name, run, told in (
        ("link", link, "add invoices that exist in QuickBooks to a deal, contact or company"),
        ("unlink", unlink, "take invoices off a deal, contact or company"),
    ):
        verb = inner.add_parser(name, parents=[shared], help=told)
        verb.add_argument("invoices", nargs="+", metavar="INVOICE", help="number or QuickBooks id")
        record = verb.add_mutually_exclusive_group(required=True)
        for kind in ("deal", "contact", "company"):
            record.add_argument(f"--{kind}", metavar="ID", help=f"the HubSpot {kind}")
        verb.add_argument("--realm", help="the QuickBooks company, when a number exists in several")
        verb.add_argument("--no-send", action="store_true", help="only queue what HubSpot must be told")
        verb.add_argument("--json", action="store_true")
        verb.set_defaults(run=run, find=find)


def link(options: argparse.Namespace) -> int:
    """Add all of them or none."""
    return _change(options, lambda ws, record, pks: ws.linking.add(record, pks))


def unlink(options: argparse.Namespace) -> int:
    """Take them off; the deal's values follow."""
    return _change(options, lambda ws, record, pks: ws.linking.remove(record, pks))


def _change(
    options: argparse.Namespace, run: Callable[[Workspace, RecordKey, Sequence[int]], LinkChange]
) -> int:
    record = _record(options)
    with workspace(options) as ws:
        rows = [options.find(ws, name, options.realm) for name in options.invoices]
        change = run(ws, record, [row.pk for row in rows])
        if change.queued and not options.no_send:
            ws.engine.run(pull=False)
        entries = [entry for op_id in change.queued if (entry := ws.status.entry(op_id)) is not None]
        deal_pk = ws.deals.pk_of(record.id) if record.kind == "deal" else None
        written = ws.deals.panel(deal_pk).written if deal_pk is not None else None
    document: dict[str, Any] = {
        "record": {"kind": record.kind, "id": record.id},
        "linked": [_pair(pair.realm_id, pair.qb_id) for pair in change.added],
        "unlinked": [_pair(pair.realm_id, pair.qb_id) for pair in change.removed],
        "already": [_pair(row.realm_id, row.invoice_id) for row in change.already],
        "writes": [
            {"op_id": each.op_id, "state": each.state.value, "problem": each.problem} for each in entries
        ],
        "deal_values": written.values if written else None,
        "not_written": written.skipped if written else None,
    }
    answer(options, document, *_lines(change))
    if written and written.skipped:
        say(written.skipped.sentence)
    for each in entries:
        if each.problem is not None and each.state is not State.SUCCEEDED:
            say(each.problem.sentence)
    states = {each.state for each in entries}
    if State.BLOCKED in states:
        return SIGN_IN
    return PROBLEMS if states & {State.REJECTED, State.NEEDS_REVIEW} else DONE


def _record(options: argparse.Namespace) -> RecordKey:
    for kind in ("deal", "contact", "company"):
        if found := getattr(options, kind):
            return RecordKey(kind, found)
    raise InvalidInput("INVALID_INPUT", text="--deal, --contact, --company")


def _pair(realm_id: str, invoice_id: str) -> dict[str, str]:
    return {"realm_id": realm_id, "invoice_id": invoice_id}


def _lines(change: LinkChange) -> list[str]:
    lines = []
    if n := len(change.added):
        lines.append(ngettext("{n} invoice added.", "{n} invoices added.", n).format(n=n))
    if n := len(change.removed):
        lines.append(ngettext("{n} invoice taken off.", "{n} invoices taken off.", n).format(n=n))
    was_so = _("Invoice {number} was so before.")
    return lines + [was_so.format(number=row.number or row.invoice_id) for row in change.already]
