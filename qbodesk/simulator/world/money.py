"""Rounding and sums as both services do them; holds no amounts itself."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


def cents(amount: Decimal) -> Decimal:
    """Half up to two decimals, as QuickBooks and HubSpot round."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def invoice_total(net_by_code: Mapping[str, Decimal], percents: Mapping[str, Decimal]) -> Decimal:
    """Net plus tax, tax rounded once per code on the summed net (quickbooks-api.md §9.6)."""
    return sum((net + cents(net * percents[code] / HUNDRED) for code, net in net_by_code.items()), ZERO)


def deal_line_net(
    price: Decimal, quantity: Decimal, discount: Decimal | None = None, percent: Decimal | None = None
) -> Decimal:
    """A HubSpot line item's amount: `discount` is per unit, `percent` of the price (hubspot-api.md §7.1)."""
    unit = price - (discount or 0) if percent is None else price * (HUNDRED - percent) / HUNDRED
    return cents(unit * quantity)
