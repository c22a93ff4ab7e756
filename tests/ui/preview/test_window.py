"""The PDF of an invoice: the kept copy first, then the fresh one; errors as a banner; neighbours by arrow keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from qbodesk.models.errors import InvalidInput, Offline
from qbodesk.services.documents import Pdf
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.ui.documents.preview_pdf import render_html_to_pdf
from qbodesk.ui.preview import open_preview
from qbodesk.ui.theme import apply_theme
from tests.ui.world import NOW, small_world


@dataclass
class Shelf:
    """Stands for `Documents`: what is kept, and what QuickBooks answers."""

    held: Pdf | None = None
    answer: Pdf | Exception | None = None
    asked: int = 0

    def kept(self, _row: InvoiceRow) -> Pdf | None:
        return self.held

    def pdf(self, _row: InvoiceRow) -> Pdf:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        assert self.answer is not None
        return self.answer


@pytest.fixture(scope="module")
def page() -> bytes:
    return render_html_to_pdf("<p>Invoice</p>")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def workspace(qapp: QApplication, tmp_path: Path, shelf: Shelf, monkeypatch) -> Iterator:
    apply_theme(qapp, "light")
    world = small_world(tmp_path)
    monkeypatch.setattr(world.workspace, "documents", shelf)
    yield world.workspace
    world.workspace.close()


@pytest.fixture
def preview(qtbot, workspace):
    windows = []

    def show(**how):
        pks = workspace.invoices.ids()
        window = open_preview(workspace, how.pop("pk", pks[0]), None, **how)
        windows.append(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield show
    for window in windows:
        if isValid(window):
            window.close()
    QApplication.sendPostedEvents()


def test_a_current_copy_is_shown_at_once_and_nothing_is_asked(shelf, preview, page):
    shelf.held = Pdf(page, NOW, current=True)
    window = preview()
    assert window.view.page_count() == 1
    assert window.view.badge.text() == "QuickBooks PDF, fetched 10:00"
    assert shelf.asked == 0
    assert window.row.number in window.windowTitle()
    assert window.row.customer in window.windowTitle()


def test_an_older_copy_stands_in_until_the_fresh_one_comes(qtbot, shelf, preview, page):
    shelf.held = Pdf(page, datetime(2026, 11, 1, 9, 30, tzinfo=UTC), current=False)
    shelf.answer = Pdf(page, NOW, current=True)
    window = preview()
    assert window.view.page_count() == 1
    qtbot.waitUntil(lambda: window.view.badge.text() == "QuickBooks PDF, fetched 10:00")


def test_without_a_network_the_older_copy_stays_and_a_banner_says_why(qtbot, shelf, preview, page):
    shelf.held = Pdf(page, NOW - timedelta(hours=1), current=False)
    shelf.answer = Offline(service="QuickBooks")
    window = preview()
    qtbot.waitUntil(window.banner.isVisible)
    assert window.view.badge.text() == "Offline copy fetched 09:00, may be older"
    assert window.view.page_count() == 1


def test_with_nothing_kept_it_says_so_and_offers_another_try(qtbot, shelf, preview, page):
    shelf.answer = Offline(service="QuickBooks")
    window = preview()
    qtbot.waitUntil(window.banner.isVisible)
    assert window.view.message.sentence() == "There is no copy of this PDF on this computer yet."
    shelf.answer = Pdf(page, NOW, current=True)
    window.fetch()
    qtbot.waitUntil(lambda: window.view.page_count() == 1)
    assert not window.banner.isVisible()


def test_arrows_walk_through_the_list_and_stop_at_its_ends(qtbot, workspace, shelf, preview, page):
    shelf.held = Pdf(page, NOW, current=True)
    pks = workspace.invoices.ids()[:3]
    window = preview(pk=pks[1], invoices=pks)
    assert window.place.text() == "2 of 3"
    qtbot.keyClick(window, Qt.Key.Key_Right)
    assert window.row.pk == pks[2]
    assert not window.forward.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Right)
    qtbot.keyClick(window, Qt.Key.Key_Left)
    assert window.row.pk == pks[1]


def test_escape_closes_and_does_not_wait_for_the_fetch(qtbot, shelf, preview, page):
    shelf.answer = Pdf(page, NOW, current=True)
    window = preview()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(window) or not window.isVisible())


def test_an_invoice_that_is_gone_is_refused(workspace):
    with pytest.raises(InvalidInput):
        open_preview(workspace, 999_999, None)
