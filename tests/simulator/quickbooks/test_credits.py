"""Credit memos and payments that change: what they do to invoices, to each other and to the customer."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from qbodesk.simulator.quickbooks import documents, invoices, payments
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.kinds import CREDIT_MEMO

Body = dict[str, Any]
Refused = Callable[..., str]


def link(key: str, amount: int | str, entity: str = "Invoice") -> Body:
    return {"Amount": Decimal(amount), "LinkedTxn": [{"TxnId": key, "TxnType": entity}]}


@pytest.fixture
def books(company: Callable[..., QuickBooksCompany], line: Callable[..., Body]) -> QuickBooksCompany:
    """Two open invoices of 100 (1, 2) and a credit memo of 30 (3) for customer 1, an invoice (4) for another."""
    found = company("US")
    for customer in ("1", "1"):
        invoices.create(found, {"CustomerRef": {"value": customer}, "Line": [line("100", code="NON")]})
    memo = {"CustomerRef": {"value": "1"}, "Line": [line("30", code="NON")]}
    documents.create(CREDIT_MEMO, found, memo)
    invoices.create(found, {"CustomerRef": {"value": "2"}, "Line": [line("100", code="NON")]})
    return found


def pay(books: QuickBooksCompany, total: int, *lines: Body) -> Body:
    return payments.create(books, {"CustomerRef": {"value": "1"}, "TotalAmt": total, "Line": list(lines)})


def left(books: QuickBooksCompany) -> dict[str, Decimal]:
    """What is open of each, and what the customer owes."""
    keys = {"1": "Invoice", "2": "Invoice", "3": "CreditMemo"}
    found = {key: books.find(entity, key).read()["Balance"] for key, entity in keys.items()}
    return {**found, "owed": books.find("Customer", "1").read()["Balance"]}


def test_a_credit_pays_an_invoice_without_money(books: QuickBooksCompany) -> None:
    made = pay(books, 0, link("1", 30), link("3", 30, "CreditMemo"))
    assert (made["TotalAmt"], made["UnappliedAmt"]) == (0, 0)
    assert left(books) == {"1": 70, "2": 100, "3": 0, "owed": 170}
    memo = books.find("CreditMemo", "3").read()
    assert (memo["RemainingCredit"], memo["LinkedTxn"]) == (0, [{"TxnId": made["Id"], "TxnType": "Payment"}])


def test_money_and_credit_pay_several_invoices(books: QuickBooksCompany) -> None:
    made = pay(books, 175, link("1", 100), link("2", 100), link("3", 30, "CreditMemo"))
    assert made["UnappliedAmt"] == 5
    assert left(books) == {"1": 0, "2": 0, "3": 0, "owed": -5}


@pytest.mark.parametrize(
    ("total", "lines"),
    [
        (0, [link("3", 30, "CreditMemo")]),  # a credit for nothing
        (0, [link("1", 31), link("3", 31, "CreditMemo")]),  # more than there is
        (10, [link("1", 20), link("3", 40, "CreditMemo")]),
        (200, [link("1", 60), link("1", 60)]),  # each would do, both together do not
        (-1, []),
        (10, [link("1", 10, "Bill")]),
    ],
)
def test_applications_that_are_refused(
    books: QuickBooksCompany, refused: Refused, total: int, lines: list[Body]
) -> None:
    before = left(books)
    assert refused(pay, books, total, *lines) == "6000"
    assert left(books) == before


def test_a_payment_moves_when_it_is_changed(books: QuickBooksCompany, refused: Refused) -> None:
    made = pay(books, 120, link("1", 100))
    change = partial(payments.update, books)
    target = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    moved = change(target | {"Line": [link("1", 20), link("2", 100)]})
    assert (moved["UnappliedAmt"], left(books)) == (0, {"1": 80, "2": 0, "3": 30, "owed": 50})
    assert refused(change, target | {"PrivateNote": "late"}) == "5010"
    noted = change(target | {"SyncToken": "1", "PrivateNote": "in time"})
    assert (noted["Line"], noted["PrivateNote"]) == (moved["Line"], "in time")
    more = change(target | {"SyncToken": "2", "TotalAmt": 200})
    assert (more["UnappliedAmt"], left(books)["owed"]) == (80, -30)
    assert refused(change, target | {"SyncToken": "3", "TotalAmt": 100}) == "6000"


def test_a_full_update_without_lines_takes_the_money_off(books: QuickBooksCompany) -> None:
    made = pay(books, 100, link("1", 100))
    full = {"Id": made["Id"], "SyncToken": "0", "CustomerRef": {"value": "1"}, "TotalAmt": 100}
    assert payments.update(books, full)["UnappliedAmt"] == 100
    assert left(books) == {"1": 100, "2": 100, "3": 30, "owed": 70}
    assert books.find("Invoice", "1").read()["LinkedTxn"] == []


def test_a_payment_may_go_to_another_customer(books: QuickBooksCompany) -> None:
    made = pay(books, 100, link("1", 100))
    change = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "CustomerRef": {"value": "2"}}
    moved = payments.update(books, change | {"Line": [link("4", 60)]})
    assert (moved["UnappliedAmt"], left(books)["owed"]) == (40, 170)
    assert books.find("Customer", "2").read()["Balance"] == 0


@pytest.mark.parametrize("end", [payments.void, payments.delete])
def test_undoing_a_payment_gives_the_credit_back(books: QuickBooksCompany, end: Callable[..., Body]) -> None:
    before = left(books)
    made = pay(books, 10, link("1", 40), link("3", 30, "CreditMemo"))
    end(books, {"Id": made["Id"], "SyncToken": "0"})
    assert left(books) == before


def test_a_deleted_credit_opens_what_it_paid(books: QuickBooksCompany) -> None:
    made = pay(books, 10, link("1", 40), link("3", 30, "CreditMemo"))
    documents.delete(CREDIT_MEMO, books, {"Id": "3", "SyncToken": "1"})
    payment = books.find("Payment", made["Id"]).read()
    assert (payment["Line"], payment["UnappliedAmt"]) == ([link("1", 10)], 0)
    assert books.find("Invoice", "1").read()["Balance"] == 90
    assert books.find("Customer", "1").read()["Balance"] == 190


@pytest.mark.parametrize("end", [invoices.void, invoices.delete])
def test_a_vanished_invoice_frees_credit_before_money(
    books: QuickBooksCompany, refused: Refused, end: Callable[..., Body]
) -> None:
    with_money = pay(books, 10, link("1", 20), link("3", 10, "CreditMemo"))
    without = pay(books, 0, link("1", 20), link("3", 20, "CreditMemo"))
    end(books, {"Id": "1", "SyncToken": "2"})
    payment = books.find("Payment", with_money["Id"]).read()
    assert (payment["Line"], payment["UnappliedAmt"]) == ([], 10)
    assert refused(books.find, "Payment", without["Id"]) == "610"  # it only linked the two
    assert books.find("CreditMemo", "3").read()["RemainingCredit"] == 30
    assert books.find("Customer", "1").read()["Balance"] == 60


class TestAutomatic:
    """The preference AutoApplyCredit."""

    @pytest.fixture
    def eager(self, books: QuickBooksCompany) -> QuickBooksCompany:
        books.change_preferences({"SalesFormsPrefs": {"AutoApplyCredit": True}})
        return books

    def test_a_new_invoice_uses_the_open_credit(
        self, eager: QuickBooksCompany, line: Callable[..., Body]
    ) -> None:
        made = invoices.create(eager, {"CustomerRef": {"value": "1"}, "Line": [line("50", code="NON")]})
        assert (made["Balance"], made["SyncToken"]) == (20, "1")
        assert left(eager) == {"1": 100, "2": 100, "3": 0, "owed": 220}
        [applied] = made["LinkedTxn"]
        payment = eager.find("Payment", applied["TxnId"]).read()
        assert (payment["TotalAmt"], payment["PrivateNote"]) == (
            0,
            "Created by QB Online to link credits to charges.",
        )

    def test_a_new_credit_pays_the_oldest_invoices(
        self, eager: QuickBooksCompany, line: Callable[..., Body]
    ) -> None:
        memo = {"CustomerRef": {"value": "1"}, "Line": [line("130", code="NON")]}
        assert documents.create(CREDIT_MEMO, eager, memo)["RemainingCredit"] == 0
        assert left(eager) == {"1": 0, "2": 70, "3": 30, "owed": 40}

    def test_another_s_credit_stays_where_it_is(
        self, eager: QuickBooksCompany, line: Callable[..., Body]
    ) -> None:
        sent = {"CustomerRef": {"value": "2"}, "Line": [line("50", code="NON")]}
        assert invoices.create(eager, sent)["Balance"] == 50


def test_money_abroad(company: Callable[..., QuickBooksCompany], line: Callable[..., Body]) -> None:
    """Currency and rate on every form; home amounts follow what is paid."""
    books = company("PL")
    bill = {"CustomerRef": {"value": "5"}, "ExchangeRate": Decimal("4.25"), "Line": [line("100", code="20")]}
    invoice = invoices.create(books, bill)
    memo = documents.create(CREDIT_MEMO, books, bill | {"Line": [line("10", code="20")]})
    assert (memo["HomeTotalAmt"], memo["HomeBalance"]) == (51, 51)
    paid = payments.create(
        books,
        {
            "CustomerRef": {"value": "5"},
            "TotalAmt": 50,
            "ExchangeRate": Decimal("4.3"),
            "Line": [link(invoice["Id"], 62), link(memo["Id"], 12, "CreditMemo")],
        },
    )
    assert (paid["CurrencyRef"]["value"], paid["ExchangeRate"]) == ("EUR", Decimal("4.3"))
    assert "HomeTotalAmt" not in paid
    after = books.find("Invoice", invoice["Id"]).read()
    assert (after["Balance"], after["HomeBalance"], after["HomeTotalAmt"]) == (58, Decimal("246.50"), 510)
    assert books.find("Customer", "5").read()["Balance"] == 58


@pytest.mark.parametrize("rate", [0, -1])
def test_a_rate_must_be_one(
    company: Callable[..., QuickBooksCompany], line: Callable[..., Body], refused: Refused, rate: int
) -> None:
    sent = {"CustomerRef": {"value": "5"}, "ExchangeRate": rate, "Line": [line("1", code="20")]}
    assert refused(invoices.create, company("PL"), sent) == "2090"


def test_a_receipt_goes_to_the_customer_or_where_it_is_sent(
    books: QuickBooksCompany, refused: Refused
) -> None:
    made = pay(books, 10)
    assert payments.send(books, made["Id"], None) == made  # customer 1 has an address
    assert payments.send(books, made["Id"], "ap@ostrakon.example") == made
    assert refused(payments.send, books, made["Id"], "nobody") == "2210"
    other = payments.create(books, {"CustomerRef": {"value": "2"}, "TotalAmt": 1})
    assert refused(payments.send, books, other["Id"], None) == "6420"
