"""Connecting from the window by keyboard: keys, the browser, who was found; and each way it can go wrong."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from qbodesk.services.secrets import Kind
from qbodesk.ui.connecting import ConnectDialog
from qbodesk.ui.connecting.keys_pages import HubSpotKeyPage, QuickBooksKeysPage
from qbodesk.ui.wizard.parts import Field
from tests.helpers.memory_keyring import MemoryKeyring
from tests.ui.connecting.conftest import Place

Open = Callable[[str], ConnectDialog]


@pytest.fixture
def opened(qtbot: QtBot, place: Place) -> Open:
    def opens(service: str) -> ConnectDialog:
        dialog = ConnectDialog(place.ws, place.pool, service, None, server=place.url)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return opens


def type_into(qtbot: QtBot, field: Field, text: str) -> None:
    edit = field.control
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    edit.clear()
    qtbot.keyClicks(edit, text)


def press(qtbot: QtBot, button: QWidget) -> None:
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def give_keys(qtbot: QtBot, place: Place, dialog: ConnectDialog) -> None:
    keys = place.app("quickbooks")
    page = dialog.keys
    assert isinstance(page, QuickBooksKeysPage)
    page.sandbox.setFocus()
    qtbot.keyClick(page.sandbox, Qt.Key.Key_Space)
    type_into(qtbot, page.client_id, keys["client_id"])
    type_into(qtbot, page.client_secret, keys["client_secret"])
    press(qtbot, page.go_on)


def test_a_company_from_keys_to_the_question_whether_it_is_the_right_one(
    qtbot: QtBot, place: Place, opened: Open
) -> None:
    place.answers("connect", "quickbooks")
    dialog = opened("quickbooks")
    give_keys(qtbot, place, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.found)
    [row] = place.ws.signin.rows()
    assert row.name in dialog.found.heading.text()
    assert row.remote_id in dialog.found.sentence.text()
    with qtbot.waitSignal(dialog.connected):
        press(qtbot, dialog.found.done_button)
    assert place.ws.signin.standings()[row.conn_id].days == 5 * 365 - 1


def test_the_next_company_needs_no_keys_typed(qtbot: QtBot, place: Place, opened: Open) -> None:
    place.answers("connect", "quickbooks")
    first = opened("quickbooks")
    give_keys(qtbot, place, first)
    qtbot.waitUntil(lambda: first.stack.currentWidget() is first.found)
    first.reject()
    place.answers("connect", "quickbooks", place.control.get("connection")["realms"][1]["realm_id"])
    second = opened("quickbooks")
    qtbot.waitUntil(lambda: second.stack.currentWidget() is second.found)
    assert len(place.ws.signin.rows()) == 2


def test_the_wrong_company_is_disconnected_again(qtbot: QtBot, place: Place, opened: Open) -> None:
    place.answers("connect", "quickbooks")
    dialog = opened("quickbooks")
    give_keys(qtbot, place, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.found)
    press(qtbot, dialog.found.wrong_button)
    qtbot.waitUntil(lambda: [each.state for each in place.ws.signin.rows()] == ["disconnected"])


def test_refused_at_the_page(qtbot: QtBot, place: Place, opened: Open) -> None:
    place.answers("refuse", "quickbooks")
    dialog = opened("quickbooks")
    give_keys(qtbot, place, dialog)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.stack.currentWidget() is dialog.keys
    assert place.ws.signin.rows() == []


def test_an_empty_key_is_told_at_its_field(qtbot: QtBot, place: Place, opened: Open) -> None:
    dialog = opened("quickbooks")
    page = dialog.keys
    assert isinstance(page, QuickBooksKeysPage)
    press(qtbot, page.go_on)
    qtbot.waitUntil(page.client_id.note.isVisible)
    assert place.opened == []


def test_a_pasted_address_counts_like_the_browser_itself(qtbot: QtBot, place: Place, opened: Open) -> None:
    import httpx

    place.answers("ask", "quickbooks")
    dialog = opened("quickbooks")
    give_keys(qtbot, place, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.waiting)
    type_into(qtbot, dialog.waiting.address, "https://books.example/other")
    press(qtbot, dialog.waiting.use)
    assert dialog.waiting.address.note.isVisible()
    place.answers("connect", "quickbooks")
    came = httpx.get(dialog.flow.url, follow_redirects=False).headers["location"]
    type_into(qtbot, dialog.waiting.address, came)
    press(qtbot, dialog.waiting.use)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.found)


def test_giving_up_listens_no_more(qtbot: QtBot, place: Place, opened: Open) -> None:
    import httpx

    place.answers("ask", "quickbooks")
    dialog = opened("quickbooks")
    give_keys(qtbot, place, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.waiting)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    def deaf() -> bool:
        try:
            httpx.get(f"http://127.0.0.1:{place.port}/callback")
        except httpx.ConnectError:
            return True
        return False

    qtbot.waitUntil(deaf)
    assert place.ws.signin.rows() == []


def test_a_hubspot_key(qtbot: QtBot, place: Place, opened: Open) -> None:
    dialog = opened("hubspot")
    page = dialog.keys
    assert isinstance(page, HubSpotKeyPage)
    type_into(qtbot, page.key, "pat-na1-unknown")
    press(qtbot, page.go_on)
    qtbot.waitUntil(page.key.note.isVisible)
    assert "does not accept" in page.key.note.text()
    type_into(qtbot, page.key, place.control.post("hubspot/keys", {})["token"])
    press(qtbot, page.go_on)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.found)
    assert [each.service for each in place.ws.signin.rows()] == ["hubspot"]


class TestWithoutPasswordStore:
    @pytest.fixture
    def keyring(self) -> MemoryKeyring | None:
        return None

    def test_a_passphrase_is_chosen_and_the_flow_goes_on(
        self, qtbot: QtBot, place: Place, opened: Open
    ) -> None:
        place.answers("connect", "quickbooks")
        dialog = opened("quickbooks")
        give_keys(qtbot, place, dialog)
        qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.keeping)
        assert place.opened == []
        type_into(qtbot, dialog.keeping.words, "short")
        type_into(qtbot, dialog.keeping.again, "short")
        press(qtbot, dialog.keeping.go_on)
        assert dialog.keeping.words.note.isVisible()
        type_into(qtbot, dialog.keeping.words, "correct horse")
        press(qtbot, dialog.keeping.go_on)
        assert dialog.keeping.again.note.isVisible()
        type_into(qtbot, dialog.keeping.again, "correct horse")
        press(qtbot, dialog.keeping.go_on)
        qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.found)
        assert place.ws.signin.sign_ins.vault.kind is Kind.PASSPHRASE

    def test_a_hubspot_key_for_this_run_only(self, qtbot: QtBot, place: Place, opened: Open) -> None:
        dialog = opened("hubspot")
        page = dialog.keys
        assert isinstance(page, HubSpotKeyPage)
        type_into(qtbot, page.key, place.control.post("hubspot/keys", {})["token"])
        press(qtbot, page.go_on)
        qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.keeping)
        dialog.keeping.run.setFocus()
        qtbot.keyClick(dialog.keeping.run, Qt.Key.Key_Space)
        press(qtbot, dialog.keeping.go_on)
        qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.found)
        assert place.ws.signin.sign_ins.vault.kind is Kind.RUN
