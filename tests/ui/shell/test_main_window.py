"""The window as a whole: by keyboard from the list to the wizard, what is told meanwhile, languages and looks."""

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import links
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.find import Found
from qbodesk.services.sync.progress import ConnectionReport, Progress, SyncReport
from qbodesk.ui.main_window import MainWindow
from qbodesk.ui.navigation import HOME, Place
from qbodesk.ui.shell.palette import Palette
from qbodesk.ui.shell.preferences import Preferences
from qbodesk.ui.shell.shortcut_sheet import ShortcutSheet
from qbodesk.ui.theme import current, metrics
from tests.ui.windows import Desk, open_desk
from tests.ui.world import HARBOUR, NOW, POLAR, World, add_draft, add_entry, offline, step


def deal(desk: Desk, name: str = "Website relaunch") -> Place:
    return Place("deal", desk.world.deals[name])


def question(desk: Desk) -> QMessageBox:
    return next(box for box in desk.window.findChildren(QMessageBox) if box.isVisible())


def press(desk: Desk, text: str) -> None:
    next(button for button in question(desk).buttons() if button.text() == text).click()


# From the list to the invoice


def test_it_opens_on_the_deals_with_the_keyboard_in_the_list(desk: Desk) -> None:
    pages = desk.window.pages
    assert pages.currentWidget() is pages.deals
    assert pages.deals.table.hasFocus()
    assert desk.window.windowTitle() == "Deals – qbodesk"
    assert desk.window.sidebar.count("deals") == "12"
    assert desk.window.sidebar.count("invoices") == "8"


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
    assert desk.window.commands["invoice.create"].toolTip() == "Choose a deal first."


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


def test_add_existing_says_when_it_comes(desk: Desk) -> None:
    action = desk.window.commands["invoice.existing"]
    assert not action.isEnabled()
    assert "later version" in action.toolTip()


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


# Going about


def test_f6_goes_round_the_panes(qtbot: QtBot, desk: Desk) -> None:
    window = desk.window
    seen: list[QWidget | None] = []
    for _step in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert seen == [window.status_line.connection, window.sidebar.list, window.pages.deals.table]
    assert QApplication.focusWidget() is window.sidebar.list


def test_two_letters_lead_to_a_page_but_not_while_typing(qtbot: QtBot, desk: Desk) -> None:
    table = desk.window.pages.deals.table
    qtbot.keyClicks(table, "gi")
    assert desk.window.navigator.place == Place("invoices")
    desk.window.go("deals")
    desk.window.find_in_page()
    search = desk.window.pages.deals.search
    assert search.hasFocus()
    qtbot.keyClicks(search, "gi")
    assert search.text() == "gi"
    assert desk.window.navigator.place == HOME


def test_back_and_forward_by_key(qtbot: QtBot, desk: Desk) -> None:
    desk.window.navigator.go(deal(desk))
    desk.window.go("queue")
    qtbot.keyClick(desk.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.window.navigator.place == deal(desk)
    qtbot.keyClick(desk.window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert desk.window.navigator.place == Place("queue")


def test_the_sidebar_leads_and_follows(qtbot: QtBot, desk: Desk) -> None:
    pages = desk.window.sidebar.list
    desk.window.navigator.go(deal(desk))
    assert pages.currentItem().text() == "Deals"
    pages.setFocus()
    pages.setCurrentItem(
        next(pages.item(n) for n in range(pages.count()) if pages.item(n).text() == "Invoices")
    )
    qtbot.keyClick(pages, Qt.Key.Key_Return)
    assert desk.window.navigator.place == Place("invoices")


def test_the_address_of_a_page_can_be_copied(desk: Desk) -> None:
    desk.window.navigator.go(deal(desk))
    desk.window.commands.run("edit.address")
    assert QGuiApplication.clipboard().text() == deal(desk).address


def test_a_deal_the_cache_does_not_have_is_said_to_be_missing(desk: Desk) -> None:
    desk.window.open_deal("999")
    assert question(desk).text() == "Deal 999 is not known here"


@pytest.mark.parametrize(
    ("kind", "place"),
    [("deal", Place("deal", 7)), ("customer", Place("invoices", search="Brightwater"))],
)
def test_a_found_record_opens_where_a_page_shows_it(desk: Desk, kind: str, place: Place) -> None:
    desk.window.open_found(Found(kind, 7, "58", "Brightwater", ""))
    assert desk.window.navigator.place == place


def test_other_records_open_in_the_browser(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    desk.window.open_found(Found("contact", 1, "401", "Anna", ""))
    desk.window.desk.open_invoice(desk.world.invoices["1042"])
    assert opened == [
        "https://app.hubspot.com/contacts/48211907/record/0-1/401",
        "https://app.qbo.intuit.com/app/invoice?txnId=11042",
    ]


def test_the_palette_finds_records_and_commands(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = desk.window.findChild(Palette)
    qtbot.keyClicks(palette.search, "relaunch")
    qtbot.waitUntil(lambda: [hit.title for hit in palette.hits()][:1] == ["Website relaunch"])
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert desk.window.navigator.place == deal(desk)


# The company in view


def test_choosing_a_company_filters_invoices_and_colours_the_line(qtbot: QtBot, desk: Desk) -> None:
    window = desk.window
    assert window.sidebar.company.choice.name == "All companies"
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.sidebar.company.choice.realm_id == POLAR
    window.go("invoices")
    assert window.pages.invoices.count.text() == "1 of 8"
    window.pages.invoices.choose_filter(HARBOUR)
    assert window.sidebar.company.choice.realm_id == HARBOUR
    window.pages.invoices.clear_filters()
    assert window.sidebar.company.choice.realm_id is None
    assert window.commands.refusal("company.3") == "There is no QuickBooks company 3."


# What happens meanwhile


def test_the_status_line_says_how_it_stands_and_leads_to_the_queue(desk: Desk) -> None:
    line = desk.window.status_line
    texts = [part.text().replace("\N{NO-BREAK SPACE}", " ") for part in line.parts() if not part.isHidden()]
    assert texts == ["Online", "QuickBooks: as of 2 min ago", "HubSpot: as of 2 min ago", "Queue empty"]
    line.queue.click()
    assert desk.window.navigator.place == Place("queue")


def test_what_needs_a_person_is_counted_in_the_sidebar(qtbot: QtBot, desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "502", "Annual support", "e2", State.REJECTED, code="PERIOD_CLOSED")
    qtbot.waitUntil(lambda: desk.window.sidebar.count("queue") == "1")
    assert desk.window.status_line.needs_you.text() == "1 needs you"


def test_an_own_change_to_the_queue_wakes_the_sender_and_shows_on_the_card(qtbot: QtBot, desk: Desk) -> None:
    desk.host.start(sync=False)
    desk.window.navigator.go(deal(desk))
    with qtbot.waitSignal(desk.host.pass_finished), desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1")
    assert desk.engine.asked == [(False, False)]
    qtbot.waitUntil(lambda: desk.window.pages.deal.invoices.pending.count() == 1)


def test_what_the_sync_changes_does_not_wake_the_sender(qtbot: QtBot, desk: Desk) -> None:
    desk.host.start(sync=False)
    worker = threading.Thread(target=desk.world.workspace.changes.publish, args=(ChangeSet.of("outbox"),))
    with qtbot.waitSignal(desk.window.bridge.changed):
        worker.start()
    worker.join()
    assert desk.engine.asked == []


def test_f5_syncs_and_the_line_counts(qtbot: QtBot, desk: Desk) -> None:
    entered, held = threading.Event(), threading.Event()
    desk.engine.scripts = [[step(500, 1880), lambda: (entered.set(), held.wait(10), step(600, 1880))[2]]]
    desk.host.start(sync=False)
    qtbot.keyClick(desk.window, Qt.Key.Key_F5)
    line = desk.window.status_line
    qtbot.waitUntil(lambda: line.connection.text() == "Harbour Web Studio LLC: 500 of 1,880")
    assert (line.bar.isVisible(), line.bar.value(), line.bar.maximum()) == (True, 500, 1880)
    with qtbot.waitSignal(desk.host.pass_finished):
        held.set()
    assert line.connection.text() == "Online"
    assert not line.bar.isVisible()


def test_f5_on_a_deal_refreshes_that_deal_and_says_so(qtbot: QtBot, desk: Desk) -> None:
    desk.host.start(sync=False)
    desk.window.open_deal(
        desk.world.workspace.deals.rows(desk.world.workspace.deals.ids()[:1]).popitem()[1].deal_id
    )
    shown = desk.window.pages.deal_id()
    with qtbot.waitSignal(desk.host.refreshed):
        qtbot.keyClick(desk.window, Qt.Key.Key_F5)
    assert desk.engine.refreshed == [("deal", shown, "")]
    qtbot.waitUntil(lambda: bool(desk.engine.asked))
    assert "HubSpot" in desk.window.toast.accessibleName()


def test_two_connections_side_by_side_take_turns_on_the_line(qtbot: QtBot, desk: Desk) -> None:
    seen = []
    both = [step(n, 900) if n % 2 else Progress("HubSpot", "contact", n, 800) for n in range(1, 200)]
    desk.engine.scripts = [both]
    desk.host.progressed.connect(lambda _step: seen.append(desk.window.status_line.connection.text()))
    desk.host.start(sync=False)
    with qtbot.waitSignal(desk.host.pass_finished):
        qtbot.keyClick(desk.window, Qt.Key.Key_F5)
    turns = [one for one, other in pairwise(seen) if one.split(":")[0] != other.split(":")[0]]
    assert len(turns) < 10


def test_pausing_says_so_and_offers_to_go_on(desk: Desk) -> None:
    desk.window.commands.run("sync.pause")
    assert desk.window.status_line.connection.text() == "Paused"
    assert desk.window.commands["sync.pause"].text() == "Go on s&yncing"
    desk.window.commands.run("sync.pause")
    assert desk.window.status_line.connection.text() == "Online"


def reported(problem: Problem) -> SyncReport:
    return SyncReport(
        NOW, connections=[ConnectionReport(1, "quickbooks", HARBOUR, "Harbour", problem=problem)]
    )


def test_offline_is_no_banner_but_trouble_is(desk: Desk) -> None:
    desk.host.pass_finished.emit(reported(offline()))
    assert desk.window.status_line.connection.text() == "Offline since 10:00"
    assert desk.window.banner.isHidden()
    trouble = Problem("SIGN_IN_EXPIRED", {"service": "QuickBooks", "server_text": "expired"})
    desk.host.pass_finished.emit(reported(trouble))
    assert desk.window.banner.isVisible()
    assert desk.window.banner.accessibleName() == "QuickBooks asks you to sign in again"


def test_a_pass_that_broke_is_told_with_a_way_on(desk: Desk) -> None:
    desk.host.crashed.emit("The disk is full.")
    assert desk.window.banner.accessibleDescription() == "The disk is full."
    buttons = [b.text() for b in desk.window.banner.findChildren(QAbstractButton) if b.text()]
    assert buttons == ["Sync now"]


# The queue by hand


def test_withdrawing_asks_and_then_says_so(qtbot: QtBot, desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1")
    entry = desk.world.workspace.status.entries()[0]
    desk.window.desk.cancel_entry(entry)
    assert "has not reached QuickBooks" in question(desk).informativeText()
    press(desk, "Keep it")
    assert desk.world.workspace.status.entries()[0].state is State.QUEUED
    desk.window.desk.cancel_entry(entry)
    press(desk, "Withdraw")
    assert desk.world.workspace.status.entries()[0].state is State.CANCELLED
    assert desk.window.toast.message() == "Withdrawn. Nothing was sent."
    qtbot.waitUntil(lambda: desk.window.status_line.queue.text() == "Queue empty")


def test_what_was_sent_meanwhile_cannot_be_withdrawn(desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1", State.SENDING)
    desk.window.desk.cancel_entry(desk.world.workspace.status.entries()[0])
    press(desk, "Withdraw")
    assert question(desk).text() == "This entry cannot be withdrawn now"
    assert desk.world.workspace.status.entries()[0].state is State.SENDING


def test_giving_up_says_to_look_first_and_never_sends_again(desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1", State.NEEDS_REVIEW, attempts=1)
    desk.window.desk.give_up_entry(desk.world.workspace.status.entries()[0])
    assert "look there first" in question(desk).informativeText()
    press(desk, "Keep it")
    assert desk.world.workspace.status.entries()[0].state is State.NEEDS_REVIEW
    desk.window.desk.give_up_entry(desk.world.workspace.status.entries()[0])
    press(desk, "Give up")
    assert desk.world.workspace.status.entries()[0].state is State.CANCELLED
    assert desk.window.toast.message() == "Given up. It is never sent again."


def test_looking_again_puts_it_back_among_what_is_looked_up(desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1", State.NEEDS_REVIEW, attempts=1)
    desk.window.desk.check_entry(desk.world.workspace.status.entries()[0])
    assert desk.world.workspace.status.entries()[0].state is State.UNKNOWN


def test_a_dismissed_problem_is_gone_and_what_is_meant_so_was_never_counted(desk: Desk) -> None:
    status = desk.world.workspace.status
    mismatch = Problem("CURRENCY_MISMATCH", {"number": "7", "currency": "EUR", "portal_currency": "USD"})
    with desk.world.change("problem") as tx:
        links.raise_problem(tx, "deal", "502", mismatch, NOW)
    assert (status.status().problems, len(status.problems())) == (0, 1)
    desk.window.desk.dismiss(status.problems()[0])
    assert status.problems() == []


def test_editing_a_queued_invoice_opens_its_draft(desk: Desk) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1")
    desk.window.desk.edit_entry(desk.world.workspace.status.entries()[0])
    assert desk.wizards == [{"deal": "501", "draft_id": "draft-e1"}]
    assert desk.world.workspace.status.entries()[0].state is State.CANCELLED


def test_discarding_a_draft_asks(qtbot: QtBot, desk: Desk) -> None:
    with desk.world.change("draft") as tx:
        add_draft(tx, "501", "Website relaunch", "d1")
    desk.window.navigator.go(deal(desk))
    card = desk.window.pages.deal.invoices
    assert card.pending.count() == 1
    desk.window.desk.discard_draft("d1")
    press(desk, "Discard draft")
    qtbot.waitUntil(lambda: card.pending.count() == 0)


# Look, language, memory


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


def test_looks_and_text_sizes(desk: Desk) -> None:
    desk.window.commands.run("theme.dark")
    assert current().is_dark
    desk.window.commands.run("view.larger")
    assert metrics().scale == pytest.approx(1.1)
    desk.window.commands.run("view.normal")
    desk.window.commands.run("theme.light")
    assert metrics().scale == pytest.approx(1.0)
    assert desk.window.preferences.theme == "light"


def test_the_sidebar_can_be_hidden(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.sidebar.isHidden()
    qtbot.keyClick(desk.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not desk.window.sidebar.isHidden()


def test_columns_are_remembered_after_closing(qapp: QApplication, qtbot: QtBot, world: World) -> None:
    desk = open_desk(qapp, world)
    desk.window.pages.deals.table.sort_by("amount", descending=True)
    desk.close()
    again = Preferences(world.workspace.cache.folder)
    assert again.table("deals").sort == "amount"
    assert not again.geometry.isEmpty()


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
    qtbot.waitUntil(lambda: desk.window.sidebar.count("deals") == "12")
    desk.window.pages.deals.show_search("print")
    qtbot.waitUntil(lambda: desk.window.pages.deals.count.text() == "9 of 12")
    desk.window.show_palette()
    palette = desk.window.findChild(Palette)
    palette.ask("relaunch")
    qtbot.waitUntil(lambda: any(hit.title == "Website relaunch" for hit in palette.hits()))
    palette.reject()
    desk.window.pages.deals.refresh()
    desk.close()


# For everybody


@pytest.mark.parametrize("page", ["deals", "invoices", "queue", "deal"])
def test_every_control_has_a_name_for_a_screen_reader(desk: Desk, page: str) -> None:
    with desk.world.change("outbox") as tx:
        add_entry(tx, "501", "Website relaunch", "e1", not_before=(NOW + timedelta(hours=1)).isoformat())
    desk.window.navigator.go(deal(desk) if page == "deal" else Place(page))
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in desk.window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox)
        and widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_every_shortcut_stands_on_the_sheet(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    sheet = desk.window.findChild(ShortcutSheet)
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Create invoice", "Ctrl+I", "G, D", "F6", "QuickBooks company 2"} <= texts
    assert "QuickBooks company 3" not in texts


@pytest.mark.parametrize("language", ["en", "pl"])
def test_mnemonics_are_unique_in_each_menu(desk: Desk, language: str) -> None:
    desk.window.choose_language(language)
    bar = desk.window.menuBar()
    for actions in [bar.actions(), *(menu.menu().actions() for menu in bar.actions())]:
        letters = [a.text()[a.text().index("&") + 1].casefold() for a in actions if "&" in a.text()]
        assert len(letters) == len(set(letters)), [action.text() for action in actions]
