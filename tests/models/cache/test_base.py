"""Instants as text: sortable, to the millisecond, in UTC."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.cache.base import instant, moment

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=ZONES)


@given(MOMENTS)
def test_an_instant_is_iso_text_cut_to_milliseconds(when: datetime) -> None:
    assert instant(when) == when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@given(MOMENTS, MOMENTS)
def test_text_order_is_time_order(one: datetime, other: datetime) -> None:
    assert (instant(one) < instant(other)) <= (one < other)
    assert timedelta(0) <= one - moment(instant(one)) < timedelta(milliseconds=1)
