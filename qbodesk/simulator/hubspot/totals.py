"""The total of a quote or invoice: its lines, then discounts, fees and taxes (hubspot-api.md §2.4, §6); pure."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from qbodesk.simulator.hubspot.calculated import WIDE

Values = Mapping[str, str]


def total(
    lines: Iterable[Decimal],
    discounts: Iterable[Values],
    fees: Iterable[Values],
    taxes: Iterable[Values],
    digits: int,
) -> Decimal:
    """Each kind is applied to what the kinds before it left, within a kind by `hs_sort_order`."""
    amount = sum(lines, Decimal(0))
    for adjustments, sign in ((discounts, -1), (fees, 1), (taxes, 1)):
        base = amount
        for values in sorted(adjustments, key=lambda each: Decimal(each.get("hs_sort_order", "0"))):
            amount += sign * _adjustment(values, amount if sign < 0 else base, digits)
    return amount


def _adjustment(values: Values, base: Decimal, digits: int) -> Decimal:
    value = Decimal(values.get("hs_value", "0"))
    if values.get("hs_type") != "PERCENT":
        return value
    return (base * value / 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, WIDE)
