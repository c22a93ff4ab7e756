"""Choosing from a searched list by keyboard alone, and not choosing what is refused."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from qbodesk.ui.widgets.picker import Choice, Picker

Key = Qt.Key
CHOICES = [
    Choice(1, "Acme Corp", "same e-mail", "12.00"),
    Choice(2, "Q-15", refusal="Expired 2 Oct"),
    Choice(3, "Żółw"),
]


def make(qtbot: QtBot, *, many: bool = False) -> tuple[Picker, QListView]:
    picker = Picker("Customers", many=many)
    qtbot.addWidget(picker)
    picker.set_choices(CHOICES)
    picker.resize(400, 300)
    with qtbot.waitExposed(picker):
        picker.show()
    found = picker.findChild(QListView)
    assert isinstance(found, QListView)
    return picker, found


def test_down_enters_the_list_and_enter_takes(qtbot: QtBot) -> None:
    picker, rows = make(qtbot)
    picker.field.setFocus()
    qtbot.keyClick(picker.field, Key.Key_Down)
    qtbot.keyClick(rows, Key.Key_Down)
    with qtbot.waitSignal(picker.chosen) as caught:
        qtbot.keyClick(rows, Key.Key_Return)
    assert caught.args == [CHOICES[2]]


def test_what_is_refused_is_passed_over_and_says_why(qtbot: QtBot) -> None:
    picker, rows = make(qtbot)
    model = rows.model()
    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "Expired 2 Oct"
    assert "Expired 2 Oct" in model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    picker.mark({2})
    assert picker.marked() == []
    place = rows.visualRect(model.index(1, 0)).center()
    with qtbot.assertNotEmitted(picker.chosen):
        qtbot.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_enter_in_the_field_takes_the_only_row(qtbot: QtBot) -> None:
    picker, _rows = make(qtbot)
    with qtbot.assertNotEmitted(picker.chosen):
        qtbot.keyClick(picker.field, Key.Key_Return)
    picker.set_choices(CHOICES[1:])
    with qtbot.waitSignal(picker.chosen) as caught:
        qtbot.keyClick(picker.field, Key.Key_Return)
    assert caught.args == [CHOICES[2]]


def test_typing_searches_after_a_pause_and_once(qtbot: QtBot) -> None:
    picker, _rows = make(qtbot)
    heard: list[str] = []
    picker.searched.connect(heard.append)
    with qtbot.waitSignal(picker.searched):
        qtbot.keyClicks(picker.field, "acme ")
    assert heard == ["acme"]
    qtbot.keyClick(picker.field, Key.Key_Escape)
    assert heard == ["acme", ""]
    assert picker.field.text() == ""


def test_what_is_marked_survives_another_search(qtbot: QtBot) -> None:
    picker, _rows = make(qtbot, many=True)
    picker.mark({1, 3})
    assert [choice.key for choice in picker.marked()] == [1, 3]
    picker.set_choices(list(reversed(CHOICES)))
    assert [choice.key for choice in picker.marked()] == [3, 1]
    picker.set_choices(CHOICES[:1])
    assert [choice.key for choice in picker.marked()] == [1]


def test_moving_tells_what_is_under_the_cursor(qtbot: QtBot) -> None:
    picker, _rows = make(qtbot)
    with qtbot.waitSignal(picker.moved) as caught:
        picker.mark({3})
    assert caught.args == [CHOICES[2]]


@pytest.mark.parametrize("choices", [[], CHOICES])
def test_the_empty_state_stands_only_where_nothing_is(qtbot: QtBot, choices: list[Choice]) -> None:
    picker, rows = make(qtbot)
    picker.set_choices(choices)
    assert picker.empty.isVisible() == (not choices)
    rows.viewport().grab()


def test_what_is_said_of_an_empty_list_lies_in_its_middle_however_it_grows(qtbot: QtBot) -> None:
    picker, rows = make(qtbot)
    picker.set_choices([])
    picker.empty.set_content("empty", "Nothing is saved yet.")
    picker.field.hide()
    qtbot.waitUntil(lambda: rows.y() == 0)
    assert picker.empty.isVisible()
    assert picker.empty.geometry() == rows.viewport().rect()
