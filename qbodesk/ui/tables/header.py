"""The header of our tables: each title stands like its column, the sort arrow beside it. Sorts nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from qbodesk.ui.tables.column import Column
from qbodesk.ui.tables.columned import ColumnedModel
from qbodesk.ui.tables.paint import paint_check
from qbodesk.ui.theme import current, follow_theme, font, pixmap, px


class TableHeader(QHeaderView):
    """Painted whole, because Fusion centres titles and lays the arrow over the text of a right-aligned one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorShown(False)
        self._sorts: tuple[tuple[int, bool], ...] = ()
        self.check_state = Qt.CheckState.Unchecked
        follow_theme(self._restyle)

    def show_sorts(self, sorts: Sequence[tuple[int, bool]]) -> None:
        """Draw an arrow at each of these columns (number, descending), with its rank where there are several."""
        self._sorts = tuple(sorts)
        self.viewport().update()

    def show_check(self, state: Qt.CheckState) -> None:
        """The state of the box over the selection column."""
        if state != self.check_state:
            self.check_state = state
            self.viewport().update()

    def sizeHint(self) -> QSize:
        # Qt's own asks every section for its size, at every reset of the model
        return QSize(self.length(), px(32))

    def sectionSizeFromContents(self, section: int) -> QSize:
        column = self._column(section)
        if column is not None and column.kind == "check":
            return QSize(px(32), px(32))
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        arrow = px(16) if column is None or column.sortable else 0
        return QSize(QFontMetrics(self._strong).horizontalAdvance(title) + px(16) + arrow + 1, px(32))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        tokens = current()
        painter.save()
        painter.fillRect(rect, QColor(tokens.sunken))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.border))
        column = self._column(section)
        if column is not None and column.kind == "check":
            paint_check(painter, rect, self.check_state)
        elif column is not None:
            self._paint_title(painter, rect.adjusted(px(8), 0, -px(8), 0), section, column)
        painter.restore()

    def _paint_title(self, painter: QPainter, room: QRect, section: int, column: Column[object]) -> None:
        tokens = current()
        rank = next((n for n, (column, _down) in enumerate(self._sorts) if column == section), -1)
        is_sorted = rank >= 0
        painter.setFont(self._face)
        painter.setPen(QColor(tokens.text if is_sorted else tokens.text_2))
        metrics = QFontMetrics(self._face)
        number = str(rank + 1) if is_sorted and len(self._sorts) > 1 else ""
        small = self._small
        digits = QFontMetrics(small).horizontalAdvance(number)
        arrow = px(14) + digits if is_sorted else 0
        shown = metrics.elidedText(column.title(), Qt.TextElideMode.ElideRight, room.width() - arrow)
        width = metrics.horizontalAdvance(shown)
        to_right = bool(column.alignment & Qt.AlignmentFlag.AlignRight)
        # The title of an amount keeps the right edge of its figures; its arrow stands before it.
        left = room.right() + 1 - width if to_right else room.left()
        painter.drawText(
            QRect(left, room.top(), width, room.height()), int(Qt.AlignmentFlag.AlignVCenter), shown
        )
        if is_sorted:
            size = px(12)
            at = left - size - digits - px(2) if to_right else left + width + px(2)
            glyph = pixmap("down" if self._sorts[rank][1] else "up", "text", size, self.devicePixelRatioF())
            painter.drawPixmap(at, room.center().y() - size // 2, glyph)
            painter.setFont(small)
            painter.drawText(
                QRect(at + size, room.top(), digits, room.height()),
                int(Qt.AlignmentFlag.AlignVCenter),
                number,
            )

    def _column(self, section: int) -> Column[object] | None:
        model = self.model()
        if isinstance(model, ColumnedModel):
            return model.columns[section]
        return None

    def _restyle(self) -> None:
        # fonts are kept and measured anew: measures kept over a change of the text size ended the program once
        self._strong: QFont = font("strong")
        self._face: QFont = font("body")
        self._face.setWeight(self._strong.weight())
        self._small = font("caption")
        self.setMinimumSectionSize(px(32))
        self.updateGeometry()
        self.viewport().update()
