"""Text from outside stays text."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qbodesk.ui.widgets.labels import ElidedLabel, plain_label, plain_tooltip

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
