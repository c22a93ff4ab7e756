"""The pages of a small PDF, drawn to the width there is; neither prints nor saves, `PdfView` does."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.ui.theme import current, follow_theme


class PagePicture(QWidget):
    """Says by its name that it is our own preview; the page itself says it too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._view = QPdfView(self)
        self._view.setAccessibleName(_("Preview of the invoice, not the QuickBooks document"))
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._view.setDocument(self._document)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        follow_theme(self._restyle)

    def show_pdf(self, data: bytes) -> None:
        """Show these pages instead of those before."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)

    def _restyle(self) -> None:
        palette = self._view.palette()
        palette.setColor(QPalette.ColorRole.Dark, QColor(current().sunken))
        self._view.setPalette(palette)

    def page_count(self) -> int:
        """How many pages there are."""
        return self._document.pageCount()
