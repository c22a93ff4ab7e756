"""How a cell is painted: ground, 8 px of air, text or stage chip, a second line.

It asks the model for the row object once per cell. Going through `index.data()` for each role made a frame of a big
table three times as slow.
"""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from qbodesk.ui.tables.column import ChipText, Column
from qbodesk.ui.tables.columned import ColumnedModel
from qbodesk.ui.tables.ink import LEFT, RIGHT, Face, Ink
from qbodesk.ui.widgets.chips import chip_size, stage_word
from qbodesk.ui.widgets.labels import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
CHIP_ROUND_IT = 4
"""What a chip has besides its word, in units of air: both edges, the icon and its gap."""
SELECTED = QStyle.StateFlag.State_Selected


class CellDelegate(QStyledItemDelegate):
    """One delegate for all columns of a table; `hovered_row` is set by the view, -1 for none."""

    hovered_row = -1

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._ink = Ink(self)
        self.too_narrow: dict[int, int] = {}
        """By column, the width in pixels that figures of the last frame needed and did not have."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if isinstance(model, ColumnedModel):
            at = (index.row(), index.column())
            self.cell(painter, QRect(option.rect), model, at, selected=SELECTED in option.state)

    def cell(
        self,
        painter: QPainter,
        rect: QRect,
        model: ColumnedModel[Any],
        at: tuple[int, int],
        *,
        selected: bool,
    ) -> None:
        """One cell, `at` its row and column; what a whole frame is painted with."""
        ink, (number, place) = self._ink, at
        lit = selected or model.is_fresh(number)
        plain = "hover" if number == self.hovered_row else "surface"
        painter.fillRect(rect, ink.colour("selection" if lit else plain))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, ink.colour("border"))
        column, row = model.columns[place], model.row_at(number)
        if column.kind == "check":
            self._check(painter, rect, _check_state(column, row, selected=selected))
        elif row is not None:
            room = rect.adjusted(ink.air, 0, -ink.air, 0)
            if column.chip is not None:
                chip = column.chip(row)
                self._chip(painter, room, chip, selected=selected)
                word = ink.caption.metrics.horizontalAdvance(chip.word or stage_word(chip.stage))
                self._ask_for(place, room, word + CHIP_ROUND_IT * ink.air)
            elif column.checked is not None:
                self._check(painter, rect, _check_state(column, row, selected=selected))
            else:
                self._text(painter, room, column, row, selected=selected)
                if not column.elides:
                    self._measure(place, room, column.display(row))

    def _measure(self, number: int, room: QRect, text: str) -> None:
        self._ask_for(number, room, self._ink.body.metrics.horizontalAdvance(text))

    def _ask_for(self, number: int, room: QRect, need: int) -> None:
        if need > room.width():
            need += 2 * self._ink.air + self._ink.hair
            self.too_narrow[number] = max(need, self.too_narrow.get(number, 0))

    def _check(self, painter: QPainter, rect: QRect, state: Qt.CheckState) -> None:
        picture = self._ink.check(state, self._view.devicePixelRatioF())
        size = picture.deviceIndependentSize().toSize()
        centre = rect.center()
        painter.drawPixmap(
            centre.x() - (size.width() - 1) // 2, centre.y() - (size.height() - 1) // 2, picture
        )

    def _text(self, painter: QPainter, room: QRect, column: Column[Any], row: Any, *, selected: bool) -> None:
        ink = self._ink
        second = column.second(row) if column.second else ""
        tone = "on_selection" if selected else (column.tone(row) if column.tone else "") or "text"
        quiet = "on_selection" if selected else "text_2"
        text, elides = column.display(row), column.elides
        side = RIGHT if column.kind == "amount" else LEFT
        if not second:
            self._write(painter, room, text, ink.body, tone, side, elides=elides)
            return
        half = room.height() // 2
        upper = QRect(room.left(), room.top() + ink.hair, room.width(), half)
        lower = QRect(room.left(), room.top() + half - 1, room.width(), half)
        self._write(painter, upper, text, ink.body, tone, side, elides=elides)
        self._write(painter, lower, second, ink.caption, quiet, side, elides=elides)

    def _chip(self, painter: QPainter, room: QRect, chip: ChipText, *, selected: bool) -> None:
        """The second line stands below the chip where the row is high enough, else beside it."""
        ink = self._ink
        word = chip.word or stage_word(chip.stage)
        picture = ink.chip(chip.stage, word, room.width(), self._view.devicePixelRatioF())
        size = picture.deviceIndependentSize().toSize()
        height, caption = size.height(), ink.caption.height
        tone = "on_selection" if selected else "text_2"
        below = bool(chip.second) and room.height() >= height + caption + ink.gap
        used = height + caption if below else height
        at = QPoint(room.left(), room.top() + (room.height() - used) // 2)
        painter.drawPixmap(at, picture)
        box = QRect(at, size)
        if below:
            line = QRect(room.left() + ink.hair, box.bottom() + 1, room.width() - ink.hair, caption)
            self._write(painter, line, chip.second, ink.caption, tone, LEFT, elides=True)
        elif chip.second:
            left = box.right() + ink.air
            beside = QRect(left, room.top(), room.right() - left, room.height())
            self._write(painter, beside, chip.second, ink.caption, tone, LEFT, elides=True)

    def _write(
        self, painter: QPainter, room: QRect, text: str, face: Face, tone: str, side: int, *, elides: bool
    ) -> None:
        """One line. What may not be elided (amounts, dates) is drawn whole even where the column is too narrow."""
        if elides:
            text = face.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(face.font)
        painter.setPen(self._ink.colour(tone))
        painter.drawText(room, side if elides else side | int(Qt.TextFlag.TextDontClip), text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(
            self._width(index) + 2 * self._ink.air + self._ink.hair, super().sizeHint(option, index).height()
        )

    def _width(self, index: Index) -> int:
        model = index.model()
        row = model.row_at(index.row()) if isinstance(model, ColumnedModel) else None
        if row is None or not isinstance(model, ColumnedModel):
            return 0
        column, ink = model.columns[index.column()], self._ink
        if column.chip is not None:
            chip = column.chip(row)
            return chip_size(chip.word or stage_word(chip.stage)).width()
        second = ink.caption.metrics.horizontalAdvance(column.second(row)) if column.second else 0
        return max(ink.body.metrics.horizontalAdvance(column.display(row)), second)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """The column's own tooltip, else the whole text of a cell that had to be shortened."""
        told = index.data(Qt.ItemDataRole.ToolTipRole) or ""
        if not told and index.isValid() and self.sizeHint(option, index).width() > option.rect.width():
            told = plain_tooltip(_whole_text(index))
        QToolTip.showText(event.globalPos(), told, view)
        return True


def _whole_text(index: Index) -> str:
    model = index.model()
    row = model.row_at(index.row()) if isinstance(model, ColumnedModel) else None
    if row is None or not isinstance(model, ColumnedModel):
        return ""
    column = model.columns[index.column()]
    if column.chip is not None:
        chip = column.chip(row)
        return "\n".join(part for part in (chip.word or stage_word(chip.stage), chip.second) if part)
    return "\n".join(
        part for part in (column.display(row), column.second(row) if column.second else "") if part
    )


def _check_state(column: Column[Any], row: Any, *, selected: bool) -> Qt.CheckState:
    """A column of its own marks shows them, the selection column what is selected."""
    on = column.checked(row) if column.checked is not None and row is not None else selected
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
