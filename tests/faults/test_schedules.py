"""Random days of the whole program: nothing is made twice, lost or stuck; the bench runs 10,000 (`start.py bench faults`)."""

import os

import pytest

from tests.faults.run import command, judge

SCHEDULES = int(os.environ.get("QBODESK_SCHEDULES", "16"))
PORTIONS = 2


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_whatever_happens_every_invoice_exists_once(portion: int) -> None:
    verdicts = [judge(seed) for seed in range(portion, SCHEDULES, PORTIONS)]
    assert [(each.broken, command(each.seed)) for each in verdicts if each.broken] == []
    assert sum(each.counts["confirm"] for each in verdicts)


def test_a_seed_decides_everything() -> None:
    first, again = judge(7), judge(7)
    assert (first.counts, first.broken) == (again.counts, again.broken)
