"""The stage of an invoice, derived from what QuickBooks says of it; writes it nowhere.

QuickBooks has no status field (quickbooks-api §10). Overdue alone depends on the day, so it is never stored:
`settled_stage` is what the cache keeps, `at_date` adds the calendar.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from qbodesk.models.domain.money import Money


class Stage(StrEnum):
    """Where an invoice stands; the values are what the cache and HubSpot properties hold."""

    PENDING_SEND = "pending_send"
    SENT = "sent"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    OVERDUE = "overdue"
    VOIDED = "voided"
    DELETED = "deleted"


class InvoiceFacts(NamedTuple):
    """What of an invoice decides its stage, amounts in minor units. `delivered`: `DeliveryInfo.DeliveryTime` is present."""

    total: int
    balance: int
    due_date: date | None
    email_status: str
    delivered: bool
    einvoice_status: str
    private_note: str
    lines_all_zero: bool


_CLOSED = frozenset({Stage.PAID, Stage.VOIDED, Stage.DELETED})
_NOT_DELIVERED = frozenset({"", "Error", "Delivery Error"})


def settled_stage(facts: InvoiceFacts) -> Stage:
    """The stage without the calendar. A negative balance (overpaid) counts as paid; deletion is known only by CDC."""
    if not facts.total and not facts.balance and _is_voided(facts):
        return Stage.VOIDED
    if facts.balance <= 0:
        return Stage.PAID
    if facts.balance < facts.total:
        return Stage.PARTIALLY_PAID
    if facts.email_status == "EmailSent" or facts.delivered or facts.einvoice_status not in _NOT_DELIVERED:
        return Stage.SENT
    return Stage.PENDING_SEND


def _is_voided(facts: InvoiceFacts) -> bool:
    # The word is translated in companies outside English; emptied lines are the other trace voiding leaves.
    return facts.lines_all_zero or facts.private_note.lstrip().casefold().startswith("voided")


def at_date(settled: Stage, balance: int, due: date | None, today: date) -> Stage:
    """The stage on `today`, a date in the QuickBooks company's time zone. The due date itself is not overdue."""
    if settled in _CLOSED or balance <= 0 or not days_overdue(due, today):
        return settled
    return Stage.OVERDUE


def stage_of(facts: InvoiceFacts, today: date) -> Stage:
    """The stage of an invoice on `today`, a date in the QuickBooks company's time zone."""
    return at_date(settled_stage(facts), facts.balance, facts.due_date, today)


def days_overdue(due: date | None, today: date) -> int:
    """Whole days since the due date, 0 up to and on it or without one."""
    return max(0, (today - due).days) if due else 0


def paid_share(total: Money, balance: Money) -> Decimal:
    """The part already paid, 0 to 1; credits and deposits count. An invoice over nothing is paid."""
    if total.amount <= 0:
        return Decimal(1) if balance.amount <= 0 else Decimal(0)
    share = (total - balance).amount / total.amount
    return min(Decimal(1), max(Decimal(0), share))
