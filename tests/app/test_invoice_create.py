"""Parts and discounts as they are written on the command line."""

import argparse
from decimal import Decimal

import pytest

from qbodesk.app.commands.invoice_create import discount, part
from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.portion import Portion, PortionKind


@pytest.mark.parametrize(
    ("text", "portion"),
    [
        ("30%", Portion(PortionKind.PERCENT, Decimal(30))),
        ("12.5%", Portion(PortionKind.PERCENT, Decimal("12.5"))),
        ("5000", Portion(PortionKind.AMOUNT, Decimal(5000))),
        ("1/3", Portion(PortionKind.PARTS, Decimal(3))),
        ("rest", Portion(PortionKind.REMAINDER)),
    ],
)
def test_parts(text, portion) -> None:
    assert part(text) == portion


@pytest.mark.parametrize("text", ["", "%", "-5", "1e3", "2/3", "1/", "NaN", "5,5", "all"])
def test_what_is_no_part_is_a_mistake_in_the_command(text) -> None:
    with pytest.raises((ValueError, argparse.ArgumentTypeError)):
        part(text)


def test_discounts() -> None:
    assert discount("7.5%") == InvoiceDiscount(DiscountKind.PERCENT, Decimal("7.5"))
    assert discount("50") == InvoiceDiscount(DiscountKind.AMOUNT, Decimal(50))
    with pytest.raises(ValueError, match="x"):
        discount("x")
