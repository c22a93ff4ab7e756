"""Pages, panes, addresses and records that live elsewhere."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from qbodesk.services.reading.find import Found
from qbodesk.ui.navigation import Place
from qbodesk.ui.shell.palette import Palette
from tests.ui.windows import Desk


def deal(desk: Desk, name: str = "Website relaunch") -> Place:
    return Place("deal", desk.world.deals[name])


def question(desk: Desk) -> QMessageBox:
    return next(box for box in desk.window.findChildren(QMessageBox) if box.isVisible())


def test_f6_goes_round_the_panes(qtbot: QtBot, desk: Desk) -> None:
    window = desk.window
    seen: list[QWidget | None] = []
    for _step in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert seen == [window.status_line.connection, window.sidebar.list, window.pages.deals.table]
    assert QApplication.focusWidget() is window.sidebar.list


def test_two_letters_lead_to_a_page_but_not_while_typing(qtbot: QtBot, desk: Desk) -> None:
    table = desk.window.pages.deals.table
    qtbot.keyClicks(table, "gi")
    assert desk.window.navigator.place == Place("invoices")
    desk.window.go("deals")
    desk.window.find_in_page()
    search = desk.window.pages.deals.search
    assert search.hasFocus()
    qtbot.keyClicks(search, "gi")
    assert search.text() == "gi"
    assert desk.window.navigator.place == Place("deals")


def test_back_and_forward_by_key(qtbot: QtBot, desk: Desk) -> None:
    desk.window.navigator.go(deal(desk))
    desk.window.go("queue")
    qtbot.keyClick(desk.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.window.navigator.place == deal(desk)
    qtbot.keyClick(desk.window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert desk.window.navigator.place == Place("queue")


def test_the_sidebar_leads_and_follows(qtbot: QtBot, desk: Desk) -> None:
    pages = desk.window.sidebar.list
    desk.window.navigator.go(deal(desk))
    assert pages.currentItem().text() == "Deals"
    pages.setFocus()
    pages.setCurrentItem(
        next(pages.item(n) for n in range(pages.count()) if pages.item(n).text() == "Invoices")
    )
    qtbot.keyClick(pages, Qt.Key.Key_Return)
    assert desk.window.navigator.place == Place("invoices")


def test_the_address_of_a_page_can_be_copied(desk: Desk) -> None:
    desk.window.navigator.go(deal(desk))
    desk.window.commands.run("edit.address")
    assert QGuiApplication.clipboard().text() == deal(desk).address


def test_a_deal_the_cache_does_not_have_is_said_to_be_missing(desk: Desk) -> None:
    desk.window.desk.open_deal("999")
    assert question(desk).text() == "Deal 999 is not known here"


@pytest.mark.parametrize(
    ("kind", "place"),
    [(kind, Place(kind, 7)) for kind in ("deal", "invoice", "customer", "contact", "quote", "item")],
)
def test_a_found_record_opens_where_a_page_shows_it(desk: Desk, kind: str, place: Place) -> None:
    desk.window.desk.open_found(Found(kind, 7, "58", "Brightwater", ""))
    assert desk.window.navigator.place == place


def test_other_records_open_in_the_browser(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    desk.window.desk.open_found(Found("product", 1, "901", "Design", ""))
    desk.window.desk.open_invoice(desk.world.invoices["1042"])
    assert opened == [
        "https://app.hubspot.com/contacts/48211907/record/0-7/901",
        "https://app.qbo.intuit.com/app/invoice?txnId=11042",
    ]


def test_the_palette_finds_records_and_commands(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = desk.window.findChild(Palette)
    qtbot.keyClicks(palette.search, "relaunch")
    qtbot.waitUntil(lambda: [hit.title for hit in palette.hits()][:1] == ["Website relaunch"])
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert desk.window.navigator.place == deal(desk)
