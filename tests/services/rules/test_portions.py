"""How many records a step of planning takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.services.rules.planner import FEWEST, MOST, STEP_SECONDS, fitting


@pytest.mark.parametrize(
    ("portion", "seconds", "next_one"),
    [
        (30, STEP_SECONDS / 10, 60),  # twice as many at most: it may have been an easy one
        (50, STEP_SECONDS, 50),
        (100, 2 * STEP_SECONDS, 50),
        (100, 0.0, MOST),
        (30, 100 * STEP_SECONDS, FEWEST),
    ],
)
def test_a_portion_fits_its_time(portion: int, seconds: float, next_one: int) -> None:
    assert fitting(portion, seconds) == next_one


@given(st.integers(FEWEST, MOST), st.floats(0, 1e6))
def test_a_portion_is_never_empty_and_never_more_than_a_request(portion: int, seconds: float) -> None:
    assert FEWEST <= fitting(portion, seconds) <= MOST
