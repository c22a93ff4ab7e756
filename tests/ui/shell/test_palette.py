"""The palette: what is typed decides which commands and records are offered, in which order."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qbodesk.services.reading.find import Found
from qbodesk.ui.navigation import Place
from qbodesk.ui.shell.palette import Palette
from tests.ui.windows import Desk, open_desk
from tests.ui.world import World


@pytest.fixture
def palette(desk: Desk) -> Palette:
    made = Palette(desk.window.commands, desk.world.workspace.find, desk.window)
    made.show()
    return made


def found(palette: Palette) -> list[tuple[str, str]]:
    return [(hit.side, hit.title) for hit in palette.hits()]


def test_nothing_typed_offers_what_can_be_done_now(palette: Palette) -> None:
    titles = [hit.title for hit in palette.hits()]
    assert "Create invoice" in titles
    assert "Add existing invoice" in titles
    assert "Search or command" not in titles


def test_commands_come_first_then_records_kind_by_kind(palette: Palette) -> None:
    palette.ask("bright")
    assert [side for side, _title in found(palette)] == ["Invoice"] * 6 + ["Customer", "Company"]
    palette.ask("invoice")
    assert found(palette)[0] == ("Ctrl+I", "Create invoice")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("#1042", [("Invoice", "1042")]),
        ("@anna", [("Contact", "Anna Lindqvist")]),
        ("zolta lodz", [("Deal", "Żółta łódź, druk katalogu")]),
        (">sync now", [("Ctrl+Shift+R", "Sync now")]),
        (">1042", []),
        ("=1234.50", [("Invoice", "1042")]),
        ("=1234.505", []),
        ("=12*", []),
    ],
)
def test_prefixes_and_folding(palette: Palette, typed: str, expected: list[tuple[str, str]]) -> None:
    palette.ask(typed)
    assert found(palette) == expected


def test_amounts_and_dates_are_written_as_everywhere(palette: Palette) -> None:
    palette.ask("#1042")
    told = palette.hits()[0].detail.replace("\N{NO-BREAK SPACE}", " ")
    assert told == "Brightwater Foods LLC · $1,234.50 · 12 Oct 2026"


def test_what_was_shown_lately_is_offered_first_also_after_a_restart(
    qapp: QApplication, qtbot: QtBot, world: World
) -> None:
    desk = open_desk(qapp, world)
    for name in ("Website relaunch", "Annual support", "Website relaunch"):
        desk.window.navigator.go(Place("deal", world.deals[name]))
    desk.window.go("deals")
    assert recent_of(desk) == ["Website relaunch", "Annual support"]
    desk.close()
    again = open_desk(qapp, world)
    again.window.navigator.go(Place("deal", world.deals["Annual support"]))
    assert recent_of(again) == ["Website relaunch"]  # the record in view needs no way to it
    again.close()


def recent_of(desk: Desk) -> list[str]:
    desk.window.show_palette()
    palette = desk.window.findChildren(Palette)[-1]
    titles = [hit.title for hit in palette.hits() if hit.found is not None]
    palette.reject()
    return titles


def test_arrows_and_enter_choose_while_typing_goes_on(qtbot: QtBot, palette: Palette) -> None:
    palette.ask("#10")
    second = palette.hits()[1]
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.record_chosen) as chosen:
        qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert isinstance(chosen.args[0], Found)
    assert chosen.args[0] == second.found
    assert palette.isHidden()


def test_a_command_runs(qtbot: QtBot, palette: Palette, desk: Desk) -> None:
    palette.ask(">create")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert len(desk.wizards) == 1


def test_escape_changes_nothing(qtbot: QtBot, palette: Palette, desk: Desk) -> None:
    palette.ask("relaunch")
    place = desk.window.navigator.place
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert desk.window.navigator.place == place


def test_enter_faster_than_the_answer_never_takes_what_is_still_shown(
    qtbot: QtBot, palette: Palette, desk: Desk
) -> None:
    assert "Create invoice" in [hit.title for hit in palette.hits()]
    qtbot.keyClicks(palette.search, ">next pane")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isHidden()
    assert desk.wizards == []


def test_a_slip_of_the_fingers_still_finds(palette: Palette) -> None:
    palette.ask("brihgtwater")
    assert ("Customer", "Brightwater Foods LLC") in found(palette)
    palette.ask("zolta lodz katalgou")
    assert found(palette)[0] == ("Deal", "Żółta łódź, druk katalogu")


def test_ctrl_enter_opens_in_a_window_of_its_own(qtbot: QtBot, desk: Desk) -> None:
    before = desk.window.navigator.place
    desk.window.show_palette()
    palette = desk.window.findChild(Palette)
    qtbot.keyClicks(palette.search, "website relaunch")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (window,) = desk.window.desk._apart
    assert window.windowTitle() == "Website relaunch – qbodesk"
    assert desk.window.navigator.place == before
