"""The amount field under real keys."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qbodesk.models.words import use_language
from qbodesk.ui.widgets.amount_edit import AmountEdit


@pytest.fixture
def field(qtbot: QtBot) -> AmountEdit:
    edit = AmountEdit()
    qtbot.addWidget(edit)
    return edit


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("12*19,99", "239.88", "239.88"),
        ("1 234,5", "1234.50", "1,234.50"),
        ("0.005", "0.01", "0.01"),
        ("-3", "-3.00", "\u22123.00"),
        ("(2+3)*10", "50.00", "50.00"),
    ],
)
def test_leaving_calculates_and_rounds_to_the_currency(
    field: AmountEdit, qtbot: QtBot, typed: str, value: str, shown: str
) -> None:
    with qtbot.waitSignal(field.changed):
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == Decimal(value)
    assert field.text() == shown


def test_what_was_shown_can_be_taken_again(field: AmountEdit, qtbot: QtBot) -> None:
    use_language("pl")
    field.set_value(Decimal("-1234567.8"))
    with qtbot.assertNotEmitted(field.changed):
        field.take()
    assert field.value() == Decimal("-1234567.80")


@pytest.mark.parametrize("typed", ["12..3", "twelve", "1/0"])
def test_nonsense_stays_and_says_why(field: AmountEdit, qtbot: QtBot, typed: str) -> None:
    field.set_value(Decimal(5))
    field.selectAll()
    qtbot.keyClicks(field, typed)
    with qtbot.assertNotEmitted(field.changed):
        field.take()
    assert field.value() == Decimal(5)  # a slip of the keyboard makes no amount vanish
    assert field.text() == typed
    assert "1,234.50" in field.fault()
    qtbot.keyClicks(field, "1")
    assert field.fault() == ""
    assert field.property("fault") == "false"


@pytest.mark.parametrize(("language", "mark"), [("en", "."), ("pl", ",")])
@pytest.mark.parametrize("key", [Qt.Key.Key_Comma, Qt.Key.Key_Period])
def test_either_mark_of_the_number_pad_is_the_decimal_mark(
    field: AmountEdit, language: str, mark: str, key: Qt.Key
) -> None:
    use_language(language)
    pad = Qt.KeyboardModifier.KeypadModifier
    QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, key, pad, chr(key)))
    assert field.text() == mark


def test_a_quantity_keeps_its_digits(qtbot: QtBot) -> None:
    field = AmountEdit(None)
    qtbot.addWidget(field)
    field.set_value(Decimal("1.2500"))
    assert field.text() == "1.25"
    field.set_places(0)
    assert field.text() == "1"
