"""Killed at random moments over real HTTP: one invoice, one customer; the named steps stand in tests/e2e, hundreds in the bench."""

import os

import pytest

from tests.faults.kills import fetched, planned, survived

KILLS = int(os.environ.get("QBODESK_KILLS", "4"))


@pytest.mark.kill
def test_killed_at_random_moments() -> None:
    kills = planned(0, KILLS, seed=1)
    with fetched() as template:
        results = {kill: survived(template, kill) for kill in kills}
    assert {kill: wrong for kill, wrong in results.items() if wrong} == {}
