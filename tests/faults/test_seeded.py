"""The schedules can see: bugs that show wherever an invoice is made are caught within a few seeds. `python -m tests.faults --bug NAME` hunts all."""

import pytest

from tests.faults.run import first_caught


@pytest.mark.parametrize(
    ("bug", "by"),
    [("no_claim", "claimed_once"), ("key_in_client", "LOST")],
)
def test_a_seeded_bug_is_caught(bug: str, by: str) -> None:
    caught = first_caught(bug, range(8))
    assert caught is not None
    assert any(by in each for each in caught.broken), caught
