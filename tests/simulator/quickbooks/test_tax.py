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


def untaxed(*amounts: str, rate: Rate = STANDARD) -> list[Part]:
    return [Part(Decimal(amount), (rate,)) for amount in amounts]


@pytest.mark.parametrize(
    ("amounts", "percent", "line_by_line", "tax"),
    [
        # as reported of QuickBooks; the sources stand in the module's docstring
        (["1.59"] * 29 + ["17.49"] * 2, "12", True, "9.71"),
        (["1.59"] * 29 + ["17.49"] * 2, "12", False, "9.73"),
        (["4495.16"], "9.975", True, "448.39"),
        (["500.00", "1500.06", "2495.10"], "9.975", True, "448.40"),  # only the sum and the 500 are known
        (["500.00", "1500.06", "2495.10"], "9.975", False, "448.39"),
        (["275.00", "12.75", "47.50"], "8", False, "26.82"),  # the sample company's invoice 1037
        (["0.33", "0.33"], "20", True, "0.14"),
        (["0.33", "0.33"], "20", False, "0.13"),
    ],
)
def test_where_tax_is_rounded(amounts: list[str], percent: str, line_by_line: bool, tax: str) -> None:
    parts = untaxed(*amounts, rate=Rate("9", Decimal(percent)))
    assert excluded(parts, line_by_line=line_by_line).tax == Decimal(tax)


@pytest.mark.parametrize(("net", "tax"), [("0.125", "0.03"), ("0.124", "0.02"), ("12.50", "2.50")])
@pytest.mark.parametrize("line_by_line", [True, False])
def test_half_a_cent_goes_up(net: str, tax: str, line_by_line: bool) -> None:
    assert excluded(untaxed(net), line_by_line=line_by_line).tax == Decimal(tax)


def test_a_price_with_tax_is_rounded_to_its_net() -> None:
    totals = included([Part(Decimal("255.92"), (Rate("9", Decimal(15)),))])
    assert (totals.nets, totals.tax) == ((Decimal("222.54"),), Decimal("33.38"))


def test_two_codes_that_share_a_rate_make_one_line_of_it() -> None:
    parts = [Part(Decimal(100), (STANDARD,)), Part(Decimal(50), (STANDARD, REDUCED))]
    totals = excluded(parts, line_by_line=True)
    assert [(line.rate.id, line.net, line.amount) for line in totals.lines] == [
        ("5", Decimal(150), Decimal("30.00")),
        ("6", Decimal(50), Decimal("2.50")),
    ]


def test_a_compound_rate_taxes_the_tax_before_it() -> None:
    totals = excluded([Part(Decimal(100), (STANDARD, COMPOUND))], line_by_line=True)
    assert [line.amount for line in totals.lines] == [Decimal("20.00"), Decimal("12.00")]


def test_tax_is_taken_out_of_prices_that_include_it() -> None:
    totals = included([Part(Decimal("120.00"), (STANDARD,)), Part(Decimal("10.50"), (REDUCED,))])
    assert (totals.nets, totals.tax, totals.total) == (
        (Decimal("100.00"), Decimal("10.00")),
        Decimal("20.50"),
        Decimal("130.50"),
    )


@pytest.mark.parametrize(("after", "total"), [(True, "97.65"), (False, "98.50")])
def test_the_discount_reduces_tax_only_where_it_is_taken_first(after: bool, total: str) -> None:
    """QuickBooks' own example: 100 less 10 at 8.5 % (community.intuit.com/articles/1775733)."""
    parts = untaxed("100", rate=Rate("9", Decimal("8.5")))
    found = excluded(parts, Decimal(10), line_by_line=False, tax_after_discount=after)
    assert found.total == Decimal(total)


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


@given(parts=parts, line_by_line=st.booleans())
def test_without_a_discount_each_rate_has_its_tax_of_its_net(parts: list[Part], line_by_line: bool) -> None:
    bearing = len(parts) if line_by_line else 1
    for line in excluded(parts, line_by_line=line_by_line).lines:
        if not line.rate.compound:
            exact = line.net * line.rate.percent / 100
            assert abs(line.amount - exact) <= Decimal("0.005") * bearing
