"""The activity log: the newest line first, in words, with before and after, filtered by what is typed and chosen."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import links
from qbodesk.services.reading.trail import TrailLine
from qbodesk.ui.activity.page import ActivityPage
from qbodesk.ui.activity.words import changes
from tests.ui.windows import Desk
from tests.ui.world import NOW, World

LINES: tuple[tuple[str, str, Any, Any, dict[str, str]], ...] = (
    ("write", "quickbooks.invoice.create:11042", None, {"TxnDate": "2026-11-23"}, {"by": "program"}),
    ("mended", "quickbooks.invoice.create:op-1", {"code": "BOOKS_CLOSED"}, {"code": ""}, {"by": "person"}),
    ("link", "deal:501", None, {"invoice": "1038"}, {"by": "person"}),
    (
        "write",
        "hubspot.deal.patch:501",
        None,
        {
            "qbodesk_invoice_status": "pending_send",
            "qbodesk_invoice_due_date": "2026-12-31",
            "qbodesk_invoice_amount": "1.50",
        },
        {"by": "program"},
    ),
    ("write", "hubspot.records.update:", None, {"records": 100}, {"by": "program"}),
)


@pytest.fixture
def page(qtbot: QtBot, world: World) -> ActivityPage:
    with world.change("outbox") as tx:
        for number, (kind, target, before, after, cause) in enumerate(LINES):
            links.write_audit(
                tx,
                now=NOW + timedelta(minutes=number),
                kind=kind,
                target=target,
                before=before,
                after=after,
                cause=cause,
            )
    made = ActivityPage(world.workspace)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    return made


def shown(page: ActivityPage) -> list[tuple[str, str, str]]:
    model = page.model
    return [tuple(model.index(row, column).data() for column in (1, 2, 3)) for row in range(model.rowCount())]  # type: ignore[misc] # three


def test_the_newest_line_is_first_and_an_invoice_has_its_number(page: ActivityPage) -> None:
    assert shown(page) == [
        ("Records changed in HubSpot", "100 records", "qbodesk"),
        ("Invoice values written to the deal", "Website relaunch", "qbodesk"),
        ("Invoice added to a record", "Website relaunch", "A person"),
        ("Refused change put right or withdrawn", "op-1", "A person"),
        ("Invoice created in QuickBooks", "1042", "qbodesk"),
    ]


def test_what_was_written_to_a_deal_is_called_as_on_its_page(qtbot: QtBot, page: ActivityPage) -> None:
    page.table.setCurrentIndex(page.model.index(1, 0))
    assert page.detail.toPlainText().splitlines() == [
        "Invoice amount: 1.50",
        "Invoice status: Pending send",
        "Invoice due date: 31 Dec 2026",
    ]


def test_what_was_sent_to_quickbooks_is_called_as_in_the_mappings() -> None:
    line = {
        "Amount": 9600.0,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"Qty": 3, "TaxCodeRef": {"value": "NON"}},
    }
    sent = {"TxnDate": "2026-11-30", "SalesTermRef": {"value": "4"}, "Line": [line], "NewThing": "x"}
    told = TrailLine(1, NOW, "write", "quickbooks.invoice.create", "1042", {}, sent, "program")
    assert list(changes(told)) == [
        "Invoice date: 2026-11-30",
        "Id of the payment terms: 4",
        "Line 1: Amount: 9600.0",
        "Line 1: Quantity: 3",
        "Line 1: Id of the tax code: NON",
        "NewThing: x",
    ]


def test_enter_opens_the_record(qtbot: QtBot, page: ActivityPage) -> None:
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(4, 0))
    with qtbot.waitSignal(page.opened) as told:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    kind, pk = told.args  # type: ignore[misc] # two
    assert kind == "invoice"
    assert pk


def test_before_and_after_of_the_line_under_the_cursor(qtbot: QtBot, page: ActivityPage) -> None:
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(2, 0))
    assert page.detail.toPlainText() == "invoice: 1038"
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.detail.toPlainText() == "code: BOOKS_CLOSED → "


@pytest.mark.parametrize(("group", "count"), [("", 5), ("write", 3), ("decided", 2)])
def test_filters(page: ActivityPage, group: str, count: int) -> None:
    page.filter.setCurrentIndex(page.filter.findData(group))
    assert page.model.rowCount() == count
    assert page.count.text() == f"{count} of 5"


def test_searching_and_finding_nothing(qtbot: QtBot, page: ActivityPage) -> None:
    page.search.setText("1042")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.search.setText("nobody")
    qtbot.waitUntil(page.table.empty.isVisible)
    assert page.table.empty.sentence() == "No line of the log matches."


def test_it_is_a_page_of_the_window_and_hears_what_happens(qtbot: QtBot, desk: Desk) -> None:
    desk.window.go("activity")
    page = desk.window.pages["activity"]
    assert isinstance(page, ActivityPage)
    assert page.table.empty.sentence() == "Nothing was sent or decided yet."
    with desk.world.change("outbox") as tx:
        links.write_audit(
            tx, now=NOW, kind="given up", target="x:1", before=None, after=None, cause={"by": "person"}
        )
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
