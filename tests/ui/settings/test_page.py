"""The settings: sections by keyboard, by address, and what is built when."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import connections
from qbodesk.services.changes import ChangeSet
from qbodesk.ui.navigation import Place, parse_address
from qbodesk.ui.settings.page import SettingsPage
from qbodesk.ui.settings.sections import SECTIONS, Section
from tests.ui.windows import Desk
from tests.ui.world import HARBOUR


class Sections(QLabel):
    """A section that counts."""

    def __init__(self, name: str, built: list[str]) -> None:
        super().__init__(name)
        built.append(name)
        self.taken: list[ChangeSet] = []

    def take(self, changes: ChangeSet) -> None:
        self.taken.append(changes)

    def focus_first(self) -> None:
        self.setFocus()


def test_ctrl_comma_opens_the_settings_and_the_arrows_choose(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.navigator.place.page == "settings"
    assert desk.window.windowTitle().startswith("Settings")
    page = desk.window.pages.settings
    assert QApplication.focusWidget() is page.list
    assert page.section == "connections"
    desk.window.go_back()
    assert desk.window.navigator.place.page == "deals"


def test_an_address_names_a_section(desk: Desk) -> None:
    place = Place("settings", search=SECTIONS[-1].key)
    assert parse_address(place.address, ["settings"]) == place
    desk.window.navigator.go(place)
    assert desk.window.pages.settings.section == SECTIONS[-1].key
    desk.window.navigator.go(Place("settings", search="no-such-section"))
    assert desk.window.pages.settings.section == SECTIONS[-1].key


def test_a_section_is_built_when_first_shown_and_hears_what_it_missed(qtbot: QtBot, desk: Desk) -> None:
    built: list[str] = []

    def made(name: str) -> Section:
        def build(_tools: object) -> QWidget:
            return Sections(name, built)

        return Section(name, "sync", lambda: name, build)

    page = SettingsPage(desk.window.desk.settings_tools(), sections=[made("one"), made("two")])
    qtbot.addWidget(page)
    page.show()
    assert built == ["one"]
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert built == ["one", "two"]
    page.take(ChangeSet.of("connection"))
    one, two = page.widget("one"), page.widget("two")
    assert isinstance(one, Sections)
    assert isinstance(two, Sections)
    assert len(two.taken) == 1
    assert one.taken == []
    qtbot.keyClick(page.list, Qt.Key.Key_Up)
    assert one.taken == [ChangeSet.of("connection")]


def test_connections_say_how_they_stand(qtbot: QtBot, desk: Desk) -> None:
    desk.window.go("settings")
    section = desk.window.pages.settings.widget("connections")
    with desk.world.change("connection") as tx:
        connections.save(tx, service="quickbooks", remote_id=HARBOUR, state="sign_in")
    qtbot.waitUntil(lambda: "Sign-in needed" in shown(section))
    assert "Connected, everything fetched" in shown(section)


def shown(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())
