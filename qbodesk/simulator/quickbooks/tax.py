"""Tax and totals of one invoice (quickbooks-api.md §9.6); knows amounts and rates, no company and no JSON.

Amounts are in the invoice's currency. Tax is rounded half up to the cent once per rate, on the summed net.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from qbodesk.simulator.wire import ZERO, cents

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Rate:
    """A tax rate of a code; `compound` ones also tax the taxes before them."""

    id: str
    percent: Decimal
    compound: bool = False


@dataclass(frozen=True)
class Part:
    """One line's amount as typed, and the rates it bears (none: not taxed)."""

    amount: Decimal
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True)
class TaxLine:
    """What one rate yields on `net`."""

    rate: Rate
    net: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Totals:
    """`nets` are the parts without tax, `discount` likewise; `total` = `subtotal` - `discount` + tax."""

    nets: tuple[Decimal, ...]
    discount: Decimal
    lines: tuple[TaxLine, ...]

    @property
    def subtotal(self) -> Decimal:
        return sum(self.nets, ZERO)

    @property
    def tax(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        return self.subtotal - self.discount + self.tax


def share(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """`amount` (whole cents) divided in proportion to `weights` so that the pieces sum to it exactly."""
    whole = sum(weights, ZERO)
    if not whole:
        return [ZERO for _ in weights]
    edges = [cents(amount * reached / whole) for reached in accumulate(weights, initial=ZERO)]
    return [after - before for before, after in pairwise(edges)]


def excluded(parts: Sequence[Part], discount: Decimal = ZERO, *, tax_after_discount: bool = True) -> Totals:
    """Totals of an invoice whose amounts carry no tax yet."""
    nets = [part.amount for part in parts]
    reductions = share(discount, nets) if tax_after_discount else [ZERO for _ in nets]
    bases: dict[Rate, Decimal] = {}
    exact: dict[Rate, Decimal] = {}
    for part, reduction in zip(parts, reductions, strict=True):
        base = part.amount - reduction
        for rate, tax in _exact(base, part.rates):
            bases[rate] = bases.get(rate, ZERO) + base
            exact[rate] = exact.get(rate, ZERO) + tax
    lines = tuple(TaxLine(rate, base, cents(exact[rate])) for rate, base in bases.items())
    return Totals(tuple(nets), discount, lines)


def _exact(base: Decimal, rates: tuple[Rate, ...]) -> list[tuple[Rate, Decimal]]:
    """Unrounded tax of each rate on `base`."""
    taxes: list[tuple[Rate, Decimal]] = []
    for rate in rates:
        taxable = base + sum((tax for _, tax in taxes), ZERO) if rate.compound else base
        taxes.append((rate, taxable * rate.percent / _HUNDRED))
    return taxes


def included(parts: Sequence[Part], discount: Decimal = ZERO) -> Totals:
    """Totals of an invoice whose amounts (and discount) contain their tax already.

    The tax is taken out once per combination of rates; the nets of its lines share what is left to the cent.
    """
    reductions = share(discount, [part.amount for part in parts])
    nets = [ZERO for _ in parts]
    discounted = ZERO
    merged: dict[Rate, TaxLine] = {}
    for rates in dict.fromkeys(part.rates for part in parts):
        members = [index for index, part in enumerate(parts) if part.rates == rates]
        gross = [parts[index].amount for index in members]
        whole = sum(gross, ZERO)
        before = whole - _contained(whole, rates)
        for index, net in zip(members, _nets(gross, before, rates), strict=True):
            nets[index] = net
        due = whole - sum((reductions[index] for index in members), ZERO)
        after = due - _contained(due, rates)
        discounted += before - after
        for line in _split(after, due - after, rates):
            known = merged.get(line.rate, TaxLine(line.rate, ZERO, ZERO))
            merged[line.rate] = TaxLine(line.rate, known.net + line.net, known.amount + line.amount)
    return Totals(tuple(nets), discounted, tuple(merged.values()))


def _contained(gross: Decimal, rates: tuple[Rate, ...]) -> Decimal:
    """The tax inside `gross`, rounded half up."""
    factor = sum((tax for _, tax in _exact(Decimal(1), rates)), ZERO)
    return cents(gross * factor / (1 + factor))


def _nets(gross: Sequence[Decimal], whole: Decimal, rates: tuple[Rate, ...]) -> list[Decimal]:
    """The lines without their tax; they sum to `whole` exactly."""
    factor = sum((tax for _, tax in _exact(Decimal(1), rates)), ZERO)
    edges = [cents(reached / (1 + factor)) for reached in accumulate(gross, initial=ZERO)]
    edges[-1] = whole
    return [after - before for before, after in pairwise(edges)]


def _split(net: Decimal, tax: Decimal, rates: tuple[Rate, ...]) -> list[TaxLine]:
    """`tax` divided between its rates."""
    weights = [amount for _, amount in _exact(Decimal(1), rates)]
    return [TaxLine(rate, net, amount) for rate, amount in zip(rates, share(tax, weights), strict=True)]
