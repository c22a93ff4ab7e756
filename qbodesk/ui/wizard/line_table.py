"""The lines of an invoice as a table one types in: amounts calculate, keys add, remove and move. Changes no draft itself."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from qbodesk.models.domain.draft import DraftLine, InvoiceDraft, pieces_of
from qbodesk.models.domain.money import Money
from qbodesk.models.words import _
from qbodesk.ui.formats import MINUS, formats
from qbodesk.ui.tables import Column, ListTableModel, RecordTable
from qbodesk.ui.tables.columned import ColumnedModel
from qbodesk.ui.tables.delegate import CellDelegate
from qbodesk.ui.theme import follow_theme, pixmap, px
from qbodesk.ui.wizard.lines import typed
from qbodesk.ui.wizard.origins import of_line
from qbodesk.ui.wizard.row_drag import RowDrag

Index = QModelIndex | QPersistentModelIndex
TYPED = frozenset({"description", "quantity", "price", "discount"})


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as it is shown: its number, what is wrong with it, by the field of the finding, and its piece of a part."""

    number: int
    line: DraftLine
    currency: str
    faults: tuple[tuple[str, str], ...] = ()
    piece: Money | None = None

    def fault(self, *fields: str) -> str:
        """What is wrong with these fields, or nothing."""
        return next((sentence for field, sentence in self.faults if field in fields), "")


def line_columns() -> list[Column[LineRow]]:
    """Product, description, quantity, price, discount, amount."""
    return [
        Column(
            key="item",
            title=lambda: _("Product"),
            width=158,
            display=lambda row: row.line.item_name or _("Choose a product"),
            second=_origin,
            tooltip=lambda row: row.fault("item_id") or _with_origin(row, row.line.item_name),
            tone=lambda row: "danger" if row.fault("item_id") else "",
            accessible=_spoken,
            editable=False,
        ),
        Column(
            key="description",
            title=lambda: _("Description"),
            width=150,
            display=lambda row: " ".join(row.line.description.split()),
            tooltip=lambda row: row.fault("description") or _with_origin(row, row.line.description),
            tone=lambda row: "danger" if row.fault("description") else "",
            editable=True,
        ),
        _figure("quantity", lambda: _("Qty"), 56, lambda row: formats().number(row.line.quantity)),
        _figure("price", lambda: _("Price"), 84, _price),
        _figure("discount", lambda: _("Discount"), 72, _discount),
        Column(
            key="amount",
            title=lambda: _("Amount"),
            width=92,
            kind="amount",
            display=lambda row: formats().amount(row.line.amount(row.currency)),
            second=_piece,
        ),
    ]


_FIELDS = {"quantity": ("quantity",), "price": ("unit_price",), "discount": ("discount_each",)}


def _figure(
    key: str, title: Callable[[], str], width: int, display: Callable[[LineRow], str]
) -> Column[LineRow]:
    return Column(
        key=key,
        title=title,
        width=width,
        kind="amount",
        display=display,
        tooltip=lambda row: row.fault(*_FIELDS[key]) or of_line(row.line, row.currency),
        tone=lambda row: "danger" if row.fault(*_FIELDS[key]) else "",
        editable=True,
    )


def _piece(row: LineRow) -> str:
    return "" if row.piece is None else _("now {amount}").format(amount=formats().amount(row.piece))


def _with_origin(row: LineRow, text: str) -> str:
    return "\n".join(part for part in (text, of_line(row.line, row.currency)) if part)


def _price(row: LineRow) -> str:
    price = row.line.unit_price
    exact = price == price.quantize(Decimal("0.01"))
    return formats().fixed(price, 2) if exact else formats().number(price)


def _discount(row: LineRow) -> str:
    if row.line.discount_percent:
        return formats().percent(row.line.discount_percent)
    if row.line.discount_each:
        return MINUS + formats().fixed(row.line.discount_each, 2)
    return ""


def _origin(row: LineRow) -> str:
    line = row.line
    if line.item_id is None and line.origin_name:
        return _("HubSpot: {name}").format(name=line.origin_name)
    return line.origin_sku


def _spoken(row: LineRow) -> str:
    line = row.line
    text = _("Line {number}, {product}, {quantity} times {price}, {amount}").format(
        number=row.number,
        product=line.item_name or _("no product"),
        quantity=formats().number(line.quantity),
        price=_price(row),
        amount=formats().money(line.amount(row.currency)),
    )
    fault = next((sentence for _field, sentence in row.faults), "")
    return f"{text}. {fault}" if fault else text


class CellEditor(CellDelegate):
    """Edits the cells one types in; the cell's text is taken as it was typed, the owner reads it."""

    opened = Signal(QWidget)

    def cell(
        self,
        painter: QPainter,
        rect: QRect,
        model: ColumnedModel[Any],
        at: tuple[int, int],
        *,
        selected: bool,
    ) -> None:
        super().cell(painter, rect, model, at, selected=selected)
        row = model.row_at(at[0])
        if at[1] == 0 and isinstance(row, LineRow) and row.faults:
            # the colour of the text alone would not be seen on the selected row
            size = px(14)
            view = self.parent()
            ratio = view.devicePixelRatioF() if isinstance(view, QWidget) else 1.0
            where = QPoint(rect.right() - size - px(6), rect.center().y() - size // 2)
            painter.drawPixmap(where, pixmap("danger", "danger", size, ratio))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        column = _column(index.model(), index.column())
        editor.setAlignment(column.alignment)
        editor.setAccessibleName(column.title())
        self.opened.emit(editor)
        return editor

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter takes the cell at once. Trap: Qt does it later, and the next key still reaches the old editor."""
        if isinstance(event, QKeyEvent) and isinstance(editor, QWidget):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.KeyPress and enter:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.SubmitModelCache)
                return True
        return super().eventFilter(editor, event)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        row = _line_row(index)
        if isinstance(editor, QLineEdit) and row is not None:
            editor.setText(typed(row.line, _column(index.model(), index.column()).key))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(model.index(index.row(), index.column()), editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(px(1), px(3), -px(1), -px(3)))


def _line_row(index: Index) -> LineRow | None:
    model = index.model()
    row = model.row_at(index.row()) if isinstance(model, ListTableModel) else None
    return row if isinstance(row, LineRow) else None


def _column(model: QAbstractItemModel, number: int) -> Column[LineRow]:
    if not isinstance(model, ListTableModel):
        raise TypeError("the table has no model of ours")
    column: Column[LineRow] = model.columns[number]
    return column


_TO_ANOTHER_CELL = (
    QAbstractItemDelegate.EndEditHint.EditNextItem,
    QAbstractItemDelegate.EndEditHint.EditPreviousItem,
)


class LineTable(RecordTable):
    """`cell_typed` carries row, column key and text; the other signals the row they are about.

    Enter edits nothing but moves down, and on the last row asks for more products; Ins asks for them anywhere. A row is
    dragged with the mouse to another place.
    """

    cell_typed = Signal(int, str, str)
    item_wanted = Signal(int, str)
    more_wanted = Signal()
    copy_wanted = Signal(int)
    paste_wanted = Signal()
    remove_wanted = Signal(int)
    undo_wanted = Signal()
    move_wanted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__(_("Lines of the invoice"), density="relaxed")
        self.letter_keys = False
        self._editor: QWidget | None = None
        self._drag = RowDrag(self)
        self.model_of_lines: ListTableModel[LineRow] = ListTableModel(line_columns())
        self.setModel(self.model_of_lines)
        cells = CellEditor(self)
        cells.opened.connect(self._typing_began)
        self.setItemDelegate(cells)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked | triggers.AnyKeyPressed)
        self.model_of_lines.edited.connect(self._edited)
        header = self.horizontalHeader()
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(1, header.ResizeMode.Stretch)
        follow_theme(self._widths)

    def set_lines(
        self,
        draft: InvoiceDraft,
        faults: dict[str, list[tuple[str, str]]],
    ) -> None:
        """Show the lines of a draft; `faults` by line key: field and sentence. The cursor keeps its row."""
        lines, pieces = draft.lines, pieces_of(draft)
        rows = [
            LineRow(number, line, draft.currency, tuple(faults.get(line.key, ())), pieces.get(line.key))
            for number, line in enumerate(lines, 1)
        ]
        at = self.currentIndex()
        row, column = at.row(), at.column()
        self.model_of_lines.set_rows(rows)
        if rows and not self.currentIndex().isValid():
            self.go_to_cell(min(max(row, 0), len(rows) - 1), max(column, 0))

    def go_to_cell(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        self.setCurrentIndex(self.model().index(row, column))

    def go_to_line(self, key: str, field: str = "") -> None:
        """Put the cursor on the cell of a line that a finding names."""
        columns = {"item_id": 0, "description": 1, "quantity": 2, "unit_price": 3, "discount_each": 4}
        for number, row in enumerate(self.model_of_lines.rows):
            if row.line.key == key:
                self.go_to_cell(number, columns.get(field, 0))

    def _typing_began(self, editor: QWidget) -> None:
        self._editor = editor

    def finish_typing(self) -> None:
        """Take the cell that is still being typed in."""
        editor = self._editor
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.currentIndex().row()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and self._drag.active:
            self._drag.cancel()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._enter(row)
        elif key == Qt.Key.Key_Insert and not held:
            self.more_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif key == Qt.Key.Key_Z and held == Qt.KeyboardModifier.ControlModifier:
            self.undo_wanted.emit()
        elif row >= 0 and self._row_command(key, held, row):
            return
        elif self.currentIndex().column() == 0 and self._asks_for_item(event):
            text = event.text()
            self.item_wanted.emit(row, text if text.isprintable() else "")
        else:
            QAbstractItemView.keyPressEvent(self, event)

    def _row_command(self, key: int, held: Qt.KeyboardModifier, row: int) -> bool:
        """Ask for what a key does with the row; False when it does nothing with it."""
        modifiers = Qt.KeyboardModifier
        if held == modifiers.ControlModifier and key == Qt.Key.Key_D:
            self.copy_wanted.emit(row)
        elif held == modifiers.ControlModifier and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit(row)
        elif held == modifiers.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_wanted.emit(row, -1 if key == Qt.Key.Key_Up else 1)
        else:
            return False
        return True

    def _asks_for_item(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        return event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Space) or (
            bool(event.text()) and event.text().isprintable()
        )

    def _enter(self, row: int) -> None:
        if row + 1 < self.model().rowCount():
            self.go_to_cell(row + 1, self.currentIndex().column())
        else:
            self.more_wanted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._drag.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._drag.move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._drag.active:
            super().mouseReleaseEvent(event)
        moved = self._drag.release()
        if moved is not None:
            self.move_wanted.emit(*moved)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._drag.paint()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == 0:
            self.item_wanted.emit(index.row(), "")
        else:
            QAbstractItemView.mouseDoubleClickEvent(self, event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter in a cell goes down one row, as Tab goes to the next cell."""
        self._editor = None
        typing = self.window().focusWidget() is editor
        super().closeEditor(editor, hint)
        if typing and hint not in _TO_ANOTHER_CELL:
            # Qt gives the focus back only in the active window; a key would reach the closed editor otherwise
            self.setFocus()
        row = self.currentIndex().row()
        down = hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache
        if down and row + 1 < self.model().rowCount():
            self.go_to_cell(row + 1, self.currentIndex().column())

    def _edited(self, row: object, key: str, value: object) -> None:
        if isinstance(row, LineRow):
            self.cell_typed.emit(row.number - 1, key, str(value))

    def _widths(self) -> None:
        for number, column in enumerate(self.model_of_lines.columns):
            if number != 1:
                title = self.horizontalHeader().sectionSizeFromContents(number).width()
                self.setColumnWidth(number, max(px(column.width), title))
