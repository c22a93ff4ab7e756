"""Text from outside stays text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from qbodesk.ui.widgets.labels import ElidedLabel, ValueLabel, plain_label, plain_tooltip
from qbodesk.ui.widgets.property_grid import Property, PropertyGrid

NASTY = '<img src="http://evil.example/x.png"> & <b>Żółw</b>'


def test_markup_is_shown_and_not_read(qtbot: QtBot) -> None:
    label = plain_label(NASTY)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == NASTY


def test_a_long_name_is_shortened_and_whole_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("Przedsiębiorstwo Handlowe Gęślą Jaźń " * 4)
    qtbot.addWidget(label)
    label.resize(120, 30)
    label.show()
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text().endswith("…")
    assert label.whole_text() in label.toolTip()
    label.resize(4000, 30)
    assert label.text() == label.whole_text()
    assert label.toolTip() == ""
    assert label.accessibleName() == label.whole_text()


def test_tooltips_escape_what_qt_would_read_as_markup() -> None:
    assert plain_tooltip("Żółw & Co") == "Żółw & Co"
    assert "<img" not in plain_tooltip(NASTY)
    assert "&lt;img" in plain_tooltip(NASTY)


def test_an_ampersand_in_a_label_of_a_grid_is_no_alt_key(qtbot: QtBot) -> None:
    grid = PropertyGrid()
    qtbot.addWidget(grid)
    grid.set_properties([Property("Bench & Tool", "connected")])
    name = next(label for label in grid.findChildren(QLabel) if label.buddy() is not None)
    assert name.text() == "Bench && Tool"
    assert grid.value("Bench & Tool") == "connected"


def test_a_long_address_wraps_and_is_copied_as_it_is(qtbot: QtBot) -> None:
    label = ValueLabel("ruth.calloway@meadowgate-dental.example")
    qtbot.addWidget(label)
    label.setFixedWidth(120)
    assert label.heightForWidth(120) > label.fontMetrics().height() * 1.5
    assert label.value() == "ruth.calloway@meadowgate-dental.example"
    label.show()
    label.setSelection(0, len(label.text()))
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "ruth.calloway@meadowgate-dental.example"
