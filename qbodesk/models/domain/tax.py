"""Sales tax outside the US as a preview; QuickBooks computes what counts (quickbooks-api §9.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qbodesk.models.domain.money import EXACT, Money, total, zero


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
    """One row per rate on the summed net, half up, in the order the rates first occur.

    Inclusive amounts are gross: net and tax of each code add up to them exactly, the code's last rate taking
    the cent that separate rounding would lose. Lines without a code bear no tax.
    """
    by_code: dict[TaxCode, Money] = {}
    for amount, code in lines:
        if code is not None:
            by_code[code] = by_code.get(code, zero(currency)) + amount
    if mode is TaxMode.NONE:
        return ()
    if mode is TaxMode.INCLUSIVE:
        return _merged((row for code, gross in by_code.items() for row in _contained(code, gross)), currency)
    bases: dict[TaxRate, Money] = {}
    for code, net in by_code.items():
        for rate in code.rates:
            bases[rate] = bases.get(rate, zero(currency)) + net
    return tuple(TaxRow(rate.name, rate.percent, net, _share(net, rate)) for rate, net in bases.items())


def _share(net: Money, rate: TaxRate) -> Money:
    return net * rate.percent.scaleb(-2)


def _contained(code: TaxCode, gross: Money) -> Iterable[tuple[TaxRate, Money, Money]]:
    exact_net = EXACT.divide(EXACT.multiply(gross.amount, Decimal(100)), 100 + code.percent)
    net = Money.of(exact_net, gross.currency)
    left = gross - net
    for rate in code.rates[:-1]:
        tax = _share(net, rate)
        left -= tax
        yield rate, net, tax
    if code.rates:
        yield code.rates[-1], net, left


def _merged(rows: Iterable[tuple[TaxRate, Money, Money]], currency: str) -> tuple[TaxRow, ...]:
    nets: dict[TaxRate, list[Money]] = {}
    taxes: dict[TaxRate, list[Money]] = {}
    for rate, net, tax in rows:
        nets.setdefault(rate, []).append(net)
        taxes.setdefault(rate, []).append(tax)
    return tuple(
        TaxRow(rate.name, rate.percent, total(nets[rate], currency), total(taxes[rate], currency))
        for rate in nets
    )
