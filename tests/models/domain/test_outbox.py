"""The outbox: every legal move, every other one refused; keys, waits, markers and look-alikes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.outbox import (
    FINAL_STATES,
    OPEN_STATES,
    RESEND_WAIT,
    TRANSITIONS,
    IllegalMove,
    InvoicePrint,
    Outcome,
    State,
    backoff,
    marker,
    marker_in,
    move,
    next_state,
    request_key,
    same_invoice,
    without_trace,
)

# Written out on its own, from reliability-security §1.5 and what follows from §1.7 and §1.8.
LEGAL = {
    "draft": "queued cancelled",
    "queued": "sending draft rejected blocked needs_review cancelled",
    "sending": "succeeded retry_wait rejected unknown reconciling blocked needs_review",
    "retry_wait": "sending draft rejected blocked needs_review cancelled",
    "unknown": "reconciling needs_review",
    "reconciling": "succeeded sending unknown rejected needs_review",
    "rejected": "draft needs_review cancelled",
    "blocked": "queued draft unknown needs_review cancelled",
    "needs_review": "succeeded unknown cancelled",
    "succeeded": "",
    "cancelled": "",
}


@pytest.mark.parametrize(("start", "end"), list(product(State, State)))
def test_only_legal_moves(start: State, end: State) -> None:
    if end.value in LEGAL[start.value].split():
        assert move(start, end) is end
    else:
        with pytest.raises(IllegalMove, match=f"{start.value} does not lead to {end.value}"):
            move(start, end)


def test_open_and_final_states_part_the_whole() -> None:
    assert {State.SUCCEEDED, State.CANCELLED} == FINAL_STATES
    assert set(State) == OPEN_STATES | FINAL_STATES
    assert not OPEN_STATES & FINAL_STATES


def test_every_open_state_can_come_to_an_end() -> None:
    ends = set(FINAL_STATES)
    while more := {state for state in set(State) - ends if TRANSITIONS[state] & ends}:
        ends |= more
    assert ends == set(State)


def test_what_may_have_been_sent_is_never_cancelled_or_edited_unseen() -> None:
    for state in (State.SENDING, State.UNKNOWN, State.RECONCILING):
        assert not TRANSITIONS[state] & {State.CANCELLED, State.DRAFT, State.QUEUED}
    assert State.SENDING not in TRANSITIONS[State.UNKNOWN]


@pytest.mark.parametrize(
    ("outcome", "reconcile", "state"),
    [
        (Outcome.APPLIED, False, State.SUCCEEDED),
        (Outcome.NOT_APPLIED, False, State.RETRY_WAIT),
        (Outcome.REJECTED, False, State.REJECTED),
        (Outcome.REJECTED, True, State.RECONCILING),
        (Outcome.UNKNOWN, False, State.UNKNOWN),
        (Outcome.UNKNOWN, True, State.UNKNOWN),
        (Outcome.BLOCKED, False, State.BLOCKED),
    ],
)
def test_next_state(outcome: Outcome, reconcile: bool, state: State) -> None:
    assert next_state(outcome, reconcile=reconcile) is state
    assert state in TRANSITIONS[State.SENDING]


def test_a_server_that_names_a_time_is_obeyed() -> None:
    assert backoff(1, after=900.0, jitter=0.5) == 900.0
    assert backoff(9, after=0.0, jitter=0.5) == 1.0


@pytest.mark.parametrize(
    ("attempt", "jitter", "seconds"),
    [
        (1, 0, 1),
        (1, 1, 2),
        (2, 1, 4),
        (3, 0.5, 4.5),
        (8, 1, 256),
        (9, 1, 300),
        (10**6, 1, 300),
        (50, 0, 1),
        (0, 1, 2),
    ],
)
def test_backoff_grows_to_five_minutes(attempt: int, jitter: float, seconds: float) -> None:
    assert backoff(attempt, after=None, jitter=jitter) == seconds


@given(st.integers(1, 1000), st.floats(0, 1))
def test_backoff_stays_between_a_second_and_five_minutes(attempt: int, jitter: float) -> None:
    assert 1 <= backoff(attempt, after=None, jitter=jitter) <= 300


def test_nobody_looks_while_a_request_may_be_in_flight() -> None:
    assert timedelta(seconds=60) < RESEND_WAIT == timedelta(minutes=2)


@pytest.mark.parametrize("generation", [1, 12, 999])
def test_request_keys_fit_quickbooks_and_come_back_from_a_note(generation: int) -> None:
    key = request_key(uuid4().hex, generation)
    assert len(key) <= 36
    assert marker_in(f"Voided - {marker(key)}, see mail") == key


def test_a_request_key_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than 36"):
        request_key(uuid4().hex, 1000)


@pytest.mark.parametrize(
    ("note", "key"),
    [
        ("qbodesk:0f6c-1", "0f6c-1"),
        ("QBODESK: 0f6c-1", "0f6c-1"),
        ("Voided\nqbodesk:0f6c-1 deal:8123", "0f6c-1"),
        ("Deal Relaunch\nqbodesk:0f6c-1.", "0f6c-1"),
        ("", None),
        ("made with qbodesk", None),
        ("qbodesk:" + "a" * 37, None),
    ],
)
def test_marker_in(note: str, key: str | None) -> None:
    assert marker_in(note) == key


@given(st.text(), st.text())
def test_a_marker_survives_whatever_stands_around_it(before: str, after: str) -> None:
    key = request_key("0f6c2f0e5b1e4c529c1e6a0d1f7d2b11", 1)
    assert marker_in(f"{before.replace('qbodesk', '')} {marker(key)} {after}") == key


LINE = ("11", Decimal(2), Decimal(600), Decimal(1200), "4")
PRINT = InvoicePrint("58", "GBP", date(2026, 11, 30), date(2026, 12, 30), "Thank you. Quote Q-2041.", (LINE,))


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (PRINT, PRINT),
        (PRINT, replace(PRINT, lines=(("11", Decimal("2.0"), Decimal("600.00"), Decimal("1200.00"), "4"),))),
        (PRINT, replace(PRINT, memo=" Thank you.\r\nQuote Q-2041. ")),
        (replace(PRINT, due_date=None), PRINT),
        (replace(PRINT, lines=((None, None, None, Decimal(1200), None),)), PRINT),
    ],
)
def test_the_same_invoice(sent: InvoicePrint, found: InvoicePrint) -> None:
    assert same_invoice(sent, found)


@pytest.mark.parametrize(
    "found",
    [
        replace(PRINT, customer_id="59"),
        replace(PRINT, currency="EUR"),
        replace(PRINT, txn_date=date(2026, 12, 1)),
        replace(PRINT, due_date=date(2026, 12, 31)),
        replace(PRINT, due_date=None),
        replace(PRINT, memo="Thank you."),
        replace(PRINT, lines=()),
        replace(PRINT, lines=(LINE, LINE)),
        replace(PRINT, lines=(("12", *LINE[1:]),)),
        replace(PRINT, lines=((*LINE[:3], Decimal("1200.01"), "4"),)),
        replace(PRINT, lines=((*LINE[:4], "5"),)),
    ],
)
def test_another_invoice(found: InvoicePrint) -> None:
    assert not same_invoice(PRINT, found)


def test_the_order_of_lines_counts() -> None:
    other = ("12", *LINE[1:])
    assert not same_invoice(replace(PRINT, lines=(LINE, other)), replace(PRINT, lines=(other, LINE)))


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("qbodesk:0f6c-1", ""),
        ("20261127-0001\nqbodesk:0f6c-1 deal:8123", "20261127-0001"),
        ("Deal Relaunch\nqbodesk:0f6c-1 deal:8123\nCall first", "Deal Relaunch\n\nCall first"),
        ("made with qbodesk", "made with qbodesk"),
    ],
)
def test_without_trace(note: str, left: str) -> None:
    assert without_trace(note) == left
