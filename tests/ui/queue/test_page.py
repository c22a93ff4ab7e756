"""The queue page: what waits, why, and the buttons that fit."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import links
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem
from qbodesk.ui.queue.page import QueueIntents, QueuePage
from tests.ui.world import NOW, World, add_entry


class Asked(list[tuple[str, Any]]):
    """What the page asked for."""

    def intents(self) -> QueueIntents:
        return QueueIntents(
            edit=lambda entry: self.append(("edit", entry.op_id)),
            cancel=lambda entry: self.append(("cancel", entry.op_id)),
            check=lambda entry: self.append(("check", entry.op_id)),
            pick=lambda entry: self.append(("pick", entry.op_id)),
            give_up=lambda entry: self.append(("give up", entry.op_id)),
            dismiss=lambda row: self.append(("dismiss", row.subject_id)),
            open_deal=lambda deal_id: self.append(("deal", deal_id)),
            sync=lambda: self.append(("sync", None)),
            mend=lambda fix, cause: self.append((fix.value, [each.key for each in cause.records])),
        )


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def page(qtbot: QtBot, world: World, asked: Asked) -> QueuePage:
    with world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "first", State.QUEUED)
        add_entry(tx, "502", "Annual support", "second", State.UNKNOWN)
        add_entry(tx, "503", "Catalogue", "third", State.SUCCEEDED)
    made = QueuePage(world.workspace, asked.intents())
    qtbot.addWidget(made)
    made.show()
    return made


def titles(page: QueuePage) -> list[str]:
    model = page.entries.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_finished_entries_are_shown_on_request(page: QueuePage) -> None:
    assert titles(page) == ["Create an invoice for Website relaunch", "Create an invoice for Annual support"]
    page.done.setChecked(True)
    assert len(titles(page)) == 3


def test_the_buttons_fit_the_chosen_entry(page: QueuePage, asked: Asked) -> None:
    buttons = (page.edit, page.check, page.cancel, page.deal)
    page.entries.go_to(0)
    assert [button.isHidden() for button in buttons] == [False] * 4
    page.edit.click()
    page.cancel.click()
    page.entries.go_to(1)
    assert [button.isHidden() for button in buttons] == [True, False, True, False]
    assert page.check.text() == "Check now"
    page.check.click()
    page.deal.click()
    assert asked == [("edit", "first"), ("cancel", "first"), ("check", "second"), ("deal", "502")]


def test_enter_opens_the_deal(page: QueuePage, asked: Asked) -> None:
    page.entries.go_to(1)
    page.entries.opened.emit(1)
    assert asked == [("deal", "502")]


def test_a_record_not_in_step_says_why_and_where(page: QueuePage, world: World, asked: Asked) -> None:
    assert page.problems.isHidden()
    problem = Problem("CURRENCY_MISMATCH", {"number": "7", "currency": "EUR", "portal_currency": "USD"})
    with world.workspace.cache.write() as tx:
        links.raise_problem(tx, "deal", "502", problem, NOW)
    page.refresh()
    assert "EUR" in page.problem_told.text()
    page.problem_deal.click()
    page.again.click()
    page.dismiss.click()
    assert asked == [("deal", "502"), ("sync", None), ("dismiss", "502")]


def test_an_entry_in_doubt_offers_every_way_on(
    qtbot: QtBot, world: World, page: QueuePage, asked: Asked
) -> None:
    facts = {"count": "2", "numbers": "1051, 1052"}
    with world.change("outbox") as tx:
        add_entry(
            tx, "504", "Fleet stickers", "fourth", State.NEEDS_REVIEW,
            code="SEVERAL_FOUND", facts=facts, attempts=1,
        )  # fmt: skip
    page.refresh()
    page.entries.go_to(2)
    assert "1051, 1052" in page.told.text()
    buttons = (page.pick, page.check, page.give_up, page.edit, page.cancel)
    assert [button.isHidden() for button in buttons] == [False, False, False, True, True]
    assert page.check.text() == "Look it up, else send"
    for button in buttons[:3]:
        button.click()
    assert asked == [("pick", "fourth"), ("check", "fourth"), ("give up", "fourth")]


def test_an_empty_queue_says_so(qtbot: QtBot, world: World, asked: Asked) -> None:
    page = QueuePage(world.workspace, asked.intents())
    qtbot.addWidget(page)
    assert not page.empty_entries.isHidden()
    assert page.entries.isHidden()
    assert all(button.isHidden() for button in (page.edit, page.check, page.cancel, page.deal, page.again))
    assert page.connections.model().rowCount() == 3
