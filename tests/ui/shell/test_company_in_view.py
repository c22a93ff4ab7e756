"""One QuickBooks company, or all of them, in view."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.windows import Desk
from tests.ui.world import HARBOUR, POLAR


def test_choosing_a_company_filters_invoices_and_colours_the_line(qtbot: QtBot, desk: Desk) -> None:
    window = desk.window
    assert window.sidebar.company.choice.name == "All companies"
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.sidebar.company.choice.realm_id == POLAR
    window.go("invoices")
    assert window.pages.invoices.count.text() == "1"
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.sidebar.company.choice.realm_id == HARBOUR
    assert window.pages.invoices.count.text() == "7"
    window.pages.invoices.clear_filters()
    assert window.sidebar.company.choice.realm_id == HARBOUR
    assert window.commands.refusal("company.3") == "There is no QuickBooks company 3."
