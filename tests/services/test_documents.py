"""Pages of invoices without QuickBooks' own PDF: whose they are, what they say, and that their sums are QuickBooks'."""

from dataclasses import replace
from decimal import Decimal
from html import escape

from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.money import total
from qbodesk.simulator.world import story
from qbodesk.ui.formats import formats


def test_the_letterhead_is_the_companys_own(ws) -> None:
    draft = ws.invoicing.open_draft(story.READY["GB"].id)
    rules = next(each for each in ws.books.companies() if each.realm_id == draft.realm_id)
    assert rules.letterhead
    html = ws.documents.preview_html(draft, formats())
    assert all(escape(part) in html for part in rules.letterhead)


def test_lines_discount_and_tax_of_a_made_invoice_add_up_to_its_total(ws) -> None:
    draft = ws.invoicing.open_draft(story.READY["GB"].id)
    draft = replace(draft, discount=InvoiceDiscount(DiscountKind.PERCENT, Decimal("7.5")))
    op_id = ws.invoicing.confirm(draft)
    ws.engine.run(pull=False)
    made = ws.status.entry(op_id).remote_id
    row = ws.invoices.by_remote(draft.realm_id, [made])[made]
    sums = ws.invoicing.totals(draft)
    lines = ws.invoices.detail(row.pk).lines
    assert lines[-1].amount == -sums.invoice_discount
    assert row.total - total((line.amount for line in lines), "GBP") == sums.tax_total
    html = ws.documents.record_html(row, formats())
    for amount in (sums.tax_total, row.total):
        assert formats().money(amount) in html
    assert "Offline preview, not the QuickBooks document" in html
    assert row.number in html
