"""Offline PDFs: Polish text that can be searched on every page, repeated headers, nothing loaded from outside."""

import base64

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from qbodesk.ui.documents.preview_pdf import ClosedDocument, render_html_to_pdf
from qbodesk.ui.theme import apply_theme

HEAD = "<table width='100%'><thead><tr><th>Pozycja</th><th>Kwota</th></tr></thead>"
POLISH = "Zakład „Żółw” sp. z o.o. – zażółć gęślą jaźń, 1\xa0234,50\xa0zł"


def opened(data: bytes) -> tuple[QPdfDocument, QBuffer]:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    return document, buffer


def texts(data: bytes) -> list[str]:
    document, _buffer = opened(data)
    return [document.getAllText(n).text().replace("\xa0", " ") for n in range(document.pageCount())]


def test_polish_and_figures_can_be_searched_on_every_page(qapp: QApplication) -> None:
    rows = "".join(f"<tr><td>{n}. {POLISH}</td><td>{n},00</td></tr>" for n in range(1, 121))
    pages = texts(render_html_to_pdf(f"{HEAD}{rows}</table>"))
    assert len(pages) > 2
    found = "".join(pages)
    for number in range(1, 121):
        assert f"{number}. {POLISH}".replace("\xa0", " ") in " ".join(found.split())
    assert all("Pozycja" in page for page in pages)
    assert pages[1].rstrip().endswith(f"2 / {len(pages)}")


def test_one_page_has_no_number(qapp: QApplication) -> None:
    pages = texts(render_html_to_pdf("<p>alone</p>"))
    assert [page.strip() for page in pages] == ["alone"]


def test_a_dark_window_prints_dark_on_white(qapp: QApplication) -> None:
    try:
        apply_theme(qapp, "dark")
        document, _buffer = opened(render_html_to_pdf("<h1>Faktura</h1>"))
    finally:
        apply_theme(qapp, "light")
    image = document.render(0, QSize(300, 424)).convertToFormat(QImage.Format.Format_ARGB32)
    inked = [
        image.pixelColor(x, y)
        for x in range(300)
        for y in range(120)
        if image.pixelColor(x, y).alpha() > 200 and image.pixelColor(x, y).lightness() < 120
    ]
    assert len(inked) > 50
    assert qapp.palette().color(QPalette.ColorRole.Text).lightness() < 128


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://evil.example/x.png",
        "https://evil.example/x.png",
        "x.png",
        "qrc:/x.png",
        "//evil/x",
    ],
)
def test_nothing_is_loaded_from_file_or_network(qapp: QApplication, address: str) -> None:
    document = ClosedDocument()
    for kind in (ClosedDocument.ResourceType.ImageResource, ClosedDocument.ResourceType.StyleSheetResource):
        assert not document.loadResource(kind.value, address)
    assert b"%PDF" in render_html_to_pdf(f"<img src='{address}'><link rel='stylesheet' href='{address}'>")[:8]


def test_a_picture_given_inline_is_shown(qapp: QApplication) -> None:
    picture = QImage(2, 2, QImage.Format.Format_RGB32)
    picture.fill(0xFF0000)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    address = "data:image/png;base64," + base64.b64encode(bytes(buffer.data().data())).decode()
    shown = ClosedDocument().loadResource(ClosedDocument.ResourceType.ImageResource.value, address)
    assert isinstance(shown, QImage)
    assert shown.size() == QSize(2, 2)
    broken = ClosedDocument().loadResource(
        ClosedDocument.ResourceType.ImageResource.value, "data:image/png;base64,%%"
    )
    assert broken.isNull()
