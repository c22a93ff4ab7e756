"""Shows a PDF held in memory: pages, zoom, print, save. Fetches nothing and follows no link out of the document."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSaveFile, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qbodesk.models.words import _
from qbodesk.ui.theme import current, follow_theme, px
from qbodesk.ui.widgets.buttons import quiet_button, tool_button
from qbodesk.ui.widgets.empty_state import EmptyState
from qbodesk.ui.widgets.labels import ElidedLabel, plain_label
from qbodesk.ui.widgets.pdf_find import PdfFind
from qbodesk.ui.widgets.pdf_print import print_document

LARGEST: Final = 25_000_000
_ZOOM: Final = (0.25, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)


class _Pages(QPdfView):
    """Qt's own view draws no sign of having the focus."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(current().focus), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


class PdfView(QWidget):
    """`show_pdf` shows bytes, `show_message` says why there are none. `saved` carries the path of a copy."""

    saved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = b""
        self._name = "document.pdf"
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._view = _Pages()
        self._view.setAccessibleName(_("Document"))
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setDocument(self._document)
        self.finder = PdfFind(self._document, self._view)
        self.finder.closed.connect(self._view.setFocus)
        self.message = EmptyState()
        self.badge = ElidedLabel("", "secondary")
        self.badge.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._page = plain_label("", "secondary")
        self._bar = self._toolbar()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.message)
        self._stack.addWidget(self._view)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._bar)
        self._column.addWidget(self.finder)
        self._column.addWidget(self._stack, 1)
        self._view.pageNavigator().currentPageChanged.connect(self._tell_page)
        self.show_message(_("No document"))
        follow_theme(self._restyle)

    def _toolbar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        self._fit = tool_button(_("Fit width"), "fit_width")
        self._smaller = tool_button(_("Zoom out"), "zoom_out")
        self._larger = tool_button(_("Zoom in"), "zoom_in")
        self._find = tool_button(_("Find in the document (Ctrl+F)"), "search")
        self._back = tool_button(_("Previous page"), "up")
        self._next = tool_button(_("Next page"), "down")
        self._print = quiet_button(_("Print"), "print")
        self._save = quiet_button(_("Save as"), "save")
        self._fit.clicked.connect(self.fit_width)
        self._smaller.clicked.connect(self.zoom_out)
        self._larger.clicked.connect(self.zoom_in)
        self._back.clicked.connect(self.previous_page)
        self._next.clicked.connect(self.next_page)
        self._find.clicked.connect(self.open_find)
        self._print.clicked.connect(self.print)
        self._save.clicked.connect(self.ask_and_save)
        for widget in (*self._tools(), self._page):
            bar.addWidget(widget)
        bar.addWidget(self.badge, 1)
        bar.addWidget(self._print)
        bar.addWidget(self._save)
        return bar

    def _tools(self) -> tuple[QToolButton, ...]:
        return (self._fit, self._smaller, self._larger, self._find, self._back, self._next)

    # What is shown

    def show_pdf(self, data: bytes, *, name: str = "document.pdf", badge: str = "") -> bool:
        """Show a document; `badge` says whose it is. False, with a message, for what is no PDF or above 25 MB."""
        refusal = _refusal(data)
        if not refusal:
            self._clear()
            self._data, self._name = data, Path(name).name
            self._buffer.setData(QByteArray(data))
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self._document.load(self._buffer)
            self._again()
            if self._document.error() != QPdfDocument.Error.None_:
                refusal = _("This PDF is damaged or locked with a password.")
        if refusal:
            self.show_message(refusal, icon_name="pdf")
            return False
        self.badge.set_whole_text(badge)
        self._stack.setCurrentWidget(self._view)
        self._enable(True)
        self.fit_width()
        self._tell_page()
        return True

    def show_message(self, sentence: str, *, icon_name: str = "pdf", action: str = "") -> None:
        """Show why there is no document, with a next step if there is one (`message.acted`)."""
        self._clear()
        self.message.set_content(icon_name, sentence, action)
        self._stack.setCurrentWidget(self.message)
        self._enable(False)

    def page_count(self) -> int:
        return self._document.pageCount()

    def current_page(self) -> int:
        """The page in view, from 1; 0 without a document."""
        return self._view.pageNavigator().currentPage() + 1 if self.page_count() else 0

    def _clear(self) -> None:
        self._document.close()
        self._buffer.close()
        self._data = b""
        self.badge.set_whole_text("")
        self._page.setText("")

    def _enable(self, on: bool) -> None:
        for control in (*self._tools(), self._print, self._save):
            control.setEnabled(on)

    def open_find(self) -> None:
        """Look for words in the document."""
        if self.page_count():
            self.finder.open()

    def _again(self) -> None:
        """The same words in another document, as one goes from invoice to invoice."""
        if self.finder.isVisibleTo(self):
            self.finder.refresh()

    # Moving

    def fit_width(self) -> None:
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def zoom(self) -> float:
        """The zoom in force; fitting the width counts as 1."""
        custom = self._view.zoomMode() == QPdfView.ZoomMode.Custom
        return self._view.zoomFactor() if custom else 1.0

    def zoom_in(self) -> None:
        self._set_zoom(next((step for step in _ZOOM if step > self.zoom()), _ZOOM[-1]))

    def zoom_out(self) -> None:
        self._set_zoom(next((step for step in reversed(_ZOOM) if step < self.zoom()), _ZOOM[0]))

    def _set_zoom(self, factor: float) -> None:
        self._view.setZoomMode(QPdfView.ZoomMode.Custom)
        self._view.setZoomFactor(factor)

    def next_page(self) -> None:
        self._go(self._view.pageNavigator().currentPage() + 1)

    def previous_page(self) -> None:
        self._go(self._view.pageNavigator().currentPage() - 1)

    def _go(self, page: int) -> None:
        if 0 <= page < self.page_count():
            self._view.pageNavigator().jump(page, QPoint())

    def _tell_page(self) -> None:
        if self.page_count():
            text = _("Page {page} of {pages}").format(page=self.current_page(), pages=self.page_count())
            self._page.setText(text)

    # Out of the program

    def print(self) -> None:
        """Ask for a printer and print the pages as they are."""
        if self.page_count():
            print_document(self._document, self)

    def save_to(self, path: str) -> bool:
        """Write the bytes as they came, whole or not at all; False when the place cannot be written."""
        file = QSaveFile(path)
        if not file.open(QIODevice.OpenModeFlag.WriteOnly):
            return False
        file.write(QByteArray(self._data))
        done = file.commit()
        if done:
            self.saved.emit(path)
        return done

    def ask_and_save(self) -> None:
        """Ask for a place and write the document there."""
        if not self.page_count():
            return
        path, _kind = QFileDialog.getSaveFileName(
            self, _("Save as"), self._name, _("PDF documents") + " (*.pdf)"
        )
        if path and not self.save_to(path):
            self.badge.set_whole_text(_("This place cannot be written."))

    def _restyle(self) -> None:
        ground = self._view.palette()
        ground.setColor(
            QPalette.ColorRole.Dark, QColor(current().sunken)
        )  # what QPdfView paints beside the pages
        self._view.setPalette(ground)
        self._bar.setContentsMargins(px(8), px(4), px(8), px(4))
        self._bar.setSpacing(px(4))
        self._column.setSpacing(0)


def _refusal(data: bytes) -> str:
    if len(data) > LARGEST:
        return _("This document is larger than 25 MB.")
    # Real servers put a few bytes before the header now and then; readers allow it within the first kilobyte.
    if b"%PDF-" not in data[:1024]:
        return _("What was received is not a PDF document.")
    return ""
