"""A drop-down list with an arrow that follows the theme; the wheel changes it only while it has the focus."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from qbodesk.ui.theme import pixmap, px
from qbodesk.ui.widgets.labels import plain_tooltip


class Combo(QComboBox):
    """Scrolling a page must never change what was chosen on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(8)
        # a long name may be shortened here; the whole is never further than the pointer
        self.currentTextChanged.connect(lambda text: self.setToolTip(plain_tooltip(text)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = px(12)
        glyph = pixmap("down", "text_2" if self.isEnabled() else "disabled", size, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(self.width() - size - px(8), (self.height() - size) // 2, glyph)
