"""A discount on the whole invoice, on top of what its lines take off; knows no lines and no tax."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qbodesk.models.domain.money import EXACT, Money


class DiscountKind(StrEnum):
    """Whether the value is a percentage of the lines or an amount in the invoice's currency."""

    PERCENT = "percent"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class InvoiceDiscount:
    """Nothing is taken off while `value` is 0.

    `after_tax` (US only, QuickBooks' `ApplyTaxAfterDiscount` the other way round): sales tax is due on the full price.
    Elsewhere the discount always lowers what is taxed.
    """

    kind: DiscountKind = DiscountKind.PERCENT
    value: Decimal = Decimal(0)
    after_tax: bool = False

    def off(self, lines_total: Money) -> Money:
        """What it takes off the sum of the lines, half up; with tax where the lines include theirs."""
        if self.kind is DiscountKind.AMOUNT:
            return Money.of(self.value, lines_total.currency)
        return Money.of(
            EXACT.multiply(lines_total.amount, self.value).scaleb(-2, EXACT), lines_total.currency
        )


NO_DISCOUNT = InvoiceDiscount()


def one_of(discounts: Sequence[InvoiceDiscount], lines_total: Money) -> InvoiceDiscount:
    """One discount in the place of several, each taken of what those before it left; a single one stays as it is."""
    if len(discounts) < 2:
        return discounts[0] if discounts else NO_DISCOUNT
    left = lines_total
    for each in discounts:
        left -= each.off(left)
    return InvoiceDiscount(DiscountKind.AMOUNT, (lines_total - left).amount)
