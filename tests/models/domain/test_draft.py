"""Drafts: line amounts, edits that keep everything else, and sums that add up."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.draft import (
    CustomerChoice,
    DraftLine,
    InvoiceDraft,
    NewCustomer,
    Numbering,
    Source,
    add_line,
    apply_tax_code,
    duplicate_line,
    move_line,
    remove_line,
    replace_line,
    totals,
    with_due_date,
    with_invoice_date,
    with_term,
)
from qbodesk.models.domain.money import Money, total
from qbodesk.models.domain.tax import TaxCode, TaxMode, TaxRate
from qbodesk.models.domain.terms import Term

NET30 = Term("3", "Net 30", 30, None, None)
NET15 = Term("2", "Net 15", 15, None, None)
DAY = date(2026, 11, 30)
S20 = TaxCode("20", "20.0% S", "", (TaxRate("1", "VAT 20%", Decimal(20)),))


def line(
    key: str,
    quantity: str = "1",
    price: str = "10",
    percent: str = "0",
    each: str = "0",
    code: str | None = None,
) -> DraftLine:
    figures = (Decimal(quantity), Decimal(price), Decimal(percent), Decimal(each))
    return DraftLine(key, key, "1", "Item", *figures, code)


def draft(*lines: DraftLine, mode: TaxMode = TaxMode.EXCLUSIVE, currency: str = "GBP") -> InvoiceDraft:
    return InvoiceDraft(
        draft_id="d1", deal_id="8123", deal_name="Relaunch", realm_id="9130", source=Source.DEAL, quote_id=None,
        customer=CustomerChoice(), lines=lines, currency=currency, tax_mode=mode, term_id="3", invoice_date=DAY,
        due_date=DAY + timedelta(30), due_edited=False, message="", memo="", numbering=Numbering.QUICKBOOKS,
        number="", exchange_rate=None,
    )  # fmt: skip


def keys(of: InvoiceDraft) -> str:
    return "".join(one.key for one in of.lines)


@pytest.mark.parametrize(
    ("one", "net", "amount"),
    [
        (line("a", "2", "600"), "600", "1200.00"),
        (line("a", "3", "0.335"), "0.335", "1.01"),
        (line("a", "4", "100", percent="12.5"), "87.5", "350.00"),
        (line("a", "4", "100", each="0.125"), "99.875", "399.50"),
        (line("a", "1", "100", percent="10", each="5"), "85", "85.00"),
        (line("a", "3", "0.3333333", percent="50"), "0.1666667", "0.50"),
        (line("a", "1", "10", percent="100"), "0", "0.00"),
        (line("a", "-2", "10"), "10", "-20.00"),
        (line("a", "0.1", "0.05"), "0.05", "0.01"),
    ],
)
def test_line_amounts(one: DraftLine, net: str, amount: str) -> None:
    assert one.net_price == Decimal(net)
    assert one.amount("GBP") == Money.of(amount, "GBP")


def test_a_line_over_nothing_infinite_has_no_price() -> None:
    assert replace(line("a"), unit_price=Decimal("Infinity")).net_price == Decimal("Infinity")


def test_amounts_are_rounded_to_the_currency() -> None:
    one = line("a", "3", "33.5")
    assert (one.amount("JPY").plain, one.amount("BHD").plain) == ("101", "100.500")


PRICES = st.decimals(0, 10**6, places=4)
LINES = st.lists(
    st.builds(
        DraftLine,
        key=st.uuids().map(str), description=st.just(""), item_id=st.just("1"), item_name=st.just(""),
        quantity=st.decimals(0, 10**4, places=3), unit_price=PRICES, discount_percent=st.decimals(0, 100, places=2),
        tax_code_id=st.sampled_from(["20", None]),
    ),
    max_size=10,
)  # fmt: skip


@given(LINES, st.sampled_from(["GBP", "JPY", "BHD"]), st.sampled_from(TaxMode))
def test_totals_add_up(lines: list[DraftLine], currency: str, mode: TaxMode) -> None:
    sums = totals(draft(*lines, mode=mode, currency=currency), {"20": S20})
    assert (
        sums.subtotal - sums.discount
        == sums.lines_total
        == total((one.amount(currency) for one in lines), currency)
    )
    assert sums.tax_total == total((row.tax for row in sums.tax), currency)
    assert sums.total == (
        sums.lines_total if mode is TaxMode.INCLUSIVE else sums.lines_total + sums.tax_total
    )
    coded = any(one.tax_code_id for one in lines)
    assert bool(sums.tax) == (coded and mode is not TaxMode.NONE)


DISCOUNTS = st.builds(
    InvoiceDiscount, st.sampled_from(DiscountKind), st.decimals(0, 100, places=2), after_tax=st.booleans()
)


@given(LINES, DISCOUNTS, st.sampled_from(["GBP", "JPY", "BHD"]), st.sampled_from(TaxMode))
def test_a_discount_on_the_invoice_lowers_total_and_tax(
    lines: list[DraftLine], discount: InvoiceDiscount, currency: str, mode: TaxMode
) -> None:
    full = draft(*lines, mode=mode, currency=currency)
    before = totals(full, {"20": S20})
    after = totals(replace(full, discount=discount), {"20": S20})
    assert after.lines_total == before.lines_total == full.lines_total
    assert after.invoice_discount == discount.off(full.lines_total)
    inside = Money.of(0, currency) if mode is TaxMode.INCLUSIVE else after.tax_total
    assert after.total == after.lines_total - after.invoice_discount + inside
    if after.invoice_discount <= after.lines_total:
        assert after.tax_total <= before.tax_total
        assert after.total <= before.total


@given(LINES, st.sampled_from(TaxMode))
def test_a_hundred_per_cent_off_leaves_nothing_to_pay_or_tax(lines: list[DraftLine], mode: TaxMode) -> None:
    free = replace(draft(*lines, mode=mode), discount=InvoiceDiscount(value=Decimal(100)))
    sums = totals(free, {"20": S20})
    assert not sums.total
    assert not sums.tax_total


def test_totals_of_a_british_invoice_with_a_discount() -> None:
    """10 % off 1,100.00: a tenth of each line, so VAT on 972.00 of the 1,080.00 that bear it."""
    lines = (line("a", "2", "600", percent="10", code="20"), line("b", "1", "20"))
    sums = totals(replace(draft(*lines), discount=InvoiceDiscount(value=Decimal(10))), {"20": S20})
    plain = [money.plain for money in (sums.lines_total, sums.invoice_discount, sums.tax_total, sums.total)]
    assert plain == ["1100.00", "110.00", "194.40", "1184.40"]


@given(LINES)
def test_a_net_price_has_at_most_seven_decimals(lines: list[DraftLine]) -> None:
    for one in lines:
        assert one.net_price == round(one.net_price, 7)
        assert 0 <= one.net_price <= one.unit_price


def test_totals_of_a_british_invoice() -> None:
    sums = totals(draft(line("a", "2", "600", percent="10", code="20"), line("b", "1", "20")), {"20": S20})
    plain = [
        money.plain for money in (sums.subtotal, sums.discount, sums.lines_total, sums.tax_total, sums.total)
    ]
    assert plain == ["1220.00", "120.00", "1100.00", "216.00", "1316.00"]


def test_without_codes_the_total_is_before_tax() -> None:
    sums = totals(draft(line("a", code="unknown"), mode=TaxMode.NONE), {})
    assert (sums.tax, sums.total) == ((), Money.of(10, "GBP"))


def test_terms_give_the_due_date_until_it_is_typed() -> None:
    changed = with_term(draft(), NET15)
    assert (changed.term_id, changed.due_date) == ("2", DAY + timedelta(15))
    typed = with_due_date(changed, DAY + timedelta(7), NET15)
    assert (typed.due_edited, with_term(typed, NET30).due_date) == (True, DAY + timedelta(7))
    assert with_term(typed, NET30).term_id == "3"


def test_typing_the_date_of_the_terms_follows_them_again() -> None:
    typed = with_due_date(with_due_date(draft(), DAY, NET30), DAY + timedelta(30), NET30)
    assert not typed.due_edited
    assert with_due_date(draft(), DAY + timedelta(30)).due_edited


def test_the_invoice_date_takes_the_due_date_along() -> None:
    later = DAY + timedelta(5)
    moved = with_invoice_date(draft(), later, NET30)
    assert (moved.invoice_date, moved.due_date) == (later, later + timedelta(30))
    typed = with_invoice_date(with_due_date(draft(), DAY), later, NET30)
    assert (typed.invoice_date, typed.due_date) == (later, DAY)


def test_without_terms_the_due_date_stays() -> None:
    assert with_term(draft(), None) == replace(draft(), term_id=None)
    assert with_invoice_date(draft(), DAY + timedelta(1), None).due_date == DAY + timedelta(30)


def test_lines_are_added_replaced_and_removed() -> None:
    three = add_line(draft(line("a"), line("b")), line("c"))
    assert keys(three) == "abc"
    assert keys(remove_line(three, "b")) == "ac"
    changed = replace_line(three, line("b", "5"))
    assert (keys(changed), changed.lines[1].quantity) == ("abc", Decimal(5))


@pytest.mark.parametrize(
    ("key", "by", "order"),
    [("a", 1, "bac"), ("a", 2, "bca"), ("a", 9, "bca"), ("c", -1, "acb"), ("c", -9, "cab"), ("b", 0, "abc"), ("a", -1, "abc")],
)  # fmt: skip
def test_a_line_moves_and_stops_at_the_ends(key: str, by: int, order: str) -> None:
    assert keys(move_line(draft(line("a"), line("b"), line("c")), key, by)) == order


@pytest.mark.parametrize(("key", "order"), [("a", "axbc"), ("b", "abxc"), ("c", "abcx")])
def test_a_duplicate_stands_below_its_line_and_is_not_promised_twice(key: str, order: str) -> None:
    promised = replace(line("a", "3", "7"), origin="deal line 4", origin_amount=Decimal(21))
    doubled = duplicate_line(draft(promised, line("b"), line("c")), key, "x")
    assert keys(doubled) == order
    copy = doubled.lines[order.index("x")]
    assert copy == replace(doubled.lines[order.index("x") - 1], key="x", origin="", origin_amount=None)


def test_unknown_and_double_lines_are_bugs() -> None:
    one = draft(line("a"))
    with pytest.raises(ValueError, match="a is there"):
        add_line(one, line("a"))
    with pytest.raises(KeyError, match="x"):
        remove_line(one, "x")
    with pytest.raises(KeyError, match="x"):
        move_line(one, "x", 1)
    with pytest.raises(KeyError, match="x"):
        replace_line(one, line("x"))


@pytest.mark.parametrize(("only_empty", "codes"), [(True, ["5", "20"]), (False, ["20", "20"])])
def test_a_tax_code_for_all_or_the_empty(only_empty: bool, codes: list[str]) -> None:
    coded = apply_tax_code(draft(line("a", code="5"), line("b")), "20", only_empty=only_empty)
    assert [one.tax_code_id for one in coded.lines] == codes


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        (CustomerChoice(), False),
        (CustomerChoice(customer_id="58"), True),
        (CustomerChoice(new=NewCustomer("Acme")), True),
    ],
)
def test_somebody_is_chosen(choice: CustomerChoice, chosen: bool) -> None:
    assert choice.chosen is chosen
