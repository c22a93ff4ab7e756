"""The published rate limits, on a clock of their own."""

from datetime import UTC, datetime, timedelta

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


def test_batches_and_reports_have_smaller_windows(limiter: Limiter, ticker: Ticker) -> None:
    limiter.per_second = 1000
    for path, most in (("/v3/company/1/batch", 120), ("/v3/company/1/reports/Sales", 200)):
        ticker.now += 61
        assert sum(limiter.admits(path) for _ in range(250)) == most
        assert limiter.admits("/v3/company/1/query")


def test_the_month_s_reads(limiter: Limiter, ticker: Ticker) -> None:
    limiter.reads_per_month = 2
    last = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
    assert [limiter.admits(reads=True, today=last) for _ in range(3)] == [True, True, False]
    assert limiter.admits(today=last)  # writing is not metered
    assert limiter.admits(reads=True, today=last + timedelta(minutes=1))


def test_off_means_off(limiter: Limiter) -> None:
    limiter.enabled = False
    assert all(limiter.admits() for _ in range(1000))
