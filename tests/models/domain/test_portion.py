"""Parts of a deal: whatever is asked for in whatever order, the parts add up to the whole, line by line and to the cent."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.draft import InvoiceDraft, billed, division, totals
from qbodesk.models.domain.money import Money, total, zero
from qbodesk.models.domain.portion import (
    NOTHING_EARLIER,
    WHOLE,
    Earlier,
    Portion,
    PortionKind,
    divide,
    quantity_for,
)
from tests.models.domain.test_draft import draft, line

REST = Portion(PortionKind.REMAINDER)


def deal(*lines, **changes) -> InvoiceDraft:
    """A draft whose lines all come from the deal."""
    parted = [replace(one, origin=f"deal line {one.key}") for one in lines]
    return replace(draft(*parted), **changes)


def after(one: InvoiceDraft, portion: Portion) -> tuple[InvoiceDraft, Earlier]:
    """What `one` bills as that portion, and what the next invoice knows of it."""
    asked = replace(one, portion=portion)
    lines = dict(one.earlier.lines)
    for billed_line in billed(asked).lines:
        amount = billed_line.amount(one.currency).amount
        lines[billed_line.origin] = lines.get(billed_line.origin, Decimal(0)) + amount
    return billed(asked), Earlier(tuple(lines.items()), one.earlier.elsewhere)


amounts = st.integers(0, 10**9).map(lambda cents: Money.from_minor(cents, "GBP"))
figures = st.lists(
    st.tuples(st.decimals("0.001", "5000", places=3), st.decimals("0", "20000", places=2)), min_size=1, max_size=8
)  # fmt: skip
portions = st.one_of(
    st.decimals("0.1", "40", places=1).map(lambda value: Portion(PortionKind.PERCENT, value)),
    st.integers(1, 5).map(lambda value: Portion(PortionKind.PARTS, Decimal(value))),
)


@given(st.lists(amounts, min_size=1, max_size=9), portions, st.integers(0, 10**9), st.data())
def test_the_pieces_add_up_and_none_is_more_than_its_line_has_left(lines, portion, elsewhere, data) -> None:
    named = [(str(number), amount) for number, amount in enumerate(lines)]
    before = tuple(
        (name, Decimal(data.draw(st.integers(0, amount.minor))).scaleb(-2)) for name, amount in named
    )
    earlier = Earlier(before, Decimal(elsewhere).scaleb(-2))
    found = divide(named, portion, earlier, "GBP")
    assert total(found.pieces, "GBP") == found.target
    if found.target <= found.balance.left:
        for (name, amount), piece in zip(named, found.pieces, strict=True):
            assert zero("GBP") <= piece <= amount - Money(dict(before)[name], "GBP")


@given(figures, st.lists(portions, max_size=4), st.decimals("0", "60", places=2))
def test_any_parts_and_then_the_rest_are_the_whole_of_lines_and_discount(rows, asked, off) -> None:
    whole = deal(
        *(line(str(n), str(quantity), str(price)) for n, (quantity, price) in enumerate(rows)),
        discount=InvoiceDiscount(DiscountKind.PERCENT, off),
    )
    now, sums, discounts = whole, [], []
    for portion in [*asked, REST]:
        if division(replace(now, portion=portion)).target > division(now).balance.left:
            continue
        invoice, earlier = after(now, portion)
        told = totals(invoice, {})
        sums.append(told.lines_total)
        discounts.append(told.invoice_discount)
        now = replace(now, earlier=earlier)
    assert total(sums, "GBP") == whole.lines_total
    assert total(discounts, "GBP") == whole.discount.off(whole.lines_total)
    assert not division(now).balance.left


@given(st.integers(0, 10**8), st.decimals("0.0001", "90000", places=4))
def test_a_quantity_always_comes_to_the_amount(cents, price) -> None:
    amount = Money.from_minor(cents, "GBP")
    quantity = quantity_for(amount, price)
    if quantity is not None:
        assert Money.of(quantity * price, "GBP") == amount
    assert quantity is not None or price > 1000


@pytest.mark.parametrize(
    ("portion", "quantity", "amount"),
    [
        (Portion(PortionKind.PERCENT, Decimal(30)), "3", "360.00"),
        (Portion(PortionKind.AMOUNT, Decimal(100)), "0.8333", "100.00"),
        (Portion(PortionKind.PARTS, Decimal(4)), "2.5", "300.00"),
        (REST, "10", "1200.00"),
    ],
)
def test_a_part_keeps_the_price_and_takes_less(portion, quantity, amount) -> None:
    one = billed(deal(line("a", "10", "120"), portion=portion)).lines[0]
    assert (one.quantity, one.unit_price) == (Decimal(quantity), Decimal(120))
    assert one.amount("GBP").plain == amount


def test_where_no_quantity_fits_the_amount_itself_is_the_price() -> None:
    one = billed(deal(line("a", "1", "987654321.01"), portion=Portion(PortionKind.AMOUNT, Decimal("0.33"))))
    assert (one.lines[0].quantity, one.lines[0].unit_price) == (Decimal(1), Decimal("0.33"))


def test_thirds_of_a_hundred_leave_no_cent() -> None:
    now, seen = deal(line("a", "1", "100")), []
    for left in (3, 2, 1):
        invoice, earlier = after(now, Portion(PortionKind.PARTS, Decimal(left)))
        seen.append(invoice.lines_total.plain)
        now = replace(now, earlier=earlier)
    assert seen == ["33.33", "33.34", "33.33"]


def test_half_and_half_of_an_odd_cent_is_the_whole() -> None:
    half = Portion(PortionKind.PERCENT, Decimal(50))
    first, earlier = after(deal(line("a", "1", "100.01")), half)
    second, _later = after(deal(line("a", "1", "100.01"), earlier=earlier), half)
    assert (first.lines_total.plain, second.lines_total.plain) == ("50.01", "50.00")


def test_lines_added_by_hand_are_billed_whole_and_a_line_invoiced_before_is_left_out() -> None:
    whole = deal(line("a", "1", "100"), line("b", "1", "50"))
    mixed = replace(
        whole, lines=(*whole.lines, line("travel", "1", "40")), portion=REST,
        earlier=Earlier((("deal line a", Decimal(100)),)),
    )  # fmt: skip
    assert [(one.key, one.amount("GBP").plain) for one in billed(mixed).lines] == [
        ("b", "50.00"),
        ("travel", "40.00"),
    ]


def test_an_invoice_that_follows_nothing_is_no_part_and_keeps_its_discount() -> None:
    own = replace(
        draft(line("a", "1", "100")),
        portion=REST,
        discount=InvoiceDiscount(DiscountKind.AMOUNT, Decimal(5)),
    )
    assert billed(own) is own
    assert totals(own, {}).total.plain == "95.00"


def test_what_was_typed_into_quickbooks_counts_and_never_makes_the_rest_negative() -> None:
    lines = [("a", Money.of(100, "GBP"))]
    assert divide(lines, REST, Earlier((), Decimal(30)), "GBP").target.plain == "70.00"
    assert divide(lines, REST, Earlier((), Decimal(300)), "GBP").target.plain == "0.00"
    assert divide(lines, WHOLE, NOTHING_EARLIER, "GBP").pieces == (Money.of(100, "GBP"),)
