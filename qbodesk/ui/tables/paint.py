"""Pieces that the header and the cells of a table paint alike."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from qbodesk.ui.theme import current, icon, px


def paint_check(painter: QPainter, room: QRect, state: Qt.CheckState) -> None:
    """A check box in the middle of `room`, drawn to the tokens."""
    tokens = current()
    size = px(16)
    box = QRect(0, 0, size, size)
    box.moveCenter(room.center())
    filled = state != Qt.CheckState.Unchecked
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.accent if filled else tokens.border_strong), 1))
    painter.setBrush(QColor(tokens.accent if filled else tokens.surface))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), px(3), px(3))
    if filled:
        name = "check" if state == Qt.CheckState.Checked else "remove"
        icon(name, "on_accent").paint(painter, box.adjusted(px(2), px(2), -px(2), -px(2)))
    painter.restore()
