"""By keyboard from the list to the wizard and the preview."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QWidget,
)
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import tables_crm
from qbodesk.ui.navigation import Place
from qbodesk.ui.panels.existing_dialog import ExistingDialog
from qbodesk.ui.panels.matches_dialog import MatchesDialog
from tests.ui.windows import Desk, open_desk
from tests.ui.world import World, add_draft


def deal(desk: Desk, name: str = "Website relaunch") -> Place:
    return Place("deal", desk.world.deals[name])


def test_it_opens_on_the_deals_with_the_keyboard_in_the_list(desk: Desk) -> None:
    pages = desk.window.pages
    assert pages.currentWidget() is pages.deals
    assert pages.deals.table.hasFocus()
    assert desk.window.windowTitle() == "Deals – qbodesk"
    assert desk.window.pages.deals.count.text() == "12"


def test_enter_opens_a_deal_and_escape_comes_back_to_the_same_row(qtbot: QtBot, desk: Desk) -> None:
    table = desk.window.pages.deals.table
    table.go_to(desk.world.deals["Website relaunch"])
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert desk.window.pages.currentWidget() is desk.window.pages.deal
    assert desk.window.windowTitle() == "Website relaunch – qbodesk"
    focused = QApplication.focusWidget()
    assert focused is desk.window.pages.deal.invoices.table
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert desk.window.pages.currentWidget() is desk.window.pages.deals
    assert table.hasFocus()
    assert table.current_id() == desk.world.deals["Website relaunch"]


def test_ctrl_i_opens_the_wizard_for_the_deal_under_the_cursor(qtbot: QtBot, desk: Desk) -> None:
    desk.window.pages.deals.table.go_to(desk.world.deals["Annual support"])
    qtbot.keyClick(desk.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    desk.window.navigator.go(deal(desk))
    qtbot.keyClick(desk.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    desk.window.go("queue")
    qtbot.keyClick(desk.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert desk.wizards == [{"deal": "502"}, {"deal": "501"}]
    assert desk.window.navigator.place == Place("deals", view="to_invoice"), (
        "where there is no deal, one is chosen"
    )
    assert desk.window.toast.message() == "Choose the deal to be invoiced, then Ctrl+I."


def test_one_primary_button_per_screen(desk: Desk) -> None:
    def primaries() -> list[str]:
        buttons = desk.window.findChildren(QAbstractButton)
        return [b.text() for b in buttons if b.isVisible() and b.property("kind") == "primary"]

    assert primaries() == ["Create invoice"]
    desk.window.navigator.go(deal(desk))
    assert primaries() == ["Create invoice"]


def test_quotes_and_drafts_reach_the_wizard(desk: Desk) -> None:
    with desk.world.change("draft") as tx:
        add_draft(tx, "501", "Website relaunch", "d9")
    desk.window.navigator.go(deal(desk))
    desk.window.pages.deal.quotes.rows[0].create_button.click()
    desk.window.desk.continue_draft("501", "d9")
    assert desk.wizards == [{"deal": "501", "quote_id": "701"}, {"deal": "501", "draft_id": "d9"}]


def linked_numbers(desk: Desk) -> list[str]:
    panel = desk.window.pages.deal.panel
    assert panel is not None
    return sorted(row.number for row in panel.invoices)


def test_existing_invoices_are_added_by_keyboard_and_taken_back(desk: Desk, qtbot: QtBot) -> None:
    """Suggestions first; two at once; undone by Ctrl+Z."""
    window = desk.window
    window.navigator.go(deal(desk))
    window.commands.run("invoice.existing")
    (dialog,) = window.findChildren(ExistingDialog)
    field = dialog.picker.field
    assert dialog.own.isChecked()
    qtbot.keyClicks(field, "104")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    shown = [choice.title.partition(" ")[0] for choice in dialog.picker.choices()]
    assert set(shown) >= {"1042", "1045", "1046"}
    refused = {choice.title.partition(" ")[0]: choice.refusal for choice in dialog.picker.choices()}
    assert refused["1042"]
    assert not refused["1045"]
    for number in ("1045", "1046"):
        field.setText(number)
        qtbot.keyClick(field, Qt.Key.Key_Down)
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_End)
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    assert dialog.take.text() == "Add 2 invoices"
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: linked_numbers(desk) == ["1029", "1042", "1045", "1046"])
    assert window.toast.message() == "2 invoices added"
    window.commands.run("edit.undo")
    qtbot.waitUntil(lambda: linked_numbers(desk) == ["1029", "1042"])


def test_a_link_is_removed_with_delete_and_undone(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    window.navigator.go(deal(desk))
    table = window.pages.deal.invoices.table
    table.go_to(0)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: linked_numbers(desk) == ["1042"])
    assert [each.kind for each in desk.world.workspace.status.entries()] == ["hubspot.deal.patch"]
    window.commands.run("edit.undo")
    qtbot.waitUntil(lambda: linked_numbers(desk) == ["1029", "1042"])


def test_nothing_can_be_added_to_nothing(desk: Desk) -> None:
    desk.window.go("invoices")
    assert desk.window.commands.refusal("invoice.existing") == "Choose a deal, contact or company first."


def test_the_selected_invoices_are_printed_together(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[list[int]] = []
    monkeypatch.setattr(
        "qbodesk.ui.preview.print_invoices", lambda _workspace, pks, _parent: printed.append(list(pks))
    )
    desk.window.go("invoices")
    table = desk.window.pages.invoices.table
    chosen = list(desk.world.workspace.invoices.ids()[:2])
    table.select_ids(chosen)
    desk.window.commands.run("invoice.print")
    assert [sorted(each) for each in printed] == [sorted(chosen)]


def test_an_invoice_previews(desk: Desk) -> None:
    desk.window.go("invoices")
    desk.window.pages.invoices.table.go_to(desk.world.invoices["1042"])
    desk.window.commands.run("invoice.preview")
    desk.window.go("deals")
    assert desk.window.commands.refusal("invoice.preview") == "Choose an invoice first."
    assert desk.previews == [desk.world.invoices["1042"]]


def test_without_a_company_nothing_can_be_created(
    qapp: QApplication, qtbot: QtBot, empty_world: World
) -> None:
    desk = open_desk(qapp, empty_world)
    assert desk.window.commands["invoice.create"].toolTip() == "Connect a QuickBooks company first."
    assert desk.window.status_line.connection.text() == "Not connected"
    desk.close()


def test_invoices_find_their_deals_all_at_once_and_leave_them_by_one_undo(desk: Desk, qtbot: QtBot) -> None:
    """The certain ones are marked; Enter adds them; Ctrl+Z takes all of them off."""
    with desk.world.change("deal") as tx:
        tx.execute(
            tables_crm.deal.update()
            .where(tables_crm.deal.c.id == "501")
            .values(amount=51000, close_date="2026-10-20")
        )
    window = desk.window
    window.navigator.go(deal(desk))
    window.commands.run("invoice.match")
    (dialog,) = window.findChildren(MatchesDialog)
    titles = [choice.title for choice in dialog.picker.choices()]
    assert titles[0] == "1046  →  Website relaunch"
    assert dialog.take.text() == "Add 1 invoice to its deal"
    qtbot.keyClick(dialog.picker.field, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: linked_numbers(desk) == ["1029", "1042", "1046"])
    window.commands.run("edit.undo")
    qtbot.waitUntil(lambda: linked_numbers(desk) == ["1029", "1042"])


def test_no_part_of_a_panel_is_a_window_of_its_own_on_the_way(desk: Desk) -> None:
    """One that is would take the focus, and the next key would be lost."""
    shown: list[str] = []

    def see(_self: QObject, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            shown.append(type(watched).__name__)
        return False

    watcher = type("Watcher", (QObject,), {"eventFilter": see})()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(watcher)
    try:
        desk.window.navigator.go(deal(desk))
        for kind in ("contact", "company", "quote", "invoice", "customer"):
            desk.window.navigator.go(Place(kind, 1))
    finally:
        application.removeEventFilter(watcher)
    assert shown == []
