"""The sync thread: one step per turn, one pass after the other, and it always ends."""

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from qbodesk.models.errors import DiskFull, Offline
from qbodesk.ui.background.host import SyncHost
from tests.ui.world import StillEngine, step

Start = Callable[..., tuple[SyncHost, StillEngine]]


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[Start]:
    del qtbot
    hosts: list[SyncHost] = []

    def make(
        *passes: list[Any], every: float = 3600.0, due: float | None = None
    ) -> tuple[SyncHost, StillEngine]:
        engine = StillEngine(*passes)
        engine.due = due
        host = SyncHost(lambda: engine, every=every)
        hosts.append(host)
        return host, engine

    yield make
    for host in hosts:
        host.shutdown()


def test_a_pass_runs_in_its_own_thread_and_is_told_in_ours(qtbot: QtBot, start: Start) -> None:
    host, engine = start([step(1), step(2)])
    heard: list[tuple[Any, bool]] = []
    host.progressed.connect(lambda found: heard.append((found, QThread.currentThread() is host.thread())))
    with qtbot.waitSignal(host.pass_finished) as finished:
        host.start()
    assert heard == [(step(1), True), (step(2), True)]
    assert finished.args == [engine.last_report]
    assert len(engine.threads) == 1
    assert threading.get_ident() not in engine.threads
    assert engine.asked == [(False, True)]


def test_busy_is_told_around_a_pass(qtbot: QtBot, start: Start) -> None:
    host, _engine = start([step()])
    told: list[bool] = []
    host.busy_changed.connect(told.append)
    with qtbot.waitSignal(host.pass_finished):
        host.start()
    assert told == [True, False]
    assert not host.busy


def test_requests_during_a_pass_become_one_more_pass(qtbot: QtBot, start: Start) -> None:
    host, engine = start()
    entered, held = threading.Event(), threading.Event()
    engine.scripts = [[lambda: (entered.set(), held.wait(10), step(1))[2], step(2)], [step(3)]]
    host.start()
    assert entered.wait(10)
    host.nudge()
    host.sync_now(full=True)
    host.nudge()
    with qtbot.waitSignals([host.pass_finished, host.pass_finished]):
        held.set()
    assert engine.asked == [(False, True), (True, True)]


def test_a_nudge_sends_without_fetching(qtbot: QtBot, start: Start) -> None:
    host, engine = start()
    host.start(sync=False)
    with qtbot.waitSignal(host.pass_finished):
        host.nudge()
    assert engine.asked == [(False, False)]


def test_the_next_pull_comes_by_itself(qtbot: QtBot, start: Start) -> None:
    host, engine = start(every=0.01)
    with qtbot.waitSignals([host.pass_finished] * 3):
        host.start()
    assert engine.asked[:3] == [(False, True)] * 3


def test_an_entry_that_wants_attention_is_sent_without_fetching(qtbot: QtBot, start: Start) -> None:
    host, engine = start(due=0.0)
    with qtbot.waitSignals([host.pass_finished] * 2):
        host.start()
    assert engine.asked[:2] == [(False, True), (False, False)]


def test_pause_stops_between_two_steps_and_resume_goes_on_there(qtbot: QtBot, start: Start) -> None:
    host, engine = start([step(1), step(2), step(3)])
    heard: list[int] = []
    host.progressed.connect(lambda found: heard.append(found.done))
    entered, held = threading.Event(), threading.Event()
    engine.scripts[0].insert(1, lambda: (entered.set(), held.wait(10), step(9))[2])
    host.start()
    assert entered.wait(10)
    host.pause()
    held.set()
    host.nudge()
    qtbot.waitUntil(lambda: heard == [1, 9])
    assert host.paused
    assert engine.asked == [(False, True)]
    with qtbot.waitSignals([host.pass_finished] * 2):
        host.resume()
    assert heard == [1, 9, 2, 3]
    assert engine.asked == [(False, True), (False, False)]


def test_sync_now_ends_a_pause(qtbot: QtBot, start: Start) -> None:
    host, engine = start()
    host.start(sync=False)
    host.pause()
    with qtbot.waitSignal(host.pass_finished):
        host.sync_now()
    assert not host.paused
    assert engine.asked == [(False, True)]


def test_trouble_of_this_computer_is_a_sentence_and_the_thread_lives_on(
    qtbot: QtBot, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    host, engine = start([step(1), DiskFull(file="qbodesk.db")], [step(2)])
    with caplog.at_level(logging.CRITICAL, "qbodesk"), qtbot.waitSignal(host.crashed) as crashed:
        host.start()
    assert "The disk is full" in crashed.args[0]
    assert not host.busy
    with qtbot.waitSignal(host.pass_finished):
        host.sync_now()
    assert len(engine.asked) == 2


def test_shutdown_in_the_middle_of_a_pass_closes_it_and_ends_the_thread(qtbot: QtBot, start: Start) -> None:
    host, engine = start()
    engine.scripts = [[step(number) for number in range(100_000)]]
    with qtbot.waitSignal(host.progressed):
        host.start()
    host.shutdown()
    assert engine.stop.is_set()
    assert engine.closed == 1
    assert engine.last_report is None
    assert host._thread.isFinished()


def test_shutdown_without_a_start_and_twice_is_harmless(start: Start) -> None:
    host, engine = start()
    host.shutdown()
    host.shutdown()
    assert engine.asked == []


def test_one_record_comes_between_two_steps_and_even_while_paused(qtbot: QtBot, start: Start) -> None:
    when: list[int] = []
    host, engine = start([])
    engine.scripts = [[lambda: (host.refresh("deal", "7"), step(1))[1], *(step(n) for n in range(2, 300))]]
    host.progressed.connect(lambda _step: when.append(len(engine.refreshed)))
    host.start()
    qtbot.waitUntil(lambda: engine.closed == 1)
    assert engine.refreshed == [("deal", "7", "")]
    assert when.count(0) < 290
    host.pause()
    host.refresh("invoice", "8", "9130")
    qtbot.waitUntil(lambda: len(engine.refreshed) == 2)
    assert engine.refreshed[1] == ("invoice", "8", "9130")


def test_a_record_asked_for_twice_is_read_once(qtbot: QtBot, start: Start) -> None:
    host, engine = start()

    def twice() -> Any:
        host.refresh("deal", "7")
        host.refresh("deal", "7")
        return step(1)

    engine.scripts = [[twice, step(2), step(3)]]
    told: list[str] = []
    host.refreshed.connect(told.append)
    with qtbot.waitSignal(host.pass_finished):
        host.start()
    assert engine.refreshed == [("deal", "7", "")]
    assert told == [""]


def test_a_record_is_read_while_paused_and_the_pass_stays_where_it_is(qtbot: QtBot, start: Start) -> None:
    host, engine = start([step(1), lambda: (host.pause(), step(2))[1], step(3)])
    seen: list[Any] = []
    host.progressed.connect(seen.append)
    with qtbot.waitSignal(host.paused_changed):
        host.start()
    with qtbot.waitSignal(host.refreshed):
        host.refresh("deal", "7")
    assert engine.refreshed == [("deal", "7", "")]
    assert seen == [step(1), step(2)]
    with qtbot.waitSignal(host.pass_finished):
        host.resume()
    assert seen[-1] == step(3)


def test_what_became_of_a_refresh_is_told(qtbot: QtBot, start: Start) -> None:
    host, engine = start()
    host.start(sync=False)
    with qtbot.waitSignal(host.refreshed) as told:
        host.refresh("deal", "7")
    assert told.args == [""]
    engine.refusal = Offline(service="HubSpot")
    with qtbot.waitSignal(host.refreshed) as told:
        host.refresh("deal", "7")
    assert told.args == [engine.refusal.problem.sentence]
