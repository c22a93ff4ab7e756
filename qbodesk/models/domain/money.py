"""Amounts of money as exact decimals with their currency; formats nothing for the eye.

No float comes in: `Money` keeps exactly as many decimals as its currency has (JPY 0, USD 2, BHD 3) and rounds
half up where something must be rounded, as QuickBooks does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, total_ordering
from itertools import accumulate, pairwise
from typing import Self

from qbodesk.models.domain.typed_amount import parse_amount

__all__ = [
    "DECIMALS",
    "EXACT",
    "Money",
    "exponent",
    "half_up",
    "minor_units",
    "parse_amount",
    "share",
    "total",
    "totals_by_currency",
    "zero",
]

DECIMALS = {
    code: places
    for places, codes in {
        0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
        3: "BHD IQD JOD KWD LYD OMN TND",
        4: "CLF UYW",
    }.items()
    for code in codes.split()
}
"""Minor units by ISO 4217; every other currency has two."""

EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
"""Wide enough that a product of two amounts is never cut before it is rounded on purpose."""


def exponent(currency: str) -> int:
    """The number of decimals of a currency."""
    return DECIMALS.get(currency, 2)


def half_up(value: Decimal, places: int) -> Decimal:
    """`value` with exactly `places` decimals, halves away from zero."""
    return EXACT.quantize(value, _one(places))


def minor_units(value: Decimal, currency: str) -> int:
    """An amount in integer minor units (cents), halves away from zero, without the detour over `Money`."""
    return int(value.scaleb(exponent(currency), EXACT).to_integral_value(ROUND_HALF_UP))


@cache
def _one(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency. Mixing currencies in sums or comparisons raises `ValueError`."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Keep the currency's decimals, never a signed zero; refuse floats and amounts that would need rounding."""
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"money is Decimal, not {type(self.amount).__name__}")
        if not self.amount.is_finite():
            raise ValueError("money is a finite number")
        kept = half_up(self.amount, exponent(self.currency))
        if kept != self.amount:
            raise ValueError(f"{self.amount} has more decimals than {self.currency}; round with Money.of")
        object.__setattr__(self, "amount", kept or kept.copy_abs())

    @classmethod
    def of(cls, value: Decimal | int | str, currency: str) -> Self:
        """Round half up to the currency's decimals. A float raises `TypeError`, text that is no number `ValueError`."""
        if isinstance(value, float):
            raise TypeError("money never comes from a float")
        try:
            return cls(half_up(Decimal(value), exponent(currency)), currency)
        except ArithmeticError as error:
            raise ValueError(f"{value!r} is not an amount") from error

    @classmethod
    def from_minor(cls, minor: int, currency: str) -> Self:
        """From integer minor units (cents), as the cache keeps them."""
        return cls(Decimal(minor).scaleb(-exponent(currency), EXACT), currency)

    @property
    def minor(self) -> int:
        """Integer minor units (cents)."""
        return int(self.amount.scaleb(exponent(self.currency), EXACT))

    @property
    def plain(self) -> str:
        """The amount as digits with `.` and without currency, as servers and files want it."""
        return format(self.amount, "f")

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        return Money(EXACT.add(self.amount, self._same(other)), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __neg__(self) -> "Money":
        return Money(self.amount.copy_negate(), self.currency)

    def __abs__(self) -> "Money":
        return Money(self.amount.copy_abs(), self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        if isinstance(factor, float):
            raise TypeError("money is never multiplied by a float")
        return Money.of(EXACT.multiply(self.amount, Decimal(factor)), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{self.plain} {self.currency}"


def zero(currency: str) -> Money:
    """Nothing, in a currency."""
    return Money(Decimal(0), currency)


def total(items: Iterable[Money], currency: str) -> Money:
    """The sum in one currency; another currency among the items raises `ValueError`."""
    result = zero(currency)
    for item in items:
        result += item
    return result


def share(amount: Money, weights: Sequence[Decimal]) -> list[Money]:
    """`amount` divided in proportion to `weights`; the pieces add up to it exactly. Without any weight all are zero."""
    whole = sum(weights, Decimal(0))
    if not whole:
        return [zero(amount.currency) for _ in weights]
    edges = [
        Money.of(EXACT.divide(EXACT.multiply(amount.amount, reached), whole), amount.currency)
        for reached in accumulate(weights, initial=Decimal(0))
    ]
    return [after - before for before, after in pairwise(edges)]


def totals_by_currency(items: Iterable[Money]) -> dict[str, Money]:
    """One sum per currency, sorted by its code: amounts of different currencies are never added."""
    sums: dict[str, Money] = {}
    for item in items:
        sums[item.currency] = sums[item.currency] + item if item.currency in sums else item
    return dict(sorted(sums.items()))
