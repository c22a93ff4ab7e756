"""Only steps that were reached can be chosen, by mouse and by keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from qbodesk.ui.widgets.stepper import Step, Stepper

STEPS = [
    Step("company", "Company", "done", True),
    Step("source", "Source", "current", True),
    Step("end", "Review"),
]


@pytest.fixture
def stepper(qtbot: QtBot) -> Stepper:
    widget = Stepper()
    qtbot.addWidget(widget)
    widget.set_steps(STEPS)
    widget.resize(widget.sizeHint())
    widget.show()
    widget.setFocus()
    return widget


def middle(stepper: Stepper, number: int) -> QPoint:
    return stepper._row(number).center()


def test_a_click_chooses_what_was_reached(stepper: Stepper, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stepper.chosen) as caught:
        qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=middle(stepper, 0))
    assert caught.args == ["company"]
    with qtbot.assertNotEmitted(stepper.chosen):
        qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=middle(stepper, 2))


def test_keys_choose_too(stepper: Stepper, qtbot: QtBot) -> None:
    qtbot.keyClick(stepper, Qt.Key.Key_Up)
    with qtbot.waitSignal(stepper.chosen) as caught:
        qtbot.keyClick(stepper, Qt.Key.Key_Return)
    assert caught.args == ["company"]


def test_a_screen_reader_hears_every_step_and_its_state(stepper: Stepper) -> None:
    assert stepper.accessibleDescription() == "1. Company, done; 2. Source, current; 3. Review, to come"


def test_states_differ_by_more_than_colour(stepper: Stepper) -> None:
    pictures = []
    for state in ("todo", "current", "done", "fault"):
        stepper.clearFocus()
        stepper.set_steps([Step("a", "A", state)])  # type: ignore[arg-type]  # literals of the tuple above
        image = stepper.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        pictures.append(bytes(image.constBits()))
    assert len(set(pictures)) == 4
