"""Settings > Network by keyboard."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qbodesk.services.http.proxies import ProxyChoice, Way
from qbodesk.ui.settings.network import NetworkSection
from qbodesk.ui.settings.sections import Tools
from tests.ui.connecting.conftest import Place, keyring, place

__all__ = ["keyring", "place"]


def test_a_proxy_is_chosen_and_a_wrong_address_is_told(qtbot: QtBot, place: Place) -> None:
    said: list[str] = []
    section = NetworkSection(Tools(place.ws, place.pool, sync=lambda: said.append("sync"), say=said.append))
    qtbot.addWidget(section)
    section.show()
    section.focus_first()
    assert section.system.isChecked()
    assert not section.address.isVisible()
    section.proxy.setFocus()
    qtbot.keyClick(section.proxy, Qt.Key.Key_Space)
    qtbot.keyClicks(section.address_edit, "proxy")
    section.save.setFocus()
    qtbot.keyClick(section.save, Qt.Key.Key_Space)
    qtbot.waitUntil(section.address.note.isVisible)
    assert place.ws.network.choice() == ProxyChoice()
    section.address_edit.clear()
    qtbot.keyClicks(section.address_edit, "http://proxy.example:3128")
    qtbot.keyClicks(section.user_edit, "anna")
    qtbot.keyClicks(section.password_edit, "secret words")
    qtbot.keyClick(section.save, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "sync" in said)
    assert place.ws.network.choice() == ProxyChoice(Way.PROXY, "http://proxy.example:3128", "anna")
    assert place.ws.network.password() == "secret words"
    assert section.password_edit.text() == ""
