"""HTML to PDF on this machine, with the bundled font; loads nothing from file or network. Knows no invoice.

QTextDocument understands HTML 4: cell padding by attribute, `<thead>` rows repeat on every page (dependencies §4.12).
"""

import base64
import binascii
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from qbodesk.ui.theme.fonts import page_font

# Trap: at 96 dpi the text of page two and later is stored letter by letter, and searching or copying it fails.
RESOLUTION: Final = 1200
_LARGEST_IMAGE: Final = 4_000_000


class ClosedDocument(QTextDocument):
    """A document that shows images given inline (`data:`) and nothing else; anything else stays blank."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        url = name if isinstance(name, QUrl) else QUrl(name)
        if kind != QTextDocument.ResourceType.ImageResource or url.scheme() != "data":
            return QByteArray()
        return _inline_image(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


def _inline_image(address: str) -> QImage:
    head, _, body = address.partition(",")
    if len(body) > _LARGEST_IMAGE:
        return QImage()
    raw = unquote_to_bytes(body)
    if head.endswith(";base64"):
        try:
            raw = base64.b64decode(raw, validate=True)
        except binascii.Error:
            return QImage()
    return QImage.fromData(raw)


def render_html_to_pdf(
    html: str,
    *,
    title: str = "",
    page: QPageSize.PageSizeId = QPageSize.PageSizeId.A4,
    margin_mm: float = 18.0,
) -> bytes:
    """The pages of `html` as a PDF with selectable text; `title` is the document's name in a reader.

    Lengths in the HTML are points; page numbers are written at the foot from the second page on.
    Must run in the thread of the QGuiApplication when fonts were not registered before.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("qbodesk")
    writer.setResolution(RESOLUTION)
    margins = QMarginsF(margin_mm, margin_mm, margin_mm, margin_mm)
    writer.setPageLayout(
        QPageLayout(QPageSize(page), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    _write(html, writer)
    buffer.close()
    return bytes(data.data())


def _write(html: str, writer: QPdfWriter) -> None:
    document = ClosedDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(page_font())
    document.documentLayout().setPaintDevice(writer)
    document.setHtml(html)
    # The page is laid out in dots of the printer: fonts in points come out right, nothing is scaled afterwards.
    size = QSizeF(writer.width(), writer.height())
    foot = writer.resolution() * 0.25
    document.setPageSize(QSizeF(size.width(), size.height() - foot))
    painter = QPainter(writer)
    pages = document.pageCount()
    for number in range(pages):
        if number:
            writer.newPage()
        _paint_page(painter, document, number)
        if pages > 1:
            painter.setFont(page_font(8))
            painter.setPen(QColor("#5F6978"))
            line = QRectF(0, size.height() - foot, size.width(), foot)
            painter.drawText(
                line,
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom),
                f"{number + 1} / {pages}",
            )
    painter.end()


def _paint_page(painter: QPainter, document: QTextDocument, number: int) -> None:
    size = document.pageSize()
    part = QRectF(0, number * size.height(), size.width(), size.height())
    painter.save()
    painter.translate(0, -part.top())
    painter.setClipRect(part)
    # Without a palette of its own the page takes the window's, and a dark theme prints white on white.
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor("#1A2230"))
    context.clip = part
    document.documentLayout().draw(painter, context)
    painter.restore()
