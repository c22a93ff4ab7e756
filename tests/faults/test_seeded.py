"""The schedules can see: each seeded bug is shown by a known seed, which holds without it. `python -m tests.faults --bug NAME` hunts."""

import pytest

from tests.faults.run import judge

CAUGHT = {
    "no_claim": (0, "claimed_once"),
    "key_in_client": (0, "LOST"),
    "lanes_by_time": (0, "nothing_stuck"),
    "told_before_stored": (0, "screens_say_it"),
    "key_per_attempt": (16, "one_key_one_payload"),
    "first_invoice_speaks": (18, "deals_say_it"),
    "timeout_not_applied": (21, "exactly_one"),
    "cancel_while_sending": (32, "exactly_one"),
    "crash_forgotten": (32, "DUPLICATE"),
    "no_wait": (48, "DUPLICATE"),
}
"""Bug -> the first seed that shows it, and by what."""


@pytest.mark.parametrize("bug", sorted(CAUGHT))
def test_a_seeded_bug_is_caught(bug: str) -> None:
    seed, by = CAUGHT[bug]
    found = judge(seed, bug).broken
    assert any(by in each for each in found), found


@pytest.mark.parametrize("seed", sorted({seed for seed, _by in CAUGHT.values()}))
def test_without_the_bug_the_same_seed_holds(seed: int) -> None:
    assert judge(seed).broken == ()
