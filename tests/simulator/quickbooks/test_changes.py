"""Change data capture."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks import changes, customers, invoices, payments
from qbodesk.simulator.quickbooks.company import QuickBooksCompany

Body = dict[str, Any]
LATER = "2026-09-25T10:30:00-07:00"


@pytest.fixture
def books(
    company: Callable[..., QuickBooksCompany], line: Callable[..., Body], clock: Clock
) -> QuickBooksCompany:
    """A company with three invoices, an hour old."""
    found = company("US")
    for _ in range(3):
        invoices.create(found, {"CustomerRef": {"value": "1"}, "Line": [line("100", code="NON")]})
    clock.advance(3600)
    return found


def ask(books: QuickBooksCompany, entities: str, since: str = LATER) -> list[Body]:
    [answer] = msgspec.json.decode(changes.captured(books, entities, since))
    found: list[Body] = answer["QueryResponse"]
    return found


def test_nothing_changed_is_an_empty_object_each(books: QuickBooksCompany) -> None:
    assert ask(books, "Customer,Invoice") == [{}, {}]


def test_changes_deletions_and_what_payments_touch(books: QuickBooksCompany) -> None:
    invoices.delete(books, {"Id": "3", "SyncToken": "0"})
    link = {"Amount": 1, "LinkedTxn": [{"TxnId": "2", "TxnType": "Invoice"}]}
    payments.create(books, {"CustomerRef": {"value": "1"}, "TotalAmt": 1, "Line": [link]})
    customers_, invoices_, payments_, items_ = ask(books, "Customer,Invoice,Payment,Item")
    assert [found["Id"] for found in customers_["Customer"]] == ["1"]
    stub, full = sorted(invoices_["Invoice"], key=lambda found: -int(found["Id"]))
    assert stub == {
        "domain": "QBO",
        "status": "Deleted",
        "Id": "3",
        "MetaData": {"LastUpdatedTime": "2026-09-25T11:00:00-07:00"},
    }
    assert (full["Id"], full["Balance"]) == ("2", 99)
    assert (invoices_["startPosition"], invoices_["maxResults"]) == (1, 2)
    assert payments_["maxResults"] == 1
    assert items_ == {}


@pytest.mark.parametrize(
    "since",
    [
        "2026-09-25T17:30:00Z",
        "2026-09-25 17:30:00 00:00",
        "2026-09-25T19:30:00 0200",
        "2026-09-25T10:30:00-0700",
    ],
)
def test_moments_in_the_forms_clients_send(books: QuickBooksCompany, since: str) -> None:
    """An hour after the invoices were made; a plus that was not percent-encoded arrives as a space."""
    assert ask(books, "Invoice", since) == [{}]
    invoices.delete(books, {"Id": "3", "SyncToken": "0"})
    assert [found["maxResults"] for found in ask(books, "Invoice", since)] == [1]


def test_the_deactivated_come_as_objects(books: QuickBooksCompany) -> None:
    customers.update(books, {"Id": "2", "SyncToken": "0", "sparse": True, "Active": False})
    [answer] = ask(books, "Customer")
    assert [(found["Id"], found["Active"]) for found in answer["Customer"]] == [("2", False)]


def test_a_thousand_objects_are_all_there_is(books: QuickBooksCompany) -> None:
    for number in range(1001):
        customers.create(books, {"DisplayName": f"Many {number}"})
    invoices.void(books, {"Id": "1", "SyncToken": "0"})
    found, rest = ask(books, "Customer,Invoice")
    assert (found["maxResults"], rest) == (1000, {})


@pytest.mark.parametrize(
    ("entities", "since", "code"),
    [
        ("Invoice", "2026-08-26T10:00:00-07:00", "500"),
        ("TaxCode", LATER, "500"),
        ("Nonsense", LATER, "500"),
        ("", LATER, "2020"),
        ("Invoice", "", "2020"),
        ("Invoice", "noon", "2060"),
    ],
)
def test_what_cannot_be_asked(
    books: QuickBooksCompany, refused: Callable[..., str], entities: str, since: str, code: str
) -> None:
    assert refused(changes.captured, books, entities, since) == code
