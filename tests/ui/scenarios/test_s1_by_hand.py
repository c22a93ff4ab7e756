"""Scenario S1 without its board: the month's won deals are invoiced one after the other from their list, by keyboard alone."""

from collections import Counter
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from qbodesk.models.domain.findings import Step
from qbodesk.ui.navigation import Place
from qbodesk.ui.wizard.dialog import WizardDialog
from tests.ui.scenarios.conftest import Desk
from tests.ui.scenarios.hands import CTRL

DEALS = 14
"""So many of the list are worked through: new customers, both companies, foreign currencies, lines without a product."""
TARGET = 12
"""Actions for an invoice, the new customers and confirmed warnings among them: what a deal that needs nothing takes elsewhere."""
ENTER, DOWN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape


def test_a_month_of_won_deals(qtbot: QtBot, desk: Desk) -> None:
    hands, window = desk.hands, desk.window
    window.navigator.go(Place("deals", view="to_invoice"))
    page = window.pages.deals
    qtbot.waitUntil(lambda: page.views.view.key == "to_invoice" and len(page.model.ids) > DEALS)
    waiting = len(page.model.ids)
    page.focus_first()
    made: list[Decimal] = []
    left: Counter[str] = Counter()
    spent = 0
    for _deal in range(DEALS):
        before = hands.actions
        total = one_deal(qtbot, desk, left)
        qtbot.waitUntil(lambda: hands.window() is window)
        hands.press(DOWN)
        if total is not None:
            made.append(total)
            spent += hands.actions - before
    assert len(made) >= DEALS // 2
    assert sum(left.values()) == DEALS - len(made)
    assert all(left), "what was not invoiced says why"
    assert spent / len(made) <= TARGET

    desk.workspace.engine.run()
    assert sorted(billed(desk)) == sorted(made)
    qtbot.waitUntil(lambda: len(page.model.ids) == waiting - len(made))
    desk.workspace.engine.run()
    assert len(billed(desk)) == len(made)


def billed(desk: Desk) -> list[Decimal]:
    """What each invoice of ours asks for; in the United States before the tax that QuickBooks adds by itself."""
    found = []
    for country in ("US", "GB"):
        for each in desk.servers.marked(country):
            tax = (
                Decimal(str(each.get("TxnTaxDetail", {}).get("TotalTax", 0)))
                if country == "US"
                else Decimal(0)
            )
            found.append(Decimal(str(each["TotalAmt"])) - tax)
    return found


def one_deal(qtbot: QtBot, desk: Desk, left: Counter[str]) -> Decimal | None:
    """The deal under the cursor: its invoice's total, or None and why there is none; its draft is kept then."""
    hands = desk.hands
    hands.press(Qt.Key.Key_I, CTRL)
    wizard = hands.window()
    assert isinstance(wizard, WizardDialog)
    flow = wizard.flow
    while flow.step is not Step.RESULT:
        step = flow.step
        if step is Step.CUSTOMER and not flow.draft.customer.customer_id and flow.draft.customer.new is None:
            hands.press(Qt.Key.Key_N, CTRL)
            assert flow.draft.customer.new is not None
        if step is Step.REVIEW:
            tick(qtbot, desk, wizard)
        total = flow.sums().total.amount
        hands.press(ENTER, CTRL)
        if flow.step is step:
            obstacle = flow.obstacle()
            assert obstacle is not None
            left[obstacle.problem.sentence] += 1
            hands.press(ESCAPE)
            return None
    hands.press(ESCAPE)
    return total


def tick(qtbot: QtBot, desk: Desk, wizard: WizardDialog) -> None:
    """What the review warns of is confirmed, each by itself."""
    for box in wizard.pages[Step.REVIEW].findChildren(QCheckBox):
        qtbot.waitUntil(box.isVisible)
        tab_to(desk, wizard, box)
        desk.hands.press(Qt.Key.Key_Space)
        assert box.isChecked()


def tab_to(desk: Desk, wizard: WizardDialog, wanted: QWidget) -> None:
    for _stop in range(12):
        if wizard.focusWidget() is wanted:
            return
        desk.hands.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reached {wanted.accessibleName()}")
