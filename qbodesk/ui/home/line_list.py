"""The lines of the page as one list, walked with the arrow keys and opened with Enter. Knows no line's meaning."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from qbodesk.ui.home.lines import Line
from qbodesk.ui.theme import current, follow_theme, font, pixmap, px

LINE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class LineList(QListWidget):
    """Enter or a click opens a line; headings are passed over."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(_LineDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.itemClicked.connect(self._open)
        self.itemActivated.connect(self._open)
        follow_theme(self._restyle)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these, with the cursor where it was as far as it can be."""
        row = self.currentRow()
        self.clear()
        for line in lines:
            item = QListWidgetItem()
            item.setData(LINE, line)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, line.spoken)
            if line.run is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
        self.setCurrentRow(self._next_to(row))

    def lines(self) -> list[Line]:
        """What is shown, in order."""
        return [self.item(row).data(LINE) for row in range(self.count())]

    def line(self) -> Line | None:
        """The line under the cursor."""
        found: Line | None = self.currentIndex().data(LINE)
        return found

    def _next_to(self, row: int) -> int:
        """The line at a row, else the one after it, else the last one that opens something; -1 without any."""
        rows = [number for number, line in enumerate(self.lines()) if line.run is not None]
        return next((each for each in rows if each >= row), rows[-1] if rows else -1)

    def _open(self, item: QListWidgetItem) -> None:
        line: Line = item.data(LINE)
        if line.run is not None:
            line.run()

    def _restyle(self) -> None:
        self.doItemsLayout()


class _LineDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        line: Line = index.data(LINE)
        return QSize(px(320), px(40) if line.heading else px(48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.heading:
            painter.setFont(font("subtitle"))
            painter.setPen(QColor(current().text))
            place = rect.adjusted(px(12), 0, -px(12), -px(8))
            title = QFontMetrics(font("subtitle")).elidedText(
                line.title, Qt.TextElideMode.ElideRight, place.width()
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, title)
        else:
            self._line(painter, option, line)
        painter.restore()

    def _line(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        tokens = current()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        box = QRectF(rect).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or (state & QStyle.StateFlag.State_MouseOver and line.run is not None):
            painter.setBrush(QColor(tokens.selection if chosen else tokens.hover))
            painter.drawRoundedRect(box, px(6), px(6))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(tokens.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, px(6), px(6))
        size = px(18)
        top = rect.top() + (rect.height() - size) // 2
        painter.drawPixmap(
            rect.left() + px(14),
            top,
            pixmap(line.icon, line.tone, size, painter.device().devicePixelRatioF()),
        )
        room = rect.adjusted(px(44), 0, -px(14), 0)
        painter.setFont(font("body"))
        width = QFontMetrics(font("body")).horizontalAdvance(line.action)
        painter.setPen(QColor(tokens.on_selection if chosen else tokens.link))
        painter.drawText(room, _MIDDLE | Qt.AlignmentFlag.AlignRight, line.action)
        _texts(painter, room.adjusted(0, 0, -width - px(16) if width else 0, 0), line, chosen=chosen)


def _texts(painter: QPainter, room: QRect, line: Line, *, chosen: bool) -> None:
    """The title, and under it what explains it."""
    tokens = current()
    body, caption = QFontMetrics(font("body")), QFontMetrics(font("caption"))
    height = body.height() + (caption.height() if line.detail else 0)
    top = room.top() + (room.height() - height) // 2
    elide = Qt.TextElideMode.ElideRight
    painter.setPen(QColor(tokens.on_selection if chosen else tokens.text))
    painter.drawText(room.left(), top + body.ascent(), body.elidedText(line.title, elide, room.width()))
    if line.detail:
        painter.setFont(font("caption"))
        painter.setPen(QColor(tokens.on_selection if chosen else tokens.text_2))
        told = caption.elidedText(line.detail, elide, room.width())
        painter.drawText(room.left(), top + body.height() + caption.ascent(), told)
