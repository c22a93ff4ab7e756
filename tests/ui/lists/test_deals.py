"""The list of deals: search as you type, stage, sort, counts, and the way in."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import tables_crm
from qbodesk.services.changes import ChangeSet
from qbodesk.services.lists import LISTS
from qbodesk.ui.lists.page import ListPage
from qbodesk.ui.tables import TableState
from tests.ui.world import World


def opened(qtbot: QtBot, world: World) -> ListPage:
    page = ListPage(LISTS["deals"], world.workspace)
    qtbot.addWidget(page)
    page.resize(1040, 640)
    page.show()
    page.activateWindow()
    # the focus goes to a part of the window only once the window has it
    qtbot.waitUntil(page.isActiveWindow)
    page.restore(TableState())
    return page


@pytest.fixture
def page(qtbot: QtBot, world: World) -> ListPage:
    return opened(qtbot, world)


def names(page: ListPage) -> list[str]:
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def test_all_deals_newest_close_date_first(page: ListPage) -> None:
    assert names(page)[:3] == ["Annual support", "Żółta łódź, druk katalogu", "Website relaunch"]
    assert page.count.text() == "12"
    assert page.table.current_id() == page.model.id_at(0)


def test_searching_folds_accents_and_counts(qtbot: QtBot, page: ListPage) -> None:
    qtbot.keyClicks(page.search, "zolta")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert names(page) == ["Żółta łódź, druk katalogu"]
    assert page.count.text() == "1 of 12"
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.count.text() == "12"


def test_a_view_and_search_together_and_clearing_both(page: ListPage) -> None:
    page.views.choose("open")
    assert page.count.text() == "11 of 12"
    page.show_search("print")
    assert page.count.text() == "9 of 12"
    page.clear.click()
    assert page.count.text() == "12"
    assert page.clear.isHidden()


def test_nothing_found_offers_to_clear(page: ListPage) -> None:
    page.show_search("no such deal anywhere")
    assert page.table.empty.sentence() == "No deal matches."
    page.table.empty.acted.emit()
    assert page.count.text() == "12"


def test_an_empty_workspace_offers_a_sync(qtbot: QtBot, empty_world: World) -> None:
    page = opened(qtbot, empty_world)
    assert "come from HubSpot" in page.table.empty.sentence()
    with qtbot.waitSignal(page.sync_wanted):
        page.table.empty.acted.emit()


def test_headers_sort(page: ListPage) -> None:
    page.table.sort_by("amount", descending=True)
    assert names(page)[:2] == ["Website relaunch", "Annual support"]
    page.table.sort_by("name", descending=False)
    assert names(page)[0] == "Annual support"


def test_from_typing_to_the_deal_by_keyboard(qtbot: QtBot, page: ListPage, world: World) -> None:
    page.search.setFocus()
    qtbot.keyClicks(page.search, "relaunch")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    with qtbot.waitSignal(page.opened) as opening:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opening.args == [world.deals["Website relaunch"]]


def test_a_change_elsewhere_keeps_the_cursor(page: ListPage, world: World) -> None:
    page.table.go_to(world.deals["Print order 3"])
    with world.workspace.cache.write() as tx:
        tx.execute(tables_crm.deal.delete().where(tables_crm.deal.c.id == "502"))
    page.take(ChangeSet.of("deal"))
    assert page.count.text() == "11"
    assert page.table.current_id() == world.deals["Print order 3"]


def test_a_screen_reader_hears_the_whole_row(page: ListPage) -> None:
    spoken = page.model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Deal Website relaunch, Brightwater Foods LLC, Closed won, $12,300.00"


def test_columns_and_sort_survive(qtbot: QtBot, page: ListPage, world: World) -> None:
    page.table.sort_by("amount", descending=True)
    again = ListPage(LISTS["deals"], world.workspace)
    qtbot.addWidget(again)
    again.restore(page.table.view_state())
    assert names(again)[0] == "Website relaunch"
