"""A frame painted in one go is, to the pixel, the frame that Qt would have painted cell by cell."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from qbodesk.ui.tables import RecordTable, RecordTableModel
from qbodesk.ui.theme import apply_theme
from tests.ui.tables.invoices import Invoice, Invoices, columns


class ByQt(RecordTable):
    """What the table was before: Qt asks the delegate for each cell."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QTableView.paintEvent(self, event)


def scrolled(table: RecordTable) -> None:
    table.verticalScrollBar().setValue(1234)
    table.horizontalScrollBar().setValue(77)


def at_the_end(table: RecordTable) -> None:
    table.scrollToBottom()


def arranged(table: RecordTable) -> None:
    header = table.horizontalHeader()
    header.moveSection(header.visualIndex(4), 1)
    header.setSectionHidden(3, True)


def chosen(table: RecordTable) -> None:
    table.select_ids([2, 3, 5])


STATES: list[Callable[[RecordTable], None]] = [scrolled, at_the_end, arranged, chosen]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("count", [3, 1000])
@pytest.mark.parametrize("width", [380, 900])
def test_it_is_the_frame_that_qt_paints(
    qapp: QApplication, qtbot: QtBot, state: Callable[[RecordTable], None], count: int, width: int
) -> None:
    apply_theme(qapp, "light")

    def frame(kind: type[RecordTable]) -> QImage:
        table = kind("Invoices")
        qtbot.addWidget(table)
        model: RecordTableModel[Invoice] = RecordTableModel(Invoices(count), columns(), parent=table)
        table.setModel(model)
        model.reload()
        table.resize(width, 400)
        with qtbot.waitExposed(table):
            table.show()
        table.clearFocus()
        state(table)
        return table.grab().toImage()

    ours, theirs = frame(RecordTable), frame(ByQt)
    assert ours == theirs
