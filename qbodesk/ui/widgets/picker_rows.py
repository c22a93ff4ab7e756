"""The rows of a picker: what they hold and how they are painted."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qbodesk.ui.theme import current, font, icon, px
from qbodesk.ui.widgets.labels import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
CHOICE: Final = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Choice:
    """A row: title, a quieter line below, a text at the right. `refusal` says why it cannot be chosen."""

    key: Hashable
    title: str
    subtitle: str = ""
    right: str = ""
    icon: str = ""
    refusal: str = ""

    def spoken(self) -> str:
        return ", ".join(part for part in (self.title, self.subtitle, self.right, self.refusal) if part)


class ChoiceModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: Sequence[Choice] = ()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        self.beginResetModel()
        self.choices = tuple(choices)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default argument
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.choices):
            return None
        choice = self.choices[index.row()]
        if role == CHOICE:
            return choice
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return choice.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(choice.refusal)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.choices[index.row()].refusal:
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)


class ChoiceDelegate(QStyledItemDelegate):
    """Two lines; the right text is never shortened, the title is."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        body, caption = QFontMetrics(font("body")).height(), QFontMetrics(font("caption")).height()
        return QSize(px(160), body + caption + px(14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice = index.data(CHOICE)
        if not isinstance(choice, Choice):
            return
        tokens, row = current(), option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver) and not choice.refusal
        painter.save()
        ground = tokens.selection if selected else tokens.hover if hovered else tokens.surface
        painter.fillRect(row, QColor(ground))
        painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), QColor(tokens.border))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRect(row.adjusted(1, 1, -1, -2))
        room = row.adjusted(px(12), px(6), -px(12), -px(6))
        if choice.icon:
            size = px(20)
            place = QRect(room.left(), room.center().y() - size // 2, size, size)
            icon(choice.icon, "text_3" if choice.refusal else "text_2").paint(painter, place)
            room.setLeft(place.right() + px(10))
        ink = tokens.on_selection if selected else tokens.text_3 if choice.refusal else tokens.text
        quiet = tokens.on_selection if selected else tokens.text_3 if choice.refusal else tokens.text_2
        self._lines(painter, room, choice, ink, quiet)
        painter.restore()

    def _lines(self, painter: QPainter, room: QRect, choice: Choice, ink: str, quiet: str) -> None:
        face, small = font("body"), font("caption")
        tall = QFontMetrics(face).height()
        right = QFontMetrics(face).horizontalAdvance(choice.right)
        upper = QRect(room.left(), room.top(), room.width() - (right + px(12) if right else 0), tall)
        lower = QRect(room.left(), room.top() + tall, room.width(), room.height() - tall)
        painter.setFont(face)
        painter.setPen(QColor(ink))
        title = QFontMetrics(face).elidedText(choice.title, Qt.TextElideMode.ElideRight, upper.width())
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignVCenter), title)
        at_right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(room.left(), room.top(), room.width(), tall), at_right, choice.right)
        painter.setFont(small)
        painter.setPen(QColor(quiet))
        text = choice.refusal or choice.subtitle
        below = QFontMetrics(small).elidedText(text, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignVCenter), below)
