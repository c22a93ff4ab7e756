"""What our table models have in common: cells by column and row object, headers aligned like their column."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qbodesk.ui.tables.column import Column
from qbodesk.ui.widgets.labels import plain_tooltip

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex


class ColumnedModel(QAbstractTableModel, Generic[R]):
    """A table whose rows come from `row_at`; None there leaves the cells empty instead of failing the paint."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column[R], ...] = tuple(columns)
        # Asked for every cell of every frame, so decided once.
        self._flags = tuple(map(_flags_of, self.columns))

    def row_at(self, row: int) -> R | None:
        """The record shown in a row."""
        raise NotImplementedError

    def is_fresh(self, _row: int) -> bool:
        """Whether the row changed a moment ago and is still highlighted."""
        return False

    def column_index(self, key: str) -> int:
        """Where a column stands; -1 for an unknown key, which a saved view may hold."""
        return next((i for i, column in enumerate(self.columns) if column.key == key), -1)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default argument
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in _OF_TITLE:
            return column.title()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        if role not in _OF_ROW:
            return None
        row = self.row_at(index.row())
        return None if row is None else self._cell(column, row, role)

    def _cell(self, column: Column[R], row: R, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(column.tooltip(row)) if column.tooltip else None
        if role == Qt.ItemDataRole.CheckStateRole and column.checked is not None:
            return Qt.CheckState.Checked if column.checked(row) else Qt.CheckState.Unchecked
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return self._flags[index.column()] if index.isValid() else Qt.ItemFlag.NoItemFlags


def _flags_of(column: Column[Any]) -> Qt.ItemFlag:
    flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
    if column.editable:
        flags |= Qt.ItemFlag.ItemIsEditable
    return flags | Qt.ItemFlag.ItemIsUserCheckable if column.checked is not None else flags


_OF_TITLE = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
    }
)
"""The tooltip as well: a column of text may be narrower than its title."""

_OF_ROW = frozenset({
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.CheckStateRole,
})  # fmt: skip
