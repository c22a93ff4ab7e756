"""Which part of a deal or quote one invoice asks for, divided among its lines to the cent; knows no draft and no invoice.

Every part is taken from what is left of each line, so that the parts of a line add up to it exactly, whatever their order,
and no piece is negative or more than its line has left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qbodesk.models.domain.money import EXACT, Money, half_up, share, total, zero

PLACES = 7
"""Decimals of a quantity, as many as QuickBooks keeps of a price."""

ROUNDINGS = 5
"""Cents by which parts given in per cent may miss the whole (twice 50 % of 100.01): the last one takes what is left."""


class PortionKind(StrEnum):
    """The whole, a percentage or an amount of it, one of several equal parts of what is left, or all that is left."""

    WHOLE = "whole"
    PERCENT = "percent"
    AMOUNT = "amount"
    PARTS = "parts"
    REMAINDER = "remainder"


@dataclass(frozen=True, slots=True)
class Portion:
    """`value` is the percentage, the amount in the draft's currency, or the number of equal parts still to invoice."""

    kind: PortionKind = PortionKind.WHOLE
    value: Decimal = Decimal(0)


WHOLE = Portion()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier invoices asked for, in the draft's currency, before their discount and tax (where lines are net).

    `lines` are amounts by the origin of a line; `elsewhere` is what belongs to no line: invoices typed into QuickBooks,
    those of another quote, and what was changed there since. `invoices` are their numbers.
    """

    lines: tuple[tuple[str, Decimal], ...] = ()
    elsewhere: Decimal = Decimal(0)
    invoices: tuple[str, ...] = ()


NOTHING_EARLIER = Earlier()


@dataclass(frozen=True, slots=True)
class Balance:
    """How far something is invoiced: the whole and what is left of it."""

    whole: Money
    left: Money

    @property
    def invoiced(self) -> Money:
        """What was invoiced before, as far as it belongs here."""
        return self.whole - self.left


@dataclass(frozen=True, slots=True)
class Division:
    """One part: what it comes to, its piece of every line, and how far the whole was invoiced before it."""

    target: Money
    pieces: tuple[Money, ...]
    balance: Balance


def divide(lines: Sequence[tuple[str, Money]], portion: Portion, earlier: Earlier, currency: str) -> Division:
    """`lines` are origin and amount of each line, not negative; the pieces add up to the target exactly."""
    amounts = [amount for _origin, amount in lines]
    whole = total(amounts, currency)
    before = dict(earlier.lines)
    rest = [max(amount - _before(before, origin, currency), zero(currency)) for origin, amount in lines]
    asked = total((_before(before, origin, currency) for origin, _amount in lines), currency)
    left = max(whole - asked - Money.of(earlier.elsewhere, currency), zero(currency))
    balance = Balance(whole, left)
    if portion.kind is PortionKind.WHOLE:
        return Division(whole, tuple(amounts), balance)
    target = _target(portion, balance)
    weights = rest if total(rest, currency) >= target else amounts
    return Division(target, tuple(share(target, [each.amount for each in weights])), balance)


def discount_of_part(discount: Money, balance: Balance, target: Money) -> Money:
    """The part's piece of a discount on the whole: the pieces of all parts add up to the discount exactly."""
    if not balance.whole:
        return zero(discount.currency)

    def reached(part: Money) -> Money:
        exact = EXACT.divide(EXACT.multiply(discount.amount, part.amount), balance.whole.amount)
        return Money.of(exact, discount.currency)

    return reached(balance.invoiced + target) - reached(balance.invoiced)


def quantity_for(amount: Money, price: Decimal) -> Decimal | None:
    """The quantity with the fewest decimals that comes to `amount` at `price`; None when seven decimals do not reach it."""
    if not price:
        return None
    exact = EXACT.divide(amount.amount, price)
    for places in range(PLACES + 1):
        quantity = half_up(exact, places)
        if Money.of(EXACT.multiply(quantity, price), amount.currency) == amount:
            return quantity
    return None


def _target(portion: Portion, balance: Balance) -> Money:
    currency = balance.whole.currency
    match portion.kind:
        case PortionKind.PERCENT:
            exact = EXACT.multiply(balance.whole.amount, portion.value).scaleb(-2, EXACT)
            target = Money.of(exact, currency)
            over = target.minor - balance.left.minor
            return balance.left if 0 < over <= ROUNDINGS else target
        case PortionKind.AMOUNT:
            return Money.of(portion.value, currency)
        case PortionKind.PARTS:
            return Money.of(EXACT.divide(balance.left.amount, max(portion.value, Decimal(1))), currency)
        case _:
            return balance.left


def _before(before: Mapping[str, Decimal], origin: str, currency: str) -> Money:
    return Money.of(before.get(origin, Decimal(0)), currency)
