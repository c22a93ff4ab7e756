"""The page of a deal: everything the cache knows of it, and what its buttons ask for."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import links, tables_crm
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.deals import DealPanel
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.panels.deal import DealPage
from qbodesk.ui.panels.intents import DealIntents
from qbodesk.ui.panels.pending_row import PendingRow
from tests.ui.world import NOW, World, add_draft, add_entry


class Asked(list[tuple[Any, ...]]):
    """What the page asked for."""

    def intents(self) -> DealIntents:
        return DealIntents(
            create=lambda: self.append(("create",)),
            from_quote=lambda quote_id: self.append(("quote", quote_id)),
            continue_draft=lambda draft_id: self.append(("continue", draft_id)),
            discard_draft=lambda draft_id: self.append(("discard", draft_id)),
            preview=lambda pk: self.append(("preview", pk)),
            edit_entry=lambda entry: self.append(("edit", entry.op_id)),
            cancel_entry=lambda entry: self.append(("cancel", entry.op_id)),
            check_entry=lambda entry: self.append(("check", entry.op_id)),
            open_invoice=lambda pk: self.append(("open", pk)),
            add_existing=lambda: self.append(("existing",)),
            unlink=lambda pk: self.append(("unlink", pk)),
            open_record=lambda kind, pk: self.append(("record", kind, pk)),
        )


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def page(qtbot: QtBot, world: World, asked: Asked) -> DealPage:
    made = DealPage(world.workspace, asked.intents(), lambda: "")
    qtbot.addWidget(made)
    made.resize(1060, 700)
    made.show()
    made.show_deal(world.deals["Website relaunch"])
    return made


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def cells(page: DealPage, column: str) -> list[str]:
    model = page.invoices.table.columned()
    at = model.column_index(column)
    return [plain(model.index(row, at).data()) for row in range(model.rowCount())]


def test_the_deal_says_what_it_is(page: DealPage) -> None:
    assert page.title.whole_text() == "Website relaunch"
    assert page.subtitle.text() == "Brightwater Foods LLC · Closed won"
    assert plain(page.about.value("Amount")) == "$12,300.00"
    assert page.about.value("Owner") == "Jo Marsh"
    assert page.about.value("Description") == "New site with shop"


def test_the_five_values_of_hubspot_and_whose_they_are(page: DealPage) -> None:
    labels = ("Invoice amount", "Invoice recipient", "Invoice number", "Invoice status", "Invoice due date")
    assert [plain(page.values.value(label)) for label in labels] == [
        "$3,000.00", "Brightwater Foods LLC", "1029", "Paid in full", "11 Nov 2026"
    ]  # fmt: skip
    assert page.origin.text() == "From invoice 1029, the one last updated in QuickBooks."
    assert cells(page, "owner") == ["Shown", ""]


def test_the_card_shows_stage_total_balance_and_due_of_each_invoice(page: DealPage) -> None:
    assert cells(page, "number") == ["1029", "1042"]
    assert cells(page, "stage") == ["Paid in full", "Overdue 12 days"]
    assert cells(page, "total") == ["$3,000.00", "$1,234.50"]
    assert cells(page, "balance") == ["$0.00", "$1,234.50"]
    assert cells(page, "due_date") == ["11 Nov 2026"] * 2
    assert page.invoices.sums.text() == "Invoiced $4,234.50, open $1,234.50, overdue $1,234.50"


def test_another_currency_is_said_with_its_reason(page: DealPage, world: World) -> None:
    assert page.invoices.note.isHidden()
    problem = Problem("CURRENCY_MISMATCH", {"number": "1029", "currency": "EUR", "portal_currency": "USD"})
    with world.workspace.cache.write() as tx:
        links.raise_problem(tx, "deal", "501", problem, NOW)
    page.take(ChangeSet.of("problem"))
    assert page.invoices.note.accessibleName() == "The invoice is in EUR, the HubSpot account in USD"
    assert page.origin.text().startswith("Not written: ")


def test_an_invoice_opens_by_enter_space_and_button(
    qtbot: QtBot, page: DealPage, world: World, asked: Asked
) -> None:
    table = page.invoices.table
    table.go_to(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    page.invoices.preview.click()
    page.invoices.outside.click()
    pk = world.invoices["1042"]
    assert asked == [("record", "invoice", pk), ("preview", pk), ("preview", pk), ("open", pk)]
    menu = {action.text(): action for action in table.actions()}
    for name in ("Open", "Preview", "Open in QuickBooks", "Remove link"):
        menu[name].trigger()
    assert asked[4:] == [("record", "invoice", pk), ("preview", pk), ("open", pk), ("unlink", pk)]
    menu["Copy number"].trigger()
    assert QGuiApplication.clipboard().text() == "1042"


def test_usable_quotes_have_a_button_and_the_others_a_reason(page: DealPage, asked: Asked) -> None:
    first, *others = page.quotes.rows
    first.create_button.click()
    assert asked == [("quote", "701")]
    texts = [" ".join(label.text() for label in row.findChildren(type(page.subtitle))) for row in others]
    assert all(row.create_button.isHidden() for row in others)
    assert "expired on 2 Oct 2026" in plain(texts[0])
    assert "still a draft" in texts[1]


def test_drafts_and_queued_invoices_stand_in_the_same_card(
    page: DealPage, world: World, asked: Asked
) -> None:
    with world.workspace.cache.write() as tx:
        add_draft(tx, "501", "Website relaunch", "d1")
        add_entry(tx, "501", "Website relaunch", "e1", State.REJECTED, code="PERIOD_CLOSED")
        add_entry(tx, "502", "Annual support", "e2")
    page.take(ChangeSet.of("outbox"))
    rows = [page.invoices.pending.itemAt(n).widget() for n in range(page.invoices.pending.count())]
    assert [row.accessibleName() for row in rows] == [
        "Needs attention: Create an invoice for Website relaunch", "Draft: An invoice is being prepared"
    ]  # fmt: skip
    for row in rows:
        assert isinstance(row, PendingRow)
        for button in row.findChildren(QPushButton):
            button.click()
    assert asked == [("edit", "e1"), ("cancel", "e1"), ("continue", "d1"), ("discard", "d1")]


def test_a_deal_without_invoices_says_what_to_do(page: DealPage, world: World, asked: Asked) -> None:
    page.show_deal(world.deals["Print order 1"])
    assert not page.invoices.empty.isHidden()
    assert page.invoices.table.isHidden()
    page.invoices.create_button.click()
    assert asked == [("create",)]


def test_no_company_connected_is_a_stated_reason(qtbot: QtBot, world: World, asked: Asked) -> None:
    page = DealPage(world.workspace, asked.intents(), lambda: "Connect a QuickBooks company first.")
    qtbot.addWidget(page)
    page.show_deal(world.deals["Website relaunch"])
    for button in (page.invoices.create_button, page.quotes.rows[0].create_button):
        assert not button.isEnabled()
        assert button.toolTip() == "Connect a QuickBooks company first."


def test_a_deal_that_is_gone_says_so(page: DealPage, world: World) -> None:
    with world.workspace.cache.write() as tx:
        tx.execute(tables_crm.deal.delete().where(tables_crm.deal.c.id == "501"))
    page.take(ChangeSet.of("deal"))
    assert "not known here" in page.banner.accessibleName()
    assert page.panel is None


@pytest.mark.parametrize("place", ["table", "create_button", "preview"])
def test_escape_leaves_from_wherever_the_focus_is(qtbot: QtBot, page: DealPage, place: str) -> None:
    with qtbot.waitSignal(page.left):
        qtbot.keyClick(getattr(page.invoices, place), Qt.Key.Key_Escape)


def test_narrow_windows_put_the_columns_under_each_other(qtbot: QtBot, page: DealPage) -> None:
    def left(widget: QWidget) -> int:
        return widget.mapTo(page, QPoint(0, 0)).x()

    assert left(page.invoices) > left(page.groups["companies"])
    page.resize(700, 700)
    qtbot.waitUntil(lambda: left(page.invoices) == left(page.groups["companies"]))


def test_it_is_read_beside_the_window_and_takes_the_focus_when_it_is_there(
    qtbot: QtBot, world: World, asked: Asked
) -> None:
    pool, threads = ReaderPool(), set[int]()
    read = world.workspace.deals.panel

    def noted(pk: int) -> DealPanel:
        threads.add(threading.get_ident())
        return read(pk)

    page = DealPage(world.workspace, asked.intents(), lambda: "", readers=pool)
    qtbot.addWidget(page)
    page.show()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(world.workspace.deals, "panel", noted)
        with qtbot.waitSignal(page.filled):
            page.show_deal(world.deals["Website relaunch"])
            page.focus_first()
            assert page.panel is None
    assert page.title.whole_text() == "Website relaunch"
    assert page.focusWidget() is page.invoices.table
    with qtbot.waitSignal(page.filled):
        page.show_deal(999_999)
    assert page.title.whole_text() == "Deal"
    assert threading.get_ident() not in threads
    assert pool.close()
