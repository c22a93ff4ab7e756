"""The page a window opens on: every line opens its thing, by keyboard."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from qbodesk.models.cache.tables_sync import connection
from qbodesk.models.domain.outbox import State
from qbodesk.models.words import use_language
from qbodesk.services.reading.home import Home
from qbodesk.services.reading.status import ConnectionState, Status
from qbodesk.ui.home.lines import HomeIntents, companies_line, greeting, urgent_lines
from qbodesk.ui.home.page import HomePage
from qbodesk.ui.navigation import HOME, Place
from tests.ui.windows import Desk, open_desk, world
from tests.ui.world import HARBOUR, NOW, World, add_draft, add_entry, small_world

__all__ = ["world"]


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, world: World) -> Iterator[Desk]:
    with world.change("draft") as tx:
        add_draft(tx, "502", "Annual support")
        add_entry(
            tx, "503", "Żółta łódź", "op1", State.REJECTED, code="DUPLICATE_NAME", facts={"name": "Acme"}
        )
    made = open_desk(qapp, world, start=HOME)
    with qtbot.waitExposed(made.window):
        pass
    yield made
    made.close()


def titles(page: HomePage) -> list[str]:
    return [line.title for line in page.list.lines()]


def test_it_opens_on_what_needs_the_user(desk: Desk) -> None:
    page = desk.window.pages.home
    assert page.list.hasFocus()
    assert titles(page)[0] == "Needs you"
    assert titles(page)[1].startswith("1 change waits for you: ")
    assert titles(page)[2:] == ["Draft: Annual support"]
    assert page.money.lines()[0].title == "Receivables"
    assert desk.window.sidebar.count("home") == "2"
    assert page.list.currentRow() == 1


def test_down_and_enter_go_on_with_the_draft(qtbot: QtBot, desk: Desk) -> None:
    rows = desk.window.pages.home.list
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert desk.wizards == [{"deal": "502", "draft_id": "d1"}]
    qtbot.keyClick(rows, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert desk.wizards[1] == {"deal": "502"}


def test_trouble_leads_to_the_page_that_says_why(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window.pages.home.list, Qt.Key.Key_Return)
    assert desk.window.navigator.place == Place("queue")
    qtbot.keyClicks(desk.window.pages.queue, "gh")
    assert desk.window.navigator.place == HOME


def test_arrows_pass_headings_over_and_late_money_leads_to_the_late_invoices(
    qtbot: QtBot, desk: Desk
) -> None:
    page = desk.window.pages.home
    for rows in (page.list, page.money):
        seen = []
        for _step in range(rows.count()):
            seen.append(rows.line())
            qtbot.keyClick(rows, Qt.Key.Key_Down)
        assert all(line is not None and line.run is not None for line in seen)
    qtbot.keyClick(page.list, Qt.Key.Key_Tab)
    assert page.money.hasFocus()
    late = next(n for n, line in enumerate(page.money.lines()) if line.action == "Show overdue")
    page.money.setCurrentRow(late)
    qtbot.keyClick(page.money, Qt.Key.Key_Return)
    assert desk.window.navigator.place == Place("invoices", view="overdue")
    assert desk.window.pages.invoices.views.view.key == "overdue"


def test_back_leaves_a_list_as_it_was_changed_and_a_new_way_asks_for_its_view(
    qtbot: QtBot, desk: Desk
) -> None:
    window = desk.window
    window.navigator.go(Place("invoices", view="overdue"))
    window.pages.invoices.views.choose("paid")
    window.navigator.go(Place("queue"))
    window.navigator.back()
    assert window.pages.invoices.views.view.key == "paid"
    window.navigator.go(HOME)
    window.navigator.go(Place("invoices", view="overdue"))
    assert window.pages.invoices.views.view.key == "overdue"


def test_a_narrow_window_puts_the_money_under_what_is_urgent(qtbot: QtBot, desk: Desk) -> None:
    page = desk.window.pages.home
    desk.window.resize(1280, 800)
    qtbot.waitUntil(lambda: page.money.mapTo(page, page.money.pos()).x() > page.list.width())
    desk.window.resize(960, 600)
    qtbot.waitUntil(lambda: page.money.mapTo(page, page.money.pos()).x() < page.list.width())


def test_it_follows_what_happens_and_keeps_the_cursor(qtbot: QtBot, desk: Desk) -> None:
    page = desk.window.pages.home
    page.list.setCurrentRow(2)
    with desk.world.change("draft") as tx:
        add_draft(tx, "501", "Website relaunch", "d2")
    qtbot.waitUntil(lambda: "Draft: Website relaunch" in titles(page))
    assert page.list.currentRow() == 2
    assert desk.window.sidebar.count("home") == "3"


def test_one_company_in_view_shows_its_money_only(desk: Desk) -> None:
    page = desk.window.pages.home
    everything = {owed.currency for owed in page.home.receivables}
    desk.window._choose_company(HARBOUR)
    assert {owed.currency for owed in page.home.receivables} < everything


def test_a_lost_sign_in_and_old_data_are_said_first(desk: Desk) -> None:
    with desk.world.change("connection") as tx:
        tx.execute(update(connection).where(connection.c.service == "hubspot").values(state="sign_in"))
        tx.execute(
            update(connection)
            .where(connection.c.remote_id == HARBOUR)
            .values(last_ok_at="2026-11-23T07:00:00Z")
        )
    page = desk.window.pages.home
    page.refresh()
    assert titles(page)[1] == "Sign in to HubSpot 48211907 again"
    assert titles(page)[2] == "1 connection is out of date"
    assert "Harbour Web Studio LLC" in page.list.lines()[2].detail


def test_every_line_is_spoken(desk: Desk) -> None:
    rows = desk.window.pages.home.list
    assert all(rows.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(rows.count()))


def test_a_new_workspace_is_welcomed_with_one_next_action(
    qapp: QApplication, qtbot: QtBot, tmp_path: Any
) -> None:
    empty = small_world(tmp_path, connected=False)
    desk = open_desk(qapp, empty, start=HOME)
    page = desk.window.pages.home
    assert page.welcome.isVisible()
    qtbot.waitUntil(page.welcome.connect_button.hasFocus)
    assert not page.welcome.demo_button.isVisible()  # nothing here can start it
    page.welcome.connect_button.click()
    assert desk.window.navigator.place.page == "settings"
    desk.close()
    empty.workspace.close()


def nothing(**more: Any) -> HomeIntents:
    names = ("draft", "deal", "trouble", "invoices", "deals", "sync", "connect")
    return HomeIntents(**{name: lambda *_words: None for name in names}, **more)


def connected(state: str = "connected", minutes: int | None = 1) -> ConnectionState:
    as_of = None if minutes is None else NOW - timedelta(minutes=minutes)
    return ConnectionState(1, "quickbooks", "1", "Nova", "US", "USD", state, as_of)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_nothing_to_do_is_said(language: str) -> None:
    use_language(language)
    found = urgent_lines(Home(), Status((connected(),), {}, 0), NOW, nothing())
    assert len(found) == 2
    assert found[1].run is None
    assert found[1].title


def test_never_fetched_is_not_called_old() -> None:
    found = urgent_lines(Home(), Status((connected(minutes=None),), {}, 0), NOW, nothing())
    assert found[1].detail == "Not fetched whole yet: Nova"


def test_greetings_and_companies() -> None:
    assert [greeting(hour) for hour in (0, 11, 12, 17, 18)] == [
        "Good morning", "Good morning", "Good afternoon", "Good afternoon", "Good evening",
    ]  # fmt: skip
    assert companies_line([]) == ""
    assert companies_line(["Nova"]) == "Nova"
    assert companies_line(["Nova", "A", "B"]) == "Nova and 2 more companies"
