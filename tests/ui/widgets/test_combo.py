"""The drop-down list: scrolling past it changes nothing."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from qbodesk.ui.widgets.combo import Combo


@pytest.mark.parametrize(("focused", "chosen"), [(False, 0), (True, 1)])
def test_the_wheel_changes_it_only_while_it_has_the_focus(qtbot, focused, chosen):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    combo, other = Combo(), Combo()
    for each in (combo, other):
        each.addItems(["one", "two", "three"])
        column.addWidget(each)
    window.show()
    window.activateWindow()
    (combo if focused else other).setFocus()
    qtbot.waitUntil((combo if focused else other).hasFocus)
    middle = QPointF(combo.rect().center())
    turn = QWheelEvent(middle, combo.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(combo, turn)
    assert combo.currentIndex() == chosen
    assert turn.isAccepted() is focused
