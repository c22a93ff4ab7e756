"""Money: exact, in one currency, rounded half up only where asked."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.money import (
    Money,
    exponent,
    half_up,
    minor_units,
    share,
    total,
    totals_by_currency,
    zero,
)

CURRENCIES = st.sampled_from(["USD", "EUR", "PLN", "JPY", "BHD"])
MINORS = st.integers(-(10**15), 10**15)


@st.composite
def same_currency(draw: st.DrawFn) -> list[Money]:
    currency = draw(CURRENCIES)
    return [Money.from_minor(minor, currency) for minor in draw(st.lists(MINORS, min_size=1, max_size=20))]


@pytest.mark.parametrize(
    ("currency", "places"), [("USD", 2), ("JPY", 0), ("KRW", 0), ("BHD", 3), ("CLF", 4), ("", 2)]
)
def test_decimals_of_a_currency(currency: str, places: int) -> None:
    assert exponent(currency) == places


@pytest.mark.parametrize(
    ("value", "currency", "plain"),
    [
        ("1.005", "USD", "1.01"),
        ("-1.005", "USD", "-1.01"),
        ("1.0049999", "USD", "1.00"),
        (Decimal("0.5"), "JPY", "1"),
        ("1.0005", "BHD", "1.001"),
        (7, "EUR", "7.00"),
        ("-0.001", "EUR", "0.00"),
        ("1e3", "EUR", "1000.00"),
        ("123456789012345678901234567890.125", "USD", "123456789012345678901234567890.13"),
    ],
)
def test_of_rounds_half_up(value: Decimal | int | str, currency: str, plain: str) -> None:
    assert Money.of(value, currency).plain == plain


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20), CURRENCIES)
def test_minor_units_are_those_of_the_money(value: Decimal, currency: str) -> None:
    assert minor_units(value, currency) == Money.of(value, currency).minor


def test_a_float_is_never_money() -> None:
    with pytest.raises(TypeError):
        Money.of(0.1, "USD")  # type: ignore[arg-type]  # what must be refused at run time
    with pytest.raises(TypeError):
        Money(0.1, "USD")  # type: ignore[arg-type]  # what must be refused at run time
    with pytest.raises(TypeError):
        Money.of(1, "USD") * 0.5  # type: ignore[operator]  # what must be refused at run time


@pytest.mark.parametrize("text", ["", "twelve", "NaN", "Infinity", "1,5", "1e200"])
def test_text_that_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not an amount|finite"):
        Money.of(text, "USD")


@pytest.mark.parametrize("amount", ["1.001", "NaN", "Infinity"])
def test_the_constructor_does_not_round(amount: str) -> None:
    with pytest.raises(ValueError, match=r"decimals|finite"):
        Money(Decimal(amount), "USD")


def test_equal_amounts_are_equal_however_they_were_written() -> None:
    assert Money(Decimal("1.5"), "USD") == Money(Decimal("1.50"), "USD") == Money.of("1.500", "USD")
    assert hash(Money(Decimal("1.5"), "USD")) == hash(Money.of("1.50", "USD"))
    assert Money(Decimal("1.5"), "USD").plain == "1.50"
    assert Money.of(1, "USD") != Money.of(1, "EUR")


def test_currencies_do_not_mix() -> None:
    dollars, euros = Money.of(1, "USD"), Money.of(1, "EUR")
    for mixed in (
        lambda: dollars + euros,
        lambda: dollars - euros,
        lambda: dollars < euros,
        lambda: dollars >= euros,
        lambda: total([dollars, euros], "USD"),
    ):
        with pytest.raises(ValueError, match="do not mix"):
            mixed()


def test_signs_and_truth() -> None:
    money = Money.of("-2.50", "USD")
    assert (abs(money), -money, bool(money)) == (Money.of("2.50", "USD"), Money.of("2.50", "USD"), True)
    assert not zero("USD")
    assert str(-zero("USD")) == "0.00 USD"
    assert str(money) == "-2.50 USD"


@given(same_currency())
def test_a_sum_is_the_sum_of_its_minor_units(items: list[Money]) -> None:
    currency = items[0].currency
    assert total(items, currency).minor == sum(item.minor for item in items)
    assert totals_by_currency(items) == {currency: total(items, currency)}


@given(MINORS, CURRENCIES)
def test_minor_units_round_trip(minor: int, currency: str) -> None:
    money = Money.from_minor(minor, currency)
    assert money.minor == minor
    assert Money.of(money.plain, currency) == money
    negative = -money
    assert -negative == money == money + zero(currency) == money - zero(currency)


@given(MINORS, MINORS, CURRENCIES)
def test_order_is_that_of_the_amounts(a: int, b: int, currency: str) -> None:
    one, other = Money.from_minor(a, currency), Money.from_minor(b, currency)
    assert (one < other, one <= other, one > other, one == other) == (a < b, a <= b, a > b, a == b)


@given(MINORS, st.decimals(-1000, 1000, places=7), CURRENCIES)
def test_a_product_is_off_by_at_most_half_a_unit(minor: int, factor: Decimal, currency: str) -> None:
    money = Money.from_minor(minor, currency)
    exact = minor * int(factor * 10**7)
    rounded = (money * factor).minor * 10**7
    assert abs(rounded - exact) * 2 <= 10**7
    assert factor * money == money * factor


@given(st.lists(st.tuples(MINORS, CURRENCIES), max_size=30))
def test_totals_are_kept_apart_and_sorted(pairs: list[tuple[int, str]]) -> None:
    sums = totals_by_currency(Money.from_minor(minor, currency) for minor, currency in pairs)
    assert list(sums) == sorted({currency for _, currency in pairs})
    for currency, money in sums.items():
        assert money.minor == sum(minor for minor, other in pairs if other == currency)


@given(st.decimals(-(10**9), 10**9, places=9), st.integers(0, 7))
def test_half_up_has_exactly_the_places_asked_for(value: Decimal, places: int) -> None:
    rounded = half_up(value, places)
    assert rounded.as_tuple().exponent == -places
    assert rounded == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(minor=MINORS, currency=CURRENCIES, weights=st.lists(st.decimals(0, 10**6, places=3), max_size=12))
def test_shares_add_up_and_follow_their_weights(minor: int, currency: str, weights: list[Decimal]) -> None:
    amount = Money.from_minor(minor, currency)
    pieces = share(amount, weights)
    whole = sum(weights)
    assert len(pieces) == len(weights)
    assert total(pieces, currency) == (amount if whole else zero(currency))
    for piece, weight in zip(pieces, weights, strict=True):
        fair = amount.amount * weight / whole if whole else Decimal(0)
        assert abs(piece.amount - fair) <= Decimal(1).scaleb(-exponent(currency))


def test_a_cent_that_cannot_be_divided_goes_to_one() -> None:
    thirds = share(Money.of("0.10", "USD"), [Decimal(1)] * 3)
    assert [piece.plain for piece in thirds] == ["0.03", "0.04", "0.03"]
