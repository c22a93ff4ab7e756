"""Due dates: days, days of the month, short months and year ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.terms import Term, due_date


def net(days: int | None) -> Term:
    return Term("3", "Net", days, None, None)


def monthly(day: int, within: int | None = None) -> Term:
    return Term("5", "Monthly", None, day, within)


@pytest.mark.parametrize(
    ("term", "issued", "due"),
    [
        (net(30), date(2026, 11, 30), date(2026, 12, 30)),
        (net(30), date(2028, 1, 30), date(2028, 2, 29)),
        (net(0), date(2026, 11, 30), date(2026, 11, 30)),
        (net(None), date(2026, 11, 30), date(2026, 11, 30)),
        (monthly(15), date(2026, 11, 10), date(2026, 11, 15)),
        (monthly(15), date(2026, 11, 15), date(2026, 11, 15)),
        (monthly(15), date(2026, 11, 16), date(2026, 12, 15)),
        (monthly(15), date(2026, 12, 16), date(2027, 1, 15)),
        (monthly(15, 5), date(2026, 11, 9), date(2026, 11, 15)),
        (monthly(15, 5), date(2026, 11, 10), date(2026, 12, 15)),
        (monthly(15, 5), date(2026, 12, 12), date(2027, 1, 15)),
        (monthly(1, 5), date(2026, 11, 29), date(2027, 1, 1)),
        (monthly(31), date(2026, 2, 10), date(2026, 2, 28)),
        (monthly(31, 3), date(2026, 2, 26), date(2026, 3, 31)),
        (monthly(31), date(2026, 4, 30), date(2026, 4, 30)),
    ],
)
def test_due_date(term: Term, issued: date, due: date) -> None:
    assert due_date(term, issued) == due


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 31), st.integers(0, 999) | st.none())
def test_a_day_of_the_month_lies_ahead_and_far_enough(issued: date, day: int, within: int | None) -> None:
    due = due_date(monthly(day, within), issued)
    last = (due.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    assert due.day == min(day, last.day)
    assert issued <= due <= issued + timedelta(62)
    assert (due - issued).days > min(within or -1, 27)
