"""Settings > Connections against a simulator connected for real: how long it lasts, disconnect, unlock, what HubSpot allows."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from qbodesk.app.compose import open_workspace
from qbodesk.services.secrets import Vault
from qbodesk.ui.settings.connections import ConnectionsSection
from qbodesk.ui.settings.sections import Tools
from tests.services.signin.conftest import Signing
from tests.ui.connecting.conftest import Place, keyring, place

__all__ = ["keyring", "place"]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def section(qtbot: QtBot, place: Place, said: list[str]) -> ConnectionsSection:
    made = ConnectionsSection(Tools(place.ws, place.pool, sync=lambda: said.append("sync"), say=said.append))
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def connect(place: Place) -> None:
    signing = Signing(place.ws, place.control, place.url, None)  # type: ignore[arg-type] # no keyring is asked for here
    signing.quickbooks(signing.app("quickbooks"), signing.realms[0])
    token = place.control.post("hubspot/keys", {"kind": "private_app", "scopes": ["crm.objects.deals.read"]})
    place.ws.signin.connect_hubspot_key(token["token"], place.url)


def shown(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_days_left_and_what_hubspot_allows(qtbot: QtBot, place: Place, section: ConnectionsSection) -> None:
    assert "No QuickBooks company is connected." in shown(section)
    connect(place)
    section.refresh()
    qtbot.waitUntil(lambda: "ends in 100 days if nothing syncs meanwhile" in shown(section))
    assert "in any case" in shown(section)
    assert "lasts until it is deleted" in shown(section)
    cells = rows(section.allowed.table)
    assert ["Read deals", "available", "", ""] in cells
    without = "Invoices cannot be made from quotes."
    assert ["Read quotes", "no permission", without, "Quotes, Create invoice"] in cells


def test_what_quickbooks_allows_names_the_screens(
    qtbot: QtBot, place: Place, section: ConnectionsSection
) -> None:
    connect(place)
    [company] = [each for each in place.ws.signin.rows() if each.service == "quickbooks"]
    section.refresh()
    qtbot.waitUntil(section.allowed_books.isVisible)
    assert [company.name, "Number invoices by itself", "available", "", ""] in rows(
        section.allowed_books.table
    )
    assert "Plan: QuickBooks Online Plus." in section.allowed_books.asked_at.text()
    place.control.patch(
        f"realms/{company.remote_id}/preferences", {"SalesFormsPrefs": {"CustomTxnNumbers": True}}
    )
    section.allowed_books.ask_again.setFocus()
    qtbot.keyClick(section.allowed_books.ask_again, Qt.Key.Key_Space)
    without = "Every invoice needs a number that you type."
    wanted = [company.name, "Number invoices by itself", "switched off", without, "Create invoice"]
    qtbot.waitUntil(lambda: wanted in rows(section.allowed_books.table))


def rows(table: QAbstractItemView) -> list[list[str]]:
    model = table.model()
    columns = range(model.columnCount(QModelIndex()))
    return [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]


def test_disconnect_asks_and_then_does(
    qtbot: QtBot, place: Place, section: ConnectionsSection, said: list[str]
) -> None:
    connect(place)
    section.refresh()
    [row] = section.quickbooks.rows.values()
    row.leave.setFocus()
    qtbot.keyClick(row.leave, Qt.Key.Key_Space)
    box = section.findChild(QMessageBox) or section.window().findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert row.name.text() in box.text()
    next(each for each in box.buttons() if each.text() == "Disconnect").click()
    qtbot.waitUntil(lambda: len(said) == 1)
    assert "given back" in said[0]
    section.refresh()
    assert "Disconnected; the records stay" in shown(section)
    assert row.again.text() == "Connect"
    assert not row.leave.isVisible()


def test_locked_sign_ins_are_opened_with_the_passphrase(
    qtbot: QtBot, place: Place, tmp_path: Path, said: list[str]
) -> None:
    Vault(tmp_path / "locked", None, lambda: "correct horse", cost=2).put("quickbooks-1", b"secret")
    ws = open_workspace(tmp_path / "locked", vault=Vault(tmp_path / "locked", None, lambda: None, cost=2))
    section = ConnectionsSection(Tools(ws, place.pool, sync=lambda: said.append("sync"), say=said.append))
    qtbot.addWidget(section)
    section.show()
    qtbot.waitUntil(section.unlock.isVisible)
    edit = section.unlock.words.control
    assert isinstance(edit, QLineEdit)
    qtbot.keyClicks(edit, "wrong words")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(section.unlock.words.note.isVisible)
    edit.clear()
    qtbot.keyClicks(edit, "correct horse")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not section.unlock.isVisible())
    assert said == ["sync"]
    assert ws.signin.sign_ins.vault.get("quickbooks-1") == b"secret"
    place.pool.close()
    ws.close()
