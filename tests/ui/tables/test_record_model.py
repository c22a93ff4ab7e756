"""The big model: exact counts, blocks on demand, changes by id, late answers in order."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from qbodesk.models.domain.listing import Sort
from qbodesk.ui.tables import Question, RecordTableModel
from tests.ui.tables.invoices import Invoice, Invoices, columns


def model_of(source: Invoices) -> RecordTableModel[Invoice]:
    model: RecordTableModel[Invoice] = RecordTableModel(source, columns())
    model.reload()
    return model


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model_of(Invoices(count=5)))


def test_counting_rows_reads_none() -> None:
    source = Invoices()
    model = model_of(source)
    assert model.rowCount() == 1000
    assert source.fetched == []
    assert model.index(450, 2).data() == "Customer 451"
    assert source.fetched == [tuple(range(451, 501))]


def test_a_cell_tells_its_text_chip_and_what_is_spoken() -> None:
    model = model_of(Invoices())
    assert model.index(0, 4).data() == "1.00"
    assert model.index(0, 3).data() == "Sent, 2 d"
    assert model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Invoice 1, Customer 1"
    assert model.index(0, 4).data(Qt.ItemDataRole.AccessibleTextRole) == "Total: 1.00"


def test_a_header_stands_like_its_column() -> None:
    model = model_of(Invoices(count=1))
    for number in range(model.columnCount()):
        shown = model.headerData(number, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert shown == model.index(0, number).data(Qt.ItemDataRole.TextAlignmentRole)
    assert model.headerData(4, Qt.Orientation.Horizontal) == "Total"
    right = Qt.AlignmentFlag.AlignRight
    assert model.index(0, 4).data(Qt.ItemDataRole.TextAlignmentRole) & right


def test_a_row_deleted_meanwhile_is_empty_and_no_fault() -> None:
    source = Invoices()
    model = model_of(source)
    source.gone.add(3)
    assert model.index(2, 2).data() is None
    assert model.index(3, 2).data() == "Customer 4"


def test_sorting_and_searching_are_questions_to_the_source() -> None:
    source = Invoices()
    model = model_of(source)
    model.sort(4, Qt.SortOrder.DescendingOrder)
    model.set_search("99")
    asked = Question((Sort("total", descending=True),), "99")
    assert source.asked[-1] == asked
    assert model.index(0, 1).data() == "999"
    model.ask(Question())
    assert source.asked[-1] == Question()


def test_a_change_repaints_its_rows_and_fetches_them_again(qtbot: QtBot) -> None:
    source = Invoices()
    model = model_of(source)
    assert model.index(6, 2).data() == "Customer 7"
    source.names[7] = "Żółw"
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.mark_changed([7, 99999])
    assert changed == [(6, 6)]
    assert model.index(6, 2).data() == "Żółw"
    assert model.is_fresh(6)
    assert not model.is_fresh(7)
    qtbot.waitUntil(lambda: not model.is_fresh(6))
    assert changed == [(6, 6), (6, 6)]


def test_reloading_the_same_rows_is_no_reset(qtbot: QtBot) -> None:
    source = Invoices(count=10)
    model = model_of(source)
    assert model.index(0, 2).data() == "Customer 1"
    source.names[1] = "Renamed"
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.reload()
    assert model.index(0, 2).data() == "Renamed"
    source.hidden.add(1)
    with qtbot.waitSignal(model.modelReset):
        model.reload()
    assert model.row_of(1) == -1
    assert model.row_of(2) == 0


class Later:
    """A reader whose answers the test hands over."""

    def __init__(self) -> None:
        self.pending: list[tuple[Callable[[], Any], Callable[[Any], None], Callable[[Exception], None]]] = []

    def run(
        self, read: Callable[[], Any], on_result: Callable[[Any], None], on_error: Callable[[Exception], None]
    ) -> int:
        self.pending.append((read, on_result, on_error))
        return len(self.pending)


def test_ids_may_come_later_and_the_table_stays_as_it_was() -> None:
    later = Later()
    model: RecordTableModel[Invoice] = RecordTableModel(Invoices(count=3), columns(), reader=later)
    told: list[bool] = []
    model.loading.connect(told.append)
    model.reload()
    assert model.rowCount(QModelIndex()) == 0
    read, on_result, _error = later.pending[0]
    on_result(read())
    assert model.rowCount() == 3
    assert told == [True, False]


def test_the_rows_in_view_come_with_the_ids(qtbot: QtBot) -> None:
    later, source = Later(), Invoices(count=500)
    model: RecordTableModel[Invoice] = RecordTableModel(source, columns(), reader=later)
    model.reload()
    read, on_result, _error = later.pending[0]
    on_result(read())
    source.fetched.clear()
    assert model.index(0, 2).data() == "Customer 1"
    assert source.fetched == []
    assert model.index(220, 2).data() == "Customer 221"
    source.hidden |= {1, 2}
    model.reload()
    read, on_result, _error = later.pending[1]
    on_result(read())
    source.fetched.clear()
    assert model.index(218, 2).data() == "Customer 221"
    assert source.fetched == []


def test_a_row_that_changed_on_its_way_is_fetched_again() -> None:
    later, source = Later(), Invoices(count=3)
    model: RecordTableModel[Invoice] = RecordTableModel(source, columns(), reader=later)
    model.reload()
    read, on_result, _error = later.pending[0]
    found = read()
    source.names[1] = "Renamed"
    model.mark_changed([1])
    on_result(found)
    assert model.index(0, 2).data() == "Renamed"


def test_a_failed_read_is_told_and_the_rows_stay(qtbot: QtBot) -> None:
    later = Later()
    model: RecordTableModel[Invoice] = RecordTableModel(Invoices(count=3), columns(), reader=later)
    model.reload()
    read, on_result, _error = later.pending[0]
    on_result(read())
    model.reload()
    with qtbot.waitSignal(model.failed) as caught:
        later.pending[1][2](OSError("locked"))
    assert isinstance(caught.args[0], OSError)
    assert model.rowCount() == 3


@pytest.mark.parametrize("text", ["<b>bold</b>", "a < b"])
def test_a_tooltip_from_outside_is_no_markup(text: str) -> None:
    from qbodesk.ui.widgets.labels import plain_tooltip

    assert "<b>" not in plain_tooltip(text)
    assert "&lt;" in plain_tooltip(text)
