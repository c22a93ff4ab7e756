"""Scenario S3: an invoice of seven lines with three VAT codes, prices with tax and a discount, within 16 actions."""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from qbodesk.models.domain.draft import InvoiceDraft, duplicate_line
from qbodesk.models.domain.findings import Step
from qbodesk.models.domain.tax import TaxMode
from qbodesk.ui.wizard.dialog import WizardDialog
from qbodesk.ui.wizard.pages.tax import TaxPage
from tests.ui.scenarios.conftest import Desk
from tests.ui.scenarios.hands import CTRL

DEAL = "Workshop refit"
TARGET = 16
ENTER, DOWN, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Space


def test_seven_lines_three_codes_and_one_discount(qtbot: QtBot, desk: Desk) -> None:
    draft = _seven_lines(desk)
    hands = desk.hands
    desk.window.desk.continue_draft(draft.deal_id, draft.draft_id)
    wizard = hands.window()
    assert isinstance(wizard, WizardDialog)
    assert wizard.flow.go(Step.TAX)
    page = wizard.pages[Step.TAX]
    assert isinstance(page, TaxPage)
    hands.press(ENTER, CTRL)
    assert wizard.flow.step is Step.TAX, "no way on while a line lacks its code"
    for number, rate in enumerate("5500"):
        page.table.setFocus() if number == 0 else hands.press(DOWN)
        hands.type(rate)
    _back_to(desk, wizard, page.to_empty)
    hands.press(SPACE)
    assert all(line.tax_code_id for line in wizard.flow.draft.lines)
    _back_to(desk, wizard, page.mode)
    hands.press(DOWN)
    assert wizard.flow.draft.tax_mode is TaxMode.INCLUSIVE
    hands.press(ENTER, CTRL)
    assert wizard.flow.step is Step.TERMS
    assert hands.actions <= TARGET

    percents = {row.percent for row in wizard.flow.sums().tax}
    assert percents == {Decimal(20), Decimal(5), Decimal(0)}
    ours = wizard.flow.sums()
    while wizard.flow.step is not Step.RESULT:
        for found in wizard.flow.all_findings():
            wizard.flow.accept(found.problem.code, accepted=True)
        hands.press(ENTER, CTRL)
    desk.workspace.engine.run()
    (made,) = desk.servers.marked("GB")
    assert made["GlobalTaxCalculation"] == "TaxInclusive"
    assert Decimal(str(made["TxnTaxDetail"]["TotalTax"])) == ours.tax_total.amount
    assert Decimal(str(made["TotalAmt"])) == ours.total.amount
    wizard.close()


def _seven_lines(desk: Desk) -> InvoiceDraft:
    """The deal's lines until there are seven, without codes; the first has a discount of an eighth."""
    workspace = desk.workspace
    rows = workspace.deals.rows(workspace.deals.ids(words=DEAL)).values()
    draft = workspace.invoicing.open_draft(next(row.deal_id for row in rows if row.name == DEAL))
    for number in range(7 - len(draft.lines)):
        draft = duplicate_line(draft, draft.lines[0].key, f"more-{number}")
    lines = tuple(replace(line, tax_code_id=None) for line in draft.lines)
    eighth = lines[0].unit_price / 8
    draft = replace(draft, lines=(replace(lines[0], discount_each=eighth), *lines[1:]))
    workspace.invoicing.save(draft)
    return draft


def _back_to(desk: Desk, wizard: WizardDialog, wanted: QWidget) -> None:
    for _stop in range(6):
        if wizard.focusWidget() is wanted:
            return
        desk.hands.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    raise AssertionError(f"Shift+Tab never reached {wanted.accessibleName()}")
