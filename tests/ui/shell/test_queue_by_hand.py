"""A person decides about what waits in the queue."""

from PySide6.QtWidgets import (
    QMessageBox,
)
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import links
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem
from qbodesk.ui.navigation import Place
from tests.ui.windows import Desk
from tests.ui.world import NOW, add_draft, add_entry


def deal(desk: Desk, name: str = "Website relaunch") -> Place:
    return Place("deal", desk.world.deals[name])


def question(desk: Desk) -> QMessageBox:
    return next(box for box in desk.window.findChildren(QMessageBox) if box.isVisible())


def shown(desk: Desk) -> list[str]:
    return [box.text() for box in desk.window.findChildren(QMessageBox) if box.isVisible()]


def press(desk: Desk, text: str) -> None:
    next(button for button in question(desk).buttons() if button.text() == text).click()


def test_withdrawing_asks_and_then_says_so(qtbot: QtBot, desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1")
    entry = desk.world.workspace.status.entries()[0]
    desk.window.desk.queue.cancel(entry)
    assert "has not reached QuickBooks" in question(desk).informativeText()
    press(desk, "Keep it")
    assert desk.world.workspace.status.entries()[0].state is State.QUEUED
    desk.window.desk.queue.cancel(entry)
    press(desk, "Withdraw")
    qtbot.waitUntil(lambda: desk.window.toast.message() == "Withdrawn. Nothing was sent.")
    assert desk.world.workspace.status.entries()[0].state is State.CANCELLED
    qtbot.waitUntil(lambda: desk.window.status_line.queue.text() == "Queue empty")


def test_what_was_sent_meanwhile_cannot_be_withdrawn(qtbot: QtBot, desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1", State.SENDING)
    desk.window.desk.queue.cancel(desk.world.workspace.status.entries()[0])
    press(desk, "Withdraw")
    qtbot.waitUntil(lambda: "This entry cannot be withdrawn now" in shown(desk))
    assert desk.world.workspace.status.entries()[0].state is State.SENDING


def test_giving_up_says_to_look_first_and_never_sends_again(qtbot: QtBot, desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1", State.NEEDS_REVIEW, attempts=1)
    desk.window.desk.queue.give_up(desk.world.workspace.status.entries()[0])
    assert "look there first" in question(desk).informativeText()
    press(desk, "Keep it")
    assert desk.world.workspace.status.entries()[0].state is State.NEEDS_REVIEW
    desk.window.desk.queue.give_up(desk.world.workspace.status.entries()[0])
    press(desk, "Give up")
    qtbot.waitUntil(lambda: desk.window.toast.message() == "Given up. It is never sent again.")
    assert desk.world.workspace.status.entries()[0].state is State.CANCELLED


def test_looking_again_puts_it_back_among_what_is_looked_up(desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1", State.NEEDS_REVIEW, attempts=1)
    desk.window.desk.queue.check(desk.world.workspace.status.entries()[0])
    assert desk.world.workspace.status.entries()[0].state is State.UNKNOWN


def test_a_dismissed_problem_is_gone_and_what_is_meant_so_was_never_counted(desk: Desk) -> None:
    status = desk.world.workspace.status
    mismatch = Problem("CURRENCY_MISMATCH", {"number": "7", "currency": "EUR", "portal_currency": "USD"})
    with desk.world.change("problem") as tx:
        links.raise_problem(tx, "deal", "502", mismatch, NOW)
    assert (status.status().problems, len(status.problems())) == (0, 1)
    desk.window.desk.queue.dismiss(status.problems()[0])
    assert status.problems() == []


def test_editing_a_queued_invoice_opens_its_draft(desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1")
    desk.window.desk.queue.edit(desk.world.workspace.status.entries()[0])
    assert desk.wizards == [{"deal": "501", "draft_id": "draft-e1"}]
    assert desk.world.workspace.status.entries()[0].state is State.CANCELLED


def test_discarding_a_draft_asks(qtbot: QtBot, desk: Desk) -> None:
    with desk.world.change("draft") as tx:
        add_draft(tx, "501", "Website relaunch", "d1")
    desk.window.navigator.go(deal(desk))
    card = desk.window.pages.deal.invoices
    assert card.pending.count() == 1
    desk.window.desk.discard_draft("d1")
    press(desk, "Discard draft")
    qtbot.waitUntil(lambda: card.pending.count() == 0)
