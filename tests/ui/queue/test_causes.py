"""Many failing records are a few causes, each with its reason and one button for all of them (scenario S10)."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import links
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem
from qbodesk.ui.queue.page import QueuePage
from tests.ui.queue.test_page import Asked
from tests.ui.windows import Desk
from tests.ui.world import NOW, World, add_entry

FAILING = {
    "DISPLAYNAME_TAKEN": 41,
    "CUSTOMER_MISSING": 33,
    "PERIOD_CLOSED": 14,
    "ITEM_INACTIVE": 11,
    "CUSTOM_NUMBERS_ON": 6,
    "CURRENCY_MISMATCH": 5,
    "PERMISSION_MISSING": 2,
}


@pytest.fixture
def failing(world: World) -> World:
    """112 records, 7 root causes; those of the currency are problems of records, the others refused invoices."""
    with world.change("outbox", "problem") as tx:
        for code, count in FAILING.items():
            for number in range(count):
                key = f"{code}-{number}"
                if code == "CURRENCY_MISMATCH":
                    problem = Problem(code, {"currency": "EUR", "portal_currency": "USD"})
                    links.raise_problem(tx, "deal", key, problem, NOW)
                else:
                    add_entry(tx, "501", f"Deal {key}", key, State.REJECTED, code=code)
    return world


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def page(qtbot: QtBot, failing: World, asked: Asked) -> QueuePage:
    made = QueuePage(failing.workspace, asked.intents())
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def test_every_cause_is_one_row_with_its_number_reason_and_fix(page: QueuePage) -> None:
    rows = page.causes.rows
    assert [row.count.text() for row in rows] == [f"{n} records" for n in FAILING.values()]
    assert all(row.reason.text() and row.buttons for row in rows)
    assert rows[0].title.text() == "This name is taken in QuickBooks"
    assert rows[0].records.text().endswith("and 38 more")


def test_one_key_press_mends_all_of_a_cause(page: QueuePage, asked: Asked) -> None:
    button = page.causes.rows[0].buttons[Fix.EXISTING_CUSTOMER]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    fix, keys = asked[0]
    assert (fix, len(keys)) == ("existing_customer", 41)


def test_a_record_nobody_can_mend_here_can_be_waived(page: QueuePage, asked: Asked) -> None:
    waived = next(row for row in page.causes.rows if Fix.DISMISS in row.buttons)
    waived.buttons[Fix.DISMISS].click()
    assert (asked[0][0], len(asked[0][1])) == ("dismiss", FAILING["CURRENCY_MISMATCH"])


def test_the_same_causes_keep_their_buttons_and_the_focus(page: QueuePage) -> None:
    before = page.causes.rows
    page.refresh()
    assert page.causes.rows is before


def test_nothing_needs_anybody_and_the_card_is_gone(qtbot: QtBot, world: World, asked: Asked) -> None:
    page = QueuePage(world.workspace, asked.intents())
    qtbot.addWidget(page)
    page.show()
    assert page.causes.isHidden()


def test_all_of_a_cause_are_withdrawn_after_one_question(qtbot: QtBot, failing: World, desk: Desk) -> None:
    desk.window.go("queue")
    row = next(each for each in desk.window.pages.queue.causes.rows if each.count.text() == "33 records")
    row.buttons[Fix.WITHDRAW].click()
    box = desk.window.findChild(QMessageBox)
    assert box is not None
    assert box.text() == "Withdraw 33 changes?"
    next(each for each in box.buttons() if each.text() == "Withdraw").click()

    def gone() -> bool:
        states: list[Any] = [entry.state for entry in failing.workspace.status.entries()]
        return states.count(State.CANCELLED) == 33

    qtbot.waitUntil(gone)
    qtbot.waitUntil(lambda: len(desk.window.pages.queue.causes.rows) == len(FAILING) - 1)


def test_an_invoice_without_a_customer_opens_where_one_is_chosen(failing: World, desk: Desk) -> None:
    desk.window.go("queue")
    row = next(each for each in desk.window.pages.queue.causes.rows if each.count.text() == "33 records")
    button = row.buttons[Fix.EDIT]
    assert button.accessibleName().startswith("Edit invoice: No QuickBooks customer is chosen")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    (wizard,) = desk.wizards
    assert wizard["draft_id"].startswith("draft-CUSTOMER_MISSING")
    states = [entry.state for entry in failing.workspace.status.entries()]
    assert states.count(State.CANCELLED) == 1
