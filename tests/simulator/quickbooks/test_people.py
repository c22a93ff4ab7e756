"""Customers and items: names, versions, sparse and full updates."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks import customers, items
from qbodesk.simulator.quickbooks.company import QuickBooksCompany

Body = dict[str, Any]


@pytest.fixture
def books(company: Callable[..., QuickBooksCompany]) -> QuickBooksCompany:
    return company("US")


def test_a_new_customer_comes_back_completed(books: QuickBooksCompany) -> None:
    found = customers.create(books, {"GivenName": "Ola", "FamilyName": "Nowak", "ParentRef": {"value": "1"}})
    assert found["Id"] == "5"
    assert (found["DisplayName"], found["FullyQualifiedName"]) == ("Ola Nowak", "Ostrakon Ltd:Ola Nowak")
    assert (found["SyncToken"], found["Active"], found["Job"], found["Balance"]) == ("0", True, True, 0)
    assert found["MetaData"]["CreateTime"] == "2026-09-25T10:00:00-07:00"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "6080"),
        ({"CompanyName": "Only a firm"}, "6080"),
        ({"DisplayName": "ostrakon LTD"}, "6240"),
        ({"DisplayName": "Paper Mill"}, "6240"),  # a vendor
        ({"DisplayName": "A:B"}, "2040"),
        ({"DisplayName": "x" * 501}, "2050"),
        ({"DisplayName": "A", "Nickname": "B"}, "2010"),
        ({"DisplayName": "A", "BillAddr": {"Street": "B"}}, "2010"),
        ({"DisplayName": "A", "PrimaryEmailAddr": {"Address": "nobody"}}, "2210"),
        ({"DisplayName": "A", "WebAddr": {"URI": "a.example"}}, "2200"),
        ({"DisplayName": "A", "SalesTermRef": {"value": "99"}}, "2500"),
        ({"DisplayName": "A", "ParentRef": {"value": "3"}}, "610"),
        ({"DisplayName": "A", "PreferredDeliveryMethod": "Pigeon"}, "2170"),
        ({"DisplayName": "A", "CurrencyRef": {"value": "EUR"}}, "6000"),
        ({"DisplayName": "A", "Active": "yes"}, "2010"),
    ],
)
def test_customers_that_are_refused(
    books: QuickBooksCompany, refused: Callable[..., str], body: Body, code: str
) -> None:
    assert refused(customers.create, books, body) == code
    assert len(books.tables["Customer"]) == 4


def test_the_name_of_an_inactive_customer_is_free(books: QuickBooksCompany) -> None:
    assert customers.create(books, {"DisplayName": "Gone"})["DisplayName"] == "Gone"


def test_reactivating_checks_the_name_again(books: QuickBooksCompany, refused: Callable[..., str]) -> None:
    back = {"Id": "3", "SyncToken": "0", "sparse": True, "Active": True}
    customers.create(books, {"DisplayName": "Gone"})
    assert refused(customers.update, books, back) == "6240"


def test_deactivating_and_back(books: QuickBooksCompany) -> None:
    gone = customers.update(books, {"Id": "2", "SyncToken": "0", "sparse": True, "Active": False})
    assert gone["DisplayName"] == "Charity (deleted)"
    back = customers.update(books, {"Id": "2", "SyncToken": "1", "sparse": True, "Active": True})
    assert (back["DisplayName"], back["SyncToken"]) == ("Charity", "2")


def test_sparse_keeps_full_clears_and_both_need_the_version(
    books: QuickBooksCompany, clock: Clock, refused: Callable[..., str]
) -> None:
    clock.advance(60)
    sparse = customers.update(books, {"Id": "1", "SyncToken": "0", "sparse": True, "Notes": "hello"})
    assert (sparse["Notes"], sparse["CompanyName"], sparse["SyncToken"]) == ("hello", "Ostrakon Ltd", "1")
    assert sparse["MetaData"]["LastUpdatedTime"] > sparse["MetaData"]["CreateTime"]
    assert refused(customers.update, books, {"Id": "1", "SyncToken": "0", "sparse": True}) == "5010"
    full = customers.update(books, {"Id": "1", "SyncToken": "1", "DisplayName": "Ostrakon Ltd"})
    assert not {"Notes", "CompanyName", "PrimaryEmailAddr"} & full.keys()
    assert full["SyncToken"] == "2"


@pytest.mark.parametrize("empty", ["", {}])
def test_empty_values_clear_in_a_sparse_update(books: QuickBooksCompany, empty: Any) -> None:
    change = {"Id": "1", "SyncToken": "0", "sparse": True, "PrimaryEmailAddr": empty}
    assert "PrimaryEmailAddr" not in customers.update(books, change)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"SyncToken": "0"}, "2020"), ({"Id": "1"}, "2020"), ({"Id": "77", "SyncToken": "0"}, "610")],
)
def test_updates_that_name_nothing(
    books: QuickBooksCompany, refused: Callable[..., str], change: Body, code: str
) -> None:
    assert refused(customers.update, books, change) == code


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"Type": "Service", "IncomeAccountRef": {"value": "1"}}, "2020"),
        ({"Name": "A", "Type": "Service"}, "2020"),
        ({"Name": "A", "Type": "Inventory", "IncomeAccountRef": {"value": "1"}}, "2020"),
        ({"Name": "widget", "Type": "Category"}, "6240"),
        ({"Name": "a:b", "Type": "Category"}, "2040"),
        ({"Name": "A", "Type": "Thing"}, "2170"),
        ({"Name": "A", "Type": "Service", "IncomeAccountRef": {"value": "9"}}, "2500"),
    ],
)
def test_items_that_are_refused(
    books: QuickBooksCompany, refused: Callable[..., str], body: Body, code: str
) -> None:
    assert refused(items.create, books, body) == code


def test_a_new_item_and_its_category(books: QuickBooksCompany) -> None:
    category = items.create(books, {"Name": "Print", "Type": "Category"})
    body = {
        "Name": "Poster",
        "Type": "NonInventory",
        "IncomeAccountRef": {"value": "1"},
        "SubItem": True,
        "ParentRef": {"value": category["Id"]},
    }
    found = items.create(books, body)
    assert (found["FullyQualifiedName"], found["Level"], found["UnitPrice"]) == ("Print:Poster", 1, 0)
    change = {"Id": found["Id"], "SyncToken": "0", "sparse": True, "UnitPrice": Decimal("12.5"), "Sku": "P-1"}
    changed = items.update(books, change)
    assert (changed["UnitPrice"], changed["Sku"], changed["Name"]) == (12.5, "P-1", "Poster")
