"""Languages, looks and what is remembered of them."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.models.domain.listing import Question, Sort
from qbodesk.models.words import use_language
from qbodesk.services.lists import ListKind
from qbodesk.ui.main_window import MainWindow
from qbodesk.ui.navigation import Place
from qbodesk.ui.panels.record import RecordPage
from qbodesk.ui.shell.palette import Palette
from qbodesk.ui.shell.preferences import Preferences
from qbodesk.ui.theme import calm_motion, current, high_contrast, metrics
from tests.ui.windows import Desk, open_desk
from tests.ui.world import HARBOUR, World


def deal(desk: Desk, name: str = "Website relaunch") -> Place:
    return Place("deal", desk.world.deals[name])


def test_another_language_is_shown_at_once_at_the_same_place(desk: Desk) -> None:
    desk.window.navigator.go(deal(desk))
    desk.window.commands.run("language.pl")
    assert desk.window.pages.deal.title.whole_text() == "Website relaunch"
    about = desk.window.pages.deal.about
    assert "12\N{NO-BREAK SPACE}300,00" in about.findChildren(QLabel)[1].text()
    assert desk.window.commands["language.pl"].isChecked()
    assert desk.window.preferences.language == "pl"
    desk.window.commands.run("language.en")
    assert desk.window.pages.deal.about.value("Amount") == "$12,300.00"


def test_another_language_while_a_list_is_read(
    qapp: QApplication, qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer for the page that is gone is nobody's; the page in the other language reads its own."""
    gate, asked = threading.Event(), threading.Event()
    ids = world.workspace.lists.ids

    def slow(kind: ListKind, question: Question = Question()) -> list[int]:
        asked.set()
        gate.wait(10)
        return ids(kind, question)

    monkeypatch.setattr(world.workspace.lists, "ids", slow)
    desk = open_desk(qapp, world, threaded=True)
    before = desk.window.pages.deals
    qtbot.waitUntil(asked.is_set)
    desk.window.commands.run("language.pl")
    qtbot.waitUntil(lambda: not isValid(before))
    gate.set()
    qtbot.waitUntil(lambda: len(desk.window.pages.deals.model.ids) > 0)
    desk.close()
    use_language("en")


def test_another_look_lets_pages_go_that_hold_nothing(desk: Desk) -> None:
    place = Place("invoice", desk.world.invoices["1042"])
    desk.window.navigator.go(place)
    before = desk.window.pages["invoice"]
    desk.window.go("deals")
    desk.window.commands.run("theme.dark")
    assert not isValid(before)
    desk.window.navigator.go(place)
    page = desk.window.pages["invoice"]
    assert isinstance(page, RecordPage)
    assert page.panel is not None
    desk.window.commands.run("theme.light")
    assert isValid(page)


def test_menus_of_the_language_before_are_gone(desk: Desk) -> None:
    before = len(desk.window.menuBar().findChildren(QMenu))
    for language in ("pl", "en"):
        desk.window.commands.run(f"language.{language}")
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert len(desk.window.menuBar().findChildren(QMenu)) == before


def test_looks_and_text_sizes(desk: Desk) -> None:
    desk.window.commands.run("theme.dark")
    assert current().is_dark
    desk.window.commands.run("view.larger")
    assert metrics().scale == pytest.approx(1.1)
    desk.window.commands.run("view.normal")
    desk.window.commands.run("theme.light")
    assert metrics().scale == pytest.approx(1.0)
    assert desk.window.preferences.theme == "light"


def test_more_contrast_and_less_motion_are_at_hand_and_remembered(desk: Desk) -> None:
    commands = desk.window.commands
    commands.run("theme.dark")
    quiet = current().border
    assert (high_contrast(), calm_motion()) == (False, False)
    commands.run("view.contrast")
    commands.run("view.motion")
    assert high_contrast()
    assert calm_motion()
    assert current().is_dark
    assert current().border == current().text != quiet
    assert commands["view.contrast"].text() == "Usual cont&rast"
    again = Preferences(desk.world.workspace.folder)
    assert (again.sharp, again.calm) == (True, True)
    commands.run("view.contrast")
    commands.run("view.motion")
    commands.run("theme.light")
    assert (high_contrast(), calm_motion()) == (False, False)
    assert commands["view.motion"].text() == "Less &motion"


def test_the_sidebar_can_be_hidden(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.sidebar.isHidden()
    qtbot.keyClick(desk.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not desk.window.sidebar.isHidden()


def test_where_room_is_scarce_the_frame_gives_way(qtbot: QtBot, desk: Desk) -> None:
    window = desk.window
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: not window.sidebar.narrow)
    wide = window.sidebar.width()
    window.sidebar.show_count("queue", "3", alert=True)
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: window.sidebar.narrow)
    assert window.sidebar.width() < wide // 3
    row = next(n for n in range(window.sidebar.list.count()) if window.sidebar.list.item(n).text() == "Sync")
    assert window.sidebar.list.item(row).toolTip() == "Sync, 3"
    assert window.sidebar.company.toolTip() == "All companies"
    assert (window.toolbar.sync.text(), window.toolbar.sync.accessibleName()) == ("", "Sync now")
    assert window.toolbar.finder.text() == "Ctrl+K"
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: not window.sidebar.narrow)
    assert window.sidebar.list.item(row).toolTip() == ""
    assert window.toolbar.sync.text() == "Sync now"


def test_larger_letters_make_a_window_narrow_too(qtbot: QtBot, desk: Desk) -> None:
    desk.window.resize(1280, 800)
    qtbot.waitUntil(lambda: not desk.window.sidebar.narrow)
    for _step in range(3):
        desk.window.commands.run("view.larger")
    assert desk.window.sidebar.narrow
    desk.window.commands.run("view.normal")
    assert not desk.window.sidebar.narrow


def test_columns_are_remembered_after_closing(qapp: QApplication, qtbot: QtBot, world: World) -> None:
    desk = open_desk(qapp, world)
    desk.window.pages.deals.table.sort_by("amount", descending=True)
    desk.close()
    again = Preferences(world.workspace.cache.folder)
    assert again.table("deals").sorts == (Sort("amount", descending=True),)
    assert not again.geometry.isEmpty()


def test_a_list_stands_as_it_was_left(qapp: QApplication, qtbot: QtBot, world: World) -> None:
    desk = open_desk(qapp, world)
    page = desk.window.pages.invoices
    desk.window.go("invoices")
    page.views.choose("open")
    page.show_filter(Filter.of(Condition("total", Operator.AT_LEAST, ("100",))))
    page.show_details()
    page.show_search("1")
    kept = page.model.id_at(1)
    page.table.go_to(kept)
    shown = page.question
    desk.close()

    again = open_desk(qapp, world)
    again.window.go("invoices")
    page = again.window.pages.invoices
    assert page.views.view.key == "open"
    assert page.question == replace(shown, search="")
    assert [page.chips.filter, page.table.current_id()] == [shown.filter, kept]
    assert page.details.isVisible()
    again.close()


@pytest.mark.parametrize(
    "kept",
    ["nonsense", "[]", '{"view":"gone"}', '{"filter":{"groups":[[{"field":"gone","operator":"is"}]]}}'],
)
def test_a_list_that_cannot_be_put_back_shows_everything(
    qapp: QApplication, qtbot: QtBot, world: World, kept: str
) -> None:
    stored = Preferences(world.workspace.cache.folder)
    stored.keep_memory("deals", kept)
    stored.save()
    desk = open_desk(qapp, world)
    page = desk.window.pages.deals
    assert (page.views.view.key, page.question.filter) == ("", Filter())
    desk.close()


def test_the_view_a_list_opens_with_comes_before_how_it_was_left(
    qapp: QApplication, qtbot: QtBot, world: World
) -> None:
    desk = open_desk(qapp, world)
    page = desk.window.pages.deals
    page.views.choose("won")
    page.keeper.make_first()
    page.views.choose("open")
    desk.close()
    again = open_desk(qapp, world)
    assert again.window.pages.deals.views.view.key == "won"
    again.close()


def test_company_sidebar_and_windows_come_back(qapp: QApplication, qtbot: QtBot, world: World) -> None:
    desk = open_desk(qapp, world)
    desk.window._choose_company(HARBOUR)
    desk.window.toggle_sidebar()
    place = deal(desk)
    desk.window.desk.open_apart(place)
    desk.close()

    again = open_desk(qapp, world)
    assert again.window.sidebar.company.choice.realm_id == HARBOUR
    assert again.window.sidebar.isHidden()
    again.host.opened.emit()
    (apart,) = again.window.desk._apart
    assert apart.navigator.place == place
    assert apart.isVisible()
    again.close()


def test_demo_is_said_over_everything(qapp: QApplication, qtbot: QtBot, world: World) -> None:
    desk = open_desk(qapp, world)
    demo = MainWindow(world.workspace, desk.host, desk.window.desk._screens, demo=True, threaded=False)
    demo.show()
    stripes = [w for w in demo.findChildren(QWidget) if w.accessibleName().startswith("Demo: ")]
    assert len(stripes) == 1
    assert stripes[0].isVisible()
    demo.desk.open_outside("deal", "501")
    assert demo.toast.message() == "The demo has no HubSpot pages to open in the browser."
    demo.close()
    demo.deleteLater()
    desk.close()


def test_lists_are_read_beside_the_window_and_closing_waits_for_nobody(
    qapp: QApplication, qtbot: QtBot, world: World
) -> None:
    desk = open_desk(qapp, world, threaded=True)
    qtbot.waitUntil(lambda: desk.window.pages.deals.count.text() == "12")
    desk.window.pages.deals.show_search("print")
    qtbot.waitUntil(lambda: desk.window.pages.deals.count.text() == "9 of 12")
    desk.window.show_palette()
    palette = desk.window.findChild(Palette)
    palette.ask("relaunch")
    qtbot.waitUntil(lambda: any(hit.title == "Website relaunch" for hit in palette.hits()))
    palette.reject()
    desk.window.pages.deals.refresh()
    desk.close()
