"""Amounts as typed: every common notation, no guess, no crash."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.money import parse_amount


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,5", "1234.5"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1’234’567", "1234567"),
        ("1 234 567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1 234,567", "1234.567"),
        ("1234,567", "1234.567"),
        ("0,123", "0.123"),
        (",5", "0.5"),
        ("5.", "5"),
        (" 12 ", "12"),
        ("19.99", "19.99"),
        ("19,9", "19.9"),
        ("0", "0"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("12*19,99", "239.88"),
        ("12 × 19,99", "239.88"),
        ("2+3*4", "14"),
        ("(2+3)*4", "20"),
        ("10-4-3", "3"),
        ("100/8", "12.5"),
        ("100÷8/2", "6.25"),
        ("-(1+2)", "-3"),
        ("2*-3", "-6"),
        ("1 000*1,1", "1100"),
    ],
)
def test_understood(text: str, value: str) -> None:
    assert parse_amount(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "abc", "12 PLN", "1e5", "1,234", "1.234", "12 34", "1 23,4", "1,23,456", "1.234 567,8", "1,234 567",
        "1.234,567,8", "1,2.3.4", ".", ",", "1,5 0", "1+", "*2", "(1", "1)", "()", "1 2*3", "1/0", "0/0", "2**3", "--",
        "٣", "1_000", "9" * 101, "9999999999999999", "(" * 60 + "1",
    ],
)  # fmt: skip
def test_not_understood(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1,234", ",", "1.234"),
        ("1,234", ".", "1234"),
        ("1.234", ".", "1.234"),
        ("1.234", ",", "1234"),
        ("12.50", ",", "12.50"),  # not ambiguous: the mark settles nothing
        ("3*1,234", ".", "3702"),
    ],
)
def test_the_mark_settles_what_is_ambiguous(text: str, mark: str, value: str) -> None:
    assert parse_amount(text, decimal_mark=mark) == Decimal(value)


@given(st.text(alphabet="0123456789.,' +-*/()\u00a0", max_size=30))
def test_never_raises(text: str) -> None:
    value = parse_amount(text)
    assert value is None or value.is_finite()


@given(
    st.decimals(0, 10**9, places=2),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\u202f", ","), ("'", ".")]),
)
def test_every_notation_of_an_amount_means_it(value: Decimal, marks: tuple[str, str]) -> None:
    group, decimal = marks
    text = format(value, ",.2f").replace(",", "G").replace(".", decimal).replace("G", group)
    assert parse_amount(text) == value
