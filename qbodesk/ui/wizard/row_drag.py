"""Dragging one row of a short table to another place with the mouse; moves nothing itself, the owner of the rows does.

Not Qt's own drag and drop: a row never leaves its table, and that one runs an event loop of its own meanwhile.
"""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from qbodesk.ui.theme import current, px


class RowDrag:
    """Where a row was taken and between which rows it would be put down now."""

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self._pressed: QPoint | None = None
        self._from = -1
        self._gap = -1

    @property
    def active(self) -> bool:
        """Whether a row is on its way."""
        return self._gap >= 0

    def press(self, event: QMouseEvent) -> None:
        """The button went down, perhaps on a row to be dragged."""
        at = event.position().toPoint()
        row = self._table.rowAt(at.y())
        taken = event.button() == Qt.MouseButton.LeftButton and row >= 0
        self._pressed, self._from = (at, row) if taken else (None, -1)

    def move(self, event: QMouseEvent) -> bool:
        """The mouse moved; True once that is a drag, which nobody else may read as selecting."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return False
        if self._table.state() == QAbstractItemView.State.EditingState:
            return False
        at = event.position().toPoint()
        if not self.active and abs(at.y() - self._pressed.y()) < QApplication.startDragDistance():
            return False
        self._gap = self._gap_at(at.y())
        self._table.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        beside = min(max(self._gap - (at.y() > self._table.viewport().height()), 0), self._rows() - 1)
        self._table.scrollTo(self._table.model().index(beside, 0))
        self._table.viewport().update()
        return True

    def release(self) -> tuple[int, int] | None:
        """The row that was dragged and by how many places; None when it stays where it is."""
        row, gap, was_active = self._from, self._gap, self.active
        self.cancel()
        by = gap - row - (gap > row)
        return (row, by) if was_active and by else None

    def cancel(self) -> None:
        """Put the row back."""
        self._pressed, self._from, self._gap = None, -1, -1
        self._table.viewport().unsetCursor()
        self._table.viewport().update()

    def paint(self) -> None:
        """The line between the rows where it would be put down."""
        if not self.active:
            return
        last = self._rows() - 1
        row = min(self._gap, last)
        top = self._table.rowViewportPosition(row) + (self._table.rowHeight(row) if self._gap > last else 0)
        painter = QPainter(self._table.viewport())
        width = min(self._table.viewport().width(), self._table.horizontalHeader().length())
        painter.fillRect(QRect(0, max(top - px(1), 0), width, px(3)), QColor(current().accent))

    def _rows(self) -> int:
        return self._table.model().rowCount()

    def _gap_at(self, y: int) -> int:
        row = self._table.rowAt(y)
        if row < 0:
            # above the viewport the list scrolls up by one row, below it down by one
            first = max(self._table.rowAt(0), 0)
            return max(first - 1, 0) if y < 0 else self._rows()
        return row + (y > self._table.rowViewportPosition(row) + self._table.rowHeight(row) // 2)
