"""Terms, dates and texts of a draft; limits are those of quickbooks-api §9.5."""

from collections.abc import Iterator

from qbodesk.models.domain.checks.company import company
from qbodesk.models.domain.draft import InvoiceDraft
from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.domain.flow_facts import FlowFacts
from qbodesk.models.domain.merge_fields import FIELDS, fields_in, written
from qbodesk.models.errors import Problem

LONGEST_MESSAGE = 1000
LONGEST_MEMO = 3900
"""QuickBooks takes 4,000 characters; the rest is for our marker."""

_SATURDAY = 5


def check_terms(draft: InvoiceDraft, facts: FlowFacts) -> Iterator[Finding]:
    """The dates are in order and in open books, the texts fit, the terms exist."""
    term = facts.terms.get(draft.term_id) if draft.term_id else None
    if draft.term_id and (term is None or not term.active):
        yield _block("TERM_UNUSABLE", "term_id", term=term.name if term else draft.term_id)
    if draft.due_date < draft.invoice_date:
        yield _block(
            "DUE_BEFORE_INVOICE",
            "due_date",
            due=draft.due_date.isoformat(),
            date=draft.invoice_date.isoformat(),
        )
    elif draft.due_date.weekday() >= _SATURDAY:
        day = {"due": draft.due_date.isoformat()}
        yield Finding(Problem("DUE_ON_WEEKEND", day), Step.TERMS, Severity.HINT, "due_date")
    chosen = company(draft, facts)
    closed = chosen.books_closed_until if chosen else None
    if chosen and closed and draft.invoice_date <= closed:
        yield _block("BOOKS_CLOSED", "invoice_date", company=chosen.name, date=closed.isoformat())
    yield from _fields(draft, chosen.default_message if chosen else "")
    for field, text, limit in (
        ("message", draft.message_sent, LONGEST_MESSAGE),
        ("memo", draft.memo, LONGEST_MEMO),
    ):
        if len(text) > limit:
            yield _block(f"{field.upper()}_TOO_LONG", field, length=str(len(text)), limit=str(limit))


def _fields(draft: InvoiceDraft, default_message: str) -> Iterator[Finding]:
    values = dict(draft.merge_values)
    # the company's own message was written in QuickBooks, where braces mean nothing
    unknown = Severity.HINT if draft.message == default_message else Severity.BLOCK
    for name in fields_in(draft.message):
        if name not in FIELDS:
            named = {"name": written(name), "known": ", ".join(map(written, FIELDS))}
            yield Finding(Problem("MESSAGE_FIELD_UNKNOWN", named), Step.TERMS, unknown, "message")
        elif name not in values:
            yield _block("MESSAGE_FIELD_EMPTY", "message", name=written(name))


def _block(code: str, field: str, **facts: str) -> Finding:
    return Finding(Problem(code, facts), Step.TERMS, Severity.BLOCK, field)
