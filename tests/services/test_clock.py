"""The day at the company decides, not the day at this computer; also on the two days that have 23 or 25 hours."""

from datetime import UTC, date, datetime

import pytest

from qbodesk.services.clock import today_in


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-11-23T07:59:59", "America/Los_Angeles", date(2026, 11, 22)),
        ("2026-11-23T08:00:00", "America/Los_Angeles", date(2026, 11, 23)),
        ("2026-11-22T22:59:59", "Europe/Warsaw", date(2026, 11, 22)),
        ("2026-11-22T23:00:00", "Europe/Warsaw", date(2026, 11, 23)),
        # summer time begins: midnight of that night is still winter's, the next one summer's
        ("2026-03-28T22:59:59", "Europe/Warsaw", date(2026, 3, 28)),
        ("2026-03-28T23:00:00", "Europe/Warsaw", date(2026, 3, 29)),
        ("2026-03-29T21:59:59", "Europe/Warsaw", date(2026, 3, 29)),
        ("2026-03-29T22:00:00", "Europe/Warsaw", date(2026, 3, 30)),
        # and ends
        ("2026-10-25T22:59:59", "Europe/Warsaw", date(2026, 10, 25)),
        ("2026-10-25T23:00:00", "Europe/Warsaw", date(2026, 10, 26)),
        ("2026-11-23T00:30:00", "no/such zone", date(2026, 11, 23)),
        ("2026-11-23T00:30:00", "", date(2026, 11, 23)),
    ],
)
def test_the_day_at_the_company(moment: str, zone: str, expected: date) -> None:
    assert today_in(lambda: datetime.fromisoformat(moment).replace(tzinfo=UTC), zone) == expected
