"""Write-back: whose values a deal shows, what is sent, and what is left alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from qbodesk.models.domain.money import Money
from qbodesk.models.domain.stage import Stage
from qbodesk.models.domain.writeback import (
    CLEARED,
    PROPERTY_KEYS,
    LinkedInvoice,
    Writeback,
    changed,
    decide,
    may_clear,
    owner,
    property_values,
)

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
FIRST = LinkedInvoice(
    "9130:95", Money.of(1440, "USD"), "Acme Ltd", "1047", Stage.SENT, date(2026, 12, 30), NOON, "95"
)
VALUES = {
    "amount": "1440.00",
    "recipient": "Acme Ltd",
    "number": "1047",
    "status": "sent",
    "due_date": "2026-12-30",
}
NAMES = {key: f"qbodesk_invoice_{key}" for key in PROPERTY_KEYS}
CURRENT = {NAMES[key]: value for key, value in VALUES.items()}


def other(remote_id: str, minutes: int = 0, currency: str = "USD", *, deleted: bool = False) -> LinkedInvoice:
    return replace(FIRST, invoice_key=f"9130:{remote_id}", remote_id=remote_id, total=Money.of(7, currency),
                   updated_at=NOON + timedelta(minutes=minutes), deleted=deleted)  # fmt: skip


@pytest.mark.parametrize(
    ("invoices", "owning"),
    [
        ([], None),
        ([FIRST], "95"),
        ([FIRST, other("80", minutes=1)], "80"),
        ([other("80", minutes=1), FIRST], "80"),
        ([FIRST, other("100")], "100"),  # a tie goes to the higher number, not the later text
        ([other("100"), FIRST, other("9")], "100"),
        ([FIRST, other("200", minutes=9, deleted=True)], "95"),
        ([FIRST, other("x1")], "95"),
    ],
)
def test_owner(invoices: list[LinkedInvoice], owning: str | None) -> None:
    found = owner(invoices)
    assert (found.remote_id if found else None) == owning


def test_values_are_what_hubspot_takes() -> None:
    assert property_values(FIRST) == VALUES
    assert tuple(VALUES) == PROPERTY_KEYS
    assert property_values(replace(FIRST, due_date=None, total=Money.of(1440, "JPY")))["amount"] == "1440"
    assert not property_values(replace(FIRST, due_date=None))["due_date"]


def test_the_owner_speaks_for_the_deal() -> None:
    assert decide([FIRST, other("80")], "USD") == Writeback(VALUES, "9130:95", None)


def test_another_currency_is_never_replaced_silently() -> None:
    written = decide([FIRST, other("80", minutes=1, currency="EUR")], "USD")
    assert (written.values, written.owner) == (None, "9130:80")
    assert written.skip is not None
    assert written.skip.code == "CURRENCY_MISMATCH"
    assert written.skip.title == "The invoice is in EUR, the HubSpot account in USD"


def test_nothing_linked_and_only_deleted_left() -> None:
    assert decide([], "USD") == Writeback(None, None, None)
    assert decide([other("80", deleted=True)], "USD") == Writeback(dict(CLEARED), None, None)
    assert dict(CLEARED) == dict.fromkeys(PROPERTY_KEYS, "")


@pytest.mark.parametrize(
    ("key", "current"),
    [
        ("amount", "1440"),
        ("amount", "1440.0"),
        ("due_date", "2026-12-30T00:00:00Z"),
        ("due_date", "1798588800000"),
        ("recipient", "Acme Ltd"),
    ],
)
def test_the_same_value_written_otherwise_is_no_change(key: str, current: str) -> None:
    assert changed(VALUES, CURRENT | {NAMES[key]: current}, NAMES) == {}


@pytest.mark.parametrize(
    ("key", "current"),
    [
        ("amount", "1440.01"),
        ("amount", ""),
        ("amount", None),
        ("amount", "much"),
        ("due_date", "2026-12-29"),
        ("due_date", ""),
        ("status", "paid"),
        ("recipient", "ACME Ltd"),
    ],
)
def test_only_what_differs_is_sent(key: str, current: str | None) -> None:
    assert changed(VALUES, CURRENT | {NAMES[key]: current}, NAMES) == {NAMES[key]: VALUES[key]}


def test_a_deal_never_written_gets_everything_that_has_a_property() -> None:
    kept = {key: name for key, name in NAMES.items() if key != "recipient"}
    assert changed(VALUES, {}, kept) == {name: VALUES[key] for key, name in kept.items()}


def test_clearing_an_empty_deal_sends_nothing() -> None:
    assert changed(CLEARED, {}, NAMES) == {}
    assert changed(CLEARED, CURRENT, NAMES) == dict.fromkeys(NAMES.values(), "")


@pytest.mark.parametrize(
    ("held", "written_by_us", "cleared"),
    [
        ({}, True, False),
        (VALUES, False, True),
        ({**VALUES, "amount": "1440", "status": "paid", "due_date": None}, False, True),
        ({**VALUES, "number": "OLD-7"}, False, False),
        ({**VALUES, "number": "OLD-7"}, True, True),
        ({"status": "sent"}, False, False),
    ],
)
def test_values_of_an_invoice_taken_off_go_with_it_but_nobody_elses(
    held: dict[str, str | None], written_by_us: bool, cleared: bool
) -> None:
    assert may_clear(held, [VALUES], written_by_us=written_by_us) is cleared
