"""The PDF view: real documents, refused ones, pages, zoom, copies."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from qbodesk.ui.documents.preview_pdf import render_html_to_pdf
from qbodesk.ui.widgets import pdf_view
from qbodesk.ui.widgets.pdf_print import paint_all, paint_pages
from qbodesk.ui.widgets.pdf_view import PdfView


@pytest.fixture(scope="module")
def two_pages(qapp: object) -> bytes:
    return render_html_to_pdf("".join(f"<p>Line {n}</p>" for n in range(60)))


@pytest.fixture
def view(qtbot: QtBot) -> PdfView:
    widget = PdfView()
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def controls(view: PdfView) -> list[bool]:
    return [b.isEnabled() for b in view.findChildren(QPushButton) if b.text() in ("Print", "Save as")]


def test_a_document_is_shown_with_whose_it_is(view: PdfView, two_pages: bytes) -> None:
    assert view.show_pdf(two_pages, badge="QuickBooks PDF, fetched 10:02")
    assert view.page_count() == 2
    assert view.current_page() == 1
    assert view.badge.whole_text() == "QuickBooks PDF, fetched 10:02"
    assert controls(view) == [True, True]
    assert not view.message.isVisible()


def test_pages_turn_and_stop_at_the_ends(view: PdfView, two_pages: bytes) -> None:
    view.show_pdf(two_pages)
    view.next_page()
    assert view.current_page() == 2
    view.next_page()
    assert view.current_page() == 2
    view.previous_page()
    assert view.current_page() == 1


def test_zoom_has_ends(view: PdfView, two_pages: bytes) -> None:
    view.show_pdf(two_pages)
    view.zoom_in()
    assert view.zoom() == 1.25
    for _ in range(20):
        view.zoom_in()
    assert view.zoom() == 4.0
    for _ in range(20):
        view.zoom_out()
    assert view.zoom() == 0.25
    view.fit_width()
    assert view.zoom() == 1.0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<html>Sign in</html>", "not a PDF"),
        (b"", "not a PDF"),
        (b"%PDF-1.7 and then nothing", "damaged"),
    ],
)
def test_what_is_no_document_is_refused_with_the_reason(
    view: PdfView, two_pages: bytes, data: bytes, says: str
) -> None:
    view.show_pdf(two_pages)
    assert not view.show_pdf(data)
    assert says in view.message.sentence()
    assert view.message.isVisible()
    assert view.page_count() == 0
    assert controls(view) == [False, False]


def test_a_huge_file_is_not_loaded(view: PdfView, two_pages: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_view, "LARGEST", len(two_pages) - 1)
    assert not view.show_pdf(two_pages)
    assert "25 MB" in view.message.sentence()


def test_a_copy_is_the_document_to_the_byte(
    view: PdfView, two_pages: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    view.show_pdf(two_pages, name="../../etc/Invoice 1042.pdf")
    target = tmp_path / "copy.pdf"
    with qtbot.waitSignal(view.saved):
        assert view.save_to(str(target))
    assert target.read_bytes() == two_pages
    assert not view.save_to(str(tmp_path / "no" / "such" / "folder.pdf"))
    assert view._name == "Invoice 1042.pdf"


def test_printing_paints_every_page(view: PdfView, two_pages: bytes, tmp_path: Path) -> None:
    view.show_pdf(two_pages)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert paint_pages(view._document, printer) == 2
    again = PdfView(view)
    assert again.show_pdf((tmp_path / "printed.pdf").read_bytes())
    assert again.page_count() == 2


def test_words_are_found_and_walked_through_by_keyboard(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(
        render_html_to_pdf("".join(f"<p>Line {n} {'Zażółć' if n % 20 == 5 else ''}</p>" for n in range(60)))
    )
    view.open_find()
    field = view.finder.field
    qtbot.waitUntil(field.hasFocus)
    field.setText("zażółć")
    qtbot.waitUntil(lambda: view.finder.count() == 3)
    qtbot.waitUntil(lambda: view.finder.places.text() == "1 of 3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_F3)
    assert view.finder.places.text() == "3 of 3"
    assert view.current_page() == 2
    qtbot.keyClick(field, Qt.Key.Key_F3)
    assert view.finder.places.text() == "1 of 3"
    qtbot.keyClick(field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert view.finder.current() == 2
    view.show_pdf(render_html_to_pdf("<p>Zażółć</p>"))
    qtbot.waitUntil(lambda: view.finder.places.text() == "1 of 1")
    view.show_pdf(render_html_to_pdf("<p>nothing here</p>"))
    qtbot.waitUntil(lambda: view.finder.places.text() == "not found")
    field.clear()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not view.finder.isVisible()


def test_whole_documents_are_painted_one_after_another(tmp_path: Path, two_pages: bytes) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "all.pdf"))
    assert paint_all([two_pages, b"no pdf", render_html_to_pdf("<p>One</p>")], printer) == 3
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF-")
