"""A fault nobody caught, in the main thread, a slot or another thread: logged and told, and the program goes on."""

import sys
import threading

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from qbodesk.app.unexpected import unexpected
from tests.helpers.logfail import Expected


def _fault() -> None:
    raise KeyError("Nowak")


def test_a_fault_in_a_slot_is_told(qtbot: QtBot, expect_log: Expected) -> None:
    expect_log("unexpected")
    with unexpected() as found, qtbot.waitSignal(found.happened):
        QTimer.singleShot(0, _fault)


def test_a_fault_in_another_thread_is_told_in_the_main_thread(qtbot: QtBot, expect_log: Expected) -> None:
    expect_log("unexpected")
    told_in: list[threading.Thread] = []
    with unexpected() as found:
        found.happened.connect(lambda: told_in.append(threading.current_thread()))
        thread = threading.Thread(target=_fault)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bool(told_in))
    assert told_in == [threading.main_thread()]


def test_afterwards_everything_is_as_before() -> None:
    before = sys.excepthook, threading.excepthook
    with unexpected():
        assert sys.excepthook != before[0]
    assert (sys.excepthook, threading.excepthook) == before
