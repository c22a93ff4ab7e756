"""Bundles on a line, and the captured invoice that shows how prices with tax, bundle and discount come together."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from qbodesk.simulator.quickbooks import invoices, items
from qbodesk.simulator.quickbooks.company import QuickBooksCompany

Body = dict[str, Any]
Make = Callable[..., QuickBooksCompany]


def group(item: str, quantity: int = 1, *members: Body) -> Body:
    detail: Body = {"GroupItemRef": {"value": item}, "Quantity": quantity}
    return {
        "DetailType": "GroupLineDetail",
        "GroupLineDetail": detail | ({"Line": list(members)} if members else {}),
    }


@pytest.fixture
def books(company: Make) -> QuickBooksCompany:
    """A US company that sells a box of two widgets (10 each, taxed) and half a day of advice (100, not taxed)."""
    found = company("US")
    members = [{"ItemRef": {"value": "1"}, "Qty": 2}, {"ItemRef": {"value": "2"}, "Qty": Decimal("0.5")}]
    box = items.create(found, {"Name": "Box", "Type": "Group", "ItemGroupDetail": {"ItemGroupLine": members}})
    assert box["Id"] == "4"
    return found


def make(books: QuickBooksCompany, *lines: Body) -> Body:
    return invoices.create(books, {"CustomerRef": {"value": "1"}, "Line": list(lines)})


def test_a_bundle_opens_into_its_members(books: QuickBooksCompany, line: Callable[..., Body]) -> None:
    made = make(books, group("4", 3), line("7", code="NON"))
    [bundle, sale, subtotal] = made["Line"]
    detail = bundle["GroupLineDetail"]
    assert (bundle["Amount"], detail["Quantity"], detail["GroupItemRef"]) == (
        0,
        3,
        {"value": "4", "name": "Box"},
    )
    assert [
        (
            member["LineNum"],
            member["Amount"],
            member["SalesItemLineDetail"]["Qty"],
            member["SalesItemLineDetail"]["TaxCodeRef"]["value"],
        )
        for member in detail["Line"]
    ] == [(2, 60, 6, "TAX"), (3, 150, Decimal("1.5"), "NON")]
    assert [bundle["LineNum"], sale["LineNum"], subtotal["Amount"]] == [1, 4, 217]
    assert (made["TxnTaxDetail"]["TotalTax"], made["TotalAmt"]) == (Decimal("4.95"), Decimal("221.95"))


def test_members_may_be_sent_and_a_bundle_survives_an_update(
    books: QuickBooksCompany, line: Callable[..., Body]
) -> None:
    made = make(books, group("4", 1, line("33", code="NON")))
    assert made["TotalAmt"] == 33
    again = invoices.update(books, made)
    assert (again["Line"], again["TotalAmt"]) == (made["Line"], made["TotalAmt"])


def test_a_voided_bundle_is_empty(books: QuickBooksCompany) -> None:
    make(books, group("4"))
    [bundle, _] = invoices.void(books, {"Id": "1", "SyncToken": "0"})["Line"]
    assert (bundle["Amount"], bundle["GroupLineDetail"]["Quantity"]) == (0, 0)
    assert {member["Amount"] for member in bundle["GroupLineDetail"]["Line"]} == {0}


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"DetailType": "GroupLineDetail", "GroupLineDetail": {"Quantity": 1}}, "2020"),
        (group("99"), "2500"),
        (group("1"), "6000"),
        (group("4", 1, group("4")), "2010"),
        (
            {
                "DetailType": "SalesItemLineDetail",
                "Amount": 1,
                "SalesItemLineDetail": {"ItemRef": {"value": "4"}},
            },
            "6000",
        ),
    ],
)
def test_bundles_that_are_refused(
    books: QuickBooksCompany, refused: Callable[..., str], sent: Body, code: str
) -> None:
    assert refused(make, books, sent) == code


def test_a_captured_invoice(company: Make, line: Callable[..., Body]) -> None:
    """Invoice 186 of a Canadian sandbox: two members of a bundle at 13 % with tax included, less 20 %.

    github.com/ruckus/quickbooks-ruby, spec/fixtures/invoice_with_bundle_line_item.xml
    """
    books = company("GB")
    rate = books.find("TaxRate", "5").read() | {"RateValue": 13}
    books.tables["TaxRate"].put(rate, token=1, created=0, updated=0)
    items.create(books, {"Name": "Assorted sweets", "Type": "Group"})
    members = [
        line("9.00", code="20", Qty=15, UnitPrice=Decimal("0.6")),
        line("3.00", code="20", Qty=24, UnitPrice=Decimal("0.125")),
    ]
    discount = {
        "DetailType": "DiscountLineDetail",
        "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 20},
    }
    sent = {"CustomerRef": {"value": "1"}, "GlobalTaxCalculation": "TaxInclusive"}
    made = invoices.create(books, sent | {"Line": [group("4", 3, *members), discount]})
    [bundle, subtotal, discounted] = made["Line"]
    assert [
        (member["Amount"], member["SalesItemLineDetail"]["UnitPrice"])
        for member in bundle["GroupLineDetail"]["Line"]
    ] == [(Decimal("7.96"), Decimal("0.5306667")), (Decimal("2.65"), Decimal("0.1104167"))]
    assert (subtotal["Amount"], discounted["Amount"]) == (Decimal("10.61"), Decimal("2.12"))
    assert "Id" not in discounted
    [tax] = made["TxnTaxDetail"]["TaxLine"]
    assert (tax["Amount"], tax["TaxLineDetail"]["NetAmountTaxable"]) == (Decimal("1.11"), Decimal("8.49"))
    assert made["TotalAmt"] == Decimal("9.60")
