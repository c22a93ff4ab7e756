"""Rounding and sums as both services do them; holds no amounts itself."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


def cents(amount: Decimal) -> Decimal:
    """Half up to two decimals, as QuickBooks and HubSpot round."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def invoice_total(
    lines: Iterable[tuple[str, Decimal]], percents: Mapping[str, Decimal], *, line_by_line: bool
) -> Decimal:
    """Net plus tax of lines given as code and net amount.

    Tax is rounded on each line, or once per code on the sum; quickbooks/tax.py says where which holds.
    """
    if not line_by_line:
        summed: dict[str, Decimal] = {}
        for code, net in lines:
            summed[code] = summed.get(code, ZERO) + net
        lines = summed.items()
    return sum([net + cents(net * percents[code] / HUNDRED) for code, net in lines], ZERO)


def deal_line_net(
    price: Decimal, quantity: Decimal, discount: Decimal | None = None, percent: Decimal | None = None
) -> Decimal:
    """A HubSpot line item's amount: `discount` is per unit, `percent` of the price (hubspot-api.md §7.1)."""
    unit = price - (discount or 0) if percent is None else price * (HUNDRED - percent) / HUNDRED
    return cents(unit * quantity)
