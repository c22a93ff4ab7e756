"""`qbodesk invoice create`: from a deal or quote to a queued invoice, and on to QuickBooks if there is a network."""

import argparse
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from qbodesk.app.commands.common import answer, say, workspace
from qbodesk.app.exit_codes import DONE, PROBLEMS, REFUSED, SIGN_IN
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.draft import (
    CustomerChoice,
    InvoiceDraft,
    Numbering,
    Source,
    with_due_date,
    with_invoice_date,
    with_term,
)
from qbodesk.models.domain.exchange import day_of_rate
from qbodesk.models.domain.findings import Severity
from qbodesk.models.domain.invoice_flow import all_findings, company
from qbodesk.models.domain.matching import Rung
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.portion import WHOLE, Portion, PortionKind
from qbodesk.models.domain.text import fold
from qbodesk.models.errors import InvalidInput, NotInvoiceable, QboDeskError
from qbodesk.models.words import _
from qbodesk.services.invoicing.merging import up_to_date
from qbodesk.services.invoicing.plan import PlannedWrite
from qbodesk.services.reading.status import ON_THE_WAY
from qbodesk.services.workspace import Workspace

LONGEST_WAIT = 300.0
_MESSAGE = "message to the customer, at most 1,000 characters; {deal}, {quote} and {contact first name} are filled in"
_PART = "what this invoice asks for of the whole: 30%%, an amount, 1/3 of what is left, or rest"
_DISCOUNT = "discount on the whole invoice: 10%% or an amount"
DEAL_HAS_INVOICE = "DEAL_HAS_INVOICE"


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the verb."""
    parser = verbs.add_parser("create", parents=[shared], help="create an invoice from a deal or quote")
    parser.add_argument("--deal", required=True, metavar="ID")
    parser.add_argument("--quote", metavar="ID", help="a published quote of the deal, by id or number")
    parser.add_argument("--realm", metavar="ID", help="the QuickBooks company")
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--customer", metavar="ID", help="a QuickBooks customer, by id or display name")
    who.add_argument(
        "--new-customer", action="store_true", help="create the customer from the deal's contact"
    )
    parser.add_argument("--customer-name", metavar="NAME", help="display name of the new customer")
    parser.add_argument("--terms", metavar="NAME")
    parser.add_argument("--tax-code", metavar="NAME", help="tax code of every line that has none")
    parser.add_argument("--part", type=part, metavar="P", help=_PART)
    parser.add_argument("--discount", type=discount, metavar="D", help=_DISCOUNT)
    parser.add_argument(
        "--discount-after-tax", action="store_true", help="sales tax is due on the full price (US only)"
    )
    parser.add_argument(
        "--rate", type=_figure, metavar="R", help="home currency for one unit of the invoice's"
    )
    parser.add_argument("--date", type=day, metavar="D", help="invoice date, YYYY-MM-DD")
    parser.add_argument("--due", type=day, metavar="D", help="due date, YYYY-MM-DD")
    parser.add_argument("--message", metavar="TEXT", help=_MESSAGE)
    parser.add_argument("--number", metavar="TEXT", help="invoice number, when QuickBooks lets you choose it")
    parser.add_argument(
        "--auto-number", action="store_true", help="let QuickBooks number it although custom numbers are on"
    )
    parser.add_argument("--again", action="store_true", help="allow another invoice of the same deal")
    parser.add_argument("--draft", action="store_true", help="only save it as a draft")
    parser.add_argument("--dry-run", action="store_true", help="print the exact writes and make none")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def day(text: str) -> date:
    """A date of the command line."""
    return date.fromisoformat(text)


def part(text: str) -> Portion:
    """A portion of the command line."""
    if text == "rest":
        return Portion(PortionKind.REMAINDER)
    if text.startswith("1/"):
        return Portion(PortionKind.PARTS, _figure(text.removeprefix("1/")))
    kind = PortionKind.PERCENT if text.endswith("%") else PortionKind.AMOUNT
    return Portion(kind, _figure(text.removesuffix("%")))


def discount(text: str) -> InvoiceDiscount:
    """A discount of the command line."""
    kind = DiscountKind.PERCENT if text.endswith("%") else DiscountKind.AMOUNT
    return InvoiceDiscount(kind, _figure(text.removesuffix("%")))


def _figure(text: str) -> Decimal:
    """A plain number with a point; anything else is a mistake in the command (`ValueError`)."""
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,7})?", text):
        raise ValueError(text)
    return Decimal(text)


def run(options: argparse.Namespace) -> int:
    """Prepare, check, queue and, when there is a network, send."""
    with workspace(options) as ws:
        draft = ws.invoicing.open_draft(options.deal, fresh=True)
        try:
            draft = prepared(ws, draft, options)
            _check(ws, draft)
            if options.dry_run:
                writes = ws.invoicing.plan(draft)
                answer(options, {"writes": [_write(each) for each in writes]}, *_write_lines(writes))
                ws.invoicing.discard(draft.draft_id)
                return DONE
        except Exception:
            # a command that refuses leaves nothing behind
            ws.invoicing.discard(draft.draft_id)
            raise
        if options.draft:
            ws.invoicing.save(draft)
            answer(options, {"draft": draft.draft_id}, _("Draft saved: {id}").format(id=draft.draft_id))
            return DONE
        op_id = ws.invoicing.confirm(draft)
        entry = _send(ws, op_id)
        return _told(ws, options, draft, entry)


def prepared(ws: Workspace, draft: InvoiceDraft, options: argparse.Namespace) -> InvoiceDraft:
    """The draft as the options ask for it; raises `InvalidInput` for a name nobody knows."""
    draft = _with_source(ws, draft, options)
    draft = _with_customer(ws, draft, options)
    draft = _with_terms(ws, draft, options)
    if options.tax_code:
        codes = ws.books.tax_codes(draft.realm_id or "").values()
        code = _named(options.tax_code, codes, "tax_code", _("Tax code"))
        lines = tuple(
            line if line.tax_code_id else replace(line, tax_code_id=code.id) for line in draft.lines
        )
        draft = replace(draft, lines=lines)
    if options.message is not None:
        draft = replace(draft, message=options.message)
    if options.number:
        draft = replace(draft, numbering=Numbering.OWN, number=options.number)
    elif options.auto_number:
        draft = replace(draft, numbering=Numbering.ASK_QUICKBOOKS)
    if options.discount:
        off = replace(options.discount, after_tax=options.discount_after_tax)
        draft = replace(draft, discount=off)
    draft = replace(draft, portion=options.part or WHOLE, again=options.again)
    if options.rate:
        draft = replace(draft, exchange_rate=options.rate)
    else:
        _ask_for_rate(ws, draft)
    return up_to_date(ws.invoicing, draft, ws.invoicing.facts(draft))


def _ask_for_rate(ws: Workspace, draft: InvoiceDraft) -> None:
    """QuickBooks' rate of the invoice's day; without an answer the checks say of which day the known one is."""
    facts = ws.invoicing.facts(draft)
    rules = company(draft, facts)
    if rules is not None and rules.multicurrency and draft.currency != rules.home_currency:
        with suppress(QboDeskError):
            day_asked = day_of_rate(draft.invoice_date, facts.today)
            ws.invoicing.rates.fetch(rules.realm_id, draft.currency, day_asked)


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


def _named(wanted: str, candidates: Iterable[_N], field: str, kind: str) -> _N:
    """The candidate of that id or name, accents and case aside."""
    for each in candidates:
        if wanted == each.id or fold(wanted) == fold(each.name):
            return each
    raise InvalidInput("NOT_FOUND", field=field, kind=kind, id=wanted)


def _with_source(ws: Workspace, draft: InvoiceDraft, options: argparse.Namespace) -> InvoiceDraft:
    if options.realm:
        if options.realm not in {each.realm_id for each in ws.books.companies()}:
            raise InvalidInput("NOT_FOUND", field="realm", kind=_("QuickBooks company"), id=options.realm)
        draft = ws.invoicing.choose_company(draft, options.realm)
    if options.quote:
        quotes = ws.invoicing.facts(draft).quotes
        found = next((each for each in quotes if options.quote in {each.id, each.number}), None)
        if found is None:
            raise InvalidInput("NOT_FOUND", field="quote", kind=_("Quote"), id=options.quote)
        draft = ws.invoicing.choose_source(draft, Source.QUOTE, found.id)
    return draft


def _with_terms(ws: Workspace, draft: InvoiceDraft, options: argparse.Namespace) -> InvoiceDraft:
    terms = ws.books.terms(draft.realm_id or "")
    term = terms.get(draft.term_id or "")
    if options.terms:
        term = _named(options.terms, terms.values(), "terms", _("Payment terms"))
        draft = with_term(draft, term)
    if options.date:
        draft = with_invoice_date(draft, options.date, term)
    return with_due_date(draft, options.due, term) if options.due else draft


def _with_customer(ws: Workspace, draft: InvoiceDraft, options: argparse.Namespace) -> InvoiceDraft:
    if options.new_customer or options.customer_name:
        new = ws.invoicing.suggested_customer(draft)
        if options.customer_name:
            new = replace(new, display_name=options.customer_name)
        return ws.invoicing.choose_customer(draft, CustomerChoice(name=new.display_name, new=new))
    if options.customer:
        found = _named(options.customer, ws.books.customers(draft.realm_id or ""), "customer", _("Customer"))
        return ws.invoicing.choose_customer(
            draft, CustomerChoice(found.id, found.name, found.email, Rung.CHOSEN)
        )
    return draft


def _check(ws: Workspace, draft: InvoiceDraft) -> None:
    """Refuse what blocks; say what only warns. A second invoice of a deal is refused here: nobody looks twice at a script."""
    found = all_findings(draft, ws.invoicing.facts(draft))
    for each in found:
        if each.severity is Severity.BLOCK or each.problem.code == DEAL_HAS_INVOICE:
            raise NotInvoiceable(each.problem.code, **each.problem.facts)
    for each in found:
        say(each.problem.sentence)


def _send(ws: Workspace, op_id: str) -> Entry:
    """Work on the outbox until the invoice is settled, the network is gone or patience ends."""
    until = time.monotonic() + LONGEST_WAIT
    while True:
        report = ws.engine.run(pull=False)
        entry = ws.status.entry(op_id)
        if entry is None:
            raise InvalidInput("NOT_FOUND", kind=_("Outbox entry"), id=op_id)
        away = any(part.problem is not None for part in report.connections)
        wait = ws.engine.due_in()
        if entry.state not in ON_THE_WAY or away or wait is None or time.monotonic() + wait > until:
            return entry
        if wait > 0:
            say(_("We do not know yet whether QuickBooks created the invoice. Checking."))
            time.sleep(wait)


def _told(ws: Workspace, options: argparse.Namespace, draft: InvoiceDraft, entry: Entry) -> int:
    document: dict[str, Any] = {"op_id": entry.op_id, "state": entry.state.value, "deal": draft.deal_id}
    if entry.state is State.SUCCEEDED:
        rows = ws.invoices.by_remote(draft.realm_id or "", [entry.remote_id])
        row = rows[entry.remote_id]
        pk = ws.deals.pk_of(draft.deal_id)
        written = ws.deals.panel(pk).written if pk is not None else None
        document |= {
            "invoice_id": row.invoice_id,
            "realm_id": row.realm_id,
            "number": row.number,
            "stage": row.stage.value,
            "total": row.total,
            "deal_values": written.values if written else {},
            "not_written": written.skipped if written else None,
        }
        text = _("Invoice {number} created in {company}: {total}. It has not been e-mailed to the customer.")
        total = f"{row.total.plain} {row.total.currency}"
        lines = [text.format(number=row.number or row.invoice_id, company=row.company, total=total)]
        if written and written.skipped:
            lines.append(written.skipped.sentence)
        answer(options, document, *lines)
        return DONE
    document["problem"] = entry.problem
    needed = ws.status.entry(entry.depends_on) if entry.depends_on else None
    if needed is not None and needed.state in {State.REJECTED, State.NEEDS_REVIEW, State.BLOCKED}:
        # its customer was refused: the invoice alone would wait for ever
        document |= {"state": needed.state.value, "problem": needed.problem}
        entry = needed
    if entry.state in {State.QUEUED, State.RETRY_WAIT}:
        answer(options, document, _("Saved in the queue; it will be created when QuickBooks can be reached."))
        return DONE
    say(entry.problem.sentence if entry.problem else entry.state.value)
    answer(options, document)
    if entry.state is State.REJECTED:
        # the command has said why; nothing of it stays behind to be sent later
        ws.review.cancel(entry.op_id)
        return REFUSED
    return SIGN_IN if entry.state is State.BLOCKED else PROBLEMS


def _write(write: PlannedWrite) -> dict[str, Any]:
    return {
        "service": write.service,
        "action": write.action,
        "skipped": write.skipped,
        "values": [{"label": one.label, "before": one.before, "after": one.after} for one in write.values],
    }


def _write_lines(writes: tuple[PlannedWrite, ...]) -> list[str]:
    lines = []
    for write in writes:
        lines.append(f"{write.service}: {write.action}" + (f" — {write.skipped}" if write.skipped else ""))
        lines += [f"    {one.label}: {one.before or '—'} → {one.after}" for one in write.values]
    return lines
