"""Several invoices of one deal, chosen by keyboard: a deposit first, then what is left, and nothing after that."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from qbodesk.models.domain.findings import Step
from qbodesk.models.domain.portion import Portion, PortionKind
from qbodesk.ui.formats import formats
from tests.ui.wizard.test_discount import texts
from tests.ui.wizard.test_walk import CTRL, ENTER, invoice_entries, press, walk_to


@pytest.fixture
def page(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Website relaunch")
    walk_to(qtbot, dialog, Step.PRODUCTS)
    return dialog.pages[Step.PRODUCTS]


def choose(qtbot, page, kind, text=""):
    field = page.portion
    field.kind.setFocus()
    kinds = list(PortionKind)
    way = kinds.index(kind) - kinds.index(PortionKind(field.kind.currentData()))
    for _each in range(abs(way)):
        qtbot.keyClick(field.kind, Qt.Key.Key_Down if way > 0 else Qt.Key.Key_Up)
    assert page.flow.draft.portion.kind is kind
    if text:
        field.value.setFocus()
        field.value.selectAll()
        qtbot.keyClicks(field.value, text)
        qtbot.keyClick(field.value, Qt.Key.Key_Tab)


def test_a_deposit_and_then_the_rest(qtbot, workspace, page):
    dialog = page.window()
    whole = page.flow.sums().lines_total
    choose(qtbot, page, PortionKind.PERCENT, "30")
    assert page.flow.draft.portion == Portion(PortionKind.PERCENT, Decimal(30))
    deposit = page.flow.sums().lines_total
    assert deposit == whole * Decimal("0.3")
    assert dialog.footer.total.text() == formats().money(deposit)
    amount = page.table.model_of_lines.columns[-1]
    first = page.table.model_of_lines.rows[0]
    piece = first.line.amount("USD") * Decimal("0.3")
    assert amount.second(first) == f"now {formats().amount(piece)}"
    assert formats().money(whole - deposit) in page.portion.note.text()
    walk_to(qtbot, dialog, Step.REVIEW)
    qtbot.waitUntil(lambda: "30% of the whole" in texts(dialog.page()))
    press(qtbot, dialog, ENTER, CTRL)
    workspace.engine.run(pull=False)
    result = dialog.pages[Step.RESULT]
    qtbot.waitUntil(lambda: "created in" in result.headline.text())
    assert formats().money(whole - deposit) in result.left.text()

    result.another.setFocus()
    press(qtbot, dialog, ENTER)
    assert page.flow.draft.portion.kind is PortionKind.REMAINDER
    walk_to(qtbot, dialog, Step.SOURCE)
    assert formats().money(whole - deposit) in dialog.page().intro.text()
    walk_to(qtbot, dialog, Step.REVIEW)
    assert page.flow.sums().lines_total == whole - deposit
    assert page.flow.may_create, "what is left can be asked for only once and needs no tick"
    press(qtbot, dialog, ENTER, CTRL)
    assert len(invoice_entries(workspace)) == 2
    assert not result.left.isVisible()

    result.another.setFocus()
    press(qtbot, dialog, ENTER)
    while dialog.flow.step is not Step.PRODUCTS:
        press(qtbot, dialog, ENTER, CTRL)
    press(qtbot, dialog, ENTER, CTRL)
    assert dialog.flow.step is Step.PRODUCTS, "nothing is left to invoice"
    assert "Everything is invoiced already" in page.portion.fault.text()
    assert page.portion.kind.hasFocus()


def test_more_than_is_left_is_said_at_the_field(qtbot, page):
    choose(qtbot, page, PortionKind.AMOUNT, "999999")
    assert "This is more than is left to invoice" in page.portion.fault.text()
    choose(qtbot, page, PortionKind.PARTS, "2,5")
    assert "whole number" in page.portion.fault.text()
    choose(qtbot, page, PortionKind.WHOLE)
    assert not page.portion.fault.text()
    assert not page.portion.value.isVisible()


def test_what_cannot_be_read_holds_the_page(qtbot, page):
    choose(qtbot, page, PortionKind.PERCENT, "much")
    press(qtbot, page.window(), ENTER, CTRL)
    assert page.flow.step is Step.PRODUCTS
    assert "one clear number" in page.portion.fault.text()
