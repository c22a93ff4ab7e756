"""Exchange rates as QuickBooks tells them, and what an amount is worth in the home currency; fetches none."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qbodesk.models.domain.money import EXACT, Money


@dataclass(frozen=True, slots=True)
class KnownRate:
    """Home units for one unit of a currency. `asked_for` is the day QuickBooks was asked about, `as_of` that of its rate."""

    rate: Decimal
    asked_for: date
    as_of: date


def at_home(amount: Money, rate: Decimal, home_currency: str) -> Money:
    """What an amount comes to in the home currency, half up; QuickBooks' own figure counts after creation."""
    return Money.of(EXACT.multiply(amount.amount, rate), home_currency)


def day_of_rate(invoice_date: date, today: date) -> date:
    """The day whose rate an invoice takes: its own, but nobody knows that of tomorrow."""
    return min(invoice_date, today)
