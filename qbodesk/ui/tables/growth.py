"""The widths of a table's columns: as designed, scaled with the text, one of them filling the room left over."""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView, QTableView

from qbodesk.ui.tables.columned import ColumnedModel
from qbodesk.ui.theme import metrics, px


class Growth(QObject):
    """A column that `grows` takes spare room until the user drags its border; then it keeps what they chose."""

    def __init__(self, table: QTableView, header: QHeaderView) -> None:
        super().__init__(table)
        self._table = table
        self._header = header
        self._widths: dict[int, int] = {}
        self._growing = -1
        self._own = False
        header.sectionResized.connect(self._resized)

    def start(self, model: ColumnedModel[Any]) -> None:
        """The widths of a model's columns as designed."""
        self._widths = {number: column.width for number, column in enumerate(model.columns)}
        self._growing = next((number for number, column in enumerate(model.columns) if column.grows), -1)
        self.rescale()

    def set_width(self, number: int, width: int) -> None:
        """A remembered width at 100 %; a growing column keeps growing unless it differs from its design."""
        if number == self._growing and width != self._widths.get(number):
            self._growing = -1
        self._widths[number] = width
        self.rescale()

    def is_grown(self, number: int) -> bool:
        """Whether the width on the screen is not one somebody chose."""
        return number == self._growing

    def rescale(self) -> None:
        """Apply every width at the text scale in force."""
        self._own = True
        for number, width in self._widths.items():
            self._table.setColumnWidth(number, px(width))
        self._own = False
        self.fill()

    def fill(self) -> None:
        """Give the growing column what is left; never less than its design."""
        if self._growing < 0 or self._header.isSectionHidden(self._growing):
            return
        others = self._header.length() - self._header.sectionSize(self._growing)
        room = self._table.viewport().width() - others
        self._own = True
        self._table.setColumnWidth(self._growing, max(px(self._widths[self._growing]), room))
        self._own = False

    def _resized(self, number: int, _before: int, after: int) -> None:
        if self._own or after == 0:
            return
        if number == self._growing:
            self._growing = -1
        self._widths[number] = round(after / metrics().scale)
        self.fill()
