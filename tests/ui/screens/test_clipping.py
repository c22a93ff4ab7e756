"""Nothing is cut or covered on any page and dialog: with longer words, larger letters, in Polish; and the finder finds."""

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.screens.clipping import faults
from tests.ui.screens.conftest import Walk
from tests.ui.screens.stages import ENGLISH, POLISH_LARGE, PSEUDO, Look

LOOKS = [PSEUDO, Look("xx", "dark", 2.0, (1920, 1200)), POLISH_LARGE, ENGLISH]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_nothing_is_cut_or_covered(walk: Walk, look: Look) -> None:
    found = [f"{seen.name}, {look}: {fault}" for seen in walk(look) for fault in seen.faults]
    assert not found, "\n".join(found)


def _shown(qtbot: QtBot, parent: QWidget, width: int) -> QWidget:
    qtbot.addWidget(parent)
    parent.setFixedSize(width, 60)
    parent.show()
    return parent


@pytest.mark.parametrize("make", [QLabel, QPushButton])
def test_a_text_that_is_cut_is_found(qtbot: QtBot, make: type[QLabel] | type[QPushButton]) -> None:
    parent = QWidget()
    column = QVBoxLayout(parent)
    widget = make("A sentence of some length that has to be read")
    widget.setMinimumWidth(1)
    column.addWidget(widget)
    assert faults(_shown(qtbot, parent, 120))
    parent.setFixedSize(900, 60)
    qtbot.waitUntil(lambda: not faults(parent))


def test_a_sentence_that_wraps_but_has_no_height_is_found(qtbot: QtBot) -> None:
    parent = QWidget()
    column = QVBoxLayout(parent)
    label = QLabel("A sentence of some length that has to be read to its end by whoever wants to know")
    label.setWordWrap(True)
    label.setFixedHeight(18)
    column.addWidget(label)
    assert any("high" in fault for fault in faults(_shown(qtbot, parent, 200)))


def test_what_covers_its_neighbour_is_found(qtbot: QtBot) -> None:
    parent = QWidget()
    row = QHBoxLayout(parent)
    for text in ("one", "two"):
        button = QPushButton(text)
        button.setMinimumWidth(100)
        row.addWidget(button)
    _shown(qtbot, parent, 120)
    assert any("cover" in fault for fault in faults(parent))
