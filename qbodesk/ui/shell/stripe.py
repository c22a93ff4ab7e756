"""The stripe over a window that shows sample companies, so that nobody takes them for real ones."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.ui.theme import current, follow_theme, font, px
from qbodesk.ui.widgets.labels import plain_label


class DemoStripe(QWidget):
    """Says that everything here is made up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = _(
            "Demo: sample companies from a simulator on this computer. Nothing reaches QuickBooks or HubSpot."
        )
        self._label = plain_label(text, "strong")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._label)
        self.setAccessibleName(text)
        follow_theme(self._restyle)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(current().chips["partially_paid"].fill))

    def _restyle(self) -> None:
        self._label.setFont(font("strong"))
        self._label.setStyleSheet(f"color: {current().chips['partially_paid'].text};")
        self._row.setContentsMargins(px(16), px(4), px(16), px(4))
        self.update()
