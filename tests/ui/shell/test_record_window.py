"""A record in a window of its own: its keys, its links, and that it goes when it is left."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from qbodesk.ui.navigation import Place
from qbodesk.ui.shell.record_window import RecordWindow
from tests.ui.windows import Desk
from tests.ui.world import add_entry

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(qtbot: QtBot, desk: Desk) -> RecordWindow:
    desk.window.pages.deals.table.go_to(desk.world.deals["Annual support"])
    qtbot.keyClick(desk.window.pages.deals.table, Qt.Key.Key_Return, CTRL)
    (window,) = desk.window.desk._apart
    with qtbot.waitExposed(window):
        pass
    return window


def test_ctrl_enter_on_a_row_opens_it_and_leaves_the_list(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    assert window.windowTitle() == "Annual support – qbodesk"
    assert desk.window.navigator.place == Place("deals")


def test_ctrl_i_there_is_for_that_deal(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    qtbot.keyClick(window, Qt.Key.Key_I, CTRL)
    assert desk.wizards == [{"deal": "502"}]


def test_escape_leaves_what_it_was_opened_for_and_closes_it(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    window.navigator.go(Place("deal", desk.world.deals["Website relaunch"]))
    window.navigator.leave()
    assert window.windowTitle() == "Annual support – qbodesk"
    window.navigator.leave()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(window)


def test_it_follows_what_changes(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    with desk.world.change("outbox") as tx:
        add_entry(tx, "502", "Annual support", "op1")
    qtbot.waitUntil(lambda: window.pages.deal.invoices.pending.count() == 1)


def test_it_closes_with_the_main_window(qtbot: QtBot, desk: Desk) -> None:
    window = opened(qtbot, desk)
    desk.window.close()
    assert not isValid(window) or not window.isVisible()


def test_where_there_is_no_record_nothing_opens(desk: Desk) -> None:
    desk.window.go("queue")
    assert desk.window.refuse_apart() == "Choose a record first."
    assert not desk.window.commands["go.apart"].isEnabled()
