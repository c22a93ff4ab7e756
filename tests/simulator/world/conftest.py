"""Worlds built once for all tests of the sample world, and short ways into them."""

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from qbodesk.simulator.world import World, build_world

# Mid-month, first day of a year, a leap day, last day of a month.
DAYS = (date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29), date(2026, 8, 31))
SEEDS = (1, 7, 2026)

Build = Callable[..., World]


@cache
def _world(scenario: str, seed: int, today: date) -> World:
    return build_world(scenario=scenario, seed=seed, today=today)


@pytest.fixture
def small() -> World:
    return _world("small", 1, DAYS[0])


@pytest.fixture
def today() -> date:
    return DAYS[0]


@pytest.fixture(
    params=[(seed, day) for seed in SEEDS for day in DAYS], ids=lambda pair: f"{pair[0]}-{pair[1]}"
)
def any_small(request: pytest.FixtureRequest) -> tuple[World, date]:
    """The small world of several seeds and days, with its day."""
    seed, day = request.param
    return _world("small", seed, day), day


@pytest.fixture(scope="session")
def reference() -> World:
    return _world("reference", 1, DAYS[0])
