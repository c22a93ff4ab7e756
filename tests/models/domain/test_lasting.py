"""When the end of a sign-in is worth a word."""

from datetime import UTC, datetime, timedelta

import pytest

from qbodesk.models.domain.lasting import Lasting

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("unused", "ends", "told"),
    [
        (None, None, None),
        (100, 1824, None),
        (21, 61, None),
        (20, 1824, 20),
        (100, 60, 60),
        (20, 3, 3),
        (2, 30, 2),
        (-5, 1000, 0),
    ],
)
def test_it_is_told_in_time(unused: int | None, ends: int | None, told: int | None) -> None:
    def at(days: int | None) -> datetime | None:
        return None if days is None else NOW + timedelta(days=days, minutes=1)

    assert Lasting(at(unused), at(ends)).left(NOW) == told


def test_whole_days_never_below_none() -> None:
    found = Lasting(NOW + timedelta(hours=47), NOW - timedelta(days=3))
    assert (found.unused_days(NOW), found.days(NOW)) == (1, 0)
