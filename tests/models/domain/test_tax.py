"""Tax previews: line by line, half up, added by rate, and inclusive amounts that add up again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.money import Money, total
from qbodesk.models.domain.tax import TaxCode, TaxMode, TaxRate, TaxRow, tax_rows

STANDARD = TaxRate("1", "VAT 20%", Decimal(20))
REDUCED = TaxRate("2", "VAT 5%", Decimal(5))
NOTHING = TaxRate("3", "Zero", Decimal(0))
GST = TaxRate("4", "GST", Decimal(5))
QST = TaxRate("5", "QST", Decimal("9.975"))
S20 = TaxCode("20", "20.0% S", "Standard", (STANDARD,))
S5 = TaxCode("21", "5.0% R", "Reduced", (REDUCED,))
Z = TaxCode("22", "0.0% Z", "Zero-rated", (NOTHING,))
QC = TaxCode("30", "GST/QST QC", "Quebec", (GST, QST))
GST_ONLY = TaxCode("31", "GST", "Federal", (GST,))
EXEMPT = TaxCode("32", "Exempt", "No rate at all", ())
CODES = st.sampled_from([S20, S5, Z, QC, GST_ONLY, EXEMPT, None])


def gbp(amount: str) -> Money:
    return Money.of(amount, "GBP")


def test_exclusive_is_rounded_on_every_line_and_added_by_rate() -> None:
    lines = [(gbp("100.03"), S20), (gbp("10"), S5), (gbp("0.04"), S20), (gbp("7"), Z), (gbp("3"), None)]
    assert tax_rows(lines, TaxMode.EXCLUSIVE, "GBP") == (
        TaxRow("VAT 20%", Decimal(20), gbp("100.07"), gbp("20.02")),
        TaxRow("VAT 5%", Decimal(5), gbp("10"), gbp("0.50")),
        TaxRow("Zero", Decimal(0), gbp("7"), gbp("0")),
    )


def test_one_rate_in_two_codes_is_one_row() -> None:
    rows = tax_rows([(gbp("0.10"), QC), (gbp("0.09"), GST_ONLY)], TaxMode.EXCLUSIVE, "GBP")
    assert rows == (
        TaxRow("GST", Decimal(5), gbp("0.19"), gbp("0.01")),
        TaxRow("QST", Decimal("9.975"), gbp("0.10"), gbp("0.01")),
    )


def test_the_known_cent() -> None:
    # QuickBooks was seen to answer 448.40 here (ruckus/quickbooks-ruby#547); the exact product is 448.39221.
    assert tax_rows([(gbp("4495.16"), QC)], TaxMode.EXCLUSIVE, "GBP")[1].tax == gbp("448.39")


def test_the_two_cents_quickbooks_support_explains() -> None:
    """31 lines at 12 %: QuickBooks says 9.71, the tax of their sum would be 9.73."""
    twelve = TaxCode("12", "12 %", "", (TaxRate("9", "12", Decimal(12)),))
    lines = [(gbp("1.59"), twelve)] * 29 + [(gbp("17.49"), twelve)] * 2
    (row,) = tax_rows(lines, TaxMode.EXCLUSIVE, "GBP")
    assert (row.net, row.tax) == (gbp("81.09"), gbp("9.71"))


def test_the_net_of_an_inclusive_line_is_rounded() -> None:
    fifteen = TaxCode("15", "15 %", "", (TaxRate("9", "15", Decimal(15)),))
    (row,) = tax_rows([(gbp("255.92"), fifteen)], TaxMode.INCLUSIVE, "GBP")
    assert (row.net, row.tax) == (gbp("222.54"), gbp("33.38"))


def test_inclusive_takes_the_tax_out() -> None:
    lines = [(gbp("120"), S20), (gbp("10.50"), S5), (gbp("8"), EXEMPT)]
    assert tax_rows(lines, TaxMode.INCLUSIVE, "GBP") == (
        TaxRow("VAT 20%", Decimal(20), gbp("100"), gbp("20")),
        TaxRow("VAT 5%", Decimal(5), gbp("10"), gbp("0.50")),
    )


def test_inclusive_with_a_rate_in_two_codes() -> None:
    rows = tax_rows([(gbp("114.98"), QC), (gbp("105"), GST_ONLY)], TaxMode.INCLUSIVE, "GBP")
    assert rows == (
        TaxRow("GST", Decimal(5), gbp("200"), gbp("10")),
        TaxRow("QST", Decimal("9.975"), gbp("100"), gbp("9.98")),
    )


def test_no_tax_has_no_rows() -> None:
    assert tax_rows([(gbp("120"), S20)], TaxMode.NONE, "GBP") == ()


def test_a_code_is_as_high_as_its_rates() -> None:
    assert (QC.percent, EXEMPT.percent) == (Decimal("14.975"), Decimal(0))


@pytest.mark.parametrize("currency", ["GBP", "JPY", "BHD"])
@given(cents=st.lists(st.integers(0, 10**9), max_size=20), code=st.sampled_from([S20, S5, Z, QC, GST_ONLY]))
def test_net_and_tax_add_up_to_the_inclusive_amount(currency: str, cents: list[int], code: TaxCode) -> None:
    gross = [Money.from_minor(cent, currency) for cent in cents]
    rows = tax_rows([(money, code) for money in gross], TaxMode.INCLUSIVE, currency)
    if gross:
        assert rows[0].net + total((row.tax for row in rows), currency) == total(gross, currency)
        for row in rows:  # each rate's tax is what it would be on the net, up to the cents rounding moves
            assert abs((row.net * (row.percent / 100) - row.tax).minor) <= len(gross)


@given(st.lists(st.tuples(st.integers(0, 10**9), CODES), max_size=20))
def test_exclusive_then_inclusive_of_one_rate_comes_back(pairs: list[tuple[int, TaxCode | None]]) -> None:
    net = total((Money.from_minor(cent, "GBP") for cent, _ in pairs), "GBP")
    (exclusive,) = tax_rows([(net, S20)], TaxMode.EXCLUSIVE, "GBP")
    (inclusive,) = tax_rows([(net + exclusive.tax, S20)], TaxMode.INCLUSIVE, "GBP")
    assert (inclusive.net, inclusive.tax) == (exclusive.net, exclusive.tax)


@given(st.lists(st.tuples(st.integers(0, 10**9), CODES), max_size=20))
def test_every_rate_has_one_row_on_all_its_lines(pairs: list[tuple[int, TaxCode | None]]) -> None:
    lines = [(Money.from_minor(cent, "GBP"), code) for cent, code in pairs]
    rows = tax_rows(lines, TaxMode.EXCLUSIVE, "GBP")
    rates = list(dict.fromkeys(rate for _, code in lines if code for rate in code.rates))
    assert [row.name for row in rows] == [rate.name for rate in rates]
    for row, rate in zip(rows, rates, strict=True):
        assert row.net == total((money for money, code in lines if code and rate in code.rates), "GBP")
