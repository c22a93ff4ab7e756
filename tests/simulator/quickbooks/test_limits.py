"""The published rate limits, on a clock of their own."""

import pytest

from qbodesk.simulator.quickbooks.limits import Limiter


class Ticker:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticker() -> Ticker:
    return Ticker()


@pytest.fixture
def limiter(ticker: Ticker) -> Limiter:
    found = Limiter(ticker)
    found.enabled = True
    return found


def test_ten_a_second(limiter: Limiter, ticker: Ticker) -> None:
    assert [limiter.admits() for _ in range(12)] == [True] * 10 + [False] * 2
    ticker.now = 1.01
    assert limiter.admits()


def test_five_hundred_a_minute(limiter: Limiter, ticker: Ticker) -> None:
    admitted = 0
    for _ in range(55):
        admitted += sum(limiter.admits() for _ in range(10))
        ticker.now += 1.01
    assert admitted == 500
    ticker.now = 62
    assert limiter.admits()


def test_ten_at_once(limiter: Limiter) -> None:
    places = [limiter.occupied() for _ in range(11)]
    for place in places:
        place.__enter__()
    assert not limiter.admits()
    places[0].__exit__(None, None, None)
    assert limiter.admits()


def test_off_means_off(limiter: Limiter) -> None:
    limiter.enabled = False
    assert all(limiter.admits() for _ in range(1000))
