"""Nobody is shut out of any page or dialog: names and words to be heard, keys instead of the mouse, Tab in reading order."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from qbodesk.ui.widgets.tab_order import tab_in_layout_order
from tests.ui.screens.conftest import Walk
from tests.ui.screens.hearing import barriers
from tests.ui.screens.stages import ENGLISH, POLISH_LARGE, Look


@pytest.mark.parametrize("look", [ENGLISH, POLISH_LARGE], ids=str)
def test_nobody_is_shut_out(walk: Walk, look: Look) -> None:
    found = [f"{seen.name}, {look}: {barrier}" for seen in walk(look) for barrier in seen.barriers]
    assert not found, "\n".join(found)


def _page(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    for widget in widgets:
        column.addWidget(widget)
    page.show()
    return page


def test_a_button_without_words_is_found(qtbot: QtBot) -> None:
    assert any("no accessible name" in each for each in barriers(_page(qtbot, QPushButton())))


def test_a_button_that_only_the_mouse_reaches_is_found(qtbot: QtBot) -> None:
    button = QToolButton()
    button.setText("More")
    button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert any("only be clicked" in each for each in barriers(_page(qtbot, button)))


def test_rows_without_words_are_found(qtbot: QtBot) -> None:
    rows = QListWidget()
    rows.setAccessibleName("Rows")
    rows.addItem("")
    assert any("without accessible text" in each for each in barriers(_page(qtbot, rows)))


def test_tab_that_jumps_back_is_found_and_mended(qtbot: QtBot) -> None:
    first, second, third = (QPushButton(text) for text in ("one", "two", "three"))
    page = _page(qtbot, first, QLabel("between"), second, third)
    assert barriers(page) == []
    QWidget.setTabOrder(third, second)
    assert any("Tab goes" in each for each in barriers(page))
    tab_in_layout_order(page)
    assert barriers(page) == []


def test_one_letter_for_two_buttons_is_found(qtbot: QtBot) -> None:
    assert any("twice" in each for each in barriers(_page(qtbot, QPushButton("&Save"), QPushButton("&Send"))))
