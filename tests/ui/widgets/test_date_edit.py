"""The date field under real keys."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCalendarWidget
from pytestqt.qtbot import QtBot

from qbodesk.models.words import use_language
from qbodesk.ui.widgets.date_edit import DateEdit

TODAY = dt.date(2026, 11, 23)
DAY = dt.date(2026, 10, 31)


@pytest.fixture
def field(qtbot: QtBot) -> DateEdit:
    edit = DateEdit(lambda: TODAY)
    qtbot.addWidget(edit)
    edit.set_value(DAY)
    edit.show()
    edit.setFocus()
    return edit


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ("t", TODAY),
        ("+", dt.date(2026, 11, 1)),
        ("++", dt.date(2026, 11, 2)),
        ("-", dt.date(2026, 10, 30)),
        ("[", dt.date(2026, 10, 1)),
        ("]", dt.date(2026, 10, 31)),
        ("{", dt.date(2026, 1, 1)),
        ("}", dt.date(2026, 12, 31)),
    ],
)
def test_one_key_moves_at_once(field: DateEdit, qtbot: QtBot, keys: str, value: dt.date) -> None:
    qtbot.keyClicks(field, keys)
    assert field.value() == value
    assert field.text().replace("\xa0", " ").endswith(str(value.year))


@pytest.mark.parametrize(
    ("typed", "value"),
    [("15", dt.date(2026, 10, 15)), ("2026-12-24", dt.date(2026, 12, 24)), ("24 Oct", dt.date(2026, 10, 24))],
)
def test_typing_is_taken_on_enter(field: DateEdit, qtbot: QtBot, typed: str, value: dt.date) -> None:
    field.selectAll()
    with qtbot.waitSignal(field.changed):
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == value


def test_plus_thirty_counts_from_the_base_and_its_plus_moves_nothing(field: DateEdit, qtbot: QtBot) -> None:
    field.set_base(dt.date(2026, 11, 1))
    field.selectAll()
    qtbot.keyClicks(field, "+30")
    assert field.text() == "+30"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == dt.date(2026, 12, 1)


def test_polish_is_typed_in_polish(qtbot: QtBot) -> None:
    use_language("pl")
    edit = DateEdit(lambda: TODAY)
    qtbot.addWidget(edit)
    edit.set_value(DAY)
    assert edit.text() == "31.10.2026"
    edit.selectAll()
    qtbot.keyClicks(edit, "5.12")
    edit.take()
    assert edit.value() == dt.date(2026, 12, 5)


def test_what_cannot_be_read_stays_and_says_why(field: DateEdit, qtbot: QtBot) -> None:
    field.selectAll()
    qtbot.keyClicks(field, "10/11/2026")
    field.take()
    assert field.value() is None
    assert field.text() == "10/11/2026"
    assert "31" in field.fault()
    assert field.property("fault") == "true"
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert not field.fault()


def test_an_emptied_field_is_no_date(field: DateEdit, qtbot: QtBot) -> None:
    field.clear()
    with qtbot.waitSignal(field.changed):
        field.take()
    assert field.value() is None
    assert not field.fault()


def test_leaving_unchanged_changes_nothing(field: DateEdit, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(field.changed):
        field.take()
    assert field.value() == DAY


def test_the_calendar_opens_at_the_date_and_picks(field: DateEdit, qtbot: QtBot) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.isVisible()
    assert calendar.selectedDate().toPython() == DAY
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    with qtbot.waitSignal(field.changed):
        calendar.activated.emit(calendar.selectedDate().addDays(3))
    assert field.value() == dt.date(2026, 11, 3)
    assert not calendar.isVisible()
