"""Garbage is collected in the GUI thread, whoever makes it."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qbodesk.ui.background.garbage import ENOUGH, GarbageCollector, collecting


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:
    del qtbot
    gc.collect()
    made = GarbageCollector()
    made.begin()
    made.keep()
    yield made
    made.end()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    gc.disable()  # as the application of all tests wants it


def test_an_application_has_one_and_it_begins_at_once(qapp: QApplication) -> None:
    assert collecting(qapp) is collecting(qapp)
    assert not gc.isenabled()


class Knot:
    """A cycle with a Qt object in it, as a dialog with its own callbacks is."""

    def __init__(self) -> None:
        self.inner = QObject()
        self.me = self


def test_a_cycle_is_left_alone_by_other_threads_and_freed_here(collector: GarbageCollector) -> None:
    gone_in: list[int] = []
    knot = Knot()
    weakref.finalize(knot, lambda: gone_in.append(threading.get_ident()))
    del knot

    def busy() -> None:
        kept = [[each] for each in range(50 * ENOUGH[0])]
        assert kept

    thread = threading.Thread(target=busy)
    thread.start()
    thread.join()
    assert gone_in == []
    waste = [[each] for each in range(2 * ENOUGH[0])]
    assert collector.collect_if_enough() == 0
    assert gone_in == [threading.get_ident()]
    assert waste


def test_little_garbage_is_not_looked_for(collector: GarbageCollector) -> None:
    gc.collect()
    assert collector.collect_if_enough() is None


def test_the_old_are_looked_at_when_their_turn_comes(collector: GarbageCollector) -> None:
    seen = set()
    for _ in range(200):
        waste = [[each] for each in range(2 * ENOUGH[0])]
        seen.add(collector.collect_if_enough())
        waste.clear()
    assert seen == {0, 1, 2}


def test_the_old_are_spared_while_a_sync_holds_them(collector: GarbageCollector) -> None:
    collector.spare_the_oldest(True)
    seen = set()
    for turn in range(400):
        waste = [[each] for each in range(2 * ENOUGH[0])]
        seen.add(collector.collect_if_enough())
        waste.clear()
        if turn == 200:
            assert seen == {0, 1}
            collector.spare_the_oldest(False)
    assert seen == {0, 1, 2}
