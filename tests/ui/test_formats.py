"""Numbers, money and dates as a bookkeeper in either language writes them, and back."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.money import Money
from qbodesk.models.words import use_language
from qbodesk.ui.formats import MINUS, NBSP, Formats, formats

EN, PL = Formats("en"), Formats("pl")
NOW = dt.datetime(2026, 10, 31, 12, 0, tzinfo=dt.UTC)


def plain(text: str) -> str:
    """Spaces as one types them; the test below insists on no-break spaces."""
    return text.replace(NBSP, " ").replace(MINUS, "-")


@pytest.mark.parametrize(
    ("amount", "currency", "english", "polish"),
    [
        ("1234.5", "USD", "$1,234.50", "1 234,50 USD"),
        ("1234.5", "PLN", "PLN 1,234.50", "1 234,50 zł"),
        ("-12.5", "USD", "-$12.50", "-12,50 USD"),
        ("12346", "JPY", "¥12,346", "12 346 JPY"),
        ("0", "EUR", "€0.00", "0,00 €"),
    ],
)
def test_money(amount: str, currency: str, english: str, polish: str) -> None:
    money = Money.of(amount, currency)
    assert plain(EN.money(money)) == english
    assert plain(PL.money(money)) == polish


@pytest.mark.parametrize(
    ("amount", "currency", "english", "polish"),
    [
        ("-1234.5", "USD", "-1,234.50", "-1 234,50"),
        ("5", "JPY", "5", "5"),
        ("1.25", "BHD", "1.250", "1,250"),
    ],
)
def test_amounts_of_a_column_have_the_decimals_of_their_currency(
    amount: str, currency: str, english: str, polish: str
) -> None:
    money = Money.of(amount, currency)
    assert plain(EN.amount(money)) == english
    assert plain(PL.amount(money)) == polish


def test_values_never_break_and_the_minus_is_a_minus() -> None:
    shown = [
        PL.money(Money.of("-1234567.89", "PLN")),
        PL.number(Decimal("-1234567.5")),
        EN.date(NOW.date()),
        PL.percent(Decimal(23)),
        EN.money(Money.of("-5", "PLN")),
        PL.relative(NOW - dt.timedelta(hours=3), NOW),
        EN.datetime(NOW),
    ]
    assert not any(" " in text or "-" in text or "\N{NARROW NO-BREAK SPACE}" in text for text in shown)


@pytest.mark.parametrize(
    ("number", "english", "polish"),
    [("1.50", "1.5", "1,5"), ("1234567", "1,234,567", "1 234 567"), ("0.0000001", "0.0000001", "0,0000001")],
)
def test_numbers_keep_the_digits_they_have(number: str, english: str, polish: str) -> None:
    assert plain(EN.number(Decimal(number))) == english
    assert plain(PL.number(Decimal(number))) == polish


def test_dates() -> None:
    day = dt.date(2026, 10, 1)
    assert plain(EN.date(day)) == "1 Oct 2026"
    assert PL.date(day) == "01.10.2026"
    assert plain(EN.datetime(NOW)) == "31 Oct 2026, 12:00"
    assert plain(PL.datetime(NOW)) == "31.10.2026, 12:00"
    assert EN.month(day) == "October 2026"
    assert PL.month(day) == "październik 2026"
    assert PL.weekday_names()[0] == "pon"


@pytest.mark.parametrize(
    ("ago", "english", "polish"),
    [
        (dt.timedelta(seconds=20), "just now", None),
        (dt.timedelta(minutes=2), "2 min ago", "2 min temu"),
        (dt.timedelta(hours=3), "3 h ago", "3 godz. temu"),
        (dt.timedelta(days=3), "3 days ago", "3 dni temu"),
        (dt.timedelta(days=8), "23 Oct 2026", "23.10.2026"),
        (-dt.timedelta(minutes=40), "in 40 min", "za 40 min"),
    ],
)
def test_relative_up_to_seven_days_then_the_date(ago: dt.timedelta, english: str, polish: str | None) -> None:
    assert plain(EN.relative(NOW - ago, NOW)) == english
    if polish is not None:
        assert plain(PL.relative(NOW - ago, NOW)) == polish


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        EN.relative(dt.datetime(2026, 10, 31), NOW)


@pytest.mark.parametrize("text", ["1 234,5", f"1{NBSP}234,5", "1.234,50", "1,234.50", "1234.5"])
@pytest.mark.parametrize("language", [EN, PL])
def test_a_number_is_understood_in_either_way_of_writing(text: str, language: Formats) -> None:
    assert language.parse_number(text) == Decimal("1234.5")


def test_the_language_settles_one_mark_before_three_digits() -> None:
    assert EN.parse_number("1,234") == 1234
    assert PL.parse_number("1,234") == Decimal("1.234")
    assert EN.parse_number("twelve") is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from([EN, PL]))
def test_what_is_shown_is_read_back(value: Decimal, language: Formats) -> None:
    assert language.parse_number(language.fixed(value, 2)) == value


def test_the_language_in_force_decides() -> None:
    assert formats().decimal_mark == "."
    use_language("pl")
    assert formats().decimal_mark == ","
    assert Formats("xx").language == "en"
