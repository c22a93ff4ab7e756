"""Quotes: which may become an invoice, and why not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from qbodesk.models.domain.quotes import Quote, usability

TODAY = date(2026, 11, 12)
GOOD = Quote("77", "Relaunch", "Q-17", "APPROVAL_NOT_NEEDED", date(2026, 11, 30), "https://quote.example/77", "USD",
             locked=True, timezone="Europe/Warsaw", amount=Decimal(12300))  # fmt: skip


@pytest.mark.parametrize(
    "quote",
    [
        GOOD,
        replace(GOOD, status="APPROVED"),
        replace(GOOD, status="ACCEPTED"),
        replace(GOOD, status="SOMETHING_NEW"),
        replace(GOOD, expires=TODAY),
        replace(GOOD, expires=None),
    ],
)
def test_usable(quote: Quote) -> None:
    assert usability(quote, TODAY) is None


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        (replace(GOOD, status="DRAFT"), "QUOTE_DRAFT"),
        (replace(GOOD, status="PENDING_APPROVAL"), "QUOTE_PENDING"),
        (replace(GOOD, status="REJECTED"), "QUOTE_REJECTED"),
        (replace(GOOD, link=""), "QUOTE_UNPUBLISHED"),
        (replace(GOOD, expires=date(2026, 11, 11)), "QUOTE_EXPIRED"),
        (replace(GOOD, status="DRAFT", link="", expires=date(2020, 1, 1)), "QUOTE_DRAFT"),
    ],
)
def test_not_usable(quote: Quote, code: str) -> None:
    problem = usability(quote, TODAY)
    assert problem is not None
    assert (problem.code, problem.facts["quote"]) == (code, "Relaunch")


@pytest.mark.parametrize(("title", "number", "named"), [("", "Q-17", "Q-17"), ("", "", "77")])
def test_an_expired_quote_says_which_and_when(title: str, number: str, named: str) -> None:
    problem = usability(replace(GOOD, title=title, number=number, expires=date(2026, 10, 2)), TODAY)
    assert problem is not None
    assert dict(problem.facts) == {"quote": named, "date": "2026-10-02"}
    assert problem.title == f"The quote “{named}” expired on 2026-10-02"
