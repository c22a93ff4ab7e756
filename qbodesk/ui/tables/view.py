"""The table of the program: paints any ColumnedModel, keeps selection and place by id, speaks in ids.

It sorts by asking its model and remembers nothing itself: `view_state()` and `restore()` serve whoever stores views.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from qbodesk.models.domain.listing import Sort, Sorts, turned
from qbodesk.ui.tables.columned import ColumnedModel
from qbodesk.ui.tables.copying import put_on_clipboard
from qbodesk.ui.tables.delegate import CellDelegate
from qbodesk.ui.tables.frame import paint_cells
from qbodesk.ui.tables.growth import Growth
from qbodesk.ui.tables.header import TableHeader
from qbodesk.ui.tables.keeping import Keeper
from qbodesk.ui.tables.record_model import RecordTableModel
from qbodesk.ui.tables.selection import count_of, rows_of, runs_of, selection_of
from qbodesk.ui.tables.state import ColumnState, TableState
from qbodesk.ui.theme import current, follow_theme, metrics, px
from qbodesk.ui.widgets.empty_state import EmptyState

Density = Literal["compact", "normal", "relaxed"]


class RecordTable(QTableView):
    """`opened`, `opened_apart` (new window) and `previewed` carry a record id; `selected` comes when the selection moved.

    With a ListTableModel the number is the row instead of an id. Keys: J/K or arrows, Enter, Ctrl+Enter, Space.
    """

    opened = Signal(int)
    opened_apart = Signal(int)
    previewed = Signal(int)
    selected = Signal()
    sorted_by = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None, *, density: Density = "normal") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._density: Density = density
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self._header = TableHeader(self)
        self._header.sectionClicked.connect(self._header_clicked)
        self.setHorizontalHeader(self._header)
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.letter_keys = True
        self.copier: Callable[[], object] = self.copy
        self._sorts: Sorts = ()
        self.empty = EmptyState(self.viewport())
        self.empty.hide()
        self._keeper = Keeper(self)
        self._growth = Growth(self, self._header)
        follow_theme(self._restyle)

    # The model

    def setModel(self, model: Any) -> None:
        super().setModel(model)
        self._keeper.watch(model)
        if isinstance(model, ColumnedModel):
            for number, column in enumerate(model.columns):
                self._header.setSectionHidden(number, not column.shown)
            self._growth.start(model)
            model.modelReset.connect(self._cover)
            model.rowsInserted.connect(self._cover)
            model.rowsRemoved.connect(self._cover)
        self.selectionModel().selectionChanged.connect(self._selection_moved)
        self.selectionModel().currentChanged.connect(self._cursor_moved)
        self._cover()

    def columned(self) -> ColumnedModel[Any]:
        """The model; raises TypeError when none was set."""
        model = self.model()
        if not isinstance(model, ColumnedModel):
            raise TypeError("the table has no model of ours")
        return model

    def record_at(self, row: int) -> int:
        """The id in a row (the row itself where the model knows no ids)."""
        model = self.model()
        return model.id_at(row) if isinstance(model, RecordTableModel) else row

    # The selection, in ids

    def current_id(self) -> int | None:
        """The record under the cursor."""
        index = self.currentIndex()
        return self.record_at(index.row()) if index.isValid() else None

    def selected_ids(self) -> list[int]:
        """The selected records in the order shown."""
        return [self.record_at(row) for row in rows_of(self.selectionModel().selection())]

    def walk(self) -> Sequence[int]:
        """The ids one goes through from a record: those selected when there are several, else all that are shown."""
        chosen = self.selected_ids()
        model = self.model()
        if len(chosen) > 1 or not isinstance(model, RecordTableModel):
            return chosen
        return model.ids

    def selected_runs(self) -> list[tuple[int, int]]:
        """The selected rows as runs of neighbours (first and last), which is quick for any number of rows."""
        return runs_of(self.selectionModel().selection())

    def select_ids(self, ids: Iterable[int]) -> None:
        """Select these records; those not shown are passed over."""
        model = self.columned()
        rows = (model.row_of(record) if isinstance(model, RecordTableModel) else record for record in ids)
        chosen = selection_of(model, [row for row in rows if 0 <= row < model.rowCount()])
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def go_to(self, record: int) -> bool:
        """Put the cursor on a record and scroll to it; False when it is not shown."""
        model = self.columned()
        row = model.row_of(record) if isinstance(model, RecordTableModel) else record
        if not 0 <= row < model.rowCount():
            return False
        # not `setCurrentIndex`: with a Ctrl still held from a shortcut that would toggle the row
        flags = QItemSelectionModel.SelectionFlag
        index = model.index(row, max(self.currentIndex().column(), 0))
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        return True

    def copy(self, *, headers: bool = False) -> None:
        """Put the selected rows on the clipboard as tab-separated text and as an HTML table, visible columns only."""
        model = self.columned()
        order = [self._header.logicalIndex(place) for place in range(self._header.count())]
        columns = [model.columns[n] for n in order if not self._header.isSectionHidden(n)]
        rows = (model.row_at(row) for row in rows_of(self.selectionModel().selection()))
        put_on_clipboard(columns, [row for row in rows if row is not None], headers=headers)

    def _selection_moved(self) -> None:
        count = count_of(self.selected_runs())
        rows = self.model().rowCount()
        every = Qt.CheckState.Checked if count == rows and rows else Qt.CheckState.PartiallyChecked
        self._header.show_check(every if count else Qt.CheckState.Unchecked)
        self.selected.emit()

    # Sorting, columns

    def _header_clicked(self, section: int) -> None:
        column = self.columned().columns[section]
        if column.kind == "check":
            chosen = self._header.check_state == Qt.CheckState.Checked
            self.clearSelection() if chosen else self.selectAll()
        elif column.sortable:
            shift = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
            self.set_sorts(turned(self._sorts, column.key, add=bool(shift)))

    @property
    def sorts(self) -> Sorts:
        """The columns it is sorted by, none for the source's own order."""
        return self._sorts

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Sort by one column (an unknown key is the source's own order) and say so in `sorted_by`."""
        self.set_sorts((Sort(key, descending),))

    def set_sorts(self, sorts: Sorts) -> None:
        """Sort by these columns, the first one first; unknown ones are passed over. `sorted_by` says so."""
        model = self.columned()
        self._sorts = tuple(sort for sort in sorts if model.column_index(sort.key) >= 0)
        numbered = [(model.column_index(sort.key), sort.descending) for sort in self._sorts]
        self._header.show_sorts(numbered)
        if isinstance(model, RecordTableModel):
            model.sort_by(self._sorts)
        else:
            number, descending = numbered[0] if numbered else (-1, False)
            model.sort(number, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        self.sorted_by.emit(self._sorts)

    def view_state(self) -> TableState:
        """The columns as they stand and the sort."""
        header, columns, scale = self._header, self.columned().columns, metrics().scale
        shown = []
        for place in range(header.count()):
            number = header.logicalIndex(place)
            hidden = header.isSectionHidden(number)
            grown = hidden or self._growth.is_grown(number)
            width = columns[number].width if grown else round(header.sectionSize(number) / scale)
            shown.append(ColumnState(columns[number].key, width, not hidden))
        return TableState(tuple(shown), self._sorts)

    def restore(self, state: TableState) -> None:
        """Put columns and sort back; unknown columns are passed over, new ones keep their place."""
        self.arrange(state.columns)
        if state.sorts:
            self.set_sorts(state.sorts)

    def arrange(self, columns: Iterable[ColumnState]) -> None:
        """The columns in this order, these of them visible, so wide."""
        for place, saved in enumerate(columns):
            number = self.columned().column_index(saved.key)
            if number >= 0:
                self._header.moveSection(self._header.visualIndex(number), place)
                self._header.setSectionHidden(number, not saved.visible)
                self._growth.set_width(number, saved.width)

    def set_density(self, density: Density) -> None:
        """Row heights 28, 34 or 42 px at 100 %."""
        self._density = density
        self._restyle()

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key, plain = self.currentIndex(), event.key(), not event.modifiers()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            apart = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.opened_apart if apart else self.opened).emit(self.record_at(index.row()))
        elif key == Qt.Key.Key_Space and index.isValid() and plain:
            self._space(index)
        elif self.letter_keys and plain and key in (Qt.Key.Key_J, Qt.Key.Key_K):
            self._step(1 if key == Qt.Key.Key_J else -1)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copier()
        elif plain and event.text().isalnum():
            # Left to the window: its one-letter commands need the key, and Qt's search by typing would read every row.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _space(self, index: QModelIndex) -> None:
        if self.columned().columns[index.column()].kind == "check":
            self._toggle(index)
        else:
            self.previewed.emit(self.record_at(index.row()))

    def _step(self, by: int) -> None:
        row = self.currentIndex().row() + by
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, max(self.currentIndex().column(), 0)))

    def _toggle(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self.selectionModel().select(index, flags.Toggle | flags.Rows)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if left and index.isValid() and self.columned().columns[index.column()].kind == "check":
            self._toggle(index)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mouseDoubleClickEvent(event)
        if index.isValid() and self.columned().columns[index.column()].kind != "check":
            self.opened.emit(self.record_at(index.row()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and index.isValid():
            self.opened_apart.emit(self.record_at(index.row()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        before = self._delegate.hovered_row
        if row != before:
            self._delegate.hovered_row = row
            self._repaint_row(before)
            self._repaint_row(row)

    def _cursor_moved(self, to: QModelIndex, before: QModelIndex) -> None:
        """The ring goes round the whole row, Qt repaints one cell."""
        self._repaint_row(before.row())
        self._repaint_row(to.row())

    def _repaint_row(self, row: int) -> None:
        if row >= 0:
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            self.viewport().update(0, top, self.viewport().width(), height)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint_cells(self, painter, event.rect())
        row = self.currentIndex().row()
        if self.hasFocus() and row >= 0:
            painter.setPen(QPen(QColor(current().focus), 2))
            width = min(self.viewport().width(), self._header.length())
            top = self.rowViewportPosition(row)
            painter.drawRect(1, top + 1, width - 2, self.rowHeight(row) - 3)
        painter.end()
        if self._delegate.too_narrow:
            # not in the middle of a frame: a wider column moves the others
            QTimer.singleShot(0, self, self._make_room)

    def _make_room(self) -> None:
        needed, self._delegate.too_narrow = self._delegate.too_narrow, {}
        self._growth.make_room({n: width for n, width in needed.items() if self._growth.is_grown(n)})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._growth.fill()
        self.empty.setGeometry(self.viewport().rect())

    def _cover(self) -> None:
        """Show the empty state where no row is; its sentence is set by whoever knows why."""
        self.empty.setGeometry(self.viewport().rect())
        self.empty.setVisible(self.model() is not None and self.model().rowCount() == 0)
        self._header.show_check(Qt.CheckState.Unchecked)

    def _restyle(self) -> None:
        height = {"compact": 28, "normal": 34, "relaxed": 42}[self._density]
        vertical = self.verticalHeader()
        # Trap: a minimum set before makes rows that keep it and never take the default again.
        vertical.setMinimumSectionSize(1)
        vertical.setDefaultSectionSize(px(height))
        self.verticalScrollBar().setSingleStep(px(height))
        if self.model() is not None:
            self._growth.rescale()
        self.viewport().update()

    def keyboardSearch(self, _search: str) -> None:
        """Off: it would ask for the text of every row."""

    def visible_row(self) -> int:
        """The first row on the screen, -1 when there is none."""
        return self.indexAt(QPoint(px(4), px(4))).row()
