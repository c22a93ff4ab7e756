"""Tax arithmetic by table and by property."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.simulator.quickbooks.tax import Part, Rate, excluded, included, share
from qbodesk.simulator.wire import ZERO

STANDARD, REDUCED, ZERO_RATE = Rate("5", Decimal(20)), Rate("6", Decimal(5)), Rate("7", Decimal(0))
COMPOUND = Rate("8", Decimal(10), compound=True)

amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999.99"), places=2)
rates = st.sampled_from(
    [(), (STANDARD,), (REDUCED,), (ZERO_RATE,), (STANDARD, REDUCED), (STANDARD, COMPOUND)]
)
parts = st.lists(st.builds(Part, amounts, rates), min_size=1, max_size=8)
percents = st.integers(min_value=0, max_value=100)


def test_tax_is_rounded_once_per_rate_and_not_per_line() -> None:
    totals = excluded([Part(Decimal("0.33"), (STANDARD,)), Part(Decimal("0.33"), (STANDARD,))])
    assert totals.tax == Decimal("0.13")  # 0.132; line by line it would be 0.14


@pytest.mark.parametrize(("net", "tax"), [("0.125", "0.03"), ("0.124", "0.02"), ("12.50", "2.50")])
def test_half_a_cent_goes_up(net: str, tax: str) -> None:
    assert excluded([Part(Decimal(net), (STANDARD,))]).tax == Decimal(tax)


def test_two_codes_that_share_a_rate_make_one_line_of_it() -> None:
    totals = excluded([Part(Decimal(100), (STANDARD,)), Part(Decimal(50), (STANDARD, REDUCED))])
    assert [(line.rate.id, line.net, line.amount) for line in totals.lines] == [
        ("5", Decimal(150), Decimal("30.00")),
        ("6", Decimal(50), Decimal("2.50")),
    ]


def test_a_compound_rate_taxes_the_tax_before_it() -> None:
    totals = excluded([Part(Decimal(100), (STANDARD, COMPOUND))])
    assert [line.amount for line in totals.lines] == [Decimal("20.00"), Decimal("12.00")]


def test_tax_is_taken_out_of_prices_that_include_it() -> None:
    totals = included([Part(Decimal("120.00"), (STANDARD,)), Part(Decimal("10.50"), (REDUCED,))])
    assert (totals.nets, totals.tax, totals.total) == (
        (Decimal("100.00"), Decimal("10.00")),
        Decimal("20.50"),
        Decimal("130.50"),
    )


def test_the_discount_reduces_tax_only_where_it_is_taken_first() -> None:
    line = [Part(Decimal(100), (STANDARD,))]
    assert excluded(line, Decimal(10)).total == Decimal("108.00")
    assert excluded(line, Decimal(10), tax_after_discount=False).total == Decimal("110.00")


@given(amount=amounts, weights=st.lists(amounts, min_size=1, max_size=9))
def test_shares_sum_to_the_whole(amount: Decimal, weights: list[Decimal]) -> None:
    assert sum(share(amount, weights), ZERO) == amount


@given(parts=parts, percent=percents)
def test_what_includes_tax_totals_what_was_typed(parts: list[Part], percent: int) -> None:
    gross = sum((part.amount for part in parts), ZERO)
    discount = (gross * percent / 100).quantize(Decimal("0.01"))
    totals = included(parts, discount)
    assert totals.total == gross - discount
    assert totals.subtotal - totals.discount + totals.tax == totals.total
    for part, net in zip(parts, totals.nets, strict=True):
        factor = sum((rate.percent for rate in part.rates), ZERO)
        if COMPOUND not in part.rates:
            assert abs(net - part.amount * 100 / (100 + factor)) <= Decimal("0.02")


@given(parts=parts)
def test_without_a_discount_each_rate_has_its_tax_of_its_net(parts: list[Part]) -> None:
    for line in excluded(parts).lines:
        if not line.rate.compound:
            assert abs(line.amount - line.net * line.rate.percent / 100) <= Decimal("0.005")
