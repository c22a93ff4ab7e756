"""The widths of a table's columns: as designed, wide enough for title and figures, one of them filling the room left over."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView, QTableView

from qbodesk.ui.tables.columned import ColumnedModel
from qbodesk.ui.theme import metrics, px


class Growth(QObject):
    """Widths that nobody chose follow language, text scale and figures; what the user dragged stays as it is.

    A column that `grows` takes spare room until the user drags its border.
    """

    def __init__(self, table: QTableView, header: QHeaderView) -> None:
        super().__init__(table)
        self._table = table
        self._header = header
        self._designed: dict[int, int] = {}
        self._chosen: dict[int, int] = {}
        self._needed: dict[int, int] = {}
        self._growing = -1
        self._own = False
        header.sectionResized.connect(self._resized)

    def start(self, model: ColumnedModel[Any]) -> None:
        """The widths of a model's columns as designed."""
        self._designed = {number: column.width for number, column in enumerate(model.columns)}
        self._chosen.clear()
        self._growing = next((number for number, column in enumerate(model.columns) if column.grows), -1)
        self.rescale()

    def set_width(self, number: int, width: int) -> None:
        """A remembered width at 100 %; one that is as designed was never chosen."""
        if width != self._designed.get(number):
            self._chosen[number] = width
        else:
            self._chosen.pop(number, None)
        self.rescale()

    def is_grown(self, number: int) -> bool:
        """Whether the width on the screen is not one somebody chose."""
        return number not in self._chosen

    def rescale(self) -> None:
        """Apply every width at the text scale and in the language in force."""
        self._needed.clear()
        self._own = True
        for number in self._designed:
            self._table.setColumnWidth(number, self._width(number))
        self._own = False
        self.fill()

    def make_room(self, needed: Mapping[int, int]) -> None:
        """Figures that must be seen whole came out wider, in pixels as they are, than their columns."""
        self._needed |= {number: max(width, self._needed.get(number, 0)) for number, width in needed.items()}
        self._own = True
        for number in needed:
            self._table.setColumnWidth(number, self._width(number))
        self._own = False
        self.fill()

    def fill(self) -> None:
        """Give the growing column what is left; never less than its design."""
        number = self._growing
        if number < 0 or number in self._chosen or self._header.isSectionHidden(number):
            return
        others = self._header.length() - self._header.sectionSize(number)
        room = self._table.viewport().width() - others
        self._own = True
        self._table.setColumnWidth(number, max(self._width(number), room))
        self._own = False

    def _width(self, number: int) -> int:
        if number in self._chosen:
            return px(self._chosen[number])
        title = self._header.sectionSizeFromContents(number).width()
        return max(px(self._designed[number]), title, self._needed.get(number, 0))

    def _resized(self, number: int, _before: int, after: int) -> None:
        if self._own or after == 0:
            return
        self._chosen[number] = round(after / metrics().scale)
        self.fill()
