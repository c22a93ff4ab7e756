"""Ten seconds, a second of searches, a day: counted for whom the pages say, on a clock of the test's own."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from qbodesk.simulator.hubspot.limits import Limits, RateLimited

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Ticker:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticker() -> Ticker:
    return Ticker()


@pytest.fixture
def limits(ticker: Ticker) -> Limits:
    found = Limits(ZoneInfo("America/New_York"), ticker)
    found.enabled = True
    return found


def test_ten_seconds_are_counted_for_each_app(limits: Limits, ticker: Ticker) -> None:
    limits.per_ten_seconds = 3
    left = [limits.take(NOON, search=False, party="a")["X-HubSpot-RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    with pytest.raises(RateLimited) as caught:
        limits.take(NOON, search=False, party="a")
    assert (caught.value.policy, caught.value.headers["X-HubSpot-RateLimit-Remaining"]) == (
        "TEN_SECONDLY_ROLLING",
        "0",
    )
    limits.take(NOON, search=False, party="b")
    ticker.now = 10.01
    limits.take(NOON, search=False, party="a")


def test_an_app_of_the_marketplace_has_its_own_allowance(limits: Limits) -> None:
    limits.per_day = 1
    headers = limits.take(NOON, search=False, party="m", distribution="marketplace")
    assert headers["X-HubSpot-RateLimit-Max"] == "110"
    assert "X-HubSpot-RateLimit-Daily" not in headers
    limits.take(NOON, search=False, party="m", distribution="marketplace")
    private = limits.take(NOON, search=False, party="p", distribution="private")
    assert (private["X-HubSpot-RateLimit-Max"], "X-HubSpot-RateLimit-Daily" in private) == ("190", False)
    with pytest.raises(RateLimited) as caught:
        limits.take(NOON, search=False, party="p", distribution="private")
    assert caught.value.body()["policyName"] == "DAILY"


def test_searches_are_counted_for_the_account_and_without_headers(limits: Limits, ticker: Ticker) -> None:
    assert [limits.take(NOON, search=True, party=str(n)) for n in range(5)] == [{}] * 5
    with pytest.raises(RateLimited) as caught:
        limits.take(NOON, search=True, party="another")
    assert (caught.value.policy, caught.value.message, caught.value.headers) == (
        "SECONDLY",
        "You have reached your secondly limit.",
        {},
    )
    ticker.now = 1.01
    limits.take(NOON, search=True)


def test_the_day_ends_at_midnight_in_the_portal_s_zone(limits: Limits) -> None:
    limits.per_day = 1
    limits.take(NOON, search=False)
    with pytest.raises(RateLimited):
        limits.take(NOON + timedelta(hours=16, minutes=59), search=False)
    limits.take(NOON + timedelta(hours=17), search=False)
    assert limits.midnight(NOON) == NOON + timedelta(hours=17)
