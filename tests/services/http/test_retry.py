"""Reads are repeated when it can help, writes' unknown outcomes and refusals never."""

import threading
from typing import Any

import pytest

from qbodesk.models.errors import (
    Offline,
    OutcomeUnknown,
    QboDeskError,
    RateLimited,
    RejectedByServer,
    ServerTrouble,
    SignInExpired,
)
from qbodesk.services.http.ports import Interrupted
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.http.trouble import LineCut


def calls_of(error: QboDeskError, time: Any, chance: float = 0.5) -> int:
    calls = 0

    def ask() -> None:
        nonlocal calls
        calls += 1
        raise error

    with pytest.raises(type(error)) as caught:
        ReadRetry(sleep=time.sleep, chance=lambda: chance)(ask, threading.Event())
    assert caught.value is error
    return calls


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (Offline(), 3),
        (LineCut(), 7),
        (ServerTrouble(), 5),
        (RateLimited(), 10),
        (RateLimited(after=2.0), 10),
        (RateLimited(after=3600.0), 1),
        (OutcomeUnknown(), 1),
        (Interrupted(), 1),
        (SignInExpired(), 1),
        (RejectedByServer(), 1),
    ],
    ids=repr,
)
def test_how_often_each_error_is_tried(error: QboDeskError, calls: int, time: Any) -> None:
    assert calls_of(error, time) == calls


def test_waits_grow_with_full_jitter(time: Any) -> None:
    calls_of(ServerTrouble(), time, chance=1.0)
    assert time.naps == [1, 2, 4, 8]
    time.naps.clear()
    calls_of(ServerTrouble(), time, chance=0.0)
    assert time.naps == [0, 0, 0, 0]


def test_a_cut_line_is_tried_again_soon(time: Any) -> None:
    calls_of(LineCut(), time, chance=1.0)
    assert time.naps == pytest.approx([0.2, 0.4, 0.8, 1.6, 3.2, 6.4])


def test_the_servers_wish_is_kept(time: Any) -> None:
    calls_of(RateLimited(after=7.0), time)
    assert set(time.naps) == {7.5}


def test_each_kind_of_trouble_is_counted_by_itself(time: Any) -> None:
    troubles = [ServerTrouble(), LineCut(), ServerTrouble(), RateLimited(), Offline(), LineCut(), Offline()]

    def ask() -> str:
        if troubles:
            raise troubles.pop()
        return "answer"

    assert ReadRetry(sleep=time.sleep)(ask, threading.Event()) == "answer"


def test_success_ends_it(time: Any) -> None:
    answers = iter([ServerTrouble(), RateLimited(), None])

    def ask() -> str:
        if (error := next(answers)) is not None:
            raise error
        return "answer"

    assert ReadRetry(sleep=time.sleep)(ask, threading.Event()) == "answer"


def test_stopping_ends_it(time: Any) -> None:
    stop = threading.Event()

    def ask() -> None:
        stop.set()
        raise ServerTrouble

    with pytest.raises(Interrupted):
        ReadRetry(sleep=time.sleep)(ask, stop)


def test_the_real_wait_ends_when_asked_to_stop() -> None:
    stop = threading.Event()
    stop.set()

    def ask() -> None:
        raise ServerTrouble

    with pytest.raises(Interrupted):
        ReadRetry(chance=lambda: 1.0)(ask, stop)
