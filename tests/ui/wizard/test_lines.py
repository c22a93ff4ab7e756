"""Typing into the line table: arithmetic, adding, removing with undo, moving, dropping nothing."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from qbodesk.models.domain.draft import DraftLine
from qbodesk.models.domain.findings import Step
from qbodesk.models.words import use_language
from qbodesk.ui.wizard.item_picker import ItemPicker
from qbodesk.ui.wizard.lines import edited, fresh_key, typed

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LINE = DraftLine("k", "Text", "1", "Item", Decimal(2), Decimal("1234.5"), discount_each=Decimal(3))


@pytest.mark.parametrize(
    ("language", "column", "text", "field", "value"),
    [
        ("en", "quantity", "12*3", "quantity", Decimal(36)),
        ("en", "price", "1,234.50", "unit_price", Decimal("1234.50")),
        ("pl", "price", "12*19,99", "unit_price", Decimal("239.88")),
        ("en", "discount", "10 %", "discount_percent", Decimal(10)),
        ("en", "discount", "", "discount_percent", Decimal(0)),
        ("en", "quantity", "1.2.3", None, None),
        ("en", "price", "abc", None, None),
        ("en", "description", "", "description", ""),
    ],
)
def test_a_cell_is_read_in_the_language_in_force(language, column, text, field, value):
    use_language(language)
    line = edited(LINE, column, text)
    assert line is None if field is None else getattr(line, field) == value


def test_a_percentage_takes_the_place_of_a_discount_per_piece():
    line = edited(LINE, "discount", "5")
    assert (line.discount_percent, line.discount_each) == (Decimal(5), Decimal(0))


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("column", ["quantity", "price", "discount", "description"])
def test_opening_a_cell_and_leaving_it_changes_no_figure(language, column):
    use_language(language)
    line = DraftLine("k", "Text", "1", "Item", Decimal("2.125"), Decimal("1234567.8912345"), Decimal("12.5"))
    assert edited(line, column, typed(line, column)) == line


def test_a_fresh_key_is_free():
    lines = (LINE, DraftLine("own-2", "", None, "", Decimal(1), Decimal(1)))
    assert fresh_key(lines) not in {line.key for line in lines}


@pytest.fixture
def page(qtbot, alone, wizard):
    dialog = wizard(alone, "Website relaunch")
    while dialog.flow.step is not Step.PRODUCTS:
        assert dialog.flow.next()
    return dialog.pages[Step.PRODUCTS]


def names(page):
    return [line.item_name for line in page.flow.draft.lines]


def test_a_line_removed_comes_back_where_it_was(qtbot, page):
    before = page.flow.draft.lines
    page.table.go_to_cell(1, 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete, CTRL)
    assert len(page.flow.draft.lines) == len(before) - 1
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    assert page.flow.draft.lines == before


def test_a_line_moves_and_the_cursor_with_it(qtbot, page):
    before = names(page)
    page.table.go_to_cell(0, 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, ALT)
    assert names(page) == [before[1], before[0], *before[2:]]
    assert page.table.currentIndex().row() == 1
    qtbot.keyClick(page.table, Qt.Key.Key_Up, ALT)
    assert names(page) == before


def test_a_line_is_duplicated_below_itself_with_all_that_was_typed(qtbot, page):
    before = page.flow.draft.lines
    page.table.go_to_cell(0, 2)
    qtbot.keyClick(page.table, Qt.Key.Key_D, CTRL)
    lines = page.flow.draft.lines
    assert len(lines) == len(before) + 1
    assert (lines[1].item_id, lines[1].quantity, lines[1].unit_price) == (
        lines[0].item_id, lines[0].quantity, lines[0].unit_price
    )  # fmt: skip
    assert page.table.currentIndex().row() == 1
    assert len({line.key for line in lines}) == len(lines)


def middle(page, row):
    table = page.table
    return QPoint(40, table.rowViewportPosition(row) + table.rowHeight(row) // 2)


def drag(qtbot, page, row, to):
    """Press on a row, move in two steps, let go."""
    port = page.table.viewport()
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(port, left, pos=middle(page, row))
    for at in (middle(page, row) + QPoint(0, 12), to):
        where = QPointF(at)
        move = QMouseEvent(QEvent.Type.MouseMove, where, port.mapToGlobal(where), left, left, Qt.KeyboardModifier.NoModifier)  # fmt: skip
        QApplication.sendEvent(port, move)
    qtbot.mouseRelease(port, left, pos=to)


def test_a_line_is_dragged_to_another_place_and_keeps_the_cursor(qtbot, page):
    before = names(page)
    assert len(before) >= 3
    drag(qtbot, page, 0, middle(page, 2) + QPoint(0, 8))
    assert names(page) == [before[1], before[2], before[0], *before[3:]]
    assert page.table.currentIndex().row() == 2
    drag(qtbot, page, 2, QPoint(40, -5))
    assert names(page) == before


def test_a_line_let_go_where_it_was_stays(qtbot, page):
    before = page.flow.draft
    drag(qtbot, page, 1, middle(page, 1) + QPoint(0, 14))
    assert page.flow.draft == before


def test_every_command_has_a_button_that_says_its_key(qtbot, page):
    buttons = {page.copy: "Ctrl+D", page.up: "Alt+Up", page.down: "Alt+Down", page.remove: "Ctrl+Del", page.undo: "Ctrl+Z"}  # fmt: skip
    for button, key in buttons.items():
        assert key in button.toolTip()
    before = names(page)
    page.table.go_to_cell(0, 0)
    page.copy.click()
    assert names(page) == [before[0], *before]
    assert not page.undo.isEnabled()
    page.remove.click()
    page.undo.click()
    assert names(page) == [before[0], *before]
    assert not page.undo.isEnabled()


def typing(qtbot, page, row, column, text):
    """Begin to type into a cell and do not finish."""
    page.table.go_to_cell(row, column)
    qtbot.keyClick(page.table, text[0])
    qtbot.keyClicks(page.window().focusWidget(), text[1:])


@pytest.mark.parametrize(
    ("button", "row"), [("copy", 0), ("down", 1), ("remove", None)], ids=["copy", "down", "remove"]
)
def test_a_command_in_the_middle_of_typing_loses_nothing_and_hits_the_right_line(qtbot, page, button, row):
    first, second, *_rest = page.flow.draft.lines
    typing(qtbot, page, 0, 2, "77")
    getattr(page, button).click()
    lines = page.flow.draft.lines
    if row is None:
        assert lines[0] == second
        page.undo.click()
        row, lines = 0, page.flow.draft.lines
    assert (lines[row].key, lines[row].quantity) == (first.key, Decimal(77))
    assert next(line for line in lines if line.key == second.key) == second


def test_undo_belongs_to_what_the_invoice_is_based_on(qtbot, page):
    from qbodesk.models.domain.draft import Source

    quote = page.flow.draft.quote_id
    page.table.go_to_cell(0, 0)
    page.remove.click()
    page.flow.choose_source(Source.EMPTY)
    assert not page.undo.isEnabled()
    page._undo()
    assert page.flow.draft.lines == ()
    page.flow.choose_source(Source.QUOTE, quote)
    assert page.undo.isEnabled()


def test_a_removed_copy_comes_back_although_its_key_was_given_again(qtbot, page):
    page.table.go_to_cell(0, 0)
    page.copy.click()
    page.remove.click()
    page.table.go_to_cell(0, 0)
    page.copy.click()
    count = len(page.flow.draft.lines)
    page.undo.click()
    keys = [line.key for line in page.flow.draft.lines]
    assert len(keys) == len(set(keys)) == count + 1


def test_enter_on_the_last_line_asks_for_more_and_several_are_added(qtbot, page):
    count = len(page.flow.draft.lines)
    page.table.go_to_cell(count - 1, 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    picker = page.findChildren(ItemPicker)[-1]
    assert not picker.take.isEnabled()
    chosen = [choice.key for choice in picker.picker.choices()[:2]]
    picker.picker.mark(set(chosen))
    qtbot.keyClicks(picker.picker.field, "zzz")
    qtbot.waitUntil(lambda: len(picker.picker.choices()) == 2)
    qtbot.keyClick(picker, Qt.Key.Key_Return, CTRL)
    assert [line.item_id for line in page.flow.draft.lines[count:]] == chosen
    assert page.table.currentIndex().row() == count + 1


def test_nonsense_in_a_cell_changes_nothing_and_says_so(qtbot, page):
    before = page.flow.draft
    page._typed(0, "price", "12,3,4.5.6")
    assert page.flow.draft == before
    assert page.toast.isVisibleTo(page)


def test_typing_over_a_figure_changes_the_total_at_once(qtbot, page, alone):
    page.table.go_to_cell(0, 3)
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    editor = page.window().focusWidget()
    qtbot.keyClicks(editor, "00*2")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert page.flow.draft.lines[0].unit_price == Decimal(200)
    assert page.table.currentIndex().row() == 1
    assert page.window().footer.total.text() == "$12,184.00"
