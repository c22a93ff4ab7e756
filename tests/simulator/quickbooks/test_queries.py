"""What queries select, count and page."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from qbodesk.simulator.quickbooks import customers, queries
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.faults import Fault


@pytest.fixture
def books(company: Callable[..., QuickBooksCompany]) -> QuickBooksCompany:
    return company("US")


def ask(books: QuickBooksCompany, text: str) -> Any:
    return msgspec.json.decode(queries.answer(books, text))


def ids(books: QuickBooksCompany, text: str, entity: str = "Customer") -> list[str]:
    return [found["Id"] for found in ask(books, text).get(entity, [])]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("", ["1", "2", "4"]),
        ("where Active = false", ["3"]),
        ("where Active IN (true, false)", ["1", "2", "3", "4"]),
        ("where DisplayName = 'ostrakon ltd'", ["1"]),
        ("where DisplayName LIKE 'Ostrakon%'", ["1", "4"]),
        ("where DisplayName LIKE '%ar%'", ["2"]),
        ("where PrimaryEmailAddr = 'ida@ostrakon.example'", ["1"]),
        ("where CompanyName = 'nobody'", []),
        ("where Id IN ('4', '2')", ["2", "4"]),
        ("where Id > '1'", ["2", "4"]),
        ("where Balance = '0.0'", ["1", "2", "4"]),
        ("where MetaData.LastUpdatedTime > '2026-09-25T16:00:00+00:00'", ["1", "2", "4"]),
        ("where Metadata.LastUpdatedTime > '2026-09-25T18:00:00+00:00'", []),
        ("orderby DisplayName desc", ["1", "4", "2"]),
        ("startposition 2 maxresults 1", ["2"]),
        ("startposition 9", []),
    ],
)
def test_selections(books: QuickBooksCompany, where: str, expected: list[str]) -> None:
    assert ids(books, f"select * from Customer {where}") == expected


@pytest.mark.parametrize(
    "text",
    [
        "select from Customer",
        "SELECT * FROM customer",
        "select * from Customer where active = TRUE",
        "select * from Customer where id in ('1', '2', '4')",
        "select * from Customer where metadata.CREATETIME > '2020-01-01' order by ID asc",
        "select *\n  from Customer\twhere Id >= 1",
        "select * from Customer maxresults 10 startposition 1",
        "select * from Customer startposition 0",
        "select Id, DisplayName, BillAddr.City from Customer",
    ],
)
def test_ways_to_ask_for_the_same(books: QuickBooksCompany, text: str) -> None:
    assert ids(books, text) == ["1", "2", "4"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("select * from Customer where Notes = 'x'", "property 'Notes' is not queryable"),
        ("select * from Invoice where PrivateNote = 'x'", "property 'PrivateNote' is not queryable"),
        ("select * from Customer where Colour = 'x'", "Property Colour not found for Entity Customer"),
        (
            "select * from Invoice where CustomerRef.value = '1'",
            "Property CustomerRef.value not found for Entity Invoice",
        ),
        ("select * from Spaceship", "Metadata not found for Entity: Spaceship"),
        ("select * from CompanyInfo where Country = 'US'", "property 'Country' is not queryable"),
    ],
)
def test_which_properties_there_are(books: QuickBooksCompany, text: str, says: str) -> None:
    with pytest.raises(Fault) as caught:
        ask(books, text)
    assert (caught.value.code, caught.value.detail) == ("4001", f"QueryValidationError: {says}")


def test_counts_and_page_facts(books: QuickBooksCompany) -> None:
    assert ask(books, "select count(*) from Customer") == {"totalCount": 3}
    page = ask(books, "select * from Customer startposition 2 maxresults 5")
    assert (page["startPosition"], page["maxResults"]) == (2, 2)


def test_an_empty_result_has_no_entity_key(books: QuickBooksCompany) -> None:
    assert ask(books, "select * from Invoice") == {}


def test_the_inactive_bear_the_suffix(books: QuickBooksCompany) -> None:
    [found] = ask(books, "select * from Customer where Active = false")["Customer"]
    assert (found["DisplayName"], found["Active"]) == ("Gone (deleted)", False)


def test_us_tax_codes_begin_with_the_pseudo_ones_without_version(books: QuickBooksCompany) -> None:
    found = ask(books, "select * from TaxCode")["TaxCode"]
    assert [code["Id"] for code in found[:3]] == ["TAX", "NON", "CustomSalesTax"]
    assert "SyncToken" not in found[0]
    assert found[3]["SyncToken"] == "0"


def test_a_list_of_fields_gives_sparse_objects(books: QuickBooksCompany) -> None:
    [found] = ask(books, "select DisplayName from Customer where Id = '2'")["Customer"]
    assert found == {"DisplayName": "Charity", "domain": "QBO", "sparse": True, "Id": "2"}


def test_the_company_itself_can_be_queried(books: QuickBooksCompany) -> None:
    [info] = ask(books, "select * from companyinfo")["CompanyInfo"]
    assert info["CompanyName"] == "Testing US"


def test_known_entities_without_objects_are_empty_not_wrong(books: QuickBooksCompany) -> None:
    assert ask(books, "select * from Estimate") == {}


@pytest.mark.parametrize(
    "text",
    [
        "select * from Nonsense",
        "select * from Invoice where PrivateNote = 'x'",
        "select * from Payment where DocNumber = '1'",
        "select * from Customer orderby PrimaryEmailAddr",
        "select * from Customer where Balance = 'much'",
        "select * from Invoice where TxnDate > 'yesterday'",
        "select * from Customer where Active = 'perhaps'",
        "select * from Customer where MetaData.CreateTime > 'noon'",
    ],
)
def test_what_cannot_be_asked_is_4001(
    books: QuickBooksCompany, refused: Callable[..., str], text: str
) -> None:
    assert refused(queries.answer, books, text) == "4001"


def test_pages_follow_writes(books: QuickBooksCompany) -> None:
    before = ids(books, "select * from Customer orderby Id")
    new = customers.create(books, {"DisplayName": "Zebra"})
    assert ids(books, "select * from Customer orderby Id") == [*before, new["Id"]]
