"""Scenario S9: invoices typed straight into QuickBooks are put on their deals together, and taken off together."""

from decimal import Decimal

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qbodesk.ui.panels.matches_dialog import MatchesDialog
from qbodesk.ui.shell.palette import Palette
from tests.services.reading.test_matches import typed_in
from tests.ui.scenarios.conftest import Desk
from tests.ui.scenarios.hands import CTRL

TARGET = 40
ENTER = Qt.Key.Key_Return


def test_all_that_is_certain_goes_on_at_once_and_comes_off_at_once(qtbot: QtBot, desk: Desk) -> None:
    hands, workspace, servers = desk.hands, desk.workspace, desk.servers
    made = typed_in(workspace, servers)
    workspace.engine.run()

    def on_deals() -> set[str]:
        open_ones = {each.row.invoice_id for each in workspace.matches.unlinked(servers.realm("US"))}
        return set(made) - open_ones

    assert not on_deals()
    hands.press(Qt.Key.Key_K, CTRL)
    palette = hands.window()
    assert isinstance(palette, Palette)
    hands.type("> match invoices")
    qtbot.waitUntil(lambda: palette.list.count() > 0)
    hands.press(ENTER)
    dialog = hands.window()
    assert isinstance(dialog, MatchesDialog)
    qtbot.waitUntil(dialog.take.isEnabled)
    hands.press(ENTER, CTRL)
    qtbot.waitUntil(lambda: len(on_deals()) >= len(made) * Decimal("0.8"))
    assert hands.actions <= TARGET
    added = on_deals()
    for invoice_id in added:
        row = next(iter(workspace.invoices.by_remote(servers.realm("US"), [invoice_id]).values()))
        assert row.pk
    undo = hands.actions
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: not on_deals())
    assert hands.actions == undo + 1
