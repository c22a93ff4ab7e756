"""A short table inside a card: as high as its rows up to a limit, then it scrolls. Reads nothing."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qbodesk.ui.tables import Column, ListTableModel, RecordTable
from qbodesk.ui.theme import follow_theme

R = TypeVar("R")
MOST_ROWS = 8


class SmallTable(RecordTable, Generic[R]):
    """Rows are given whole and stay in the order given."""

    def __init__(
        self, name: str, columns: Sequence[Column[R]], parent: QWidget | None = None, *, choose: bool = True
    ) -> None:
        """With `choose` the first row is chosen as soon as there is one: something beside the table depends on it."""
        super().__init__(name, parent)
        self._choose = choose
        self._rows: ListTableModel[R] = ListTableModel(columns, parent=self)
        self.setModel(self._rows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        follow_theme(self._fit)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these rows; none hides the table."""
        self._rows.set_rows(rows)
        self.setVisible(bool(rows))
        if self._choose and rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self._rows.index(0, 0))
        self._fit()

    def row(self, number: int) -> R | None:
        """The row shown at a place."""
        return self._rows.row_at(number)

    def chosen(self) -> R | None:
        """The row under the cursor."""
        index = self.currentIndex()
        return self._rows.row_at(index.row()) if index.isValid() else None

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not hasattr(self, "_rows"):
            return
        rows = max(1, min(self._rows.rowCount(), MOST_ROWS))
        bar = self.horizontalScrollBar()
        scrolls = bar.height() if bar.maximum() > 0 else 0
        height = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(height + rows * self.verticalHeader().defaultSectionSize() + scrolls + 2)
