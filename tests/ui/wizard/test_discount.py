"""A discount on the whole invoice: typed, shown everywhere, sent."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.findings import Step
from qbodesk.models.domain.outbox import State
from qbodesk.ui.formats import formats
from tests.ui.wizard.test_walk import CTRL, ENTER, press, walk_to


@pytest.fixture
def page(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Workshop refit")
    walk_to(qtbot, dialog, Step.PRODUCTS)
    return dialog.pages[Step.PRODUCTS]


def type_discount(qtbot, page, text):
    field = page.discount.value
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Tab)


def texts(widget):
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_a_percentage_lowers_the_total_at_once_and_is_shown_on_every_page(qtbot, page):
    dialog, before = page.window(), page.flow.sums()
    type_discount(qtbot, page, "12,5")
    assert page.flow.draft.discount == InvoiceDiscount(DiscountKind.PERCENT, Decimal("12.5"))
    sums = page.flow.sums()
    assert sums.invoice_discount == before.lines_total * Decimal("0.125")
    off = formats().money(-sums.invoice_discount)
    assert off.removeprefix("−") in page.discount.amount.text()
    assert dialog.footer.total.text() == formats().money(sums.total)
    assert not page.discount.tax.isVisible(), "outside the US the discount always comes before tax"
    walk_to(qtbot, dialog, Step.TAX)
    qtbot.waitUntil(lambda: off in texts(dialog.page()))
    walk_to(qtbot, dialog, Step.REVIEW)
    qtbot.waitUntil(lambda: f"Discount of 12.5%: {off}" in texts(dialog.page()))
    html = dialog.flow.workspace.documents.preview_html(dialog.flow.draft, formats())
    assert "12.5%" in html
    assert off in html


def test_an_amount_is_typed_by_choosing_the_currency(qtbot, page):
    type_discount(qtbot, page, "50")
    page.discount.kind.setFocus()
    qtbot.keyClick(page.discount.kind, Qt.Key.Key_Down)
    assert page.flow.draft.discount == InvoiceDiscount(DiscountKind.AMOUNT, Decimal(50))
    assert page.discount.kind.currentText() == "GBP"
    assert page.discount.value.text() == "50.00"


def test_more_than_the_invoice_is_told_at_the_field_and_holds_next(qtbot, page):
    type_discount(qtbot, page, "101")
    assert "higher than the invoice" in page.discount.fault.text()
    assert not page.window().footer.next.isEnabled()
    press(qtbot, page.window(), ENTER, CTRL)
    assert page.flow.step is Step.PRODUCTS
    assert page.discount.value.hasFocus()
    type_discount(qtbot, page, "100")
    assert not page.discount.fault.isVisible()


def test_what_cannot_be_read_is_not_lost_by_going_on(qtbot, page):
    field = page.discount.value
    field.setFocus()
    qtbot.keyClicks(field, "ten")
    press(qtbot, page.window(), ENTER, CTRL)
    assert page.flow.step is Step.PRODUCTS
    assert field.text() == "ten"
    assert "one clear number" in page.discount.fault.text()
    # nor by going back, or over the list of steps: the invoice would be created without it
    page.window().go_previous()
    page.window().stepper.chosen.emit(Step.REVIEW.value)
    assert page.flow.step is Step.PRODUCTS
    field.clear()
    page.window().go_previous()
    assert page.flow.step is Step.CUSTOMER


def test_a_slip_of_the_keyboard_keeps_the_discount_that_was_there(qtbot, page):
    type_discount(qtbot, page, "10")
    field = page.discount.value
    field.selectAll()
    qtbot.keyClicks(field, "15 pct")
    page.leave()
    assert page.flow.draft.discount.value == Decimal(10)


def test_the_sign_may_be_typed_and_ten_stays_plain_digits(qtbot, page):
    type_discount(qtbot, page, "10 %")
    assert str(page.flow.draft.discount.value) == "10"


def test_news_from_a_sync_leave_what_is_being_typed(qtbot, page):
    field = page.discount.value
    field.setFocus()
    qtbot.keyClicks(field, "7")
    page.flow.refresh()
    assert field.text() == "7"


def test_another_source_begins_without_the_discount(qtbot, page):
    from qbodesk.models.domain.draft import Source

    type_discount(qtbot, page, "10")
    page.flow.choose_source(Source.EMPTY)
    assert not page.flow.draft.discount.value


def test_in_the_us_one_says_whether_tax_comes_first_and_quickbooks_hears_it(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Website relaunch")
    walk_to(qtbot, dialog, Step.PRODUCTS)
    page = dialog.pages[Step.PRODUCTS]
    assert not page.discount.tax.isVisible()
    type_discount(qtbot, page, "10")
    assert page.discount.tax.isVisible()
    assert page.discount.tax.currentText() == "before sales tax"
    page.discount.tax.setFocus()
    qtbot.keyClick(page.discount.tax, Qt.Key.Key_Down)
    assert dialog.flow.draft.discount.after_tax
    walk_to(qtbot, dialog, Step.REVIEW)
    wanted = dialog.flow.sums().total
    press(qtbot, dialog, ENTER, CTRL)
    workspace.engine.run(pull=False)
    entry = workspace.status.entry(dialog.flow.op_id)
    assert entry.state is State.SUCCEEDED
    rows = workspace.invoices.by_remote(dialog.flow.draft.realm_id, [entry.remote_id])
    assert rows[entry.remote_id].total > wanted, "QuickBooks adds its sales tax"


def test_a_company_without_discounts_says_so(qtbot, page):
    from dataclasses import replace

    facts = page.flow.facts
    page.flow.facts = replace(
        facts, companies=tuple(replace(each, allows_discount=False) for each in facts.companies)
    )
    page.flow.changed()
    assert not page.discount.value.isEnabled()
    assert "switched off" in page.discount.value.toolTip()
