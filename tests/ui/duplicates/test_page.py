"""The page of duplicates on real widgets, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qbodesk.models.cache.links import links_of_qb
from qbodesk.models.domain.duplicates import Sign
from qbodesk.services.duplicates import ACROSS, Duplicate, Side
from qbodesk.ui.duplicates.page import DuplicatesPage
from tests.ui.windows import Desk
from tests.ui.world import HARBOUR


def side(kind: str, number: int, name: str) -> Side:
    return Side(
        kind, number, str(number), name, f"{name.casefold()}@acme.test", "", "Boston", "", None, 2, ()
    )


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> DuplicatesPage:
    """Two pairs are found, whatever is looked through."""
    pairs = [
        Duplicate(side("customer", 1, "Ann"), side("contact", 7, "Anne"), Sign.EMAIL, "1", HARBOUR),
        Duplicate(side("customer", 2, "Bob"), side("contact", 8, "Rob"), Sign.PHONE, "2", HARBOUR),
    ]
    service = desk.world.workspace.duplicates
    monkeypatch.setattr(type(service), "across", lambda _self, realm: pairs if realm == HARBOUR else [])
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
