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
from qbodesk.ui.preview import all_of_them, open_preview, print_invoices
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

    def record_html(self, row: InvoiceRow, _formats: object) -> str:
        return f"<p>Invoice {row.number}</p>"


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


def test_with_nothing_kept_our_own_page_stands_in_and_says_so(qtbot, shelf, preview, page):
    shelf.answer = Offline(service="QuickBooks")
    window = preview()
    qtbot.waitUntil(window.banner.isVisible)
    assert window.view.badge.whole_text() == "Offline preview, not the QuickBooks document"
    assert window.view.page_count() == 1
    shelf.answer = Pdf(page, NOW, current=True)
    window.fetch()
    qtbot.waitUntil(lambda: window.view.badge.whole_text() == "QuickBooks PDF, fetched 10:00")
    assert not window.banner.isVisible()


def test_arrows_walk_through_the_list_and_stop_at_its_ends(qtbot, workspace, shelf, preview, page):
    shelf.held = shelf.answer = Pdf(page, NOW, current=True)
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


def test_the_neighbours_are_fetched_ahead_and_nothing_more(qtbot, workspace, preview, page, monkeypatch):
    asked: list[int] = []

    class Later(Shelf):
        def kept(self, row: InvoiceRow) -> Pdf | None:
            return Pdf(page, NOW, current=True) if row.pk == pks[2] else None

        def pdf(self, row: InvoiceRow) -> Pdf:
            asked.append(row.pk)
            return Pdf(page, NOW, current=True)

    monkeypatch.setattr(workspace, "documents", Later())
    pks = workspace.invoices.ids()[:8]
    preview(pk=pks[2], invoices=pks)
    qtbot.waitUntil(lambda: len(asked) == 4)
    assert asked == [pks[3], pks[4], pks[5], pks[1]]


def test_all_are_printed_at_once_and_what_is_missing_is_said(qtbot, workspace, preview, page, monkeypatch):
    pks = workspace.invoices.ids()[:3]
    rows = workspace.invoices.rows(pks)

    class Half(Shelf):
        def pdf(self, row: InvoiceRow) -> Pdf:
            if row.pk == pks[1]:
                raise Offline(service="QuickBooks")
            return Pdf(page, NOW, current=True)

    printed: list[list[bytes]] = []
    monkeypatch.setattr(workspace, "documents", Half())
    monkeypatch.setattr(
        all_of_them, "print_all", lambda bodies, _parent: printed.append(list(bodies)) or True
    )
    window = print_invoices(workspace, pks, None)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: bool(printed))
    assert printed == [[page, page]]
    assert window.banner.accessibleName() == "2 invoices are done"
    assert rows[pks[1]].number in window.banner.accessibleDescription()


def test_all_are_saved_and_no_file_is_overwritten(
    qtbot, workspace, shelf, preview, page, tmp_path, monkeypatch
):
    shelf.held = shelf.answer = Pdf(page, NOW, current=True)
    pks = workspace.invoices.ids()[:2]
    names = [workspace.invoices.rows([pk])[pk].number for pk in pks]
    (tmp_path / f"{names[0]}.pdf").write_bytes(b"mine")
    monkeypatch.setattr(all_of_them.QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    window = preview(pk=pks[0], invoices=pks)
    window.save_all.click()
    qtbot.waitUntil(lambda: window.banner.accessibleName() == "2 invoices are done")
    assert (tmp_path / f"{names[0]}.pdf").read_bytes() == b"mine"
    assert (tmp_path / f"{names[0]} (2).pdf").read_bytes() == page
    assert (tmp_path / f"{names[1]}.pdf").read_bytes() == page


def test_the_number_is_copied_and_the_page_in_the_browser_opened(shelf, preview, page):
    shelf.held = Pdf(page, NOW, current=True)
    opened: list[str] = []
    window = preview(open_outside=opened.append)
    window.copy.click()
    window.outside.click()
    assert QApplication.clipboard().text() == window.row.number
    assert opened == [window.row.invoice_id]
