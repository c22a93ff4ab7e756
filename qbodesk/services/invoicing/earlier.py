"""What the invoices of a deal have asked for so far: those in QuickBooks and those on their way there. Judges nothing."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import Connection, func, select

from qbodesk.models.cache import outbox
from qbodesk.models.cache.tables_qbo import invoice_line
from qbodesk.models.domain.draft import InvoiceDraft, Source, billed, totals
from qbodesk.models.domain.money import Money, total
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.portion import WHOLE, Earlier, Portion, PortionKind
from qbodesk.models.domain.tax import TaxMode
from qbodesk.services.invoicing import drafts
from qbodesk.services.invoicing.intents import CREATE_INVOICE, InvoiceIntent
from qbodesk.services.reading.invoices import InvoiceRow

_NEVER = frozenset({State.CANCELLED, State.REJECTED})


def earlier(tx: Connection, draft: InvoiceDraft, rows: Iterable[InvoiceRow], but: str = "") -> Earlier:
    """What came before `draft`, in its currency; `rows` are the deal's invoices that were neither voided nor deleted.

    The entry `but` does not count: it is the draft's own, about to be taken back.

    Invoices in another currency are left out: amounts of two currencies are never subtracted.
    """
    known = {(row.realm_id, row.invoice_id): row for row in rows if row.total.currency == draft.currency}
    lines: dict[str, Decimal] = defaultdict(Decimal)
    elsewhere = Decimal(0)
    numbers: list[str] = []
    for entry in outbox.listed(tx, business_key=f"deal:{draft.deal_id}"):
        if entry.kind != CREATE_INVOICE or entry.state in _NEVER or entry.op_id == but:
            continue
        intent = InvoiceIntent.decode(entry.intent)
        sent = drafts.load(tx, intent.draft_id)
        row = known.pop((intent.realm_id, entry.remote_id), None)
        if (
            sent is None
            or sent.currency != draft.currency
            or (entry.state is State.SUCCEEDED and row is None)
        ):
            continue
        numbers.append(row.number or row.invoice_id if row else entry.op_id[:8])
        if row is not None:
            elsewhere += _changed_since(tx, sent, row)
        for line in billed(sent).lines:
            amount = line.amount(sent.currency).amount
            if not line.origin:
                continue  # added by hand, it was never part of the deal
            if _basis(sent) == _basis(draft):
                lines[line.origin] += amount
            else:
                elsewhere += amount
    for row in known.values():
        numbers.append(row.number or row.invoice_id)
        inclusive = draft.tax_mode is TaxMode.INCLUSIVE
        elsewhere += row.total.amount if inclusive else _lines_total(tx, row).amount
    return Earlier(tuple(sorted(lines.items())), elsewhere, tuple(numbers))


def next_portion(tx: Connection, deal_id: str) -> Portion:
    """What a new draft of the deal asks for: after a first part what is left, of equal parts the next, else the whole."""
    for entry in reversed(outbox.listed(tx, business_key=f"deal:{deal_id}")):
        if entry.kind != CREATE_INVOICE or entry.state in _NEVER:
            continue
        sent = drafts.load(tx, InvoiceIntent.decode(entry.intent).draft_id)
        if sent is None or sent.portion.kind is PortionKind.WHOLE:
            continue
        parts_left = sent.portion.value - 1
        if sent.portion.kind is PortionKind.PARTS and parts_left > 1:
            return Portion(PortionKind.PARTS, parts_left)
        return Portion(PortionKind.REMAINDER)
    return WHOLE


def _changed_since(tx: Connection, sent: InvoiceDraft, row: InvoiceRow) -> Decimal:
    """By how much QuickBooks' invoice asks for more than was sent, because somebody edited it there."""
    if sent.tax_mode is TaxMode.INCLUSIVE:
        # its lines come back net; the total alone is gross
        return (row.total - totals(sent, {}).total).amount
    asked = total((line.amount(sent.currency) for line in billed(sent).lines), sent.currency)
    return (_lines_total(tx, row) - asked).amount


def _lines_total(tx: Connection, row: InvoiceRow) -> Money:
    query = select(func.coalesce(func.sum(invoice_line.c.amount), 0)).where(
        invoice_line.c.invoice_pk == row.pk, invoice_line.c.kind != "DiscountLineDetail"
    )
    return Money.from_minor(tx.execute(query).scalar_one(), row.total.currency)


def _basis(draft: InvoiceDraft) -> tuple[Source | None, str | None]:
    return draft.source, draft.quote_id if draft.source is Source.QUOTE else None
