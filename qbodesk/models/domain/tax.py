"""Sales tax outside the US as a preview; QuickBooks computes what counts.

There it rounds the tax of every line and adds the rounded taxes ("will always calculate line-by-line": its support, about 31
lines whose tax differs by two cents from that of their sum).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qbodesk.models.domain.money import EXACT, Money, share, total


class TaxMode(StrEnum):
    """How line amounts relate to tax; the values of an invoice's `GlobalTaxCalculation`."""

    EXCLUSIVE = "TaxExcluded"
    INCLUSIVE = "TaxInclusive"
    NONE = "NotApplicable"


@dataclass(frozen=True, slots=True)
class TaxRate:
    """One rate, in percent (20 means 20 %)."""

    id: str
    name: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class TaxCode:
    """What a line carries: a name for one or more rates, all taken of the net amount."""

    id: str
    name: str
    description: str
    rates: tuple[TaxRate, ...]
    active: bool = True

    @property
    def percent(self) -> Decimal:
        """All rates together, in percent."""
        return sum((rate.percent for rate in self.rates), Decimal(0))


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One rate of an invoice: the net amount it is taken of, and the tax."""

    name: str
    percent: Decimal
    net: Money
    tax: Money


def tax_rows(
    lines: Iterable[tuple[Money, TaxCode | None]], mode: TaxMode, currency: str
) -> tuple[TaxRow, ...]:
    """One row per rate, in the order the rates first occur: the tax of each line, half up, added.

    Inclusive amounts are gross: the net of each line is rounded and its tax is what is left, divided among the rates.
    Lines without a code bear no tax.
    """
    if mode is TaxMode.NONE:
        return ()
    of_line = _contained if mode is TaxMode.INCLUSIVE else _added
    nets: dict[TaxRate, list[Money]] = {}
    taxes: dict[TaxRate, list[Money]] = {}
    for amount, code in lines:
        for rate, net, tax in of_line(code, amount) if code else ():
            nets.setdefault(rate, []).append(net)
            taxes.setdefault(rate, []).append(tax)
    return tuple(
        TaxRow(rate.name, rate.percent, total(nets[rate], currency), total(taxes[rate], currency))
        for rate in nets
    )


def _added(code: TaxCode, net: Money) -> Iterable[tuple[TaxRate, Money, Money]]:
    return [(rate, net, net * rate.percent.scaleb(-2)) for rate in code.rates]


def _contained(code: TaxCode, gross: Money) -> Iterable[tuple[TaxRate, Money, Money]]:
    exact = EXACT.divide(EXACT.multiply(gross.amount, Decimal(100)), 100 + code.percent)
    net = Money.of(exact, gross.currency)
    taxes = share(gross - net, [rate.percent for rate in code.rates])
    return [(rate, net, tax) for rate, tax in zip(code.rates, taxes, strict=True)]
