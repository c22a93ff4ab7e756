"""Banner, toast, empty state, card, status part: what they show, announce and offer."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import explain, tool_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.empty_state import EmptyState
from qbodesk.ui.widgets.property_grid import Property, PropertyGrid
from qbodesk.ui.widgets.status_part import StatusPart
from qbodesk.ui.widgets.toast import Toast


def test_a_banner_says_what_and_why_and_offers_the_next_step(qtbot: QtBot) -> None:
    banner, ran = Banner(closable=True), []
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.show_message("danger", "2 invoices fail to sync", "The name is used")
    button = banner.add_button("Show", lambda: ran.append("show"))
    assert banner.isVisible()
    assert banner.accessibleName() == "2 invoices fail to sync"
    assert banner.accessibleDescription() == "The name is used"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ran == ["show"]
    banner.show_message("info", "Back online")
    assert banner.property("tone") == "info"


def test_a_new_message_loses_the_buttons_of_the_old(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_message("info", "one")
    old = banner.add_button("Old", str)
    banner.show_message("info", "two")
    qtbot.waitUntil(lambda: not isValid(old))


def test_a_closed_banner_says_so(qtbot: QtBot) -> None:
    banner = Banner(closable=True)
    qtbot.addWidget(banner)
    banner.show_message("info", "one")
    close = next(child for child in banner.findChildren(QWidget) if child.accessibleName() == "Dismiss")
    with qtbot.waitSignal(banner.dismissed):
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert banner.isHidden()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    widget.show()
    return widget


def test_a_toast_can_be_undone_once(window: QWidget, qtbot: QtBot) -> None:
    toast, undone = Toast(window), []
    toast.show_message("Unlinked invoice 1042", "Undo", lambda: undone.append(1))
    with qtbot.assertNotEmitted(toast.ended):
        assert toast.undo()
    assert undone == [1]
    assert toast.isHidden()
    assert not toast.undo()


def test_a_toast_goes_by_itself_and_says_it_is_final(window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(window, stays_ms=1)
    with qtbot.waitSignal(toast.ended):
        toast.show_message("Saved")
    assert toast.isHidden()


def test_a_second_message_ends_the_first(window: QWidget, qtbot: QtBot) -> None:
    toast, undone = Toast(window), []
    toast.show_message("one", "Undo", lambda: undone.append(1))
    with qtbot.waitSignal(toast.ended):
        toast.show_message("two", "Undo", lambda: undone.append(2))
    assert toast.undo()
    assert undone == [2]


def test_the_mouse_holds_a_toast(window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(window, stays_ms=50)
    toast.show_message("read me")
    QApplication.sendEvent(toast, QEnterEvent(QPointF(), QPointF(), QPointF()))
    with qtbot.assertNotEmitted(toast.ended, wait=80):
        pass
    assert toast.isVisible()


def test_a_toast_follows_its_window(window: QWidget) -> None:
    toast = Toast(window)
    toast.show_message("Saved")
    window.resize(1000, 700)
    QApplication.processEvents()
    assert abs(toast.geometry().center().x() - 500) <= 1
    assert toast.geometry().bottom() < 700


def test_an_empty_state_offers_what_it_names(qtbot: QtBot) -> None:
    empty = EmptyState()
    qtbot.addWidget(empty)
    empty.show()
    empty.set_content("invoices", "No invoices match 2 filters.", "Clear filters")
    action = next(b for b in empty.findChildren(QPushButton) if b.text() == "Clear filters")
    with qtbot.waitSignal(empty.acted):
        qtbot.mouseClick(action, Qt.MouseButton.LeftButton)
    empty.set_content("invoices", "Nothing yet.")
    assert not action.isVisible()
    assert empty.accessibleName() == "Nothing yet."


def test_a_card_is_named_by_its_title(qtbot: QtBot) -> None:
    card = Card("Invoices")
    qtbot.addWidget(card)
    assert card.accessibleName() == "Invoices"
    card.set_title("Quotes", "2")
    assert card.accessibleName() == "Quotes"


def test_a_disabled_button_says_why(qtbot: QtBot) -> None:
    button = tool_button("Print", "print")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Print"
    explain(button, "Nothing is selected")
    assert not button.isEnabled()
    assert button.toolTip() == "Nothing is selected"
    explain(button, "")
    assert button.isEnabled()


def test_a_status_part_shows_shape_and_text_and_is_a_button(qtbot: QtBot) -> None:
    part = StatusPart("QuickBooks")
    qtbot.addWidget(part)
    assert part.isHidden()
    part.set_state("fresh", "as of 2 min ago", "23 Nov 2026, 10:02")
    fresh = part.icon().pixmap(16, 16).toImage()
    part.set_state("failing", "2 failed")
    assert part.icon().pixmap(16, 16).toImage() != fresh
    assert part.accessibleName() == "QuickBooks: 2 failed"
    part.show()
    with qtbot.waitSignal(part.clicked):
        qtbot.keyClick(part, Qt.Key.Key_Space)


def test_properties_are_replaced_as_a_whole(qtbot: QtBot) -> None:
    grid = PropertyGrid()
    qtbot.addWidget(grid)
    grid.set_properties([Property("Amount", "$1.00"), Property("Sent", "")])
    assert grid.value("Amount") == "$1.00"
    assert grid.value("Sent") == ""
    chip = QPushButton("chip")
    grid.set_widget("Sent", chip)
    assert grid.value("Sent") == "chip"
    grid.set_properties([Property("Due", "31 Oct 2026")])
    with pytest.raises(KeyError):
        grid.value("Amount")
