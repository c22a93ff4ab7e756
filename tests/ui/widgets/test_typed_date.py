"""Dates as typed, in either language; nothing ambiguous is guessed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.ui.formats import Formats
from qbodesk.ui.widgets.typed_date import jump, parse_date

BASE = dt.date(2026, 10, 31)
EN, PL = Formats("en"), Formats("pl")


def read(text: str, shape: Formats, base: dt.date = BASE) -> dt.date | None:
    return parse_date(text, base, months=shape.month_names(), day_first=shape.language == "pl")


@pytest.mark.parametrize(
    ("text", "english", "polish"),
    [
        ("2026-11-05", dt.date(2026, 11, 5), dt.date(2026, 11, 5)),
        ("5", dt.date(2026, 10, 5), dt.date(2026, 10, 5)),
        ("+30", dt.date(2026, 11, 30), dt.date(2026, 11, 30)),
        ("-1", dt.date(2026, 10, 30), dt.date(2026, 10, 30)),
        ("31.10.2026", dt.date(2026, 10, 31), dt.date(2026, 10, 31)),
        ("10/31/2026", dt.date(2026, 10, 31), None),
        ("10/11/2026", None, dt.date(2026, 11, 10)),
        ("10/10/2026", dt.date(2026, 10, 10), dt.date(2026, 10, 10)),
        ("05.11", None, dt.date(2026, 11, 5)),
        ("05.11.27", None, dt.date(2027, 11, 5)),
        ("5 Nov", dt.date(2026, 11, 5), None),
        ("Nov 5, 2027", dt.date(2027, 11, 5), None),
        ("5 listopada 2026", None, dt.date(2026, 11, 5)),
        ("5 lis", None, dt.date(2026, 11, 5)),
        ("30.02.2026", None, None),
        ("31 June", None, None),
        ("soon", None, None),
        ("", None, None),
    ],
)
def test_reading(text: str, english: dt.date | None, polish: dt.date | None) -> None:
    assert read(text, EN) == english
    assert read(text, PL) == polish


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)), st.sampled_from([EN, PL]))
def test_what_is_shown_is_read_back(day: dt.date, shape: Formats) -> None:
    assert read(shape.date(day), shape) == day


@pytest.mark.parametrize(
    ("key", "to"),
    [
        ("t", dt.date(2026, 11, 2)),
        ("T", dt.date(2026, 11, 2)),
        ("+", dt.date(2028, 3, 1)),
        ("-", dt.date(2028, 2, 28)),
        ("[", dt.date(2028, 2, 1)),
        ("]", dt.date(2028, 2, 29)),
        ("{", dt.date(2028, 1, 1)),
        ("}", dt.date(2028, 12, 31)),
        ("x", None),
    ],
)
def test_the_date_keys(key: str, to: dt.date | None) -> None:
    assert jump(key, dt.date(2028, 2, 29), dt.date(2026, 11, 2)) == to
