"""No window of time ever holds more requests than allowed, and a refusal stops everybody."""

import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbodesk.models.errors import RateLimited
from qbodesk.services.http.pacing import GENERAL, SEARCH, Pacer, Rate, hubspot_pacer, quickbooks_pacer
from qbodesk.services.http.ports import Interrupted

STOP = threading.Event()


def pacer(time: Any, *rates: Rate, in_flight: int = 8) -> Pacer:
    lanes = {GENERAL: rates or (Rate(3, 1.0),), SEARCH: (Rate(1, 1.0),)}
    return Pacer("X", lanes, in_flight=in_flight, clock=time.clock, sleep=time.sleep, chance=lambda: 0.0)


class Ticking:
    """Like the fixture, but made anew for each example."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float, _stop: threading.Event) -> None:
        self.now += seconds


@settings(max_examples=200)
@given(
    idle=st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.3, 0.9, 4.0]), min_size=1, max_size=60),
    small=st.integers(1, 4),
    large=st.integers(1, 12),
)
def test_no_window_holds_more_than_its_rate(idle: list[float], small: int, large: int) -> None:
    time = Ticking()
    rates = (Rate(small, 1.0), Rate(large, 5.0))
    paced = pacer(time, *rates)
    sent = []
    for pause in idle:
        time.now += pause
        with paced.turn(STOP):
            sent.append(time.now)
    for rate in rates:
        for first, last in zip(sent, sent[rate.amount :], strict=False):
            assert last - first >= rate.seconds - 1e-9


def test_a_burst_is_not_held_back(time: Any) -> None:
    paced = pacer(time, Rate(3, 1.0))
    for _ in range(3):
        with paced.turn(STOP):
            pass
    assert time.naps == []


def test_lanes_are_counted_apart(time: Any) -> None:
    paced = pacer(time)
    for lane in (SEARCH, GENERAL, GENERAL, GENERAL):
        with paced.turn(STOP, lane):
            pass
    assert time.naps == []


def test_a_named_pause_stops_everybody(time: Any) -> None:
    paced = pacer(time)
    paced.refused(7.0)
    with paced.turn(STOP):
        assert time.now == 1007.0


def test_guesses_grow_up_to_a_minute_and_start_again_after_success(time: Any) -> None:
    paced = pacer(time)
    waited = []
    for _ in range(8):
        start = time.now
        paced.refused(None)
        paced.refused(None)  # its sibling was on its way already and must not double the guess
        with paced.turn(STOP):
            waited.append(time.now - start)
    assert waited == [1, 2, 4, 8, 16, 32, 60, 60]
    paced.served()
    start = time.now
    paced.refused(None)
    with paced.turn(STOP):
        assert time.now - start == 1


def test_a_pause_of_hours_is_reported_instead_of_slept(time: Any) -> None:
    paced = pacer(time)
    paced.refused(3600.0)
    with pytest.raises(RateLimited) as caught, paced.turn(STOP):
        pass
    assert caught.value.after == 3600.0
    assert time.naps == []


def test_the_server_tells_its_limit(time: Any) -> None:
    paced = pacer(time, Rate(2, 10.0))
    paced.allow(Rate(5, 10.0))
    for _ in range(5):
        with paced.turn(STOP):
            pass
    assert time.naps == []
    paced.allow(Rate(1, 10.0))
    with paced.turn(STOP):
        assert time.now == 1010.0


def test_stopping_ends_the_wait_for_time(time: Any) -> None:
    stop = threading.Event()
    paced = pacer(time, Rate(1, 1.0))
    with paced.turn(stop):
        stop.set()
    with pytest.raises(Interrupted), paced.turn(stop):
        pytest.fail("sent although stopped")


class StopAfter(threading.Event):
    """Is set from the n-th time somebody looks."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._looks = looks

    def is_set(self) -> bool:
        self._looks -= 1
        return self._looks < 0


def test_stopping_ends_the_wait_for_a_place_in_flight(time: Any) -> None:
    paced = pacer(time, in_flight=2)
    with (
        paced.turn(STOP),
        paced.turn(STOP),
        pytest.raises(Interrupted),
        # looks at once and after each vain try; whoever gets in looks only twice
        paced.turn(StopAfter(2)),
    ):
        pytest.fail("three in flight")


def test_a_place_in_flight_comes_back_after_an_error(time: Any) -> None:
    paced = pacer(time, in_flight=1)
    with pytest.raises(ZeroDivisionError), paced.turn(STOP):
        raise ZeroDivisionError
    with paced.turn(STOP):
        pass


def test_the_published_limits_are_kept() -> None:
    assert quickbooks_pacer().in_flight < 10
    assert hubspot_pacer().in_flight == 6
