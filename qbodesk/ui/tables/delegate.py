"""How a cell is painted: ground, 8 px of air, text or stage chip, a second line. Reads only roles of the model."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from qbodesk.ui.tables.column import CellRole, ChipText
from qbodesk.ui.tables.paint import paint_check
from qbodesk.ui.theme import current, font, px
from qbodesk.ui.widgets.chips import chip_size, paint_chip, stage_word
from qbodesk.ui.widgets.labels import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CellDelegate(QStyledItemDelegate):
    """One delegate for all columns of a table; `hovered_row` is set by the view, -1 for none."""

    hovered_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, rect, index, selected=selected)
        kind = index.data(CellRole.KIND)
        if kind == "check":
            paint_check(painter, rect, _check_state(index, selected=selected))
        else:
            room = rect.adjusted(px(8), 0, -px(8), 0)
            chip = index.data(CellRole.CHIP)
            if isinstance(chip, ChipText):
                self._chip(painter, room, chip, self._ratio(), selected=selected)
            else:
                self._text(painter, room, index, selected=selected, elides=kind == "text")
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, index: Index, *, selected: bool) -> None:
        tokens = current()
        if selected or index.data(CellRole.FRESH):
            ground = tokens.selection
        else:
            ground = tokens.hover if index.row() == self.hovered_row else tokens.surface
        painter.fillRect(rect, QColor(ground))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.border))

    def _text(self, painter: QPainter, room: QRect, index: Index, *, selected: bool, elides: bool) -> None:
        tokens = current()
        text = _display(index)
        second = index.data(CellRole.SECOND_LINE)
        tone = index.data(CellRole.TONE)
        ink = tokens.on_selection if selected else tokens.colour(tone) if tone else tokens.text
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or LEFT)
        if second:
            half = room.height() // 2
            upper = QRect(room.left(), room.top() + px(2), room.width(), half)
            lower = QRect(room.left(), room.top() + half - px(1), room.width(), half)
            _write(painter, upper, text, "body", ink, alignment, elides=elides)
            quiet = tokens.on_selection if selected else tokens.text_2
            _write(painter, lower, str(second), "caption", quiet, alignment, elides=elides)
        else:
            _write(painter, room, text, "body", ink, alignment, elides=elides)

    def _chip(self, painter: QPainter, room: QRect, chip: ChipText, ratio: float, *, selected: bool) -> None:
        tokens = current()
        word = chip.word or stage_word(chip.stage)
        height = chip_size(word).height()
        ink = tokens.on_selection if selected else tokens.text_2
        caption = QFontMetrics(font("caption")).height()
        below = bool(chip.second) and room.height() >= height + caption + px(4)
        used = height + caption if below else height
        top = room.top() + (room.height() - used) // 2
        box = paint_chip(painter, QPoint(room.left(), top), chip.stage, word, ratio, room.width())
        if below:
            line = QRect(room.left() + px(2), box.bottom() + 1, room.width() - px(2), caption)
            _write(painter, line, chip.second, "caption", ink, LEFT, elides=True)
        elif chip.second:
            beside = QRect(box.right() + px(8), room.top(), room.right() - box.right() - px(8), room.height())
            _write(painter, beside, chip.second, "caption", ink, LEFT, elides=True)

    def _ratio(self) -> float:
        """The device pixel ratio of the view's screen."""
        view = self.parent()
        return view.devicePixelRatioF() if isinstance(view, QAbstractItemView) else 1.0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        chip = index.data(CellRole.CHIP)
        if isinstance(chip, ChipText):
            width = chip_size(chip.word or stage_word(chip.stage)).width()
        else:
            width = QFontMetrics(font("body")).horizontalAdvance(_display(index))
        return QSize(width + px(18), super().sizeHint(option, index).height())

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """The model's tooltip, else the whole text of a cell that had to be shortened."""
        told = index.data(Qt.ItemDataRole.ToolTipRole)
        if not told and index.isValid():
            room: QRect = option.rect
            told = (
                plain_tooltip(_hidden_text(index))
                if self.sizeHint(option, index).width() > room.width()
                else ""
            )
        QToolTip.showText(event.globalPos(), told or "", view)
        return True


def _display(index: Index) -> str:
    return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


def _hidden_text(index: Index) -> str:
    chip: Any = index.data(CellRole.CHIP)
    if isinstance(chip, ChipText):
        return "\n".join(part for part in (chip.word or stage_word(chip.stage), chip.second) if part)
    return _display(index)


def _check_state(index: Index, *, selected: bool) -> Qt.CheckState:
    stored = index.data(Qt.ItemDataRole.CheckStateRole)
    if stored is not None:
        return Qt.CheckState(stored)
    return Qt.CheckState.Checked if selected else Qt.CheckState.Unchecked


def _write(
    painter: QPainter,
    room: QRect,
    text: str,
    role: str,
    ink: str,
    alignment: Qt.AlignmentFlag,
    *,
    elides: bool,
) -> None:
    """One line of text; what may not be elided (amounts, dates) is drawn whole even where the column is too narrow."""
    face = font(role)
    painter.setFont(face)
    painter.setPen(QColor(ink))
    if elides:
        text = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(alignment | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), text)
