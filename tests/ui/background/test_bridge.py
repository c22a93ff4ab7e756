"""Changes reach the main thread, merged; what the user did here is told at once."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.ui.background.bridge import ChangeBridge


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
def bridge(qtbot: QtBot, changes: Changes) -> Iterator[ChangeBridge]:
    del qtbot
    made = ChangeBridge(changes, pause_ms=1)
    yield made
    made.close()


def test_a_commit_of_another_thread_is_told_in_the_main_thread(
    qtbot: QtBot, changes: Changes, bridge: ChangeBridge
) -> None:
    told: list[tuple[ChangeSet, QThread]] = []
    bridge.changed.connect(lambda found: told.append((found, QThread.currentThread())))
    worker = threading.Thread(target=changes.publish, args=(ChangeSet.of("invoice", 1),))
    with qtbot.waitSignal(bridge.changed):
        worker.start()
    worker.join()
    assert told == [(ChangeSet.of("invoice", 1), bridge.thread())]


def test_many_commits_become_one(qtbot: QtBot, changes: Changes, bridge: ChangeBridge) -> None:
    def commit() -> None:
        for number in range(50):
            changes.publish(ChangeSet.of("invoice", number))

    told: list[ChangeSet] = []
    bridge.changed.connect(told.append)
    worker = threading.Thread(target=commit)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [ChangeSet.of("invoice", *range(50))]


def test_only_what_was_done_in_this_thread_is_an_action(
    qtbot: QtBot, changes: Changes, bridge: ChangeBridge
) -> None:
    acted: list[ChangeSet] = []
    bridge.acted.connect(acted.append)
    worker = threading.Thread(target=changes.publish, args=(ChangeSet.of("outbox", "theirs"),))
    with qtbot.waitSignal(bridge.changed):
        worker.start()
    worker.join()
    with qtbot.waitSignal(bridge.changed):
        changes.publish(ChangeSet.of("outbox", "mine"))
    assert acted == [ChangeSet.of("outbox", "mine")]


def test_a_closed_bridge_hears_nothing(changes: Changes, bridge: ChangeBridge) -> None:
    told: list[ChangeSet] = []
    bridge.acted.connect(told.append)
    bridge.close()
    changes.publish(ChangeSet.of("deal", 1))
    assert told == []
