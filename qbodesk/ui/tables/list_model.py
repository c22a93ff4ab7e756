"""A table of few rows that are all in memory: mappings, lines, switches. Sorts itself; keeps no order of its own."""

from collections.abc import Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from qbodesk.ui.tables.column import Column
from qbodesk.ui.tables.columned import ColumnedModel, Index

R = TypeVar("R")


class ListTableModel(ColumnedModel[R]):
    """Rows are immutable and replaced as a whole. Editing changes nothing here.

    `edited` carries the intent (row object, column key, new text or bool); the owner of the data answers with `set_rows`.
    """

    edited = Signal(object, str, object)

    def __init__(
        self, columns: Sequence[Column[R]], rows: Sequence[R] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._given: tuple[R, ...] = tuple(rows)
        self._rows: tuple[R, ...] = self._given
        self._sort: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows in the order shown."""
        return self._rows

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows. The same number of rows is an update in place: selection and editors stay."""
        self._given = tuple(rows)
        ordered = self._ordered()
        if len(ordered) == len(self._rows):
            self._rows = ordered
            if ordered:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ordered) - 1, len(self.columns) - 1))
        else:
            self.beginResetModel()
            self._rows = ordered
            self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By the column's `sort_key`, its text folded where it has none; column -1 is the order given."""
        self._sort = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(index, self._rows[index.row()]) for index in before]
        self._rows = self._ordered()
        places = {id(row): number for number, row in enumerate(self._rows)}
        after = [self.index(places[id(row)], index.column()) for index, row in held]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _ordered(self) -> tuple[R, ...]:
        if self._sort is None:
            return self._given
        number, order = self._sort
        column = self.columns[number]
        key = column.sort_key or (lambda row: column.text(row).casefold())
        return tuple(sorted(self._given, key=key, reverse=order == Qt.SortOrder.DescendingOrder))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default argument
        return 0 if parent.isValid() else len(self._rows)

    def row_at(self, row: int) -> R | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.columns[index.column()]
        row = self.row_at(index.row())
        if row is None:
            return False
        if role == Qt.ItemDataRole.CheckStateRole and column.checked is not None:
            self.edited.emit(row, column.key, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole and column.editable:
            self.edited.emit(row, column.key, value)
            return True
        return False
