"""One frame of a table, painted in one go instead of cell by cell from Qt. Knows no cell's looks.

Trap: Qt's own loop lets the interpreter go before it and takes it back for every cell. While a sync runs, each of these hundred
times may wait for the other thread's turn (5 ms): a frame of 16 ms became one of 100.
"""

from collections.abc import Iterator

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView

from qbodesk.ui.tables.columned import ColumnedModel
from qbodesk.ui.tables.delegate import CellDelegate


def paint_cells(view: QTableView, painter: QPainter, area: QRect) -> None:
    """The cells that touch `area`, in the viewport's pixels; nothing where the view has no model or delegate of ours."""
    model, cells = view.model(), view.itemDelegate()
    if not isinstance(model, ColumnedModel) or not isinstance(cells, CellDelegate):
        return
    count = model.rowCount()
    first = view.rowAt(max(area.top(), 0))
    if first < 0:
        return
    last = view.rowAt(area.bottom())
    columns = list(_columns(view, area))
    selection = view.selectionModel()
    for row in range(first, (count - 1 if last < 0 else last) + 1):
        top, height = view.rowViewportPosition(row), view.rowHeight(row)
        selected = selection.rowIntersectsSelection(row)
        for number, left, width in columns:
            cells.cell(painter, QRect(left, top, width, height), model, (row, number), selected=selected)


def _columns(view: QTableView, area: QRect) -> Iterator[tuple[int, int, int]]:
    """Number, left edge and width of the columns in sight, in the order shown."""
    header = view.horizontalHeader()
    for place in range(header.count()):
        number = header.logicalIndex(place)
        left, width = header.sectionViewportPosition(number), header.sectionSize(number)
        if width and left <= area.right() and left + width > area.left():
            yield number, left, width
