"""The life of one write that must reach a server exactly once: states and the moves between them; sends nothing.

The only judge of state changes (reliability-security §1.5): whoever stores a state asks `move` first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where an entry stands."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    RETRY_WAIT = "retry_wait"
    UNKNOWN = "unknown"
    RECONCILING = "reconciling"
    REJECTED = "rejected"
    BLOCKED = "blocked"
    NEEDS_REVIEW = "needs_review"
    SUCCEEDED = "succeeded"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What is known after an attempt."""

    APPLIED = "applied"
    NOT_APPLIED = "not_applied"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    BLOCKED = "blocked"


class IllegalMove(ValueError):
    """A state change the table does not allow: a bug of the caller."""


_S = State

TRANSITIONS: Mapping[State, frozenset[State]] = MappingProxyType({
    _S.DRAFT: frozenset({_S.QUEUED, _S.CANCELLED}),
    # A check right before sending may refuse (a quote that expired in the queue, a permission taken away): nothing was sent.
    _S.QUEUED: frozenset({
        _S.SENDING, _S.DRAFT, _S.REJECTED, _S.BLOCKED, _S.NEEDS_REVIEW, _S.CANCELLED
    }),
    # Straight to RECONCILING: "duplicate number" may be the answer to our own first attempt.
    _S.SENDING: frozenset({
        _S.SUCCEEDED, _S.RETRY_WAIT, _S.REJECTED, _S.UNKNOWN, _S.RECONCILING, _S.BLOCKED, _S.NEEDS_REVIEW
    }),
    _S.RETRY_WAIT: frozenset({
        _S.SENDING, _S.DRAFT, _S.REJECTED, _S.BLOCKED, _S.NEEDS_REVIEW, _S.CANCELLED
    }),
    _S.UNKNOWN: frozenset({_S.RECONCILING, _S.NEEDS_REVIEW}),
    # Back to UNKNOWN when the look-up itself got no answer; REJECTED when the duplicate is somebody else's.
    _S.RECONCILING: frozenset({_S.SUCCEEDED, _S.SENDING, _S.UNKNOWN, _S.REJECTED, _S.NEEDS_REVIEW}),
    _S.REJECTED: frozenset({_S.DRAFT, _S.NEEDS_REVIEW, _S.CANCELLED}),
    # Certain as RETRY_WAIT: the last try was refused at the door, whatever was tried before was looked up first.
    _S.BLOCKED: frozenset({_S.QUEUED, _S.DRAFT, _S.UNKNOWN, _S.NEEDS_REVIEW, _S.CANCELLED}),
    # A person picks the record, says it is not wanted any more, or has it looked up once more; never sent unseen.
    _S.NEEDS_REVIEW: frozenset({_S.SUCCEEDED, _S.UNKNOWN, _S.CANCELLED}),
    _S.SUCCEEDED: frozenset(),
    _S.CANCELLED: frozenset(),
})  # fmt: skip
"""Every legal move. Everything that may have been sent can end in NEEDS_REVIEW (restored workspace, poison)."""

FINAL_STATES = frozenset(state for state, moves in TRANSITIONS.items() if not moves)
OPEN_STATES = frozenset(State) - FINAL_STATES

RESEND_WAIT = timedelta(minutes=2)
"""Longer than any request of ours can still be in flight: nobody resends before."""

_AFTER: Mapping[Outcome, State] = {
    Outcome.APPLIED: State.SUCCEEDED,
    Outcome.NOT_APPLIED: State.RETRY_WAIT,
    Outcome.REJECTED: State.REJECTED,
    Outcome.UNKNOWN: State.UNKNOWN,
    Outcome.BLOCKED: State.BLOCKED,
}


def move(from_: State, to: State) -> State:
    """`to`, if that move is legal; otherwise `IllegalMove`."""
    if to not in TRANSITIONS[from_]:
        raise IllegalMove(f"{from_.value} does not lead to {to.value}")
    return to


def next_state(outcome: Outcome, *, reconcile: bool = False) -> State:
    """The state after an attempt. `reconcile`: the refusal (duplicate number or name) may mean our own first try."""
    if reconcile and outcome is Outcome.REJECTED:
        return State.RECONCILING
    return _AFTER[outcome]


def backoff(attempt: int, *, after: float | None, jitter: float) -> float:
    """Seconds until the next attempt: what the server asked for (`after`), else full jitter between 1 s and 5 min.

    `attempt` counts from 1; `jitter` is a random number from 0 to 1.
    """
    if after is not None:
        return max(1.0, after)
    longest = min(300.0, 2.0 ** min(max(attempt, 1), 16))
    return 1.0 + (longest - 1.0) * jitter


def request_key(op_id: str, generation: int) -> str:
    """The key a server knows the attempt by; a new generation is a new request. QuickBooks takes 36 characters."""
    key = f"{op_id}-{generation}"
    if len(key) > 36:
        raise ValueError(f"{key} is longer than 36 characters")
    return key


_MARKER = re.compile(r"qbodesk:\s*([0-9a-z][0-9a-z-]{0,35})(?![0-9a-z-])", re.IGNORECASE)


def marker(req_key: str) -> str:
    """The trace of an attempt in an invoice's `PrivateNote`, short because the note may reach statements."""
    return f"qbodesk:{req_key}"


_TRACE = re.compile(rf"{_MARKER.pattern}(\s+deal:\w+)?", re.IGNORECASE)
_DEAL = re.compile(r"qbodesk:\s*[0-9a-z-]+\s+deal:(\w+)", re.IGNORECASE)


def deal_in(note: str) -> str:
    """The HubSpot deal that a note of ours names, else ""."""
    found = _DEAL.search(note)
    return found[1] if found else ""


def without_trace(note: str) -> str:
    """What people wrote in a note: without the trace of ours, which says nothing to them."""
    return _TRACE.sub("", note).strip()


def marker_in(note: str) -> str | None:
    """The request key in a note, whatever voiding or people wrote around it."""
    found = _MARKER.search(note)
    return found[1] if found else None


PrintLine = tuple[str | None, Decimal | None, Decimal | None, Decimal, str | None]
"""Item id, quantity, unit price, amount, tax code id."""


@dataclass(frozen=True, slots=True)
class InvoicePrint:
    """What identifies an invoice without its marker. Lines in order, without the subtotal line QuickBooks adds."""

    customer_id: str
    currency: str
    txn_date: date
    due_date: date | None
    memo: str
    lines: tuple[PrintLine, ...]


def same_invoice(sent: InvoicePrint, found: InvoicePrint) -> bool:
    """Whether `found` is what `sent` asked for; what was not sent (None) may have been filled in by QuickBooks."""
    return (
        sent.customer_id == found.customer_id
        and sent.currency == found.currency
        and sent.txn_date == found.txn_date
        and sent.due_date in (None, found.due_date)
        and sent.memo.split() == found.memo.split()
        and len(sent.lines) == len(found.lines)
        and all(_same_line(ours, theirs) for ours, theirs in zip(sent.lines, found.lines, strict=True))
    )


def _same_line(sent: PrintLine, found: PrintLine) -> bool:
    return all(ours is None or ours == theirs for ours, theirs in zip(sent, found, strict=True))
