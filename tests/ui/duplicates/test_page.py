"""The page of duplicates on real widgets, by keyboard."""

from collections.abc import Iterator
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from qbodesk.models.cache.links import links_of_qb
from qbodesk.models.domain.duplicates import Sign
from qbodesk.models.errors import CacheLocked
from qbodesk.services.duplicates import ACROSS, CUSTOMERS, Duplicate, Side
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.duplicates.page import DuplicatesPage
from tests.ui.windows import Desk
from tests.ui.world import HARBOUR


def side(kind: str, number: int, name: str) -> Side:
    return Side(
        kind, number, str(number), name, f"{name.casefold()}@acme.test", "", "Boston", "", None, 2, ()
    )


@pytest.fixture
def pairs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[Duplicate]:
    """Two customers that have a contact each, as they are found."""
    pairs = [
        Duplicate(side("customer", 1, "Ann"), side("contact", 7, "Anne"), Sign.EMAIL, "1", HARBOUR),
        Duplicate(side("customer", 2, "Bob"), side("contact", 8, "Rob"), Sign.PHONE, "2", HARBOUR),
    ]
    service = desk.world.workspace.duplicates
    monkeypatch.setattr(type(service), "across", lambda _self, realm: pairs if realm == HARBOUR else [])
    return pairs


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, pairs: list[Duplicate]) -> DuplicatesPage:
    """The two pairs in view."""
    assert pairs
    found = DuplicatesPage(desk.world.workspace)
    qtbot.addWidget(found)
    found.show()
    found.kind.setCurrentIndex(found.kind.findData(ACROSS))
    return found


def test_a_pair_says_why_and_opens_both(qtbot: QtBot, page: DuplicatesPage) -> None:
    opened: list[tuple[str, int]] = []
    page.opened.connect(lambda kind, pk: opened.append((kind, pk)))
    assert page.model.rowCount() == 2
    assert page.model.index(0, 2).data() == "Same e-mail address"
    page.table.setFocus()
    qtbot.keyClick(page.one, Qt.Key.Key_Space)
    qtbot.keyClick(page.other, Qt.Key.Key_Space)
    assert opened == [("customer", 1), ("contact", 7)]


def test_a_dismissed_pair_is_not_proposed_again(qtbot: QtBot, page: DuplicatesPage) -> None:
    qtbot.keyClick(page.dismiss, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.refresh()
    assert page.model.rowCount() == 1
    assert page.model.index(0, 0).data().startswith("Bob")


def test_a_link_is_made(qtbot: QtBot, page: DuplicatesPage, desk: Desk) -> None:
    qtbot.keyClick(page.link, Qt.Key.Key_Space)
    with desk.world.workspace.cache.read() as tx:
        (made,) = links_of_qb(tx, HARBOUR, "customer", ["1"], "contact")
    assert made.crm_id == "7"


@pytest.fixture
def one_thread() -> Iterator[ReaderPool]:
    """Reads one after the other."""
    pool = ReaderPool(threads=1)
    yield pool
    assert pool.close()


@pytest.fixture
def beside(desk: Desk, qtbot: QtBot, pairs: list[Duplicate], one_thread: ReaderPool) -> DuplicatesPage:
    """The page as in the window: it reads and writes beside it."""
    found = DuplicatesPage(desk.world.workspace, readers=one_thread)
    qtbot.addWidget(found)
    found.show()
    found.kind.setCurrentIndex(found.kind.findData(ACROSS))
    qtbot.waitUntil(lambda: found.model.rowCount() == len(pairs))
    return found


def test_what_was_decided_is_done_although_the_page_looks_again(
    qtbot: QtBot, beside: DuplicatesPage, one_thread: ReaderPool, desk: Desk
) -> None:
    let_go = Event()
    one_thread.run(lambda: let_go.wait(30), lambda _done: None, pytest.fail)
    qtbot.keyClick(beside.link, Qt.Key.Key_Space)
    beside.refresh()
    let_go.set()
    qtbot.waitUntil(lambda: not one_thread.busy)
    with desk.world.workspace.cache.read() as tx:
        (made,) = links_of_qb(tx, HARBOUR, "customer", ["1"], "contact")
    assert made.crm_id == "7"


def test_pairs_of_another_kind_are_gone_before_the_new_ones_come(
    qtbot: QtBot, beside: DuplicatesPage, one_thread: ReaderPool
) -> None:
    let_go = Event()
    one_thread.run(lambda: let_go.wait(30), lambda _done: None, pytest.fail)
    beside.kind.setCurrentIndex(beside.kind.findData(CUSTOMERS))
    held = beside.model.rowCount(), beside.dismiss.isEnabled()
    let_go.set()
    qtbot.waitUntil(lambda: not one_thread.busy)
    assert held == (0, False)


def test_that_looking_failed_is_said_instead_of_looking_on(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_self: object, _kind: str) -> list[Duplicate]:
        raise CacheLocked

    monkeypatch.setattr(type(desk.world.workspace.duplicates), "pairs", locked)
    pool = ReaderPool()
    found = DuplicatesPage(desk.world.workspace, readers=pool)
    qtbot.addWidget(found)
    found.show()
    found.kind.setCurrentIndex(found.kind.findData(ACROSS))
    qtbot.waitUntil(lambda: found.table.empty.sentence() == "The records could not be looked through.")
    for box in found.findChildren(QMessageBox):
        box.close()
    pool.close()
