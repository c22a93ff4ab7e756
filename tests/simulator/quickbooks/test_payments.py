"""Payments and what they do to invoices and customers."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks import invoices, payments
from qbodesk.simulator.quickbooks.company import QuickBooksCompany

Body = dict[str, Any]


@pytest.fixture
def books(company: Callable[..., QuickBooksCompany], line: Callable[..., Body]) -> QuickBooksCompany:
    """A company with two open invoices of 100 for customer 1 and one for customer 2."""
    found = company("US")
    for customer in ("1", "1", "2"):
        invoices.create(found, {"CustomerRef": {"value": customer}, "Line": [line("100", code="NON")]})
    return found


def link(invoice: str, amount: int | str) -> Body:
    return {"Amount": Decimal(amount), "LinkedTxn": [{"TxnId": invoice, "TxnType": "Invoice"}]}


def pay(books: QuickBooksCompany, total: int, *lines: Body) -> Body:
    return payments.create(books, {"CustomerRef": {"value": "1"}, "TotalAmt": total, "Line": list(lines)})


def test_paying_lowers_balances_and_touches_what_it_pays(books: QuickBooksCompany, clock: Clock) -> None:
    clock.advance(3600)
    found = pay(books, 130, link("1", 100), link("2", 30))
    assert (found["UnappliedAmt"], found["Id"]) == (0, "4")  # transactions share their numbers
    first, second = (books.find("Invoice", key).read() for key in ("1", "2"))
    assert (first["Balance"], second["Balance"]) == (0, 70)
    assert first["LinkedTxn"] == [{"TxnId": "4", "TxnType": "Payment"}]
    assert (first["SyncToken"], first["MetaData"]["LastUpdatedTime"]) == ("1", "2026-09-25T11:00:00-07:00")
    customer = books.find("Customer", "1").read()
    assert (customer["Balance"], customer["SyncToken"]) == (70, "1")


def test_money_beyond_the_invoices_stays_unapplied(books: QuickBooksCompany) -> None:
    assert pay(books, 150, link("1", 100))["UnappliedAmt"] == 50
    assert books.find("Customer", "1").read()["Balance"] == 50


def test_another_customer_s_invoice_is_not_paid(books: QuickBooksCompany) -> None:
    found = pay(books, 100, link("3", 100))
    assert (found["UnappliedAmt"], found["Line"]) == (100, [])
    assert books.find("Invoice", "3").read()["Balance"] == 100


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"TotalAmt": None}, "2020"),
        ({"CustomerRef": None}, "2020"),
        ({"Line": [link("1", 101)]}, "6000"),
        ({"Line": [link("1", 0)]}, "6000"),
        ({"Line": [link("1", 80), link("2", 80)]}, "6000"),
        ({"Line": [link("77", 1)]}, "2500"),
        ({"Line": [{"Amount": 1}]}, "6000"),
        ({"Customer": "1"}, "2010"),
        ({"PaymentRefNum": "x" * 22}, "2050"),
        ({"CurrencyRef": {"value": "EUR"}}, "6000"),
    ],
)
def test_payments_that_are_refused(
    books: QuickBooksCompany, refused: Callable[..., str], change: Body, code: str
) -> None:
    sent = {"CustomerRef": {"value": "1"}, "TotalAmt": 150, "Line": []} | change
    sent = {key: value for key, value in sent.items() if value is not None}
    assert refused(payments.create, books, sent) == code
    assert books.find("Invoice", "1").read()["Balance"] == 100


@pytest.mark.parametrize("end", [payments.void, payments.delete])
def test_undoing_a_payment_opens_its_invoices(books: QuickBooksCompany, end: Callable[..., Body]) -> None:
    found = pay(books, 120, link("1", 100))
    end(books, {"Id": found["Id"], "SyncToken": "0"})
    invoice = books.find("Invoice", "1").read()
    assert (invoice["Balance"], invoice["LinkedTxn"], invoice["SyncToken"]) == (100, [], "2")
    assert books.find("Customer", "1").read()["Balance"] == 200


def test_a_void_payment_stays_readable(books: QuickBooksCompany) -> None:
    found = pay(books, 100, link("1", 100))
    void = payments.void(books, {"Id": found["Id"], "SyncToken": "0"})
    assert (void["TotalAmt"], void["PrivateNote"]) == (0, "Voided")


def test_an_invoice_keeps_what_was_paid_of_it(
    books: QuickBooksCompany, line: Callable[..., Body], refused: Callable[..., str]
) -> None:
    pay(books, 60, link("1", 60))
    change = {"Id": "1", "SyncToken": "1", "sparse": True, "Line": [line("80", code="NON")]}
    assert invoices.update(books, change)["Balance"] == 20
    too_small = change | {"SyncToken": "2", "Line": [line("50", code="NON")]}
    assert refused(invoices.update, books, too_small) == "6000"
    elsewhere = {"Id": "1", "SyncToken": "2", "sparse": True, "CustomerRef": {"value": "2"}}
    assert refused(invoices.update, books, elsewhere) == "6000"
