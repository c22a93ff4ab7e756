"""Stages: the precedence, the boundary dates, and the way back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.money import Money
from qbodesk.models.domain.stage import (
    InvoiceFacts,
    Stage,
    at_date,
    days_overdue,
    paid_share,
    settled_stage,
    stage_of,
)

DUE = date(2026, 11, 30)


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def facts(
    total: str = "100",
    balance: str = "100",
    email: str = "NotSet",
    einvoice: str = "",
    note: str = "",
    due: date | None = DUE,
    *,
    delivered: bool = False,
    empty_lines: bool = False,
) -> InvoiceFacts:
    return InvoiceFacts(
        usd(total).minor, usd(balance).minor, due, email, delivered, einvoice, note, empty_lines
    )


@pytest.mark.parametrize(
    ("invoice", "stage"),
    [
        (facts(), Stage.PENDING_SEND),
        (facts(email="NeedToSend"), Stage.PENDING_SEND),
        (facts(email="EmailSent"), Stage.SENT),
        (facts(delivered=True), Stage.SENT),
        (facts(einvoice="Viewed"), Stage.SENT),
        (facts(einvoice="Rejected"), Stage.SENT),
        (facts(einvoice="Delivery Error"), Stage.PENDING_SEND),
        (facts(einvoice="Error"), Stage.PENDING_SEND),
        (facts(balance="99.99"), Stage.PARTIALLY_PAID),
        (facts(balance="0.01", email="EmailSent"), Stage.PARTIALLY_PAID),
        (facts(balance="0"), Stage.PAID),
        (facts(balance="-5"), Stage.PAID),
        (facts(total="0", balance="0"), Stage.PAID),
        (facts(total="0", balance="0", note="Voided"), Stage.VOIDED),
        (facts(total="0", balance="0", note=" Voided - qbodesk:ab-1", email="EmailSent"), Stage.VOIDED),
        (facts(total="0", balance="0", note="Anulowano", empty_lines=True), Stage.VOIDED),
        (facts(total="0", balance="0", note="not voided"), Stage.PAID),
        (facts(note="Voided cheque returned", empty_lines=True), Stage.PENDING_SEND),
        (facts(total="0", balance="-5", note="Voided"), Stage.PAID),
    ],
)
def test_settled_stage(invoice: InvoiceFacts, stage: Stage) -> None:
    assert settled_stage(invoice) is stage


@pytest.mark.parametrize(
    ("invoice", "days", "stage"),
    [
        (facts(), -1, Stage.PENDING_SEND),
        (facts(), 0, Stage.PENDING_SEND),
        (facts(), 1, Stage.OVERDUE),
        (facts(balance="40"), 0, Stage.PARTIALLY_PAID),
        (facts(balance="40"), 1, Stage.OVERDUE),
        (facts(email="EmailSent"), 400, Stage.OVERDUE),
        (facts(balance="0"), 1, Stage.PAID),
        (facts(balance="-1"), 1, Stage.PAID),
        (facts(total="0", balance="0", note="Voided"), 1, Stage.VOIDED),
        (facts(due=None), 1, Stage.PENDING_SEND),
    ],
)
def test_stage_on_a_day(invoice: InvoiceFacts, days: int, stage: Stage) -> None:
    assert stage_of(invoice, DUE + timedelta(days)) is stage


@pytest.mark.parametrize("closed", [Stage.PAID, Stage.VOIDED, Stage.DELETED])
def test_what_is_closed_is_never_overdue(closed: Stage) -> None:
    assert at_date(closed, 1000, DUE, DUE + timedelta(90)) is closed


def test_nothing_owed_is_not_overdue_whatever_stage_was_stored() -> None:
    assert at_date(Stage.SENT, 0, DUE, DUE + timedelta(1)) is Stage.SENT


def test_a_removed_payment_leads_back() -> None:
    later = DUE + timedelta(3)
    assert stage_of(facts(balance="0", email="EmailSent"), later) is Stage.PAID
    assert stage_of(facts(balance="100", email="EmailSent"), later) is Stage.OVERDUE
    assert stage_of(facts(balance="100", email="EmailSent"), DUE) is Stage.SENT


@pytest.mark.parametrize(
    ("due", "days", "overdue"), [(DUE, -1, 0), (DUE, 0, 0), (DUE, 1, 1), (DUE, 12, 12), (None, 9, 0)]
)
def test_days_overdue(due: date | None, days: int, overdue: int) -> None:
    assert days_overdue(due, DUE + timedelta(days)) == overdue


@pytest.mark.parametrize(
    ("total", "balance", "share"),
    [("100", "60", "0.4"), ("100", "100", "0"), ("100", "0", "1"), ("100", "-20", "1"), ("100", "120", "0"), ("0", "0", "1"),
     ("0", "5", "0")],
)  # fmt: skip
def test_paid_share(total: str, balance: str, share: str) -> None:
    assert paid_share(usd(total), usd(balance)) == Decimal(share)


@given(
    st.integers(-1000, 1000),
    st.integers(-1000, 1000),
    st.integers(-400, 400),
    st.sampled_from(["NotSet", "EmailSent"]),
)
def test_only_open_balances_past_due_are_overdue(total: int, balance: int, days: int, email: str) -> None:
    invoice = InvoiceFacts(
        total, balance, DUE, email,
        delivered=False, einvoice_status="", private_note="", lines_all_zero=False,
    )  # fmt: skip
    overdue = stage_of(invoice, DUE + timedelta(days)) is Stage.OVERDUE
    assert overdue == (balance > 0 and days > 0)
