"""Finds words in a shown PDF: a bar with the number of places and the way between them. Changes no document."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qbodesk.models.words import _, ngettext
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import tool_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.search_field import SearchField


class PdfFind(QWidget):
    """Hidden until `open`; Enter and F3 go on, Shift with either goes back, Esc closes and `closed` gives the focus away."""

    closed = Signal()

    def __init__(self, document: QPdfDocument, view: QPdfView) -> None:
        super().__init__()
        self._view = view
        self._at = -1
        self._found = QPdfSearchModel(self)
        self._found.setDocument(document)
        self._found.countChanged.connect(self._counted)
        view.setSearchModel(self._found)
        self.field = SearchField(_("Find in the document"))
        self.field.searched.connect(self._search)
        self.places = plain_label("", "secondary")
        self.back = tool_button(_("Previous place (Shift+F3)"), "up")
        self.forward = tool_button(_("Next place (F3)"), "down")
        self.close_button = tool_button(_("Close the search (Esc)"), "close")
        self.back.clicked.connect(lambda: self.step(-1))
        self.forward.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.shut)
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        for widget in (self.field, self.places, self.back, self.forward, self.close_button):
            self._row.addWidget(widget)
        self.hide()
        follow_theme(self._relayout)

    def open(self) -> None:
        """Show the bar and let one type; what was looked for before is looked for again."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._search(self.field.text().strip())

    def refresh(self) -> None:
        """Another document is shown: look for the same words there."""
        words = self.field.text().strip()
        self._search("")
        self._search(words)

    def shut(self) -> None:
        """Hide the bar and the marks in the document."""
        self.hide()
        self._search("")
        self.closed.emit()

    def step(self, by: int) -> None:
        """To the next or previous place, round and round."""
        count = self.count()
        if count:
            self._go((self._at + by) % count)

    def count(self) -> int:
        """How many places were found so far."""
        return self._found.rowCount(self._found.index(-1, -1))

    def current(self) -> int:
        """The place that is shown, from 0; -1 for none."""
        return self._at

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.step(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def _search(self, words: str) -> None:
        self._at = -1
        self._found.setSearchString(words)
        self._tell()

    def _counted(self) -> None:
        """Places arrive page by page; the first one is shown at once."""
        if self._at < 0 < self.count():
            self._go(0)
        self._tell()

    def _go(self, place: int) -> None:
        self._at = place
        self._view.setCurrentSearchResultIndex(place)
        link = self._found.resultAtIndex(place)
        self._view.pageNavigator().jump(
            link.page(), link.location(), self._view.pageNavigator().currentZoom()
        )
        self._tell()

    def _tell(self) -> None:
        count, words = self.count(), self._found.searchString()
        if not words:
            text = ""
        elif count:
            text = _("{n} of {count}").format(n=formats().number(self._at + 1), count=formats().number(count))
        else:
            text = _("not found")
        self.places.setText(text)
        spoken = ngettext("{n} place", "{n} places", count).format(n=formats().number(count))
        self.field.setAccessibleDescription(spoken if words else "")
        for button in (self.back, self.forward):
            button.setEnabled(count > 1)

    def _relayout(self) -> None:
        self._row.setContentsMargins(px(8), 0, px(8), px(4))
        self._row.setSpacing(px(4))
