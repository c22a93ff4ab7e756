"""A search field that waits for a pause in typing and can be emptied; searches nothing itself."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from qbodesk.models.words import _
from qbodesk.ui.theme import px, set_icon

PAUSE_MS = 120


class SearchField(QLineEdit):
    """`searched` carries the trimmed text after a pause, at once on Enter and when emptied; `down` asks for the list."""

    searched = Signal(str)
    down = Signal()

    def __init__(
        self, placeholder: str = "", parent: QWidget | None = None, *, pause_ms: int = PAUSE_MS
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder or _("Search"))
        self.setAccessibleName(placeholder or _("Search"))
        self.setToolTip(placeholder)
        lens = QAction(_("Search"), self)
        set_icon(lens, "search", "text_3")
        self.addAction(lens, QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(_("Clear the search"), self)
        set_icon(self._clear, "close", "text_3")
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self._sent = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_ms)
        self._pause.timeout.connect(self._send)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self._send)

    def sizeHint(self) -> QSize:
        """Wide enough for a name; Qt's own hint cuts off the placeholder."""
        return QSize(px(240), super().sizeHint().height())

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        if text:
            self._pause.start()
        else:
            self._send()

    def send_now(self) -> None:
        """What was typed counts at once, without the pause."""
        if self._pause.isActive():
            self._send()

    def _send(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._sent:
            self._sent = text
            self.searched.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self._send()
            self.down.emit()
        else:
            super().keyPressEvent(event)
