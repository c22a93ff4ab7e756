"""The name of a record as a link to it: shortened with an ellipsis where it is too long, never wrapped. Opens nothing itself."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from qbodesk.ui.theme import px, set_icon
from qbodesk.ui.widgets.labels import plain_tooltip


class NameButton(QPushButton):
    """Looks like a link in a text, is a button to the keyboard and to screen readers."""

    def __init__(self, name: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "name")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._name = " ".join(name.split())
        self._iconed = bool(icon_name)
        if icon_name:
            set_icon(self, icon_name, "link")
        self.setAccessibleName(self._name)
        self._elide()

    def name(self) -> str:
        """The whole name."""
        return self._name

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        wanted = self.fontMetrics().horizontalAdvance(self._name) + self._around() + px(4)
        return QSize(wanted, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(
            self._around() + self.fontMetrics().horizontalAdvance("\u2026"), self.sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_name"):
            self.updateGeometry()
            self._elide()

    def _around(self) -> int:
        """The border and, with an icon, the icon and the gap Qt leaves beside it."""
        return px(8) + (self.iconSize().width() + px(6) if self._iconed else 0)

    def _elide(self) -> None:
        room = max(self.width() - self._around(), 1)
        shown = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        # an ampersand in a name is no mnemonic
        text = shown.replace("&", "&&")
        if text != self.text():
            self.setText(text)
        self.setToolTip(plain_tooltip(self._name) if shown != self._name else "")
