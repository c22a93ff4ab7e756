"""Which invoices of QuickBooks probably belong to a HubSpot record, by signs a person can check. Links nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from qbodesk.models.domain.matching import Rung
from qbodesk.models.domain.money import Money

NEAR = timedelta(days=60)
CENT = Decimal("0.01")


class Sign(StrEnum):
    """What speaks for an invoice: the customer is the record's, the amount is the deal's, the dates are close."""

    CUSTOMER = "customer"
    AMOUNT = "amount"
    DATE = "date"


CustomerKey = tuple[str, str]
"""Realm id and QuickBooks customer id."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known of the record: its customers and by what sign, amounts it speaks of, a day around which it happened.

    A contact or company has neither amounts nor a day; then the customer alone decides.
    """

    customers: Mapping[CustomerKey, Rung] = field(default_factory=dict)
    amounts: tuple[Money, ...] = ()
    around: date | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """An invoice that could be added; `net` is its total without tax, where it is known."""

    key: int
    customer: CustomerKey
    total: Money
    net: Money | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An invoice and why it is suggested; `rung` says how its customer is known to be the record's."""

    key: int
    signs: frozenset[Sign]
    rung: Rung | None
    days_apart: int | None


_WEIGHT = {Sign.CUSTOMER: 4, Sign.AMOUNT: 3, Sign.DATE: 1}
_CERTAIN = frozenset({Rung.LINK, Rung.EMAIL})


def suggestion(sought: Sought, offered: Offered) -> Suggestion | None:
    """Why this invoice may be meant; `None` when too little speaks for it (features F4).

    For a deal two signs are needed: the same customer may have a hundred invoices, a round amount a hundred customers.
    """
    rung = sought.customers.get(offered.customer)
    apart = (
        abs((offered.day - sought.around).days)
        if offered.day is not None and sought.around is not None
        else None
    )
    signs = {
        sign
        for sign, holds in (
            (Sign.CUSTOMER, rung is not None),
            (Sign.AMOUNT, any(_same(amount, offered) for amount in sought.amounts)),
            (Sign.DATE, apart is not None and apart <= NEAR.days),
        )
        if holds
    }
    needed = 2 if sought.amounts or sought.around else 1
    if len(signs) < needed:
        return None
    return Suggestion(offered.key, frozenset(signs), rung, apart)


def ranked(sought: Sought, offers: Iterable[Offered]) -> list[Suggestion]:
    """The suggestions, the likeliest first: by signs, then by how surely the customer is known, then by distance in days."""
    found = (suggestion(sought, each) for each in offers)
    return sorted((one for one in found if one is not None), key=lambda one: (*likelihood(one), -one.key))


def likelihood(found: Suggestion) -> tuple[int, bool, int]:
    """What sorts suggestions, the likeliest first, also those of different records."""
    weight = sum(_WEIGHT[sign] for sign in found.signs)
    return (
        -weight,
        found.rung not in _CERTAIN,
        NEAR.days + 1 if found.days_apart is None else found.days_apart,
    )


def is_certain(found: Suggestion, others: Iterable[Suggestion]) -> bool:
    """Whether a person may be asked "these all?" instead of "which?": its customer and its amount fit, and no other's do.

    `others` are the suggestions of the same invoice for other records.
    """
    both = {Sign.CUSTOMER, Sign.AMOUNT}
    return both <= found.signs and not any(both <= other.signs for other in others)


def _same(amount: Money, offered: Offered) -> bool:
    """Deals are told with or without tax, so either total may be meant; to the cent, as people round."""
    return any(
        amount.currency == total.currency and abs(amount.amount - total.amount) <= CENT
        for total in (offered.total, offered.net)
        if total is not None
    )
