"""The table under the hands of a user: keys, sorting, selection that survives, remembered columns."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qbodesk.models.domain.listing import Sort
from qbodesk.ui.tables import ColumnState, RecordTable, RecordTableModel, TableState
from qbodesk.ui.tables.selection import ranges
from qbodesk.ui.theme import apply_theme, px
from tests.ui.tables.invoices import Invoice, Invoices, columns

Key = Qt.Key


@pytest.fixture
def source() -> Invoices:
    return Invoices()


@pytest.fixture
def table(qapp: QApplication, qtbot: QtBot, source: Invoices) -> Iterator[RecordTable]:
    apply_theme(qapp, "light")
    view = RecordTable("Invoices")
    qtbot.addWidget(view)
    model: RecordTableModel[Invoice] = RecordTableModel(source, columns(), parent=view)
    view.setModel(model)
    model.reload()
    view.resize(900, 400)
    with qtbot.waitExposed(view):
        view.show()
    view.setFocus()
    yield view
    apply_theme(qapp, "light")


def reload(table: RecordTable) -> None:
    model = table.columned()
    assert isinstance(model, RecordTableModel)
    model.reload()


def test_only_what_is_seen_is_read(table: RecordTable, source: Invoices) -> None:
    table.grab()
    assert len(source.fetched) == 1
    table.scrollToBottom()
    table.grab()
    assert {len(block) for block in source.fetched} == {50}
    assert len(source.fetched) <= 3


def test_a_key_still_held_does_not_turn_going_somewhere_into_leaving_it_out(
    table: RecordTable, qtbot: QtBot
) -> None:
    table.select_ids([1, 2])
    qtbot.keyPress(table, Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.ControlModifier
    table.go_to(1)
    qtbot.keyRelease(table, Key.Key_Control)
    assert table.selected_ids() == [1]


def test_j_and_k_move_and_stop_at_the_ends(table: RecordTable, qtbot: QtBot) -> None:
    table.go_to(1)
    qtbot.keyClick(table, Key.Key_J)
    qtbot.keyClick(table, Key.Key_J)
    assert table.current_id() == 3
    for _ in range(5):
        qtbot.keyClick(table, Key.Key_K)
    assert table.current_id() == 1
    table.letter_keys = False
    qtbot.keyClick(table, Key.Key_J)
    assert table.current_id() == 1


@pytest.mark.parametrize(
    ("key", "modifier", "signal"),
    [
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier, "opened"),
        (Key.Key_Return, Qt.KeyboardModifier.ControlModifier, "opened_apart"),
        (Key.Key_Space, Qt.KeyboardModifier.NoModifier, "previewed"),
    ],
)
def test_keys_speak_in_ids(
    table: RecordTable, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, signal: str
) -> None:
    table.setCurrentIndex(table.model().index(4, 1))
    with qtbot.waitSignal(getattr(table, signal)) as caught:
        qtbot.keyClick(table, key, modifier)
    assert caught.args == [5]


def test_space_on_the_check_column_selects_and_does_not_preview(table: RecordTable, qtbot: QtBot) -> None:
    table.setCurrentIndex(table.model().index(2, 0))
    table.clearSelection()
    with qtbot.assertNotEmitted(table.previewed):
        qtbot.keyClick(table, Key.Key_Space)
    assert table.selected_ids() == [3]
    qtbot.keyClick(table, Key.Key_Space)
    assert table.selected_ids() == []


def test_a_letter_reads_no_row(table: RecordTable, source: Invoices, qtbot: QtBot) -> None:
    table.go_to(1)
    table.grab()
    before = len(source.fetched)
    qtbot.keyClick(table, Key.Key_C)
    table.keyboardSearch("Customer 999")
    assert len(source.fetched) == before
    assert table.current_id() == 1


def test_clicking_boxes_adds_to_the_selection(table: RecordTable, qtbot: QtBot) -> None:
    for row in (1, 3):
        place = table.visualRect(table.model().index(row, 0)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.selected_ids() == [2, 4]
    place = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.selected_ids() == [4]


def click_header(table: RecordTable, qtbot: QtBot, column: int) -> None:
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_header_sorts_up_then_down(table: RecordTable, source: Invoices, qtbot: QtBot) -> None:
    click_header(table, qtbot, 2)
    assert source.asked[-1].sorts == (Sort("customer"),)
    click_header(table, qtbot, 2)
    assert source.asked[-1].sorts == (Sort("customer", descending=True),)
    click_header(table, qtbot, 4)
    assert source.asked[-1].sorts == (Sort("total"),)


def test_the_box_in_the_header_selects_all_and_none(table: RecordTable, qtbot: QtBot) -> None:
    click_header(table, qtbot, 0)
    assert len(table.selected_ids()) == 1000
    click_header(table, qtbot, 0)
    assert table.selected_ids() == []


def test_sorting_and_refreshing_keep_selection_and_cursor(table: RecordTable, source: Invoices) -> None:
    table.setCurrentIndex(table.model().index(6, 2))
    table.select_ids([7, 9])
    table.sort_by("total", descending=True)
    assert table.selected_ids() == [9, 7]
    assert table.current_id() == 7
    assert table.currentIndex().column() == 2
    source.hidden.add(9)
    reload(table)
    assert table.selected_ids() == [7]


def test_a_refresh_does_not_move_what_one_reads(table: RecordTable, source: Invoices) -> None:
    table.verticalScrollBar().setValue(table.rowViewportPosition(500))
    top = table.record_at(table.visible_row())
    assert top > 100
    source.hidden |= {1, 2, 3}
    reload(table)
    assert table.record_at(table.visible_row()) == top


def test_an_empty_list_says_so(table: RecordTable, source: Invoices) -> None:
    assert not table.empty.isVisible()
    model = table.columned()
    assert isinstance(model, RecordTableModel)
    model.set_search("nobody")
    assert table.empty.isVisible()
    assert table.empty.geometry() == table.viewport().rect()
    model.set_search("")
    assert not table.empty.isVisible()


def test_columns_are_remembered(table: RecordTable, source: Invoices, qtbot: QtBot) -> None:
    header = table.horizontalHeader()
    header.moveSection(header.visualIndex(4), 1)
    table.setColumnHidden(3, True)
    header.resizeSection(1, 77)
    table.sort_by("total", descending=True)
    kept = table.view_state()
    assert [column.key for column in kept.columns] == ["select", "total", "number", "customer", "stage"]

    other = RecordTable("Again")
    qtbot.addWidget(other)
    other.setModel(RecordTableModel(source, columns(), parent=other))
    other.restore(kept)
    assert other.view_state() == kept
    assert other.isColumnHidden(3)
    assert other.columnWidth(1) == 77
    assert source.asked[-1].sorts == (Sort("total", descending=True),)


def test_shift_adds_a_key_turns_it_round_and_takes_it_away(
    table: RecordTable, source: Invoices, qtbot: QtBot
) -> None:
    header = table.horizontalHeader()

    def click(
        column: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> tuple[Sort, ...]:
        at = QPoint(header.sectionViewportPosition(column) + 30, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, at)
        return source.asked[-1].sorts

    shift = Qt.KeyboardModifier.ShiftModifier
    assert click(2) == (Sort("customer"),)
    assert click(4, shift) == (Sort("customer"), Sort("total"))
    assert click(4, shift) == (Sort("customer"), Sort("total", descending=True))
    assert table.view_state().sorts == source.asked[-1].sorts
    assert click(4, shift) == (Sort("customer"),)
    assert click(2) == (Sort("customer", descending=True),)


def test_a_view_with_unknown_columns_is_no_fault(table: RecordTable) -> None:
    table.restore(TableState((ColumnState("gone", 50), ColumnState("total", 90)), (Sort("gone"),)))
    assert table.columnWidth(4) == 90


def test_the_growing_column_takes_what_is_left_until_it_is_dragged(table: RecordTable) -> None:
    header = table.horizontalHeader()
    assert header.length() == table.viewport().width()
    table.resize(1200, 400)
    assert header.length() == table.viewport().width()
    width = next(column for column in table.view_state().columns if column.key == "customer").width
    assert width == 120
    header.resizeSection(2, 150)
    table.resize(1300, 400)
    assert table.columnWidth(2) == 150


def test_widths_and_rows_follow_the_text_scale(table: RecordTable, qapp: QApplication) -> None:
    apply_theme(qapp, "light", 2.0)
    assert table.columnWidth(4) == px(120) == 240
    assert table.rowHeight(0) == 68
    table.set_density("compact")
    assert table.rowHeight(0) == 56


def test_copying_takes_visible_columns_and_guards_formulas(
    table: RecordTable, source: Invoices, qtbot: QtBot
) -> None:
    source.names[1] = "=cmd|' /C calc'!A0"
    reload(table)
    table.setColumnHidden(3, True)
    table.select_ids([1, 2])
    table.copy(headers=True)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["No.", "Customer", "Total"]
    assert lines[1].split("\t") == ["1", "'=cmd|' /C calc'!A0", "1.00"]
    assert len(lines) == 3
    table.select_ids([2])
    qtbot.keyClick(table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "2\tCustomer 2\t2.00"


def test_a_screen_reader_hears_the_record_and_not_its_row(table: RecordTable) -> None:
    read = QAccessible.queryAccessibleInterface(table)
    assert read.text(QAccessible.Text.Name) == "Invoices"
    assert table.model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Invoice 1,")


def test_selected_rows_become_runs() -> None:
    assert ranges([5, 1, 2, 3, 9]) == [(1, 3), (5, 5), (9, 9)]
    assert ranges([]) == []
