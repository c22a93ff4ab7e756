"""Keeps selection, cursor and place of a table by id while its model is reset; changes no data."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QObject

from qbodesk.ui.tables.record_model import RecordTableModel
from qbodesk.ui.tables.selection import runs_of, selection_of

if TYPE_CHECKING:
    from qbodesk.ui.tables.view import RecordTable


class Keeper(QObject):
    """Notes ids before a reset and finds them after it; a record that left the list is simply no longer selected."""

    def __init__(self, table: "RecordTable") -> None:
        super().__init__(table)
        self._table = table
        self._model: RecordTableModel[object] | None = None
        self._chosen: list[int] = []
        self._cursor: int | None = None
        self._column = 0
        self._top: int | None = None
        self._at_top = True

    def watch(self, model: QAbstractItemModel | None) -> None:
        """Follow this model from now on; a model without ids needs no keeping."""
        if self._model is not None:
            self._model.modelAboutToBeReset.disconnect(self._note)
            self._model.modelReset.disconnect(self._find)
        self._model = model if isinstance(model, RecordTableModel) else None
        if self._model is not None:
            self._model.modelAboutToBeReset.connect(self._note)
            self._model.modelReset.connect(self._find)

    def _note(self) -> None:
        table, model = self._table, self._model
        if model is None:
            return
        ids = model.ids
        runs = runs_of(table.selectionModel().selection())
        self._chosen = [record for first, last in runs for record in ids[first : last + 1]]
        self._cursor = table.current_id()
        self._column = table.currentIndex().column()
        first = table.visible_row()
        self._top = ids[first] if first >= 0 else None
        self._at_top = table.verticalScrollBar().value() == 0

    def _find(self) -> None:
        table, model = self._table, self._model
        if model is None or (not self._chosen and self._cursor is None and self._top is None):
            return
        rows = [row for row in map(model.row_of, self._chosen) if row >= 0]
        chosen = table.selectionModel()
        chosen.select(selection_of(model, rows), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        cursor = -1 if self._cursor is None else model.row_of(self._cursor)
        if cursor >= 0:
            index = model.index(cursor, max(self._column, 0))
            chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._scroll(model)

    def _scroll(self, model: RecordTableModel[object]) -> None:
        """A list read from its top stays there and shows what is new; else the first row of the screen stays first."""
        first = -1 if self._at_top or self._top is None else model.row_of(self._top)
        if first >= 0:
            self._table.scrollTo(model.index(first, 0), self._table.ScrollHint.PositionAtTop)
