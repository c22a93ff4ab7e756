"""Tax and totals of one sales form; knows amounts and rates, no company and no JSON.

The rounding rule. Every amount has two digits after the point, in yen as in dollars, and halves go up.
Outside the US each rate's tax is rounded on each line, and the rounded taxes are added; in the US it is
rounded once per rate, on the sum of what that rate taxes. A discount is first divided among the lines in
proportion to their amounts, to the cent. Prices that include their tax: the net of a line is rounded, its
tax is what is left.

Sources: QuickBooks' own support says it "will always calculate line-by-line", with 31 lines of 1.59 at 12 %
that bear 9.71 although their sum would bear 9.73 (quickbooks.intuit.com/learn-support/en-ca, threads 306952
and 1567567); an invoice of several lines that sum to 4,495.16 bears 448.40 at 9.975 %, one line of that
amount 448.39 (github.com/ruckus/quickbooks-ruby/issues/547); the net of a line with tax included is rounded
and its unit price follows with seven digits (a community thread about the rate column: 255.92 with 15 % is
222.54 net, 63.5828571 each for 3.5); two digits throughout (help.breadwinner.com, article 44001664304). For
the US the published forms show one amount per component of the rate on the taxable subtotal. How a discount
is divided is not published: inferred.
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


def excluded(
    parts: Sequence[Part],
    discount: Decimal = ZERO,
    *,
    line_by_line: bool,
    tax_after_discount: bool = True,
) -> Totals:
    """Totals of a form whose amounts carry no tax yet."""
    nets = [part.amount for part in parts]
    reductions = share(discount, nets) if tax_after_discount else [ZERO for _ in nets]
    found: dict[Rate, TaxLine] = {}
    for part, reduction in zip(parts, reductions, strict=True):
        base = part.amount - reduction
        for rate, tax in _exact(base, part.rates):
            _add(found, TaxLine(rate, base, cents(tax) if line_by_line else tax))
    lines = tuple(TaxLine(line.rate, line.net, cents(line.amount)) for line in found.values())
    return Totals(tuple(nets), discount, lines)


def _add(found: dict[Rate, TaxLine], line: TaxLine) -> None:
    known = found.get(line.rate, TaxLine(line.rate, ZERO, ZERO))
    found[line.rate] = TaxLine(line.rate, known.net + line.net, known.amount + line.amount)


def _exact(base: Decimal, rates: tuple[Rate, ...]) -> list[tuple[Rate, Decimal]]:
    """Unrounded tax of each rate on `base`."""
    taxes: list[tuple[Rate, Decimal]] = []
    for rate in rates:
        taxable = base + sum((tax for _, tax in taxes), ZERO) if rate.compound else base
        taxes.append((rate, taxable * rate.percent / _HUNDRED))
    return taxes


def included(parts: Sequence[Part], discount: Decimal = ZERO) -> Totals:
    """Totals of a form whose amounts (and discount) contain their tax already.

    `discount` of the totals is net: what the nets of the lines lose by it.
    """
    reductions = share(discount, [part.amount for part in parts])
    nets = []
    reduced = ZERO
    found: dict[Rate, TaxLine] = {}
    for part, reduction in zip(parts, reductions, strict=True):
        weights = [tax for _, tax in _exact(Decimal(1), part.rates)]
        factor = 1 + sum(weights, ZERO)
        due = part.amount - reduction
        net = cents(due / factor)
        nets.append(cents(part.amount / factor))
        reduced += net
        for rate, tax in zip(part.rates, share(due - net, weights), strict=True):
            _add(found, TaxLine(rate, net, tax))
    return Totals(tuple(nets), sum(nets, ZERO) - reduced, tuple(found.values()))
