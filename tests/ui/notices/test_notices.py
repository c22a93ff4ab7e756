"""What is told of what happened: once for each change, kept for 30 days, quiet until somebody wants it louder."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from qbodesk.models.cache.tables_sync import connection
from qbodesk.models.domain.outbox import State
from qbodesk.models.words import use_language
from qbodesk.services.invoicing.intents import CREATE_INVOICE
from qbodesk.services.reading import status as status_module
from qbodesk.services.reading.status import ConnectionState, Status
from qbodesk.ui.navigation import HOME, Place
from qbodesk.ui.notices.book import NoticeBook
from qbodesk.ui.notices.news import Event, Notice, news
from qbodesk.ui.shell.preferences import Preferences
from tests.ui.windows import Desk, desk, world
from tests.ui.world import NOW, add_entry

__all__ = ["desk", "world"]


def connected(state: str = "connected") -> ConnectionState:
    return ConnectionState(1, "quickbooks", "1", "Nova", "US", "USD", state, NOW)


QUIET = Status((connected(),), {}, 0)


def titles(before: Status, after: Status) -> list[str]:
    return [each.title for each in news(before, after, NOW)]


def test_nothing_new_is_no_news() -> None:
    trouble = Status((connected("sign_in"),), {State.REJECTED: 2}, 3, created=4)
    assert titles(trouble, trouble) == []
    assert titles(trouble, QUIET) == []


def test_each_change_is_told_once() -> None:
    assert titles(QUIET, Status((connected("sign_in"),), {}, 0)) == ["Sign in to Nova again"]
    assert titles(QUIET, Status((connected(),), {State.REJECTED: 1}, 1)) == ["2 changes wait for you"]
    assert titles(QUIET, replace(QUIET, created=1)) == ["1 invoice was created in QuickBooks"]


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path)


@pytest.fixture
def book(qapp: object, preferences: Preferences) -> NoticeBook:
    del qapp
    return NoticeBook(preferences, NOW)


def test_the_first_look_is_no_news_and_later_ones_are_kept(
    book: NoticeBook, preferences: Preferences
) -> None:
    told: list[Notice] = []
    book.told.connect(told.append)
    trouble = replace(QUIET, problems=2)
    book.hear(trouble, NOW)
    assert told == []
    book.hear(replace(trouble, problems=3), NOW)
    book.hear(replace(trouble, problems=3), NOW)
    assert [each.title for each in told] == ["1 change waits for you"]
    assert book.unseen == 1
    again = NoticeBook(preferences, NOW + timedelta(days=29))
    assert (again.notices, again.unseen) == (told, 1)
    assert NoticeBook(preferences, NOW + timedelta(days=31)).notices == []
    assert NoticeBook(preferences, NOW + timedelta(days=31)).unseen == 0


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "{}",
        "[1]",
        '[["waiting","never",1,""]]',
        '[["waiting","2026-11-23T10:00:00",1,""]]',
        '[["of a later version","2026-11-23T10:00:00Z",1,""]]',
        '[["1 change waits for you","It goes on","qbodesk:/home","2026-11-23T10:00:00Z"]]',
    ],
)
def test_what_cannot_be_read_was_never_told(preferences: Preferences, stored: str) -> None:
    preferences.notices = stored
    assert NoticeBook(preferences, NOW).notices == []


def test_one_that_cannot_be_read_takes_no_other_along(preferences: Preferences) -> None:
    known = '["waiting","2026-11-23T10:00:00Z",1,""]'
    preferences.notices = f'[["of a later version","2026-11-23T10:00:00Z",1,""],{known}]'
    assert [each.count for each in NoticeBook(preferences, NOW).notices] == [1]


def test_a_notice_speaks_the_language_it_is_read_in(preferences: Preferences) -> None:
    book = NoticeBook(preferences, NOW)
    book.hear(QUIET, NOW)
    book.hear(replace(QUIET, created=2), NOW)
    use_language("pl")
    (kept,) = NoticeBook(preferences, NOW).notices
    assert kept.title == "W QuickBooks utworzono 2 faktury"


def test_the_kind_that_is_counted_is_the_kind_that_is_queued() -> None:
    assert f"'{CREATE_INVOICE}'" in status_module._CREATED


def test_a_lost_sign_in_is_counted_listed_and_leads_to_the_connections(qtbot: QtBot, desk: Desk) -> None:
    with desk.world.change("connection") as tx:
        tx.execute(update(connection).where(connection.c.service == "hubspot").values(state="sign_in"))
    qtbot.waitUntil(lambda: desk.window.sidebar.count("notices") == "1")
    qtbot.keyClicks(desk.window.pages.deals.table, "gn")
    page = desk.window.pages["notices"]
    assert desk.window.sidebar.count("notices") == ""
    assert [line.title for line in page.list.lines()] == ["Sign in to HubSpot 48211907 again"]
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert desk.window.navigator.place == Place("settings", search="connections")


def test_what_waits_leads_home(qtbot: QtBot, desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "503", "x", "op1", State.REJECTED, code="X")
    qtbot.waitUntil(lambda: desk.window.sidebar.count("notices") == "1")
    desk.window.go_to_address(desk.window.notices.book.notices[0].address)
    assert desk.window.navigator.place == HOME
    desk.window.go_to_address("qbodesk:/nowhere")
    assert desk.window.navigator.place == HOME


def test_nothing_to_tell_is_said(desk: Desk) -> None:
    desk.window.go("notices")
    assert [line.run for line in desk.window.pages["notices"].list.lines()] == [None]


def test_the_desktop_stays_quiet_until_it_is_wanted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Notice] = []
    notices = desk.window.notices
    monkeypatch.setattr(notices.desktop, "show", shown.append)
    monkeypatch.setattr(notices.desktop, "possible", lambda: True)
    news_of_today = Notice(Event.WAITING, NOW, 1)
    notices.book.told.emit(news_of_today)
    assert shown == []
    assert desk.window.commands["view.desktop"].text() == "Notifications on the d&esktop too"
    desk.window.commands.run("view.desktop")
    assert desk.window.commands["view.desktop"].text() == "No more notifications on the d&esktop"
    notices.book.told.emit(news_of_today)
    assert shown == [news_of_today]


def test_where_the_desktop_shows_none_the_command_says_so(desk: Desk) -> None:
    assert desk.window.commands.refusal("view.desktop") == "This desktop shows no notifications."
    assert not desk.window.notices.desktop.show(Notice(Event.WAITING, NOW, 1))
