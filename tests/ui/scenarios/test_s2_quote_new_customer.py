"""Scenario S2: one invoice from a published quote for a new customer, by keyboard, within 14 actions."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qbodesk.models.domain.draft import Source
from qbodesk.models.domain.findings import Step
from qbodesk.ui.shell.palette import Palette
from qbodesk.ui.wizard.dialog import WizardDialog
from tests.ui.scenarios.conftest import Desk
from tests.ui.scenarios.hands import CTRL

DEAL, CUSTOMER = "Patient portal", "Osprey Ridge Clinic"
TARGET = 14
ENTER = Qt.Key.Key_Return


def test_one_invoice_from_a_quote_for_a_new_customer(qtbot: QtBot, desk: Desk) -> None:
    hands, servers = desk.hands, desk.servers
    hands.press(Qt.Key.Key_K, CTRL)
    palette = hands.window()
    assert isinstance(palette, Palette)
    hands.type(DEAL.lower())
    qtbot.waitUntil(lambda: any(DEAL in text for text in _rows(palette)))
    hands.press(ENTER)
    qtbot.waitUntil(lambda: desk.window.navigator.place.page == "deal")
    hands.press(Qt.Key.Key_I, CTRL)
    wizard = hands.window()
    assert isinstance(wizard, WizardDialog)
    hands.press(ENTER, CTRL)
    assert (wizard.flow.step, wizard.flow.draft.source) == (Step.SOURCE, Source.QUOTE)
    hands.press(ENTER, CTRL)
    assert wizard.flow.step is Step.CUSTOMER
    for _stop in range(4):
        if wizard.focusWidget() is wizard.pages[Step.CUSTOMER].create_button:
            break
        hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)
    assert wizard.flow.draft.customer.new is not None
    assert wizard.flow.draft.customer.new.display_name == CUSTOMER
    for _page in range(3):
        hands.press(ENTER, CTRL)
    assert wizard.flow.step is Step.REVIEW
    hands.press(ENTER, CTRL)
    assert wizard.flow.step is Step.RESULT
    assert hands.actions <= TARGET

    desk.workspace.engine.run()
    made = servers.marked("US")
    assert len(made) == 1
    assert made[0]["EmailStatus"] == "NotSet"
    assert made[0]["SalesTermRef"]["value"]
    assert len(servers.all("US", "Customer", f"WHERE DisplayName = '{CUSTOMER}'")) == 1
    panel = desk.workspace.deals.panel(desk.workspace.deals.pk_of(wizard.flow.draft.deal_id) or 0)
    held = panel.written.values
    assert held["number"] == made[0]["DocNumber"]
    assert all(held[key] for key in ("amount", "recipient", "number", "status", "due_date"))
    wizard.close()


def _rows(palette: Palette) -> list[str]:
    hits = (palette.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(palette.list.count()))
    return [hit.title for hit in hits if hit is not None]
