"""`qbodesk invoice …`: the wizard's flow without a window, and looking at invoices."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from qbodesk.app.commands import invoice_create, invoice_link, invoice_match
from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.exit_codes import DONE
from qbodesk.models.domain.file_names import file_name
from qbodesk.models.domain.money import Money
from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.reading.invoices import InvoiceDetail, InvoiceRow
from qbodesk.services.reading.listing import Order
from qbodesk.services.workspace import Workspace


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command and its verbs."""
    parser = verbs.add_parser("invoice", parents=[shared], help="create, list, show and print invoices")
    inner = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    invoice_create.add(inner, shared)
    invoice_link.add(inner, shared, named)
    invoice_match.add(inner, shared)
    listing = inner.add_parser("list", parents=[shared], help="invoices of the cache, newest change first")
    listing.add_argument("--search", default="", help="words to find")
    listing.add_argument("--realm", help="only this QuickBooks company")
    listing.add_argument("--stage", help="only this stage, for example overdue")
    listing.add_argument("--limit", type=int, default=50)
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=list_invoices)
    for name, run, text in (("show", show, "one invoice"), ("pdf", pdf, "the PDF of one invoice")):
        verb = inner.add_parser(name, parents=[shared], help=text)
        verb.add_argument("invoice", help="number or QuickBooks id")
        verb.add_argument("--realm", help="the QuickBooks company, when a number exists in several")
        verb.add_argument("--json", action="store_true")
        if name == "pdf":
            verb.add_argument("--output", "-o", type=Path, help="file to write; “-” for standard output")
        verb.set_defaults(run=run)


def list_invoices(options: argparse.Namespace) -> int:
    """A page of the list."""
    with workspace(options, read_only=True) as ws:
        pks = ws.invoices.ids(
            Order("updated_at", descending=True), words=options.search, realm_id=options.realm
        )
        rows = ws.invoices.rows(pks if options.stage else pks[: options.limit])
    found = [rows[pk] for pk in pks if pk in rows]
    if options.stage:
        found = [row for row in found if row.stage.value == options.stage][: options.limit]
    answer(
        options,
        {"total": len(pks), "invoices": [fields(row) for row in found]},
        *(line(row) for row in found),
    )
    return DONE


def show(options: argparse.Namespace) -> int:
    """One invoice with lines and payments."""
    with workspace(options, read_only=True) as ws:
        detail = ws.invoices.detail(one(ws, options).pk)
    answer(options, _detail(detail), line(detail.row), *(_line_text(detail)))
    return DONE


def pdf(options: argparse.Namespace) -> int:
    """Write the PDF as QuickBooks prints it; the kept copy when there is no network."""
    with workspace(options) as ws:
        row = one(ws, options)
        found = ws.documents.pdf(row)
    target = options.output or Path(
        f"{file_name(row.number or row.invoice_id)}-{file_name(row.invoice_id)}.pdf"
    )
    if str(target) == "-":
        sys.stdout.buffer.write(found.body)
        return DONE
    target.write_bytes(found.body)
    answer(
        options, {"file": str(target), "bytes": len(found.body), "fetched_at": found.fetched_at}, str(target)
    )
    return DONE


def one(ws: Workspace, options: argparse.Namespace) -> InvoiceRow:
    """The invoice the options name."""
    return named(ws, options.invoice, options.realm)


def named(ws: Workspace, name: str, realm_id: str | None) -> InvoiceRow:
    """The invoice a person named; refuses when several companies have one of that number."""
    found = ws.invoices.find(name, realm_id=realm_id)
    numbered = [row for row in found if row.number == name] or found
    if not numbered:
        raise InvalidInput("NOT_FOUND", kind=_("Invoice"), id=name)
    if len(numbered) > 1:
        names = ", ".join(f"{row.company} ({row.realm_id})" for row in numbered)
        raise InvalidInput("SEVERAL_COMPANIES", number=name, companies=names)
    return numbered[0]


def fields(row: InvoiceRow) -> dict[str, Any]:
    """An invoice as JSON fields."""
    return {
        "id": row.invoice_id,
        "realm_id": row.realm_id,
        "company": row.company,
        "number": row.number,
        "customer": row.customer,
        "stage": row.stage.value,
        "days_overdue": row.days_overdue,
        "invoice_date": row.invoice_date,
        "due_date": row.due_date,
        "total": row.total,
        "balance": row.balance,
        "updated_at": row.updated_at,
    }


def line(row: InvoiceRow) -> str:
    """An invoice in one line."""
    return (
        f"{row.number or '—':<12} {row.stage.value:<15} {_money(row.total):>16} {_money(row.balance):>16}  "
        f"{_day(row.due_date):<10}  {row.customer}"
    )


def _detail(detail: InvoiceDetail) -> dict[str, Any]:
    return {
        **fields(detail.row),
        "lines": [
            {
                "item": each.item,
                "description": each.description,
                "quantity": each.quantity,
                "unit_price": each.unit_price,
                "amount": each.amount,
            }
            for each in detail.lines
        ],
        "payments": [
            {"id": each.payment_id, "date": each.paid_on, "amount": each.amount} for each in detail.payments
        ],
    }


def _line_text(detail: InvoiceDetail) -> list[str]:
    lines = [
        f"  {each.item or each.description}  {each.quantity or ''} × {each.unit_price or ''}  {_money(each.amount)}"
        for each in detail.lines
    ]
    return [*lines, *(f"  {_day(each.paid_on)}  −{_money(each.amount)}" for each in detail.payments)]


def _money(amount: Money) -> str:
    return f"{amount.plain} {amount.currency}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"
