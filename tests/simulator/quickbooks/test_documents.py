"""Estimates, credit memos, sales and refund receipts: what they share with invoices, and what sets them apart."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from qbodesk.simulator.quickbooks import deliveries, documents, writes
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.kinds import (
    CREDIT_MEMO,
    ESTIMATE,
    INVOICE,
    KINDS,
    REFUND_RECEIPT,
    SALES_RECEIPT,
    Kind,
)

Body = dict[str, Any]
Make = Callable[..., QuickBooksCompany]
Line = Callable[..., Body]
Refused = Callable[..., str]
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def form(*lines: Body, **more: Any) -> Body:
    found: Body = {"CustomerRef": {"value": "1"}, "DepositToAccountRef": {"value": "1"}, "Line": list(lines)}
    return found | more


def sent(kind: Kind, *lines: Body, **more: Any) -> Body:
    """A form with the properties its kind has."""
    return {key: value for key, value in form(*lines, **more).items() if key in kind.shape}


def balance(books: QuickBooksCompany) -> Decimal:
    found: Decimal = books.find("Customer", "1").read()["Balance"]
    return found


@every_kind
def test_each_is_written_read_changed_and_deleted(
    company: Make, line: Line, refused: Refused, kind: Kind
) -> None:
    books = company("US")
    write = partial(writes.write, books, kind.entity, include=frozenset())
    made = write(sent(kind, line("100"), PrivateNote="first", CustomerMemo={"value": "kept"}), None)
    assert books.find(kind.entity, made["Id"]).read() == made
    assert (made["TotalAmt"], made["TxnTaxDetail"]["TotalTax"]) == (Decimal("108.25"), Decimal("8.25"))
    target = {"Id": made["Id"], "SyncToken": "0"}
    sparse = write(target | {"sparse": True, "PrivateNote": "second"}, None)
    assert (sparse["PrivateNote"], sparse["CustomerMemo"]) == ("second", {"value": "kept"})
    assert refused(write, target | {"sparse": True}, None) == "5010"
    full = write(sent(kind, line("50")) | target | {"SyncToken": "1"}, "update")
    assert full["TotalAmt"] == Decimal("54.13")
    assert not {"PrivateNote", "CustomerMemo"} & full.keys()
    assert write(target | {"SyncToken": "2"}, "delete") == {
        "domain": "QBO",
        "status": "Deleted",
        "Id": made["Id"],
    }
    assert refused(books.find, kind.entity, made["Id"]) == "610"
    assert balance(books) == 0


@every_kind
def test_closed_books_hold_for_each(company: Make, line: Line, refused: Refused, kind: Kind) -> None:
    books = company("US")
    made = documents.create(kind, books, sent(kind, line("1"), TxnDate="2026-06-30"))
    books.change_preferences({"AccountingInfoPrefs": {"BookCloseDate": "2026-06-30"}})
    target = {"Id": made["Id"], "SyncToken": "0"}
    assert refused(documents.create, kind, books, sent(kind, line("1"), TxnDate="2026-06-30")) == "6210"
    assert (
        refused(documents.update, kind, books, target | {"sparse": True, "TxnDate": "2026-07-01"}) == "6210"
    )
    assert refused(documents.delete, kind, books, target) == "6210"


@every_kind
def test_each_can_be_mailed_and_printed(company: Make, line: Line, refused: Refused, kind: Kind) -> None:
    books = company("US")
    made = documents.create(kind, books, sent(kind, line("1")))
    assert refused(deliveries.send, books, kind.entity, made["Id"], None) == "6420"
    mailed = deliveries.send(books, kind.entity, made["Id"], "ap@ostrakon.example")
    assert (mailed["EmailStatus"], mailed["BillEmail"]["Address"]) == ("EmailSent", "ap@ostrakon.example")
    assert (mailed["DeliveryInfo"]["DeliveryType"], mailed["SyncToken"]) == ("Email", "0")
    assert deliveries.printed(books, kind.entity, made["Id"]).startswith(b"%PDF-")


@pytest.mark.parametrize("entity", ["Customer", "Term"])
def test_lists_are_neither_mailed_nor_printed(company: Make, refused: Refused, entity: str) -> None:
    assert refused(deliveries.send, company("US"), entity, "1", "a@b.example") == "500"
    assert refused(deliveries.printed, company("US"), entity, "1") == "500"


@pytest.mark.parametrize(
    ("kind", "owed", "shown"),
    [
        (INVOICE, 100, {"Balance": 100}),
        (CREDIT_MEMO, -100, {"Balance": 100, "RemainingCredit": 100}),
        (SALES_RECEIPT, 0, {"Balance": 0}),
        (REFUND_RECEIPT, 0, {"Balance": 0}),
        (ESTIMATE, 0, {"TxnStatus": "Pending"}),
    ],
)
def test_what_each_does_to_the_customer(
    company: Make, line: Line, kind: Kind, owed: int, shown: Body
) -> None:
    books = company("US")
    made = documents.create(kind, books, sent(kind, line("100", code="NON")))
    assert {key: made.get(key) for key in shown} == shown
    assert balance(books) == owed
    assert ("Balance" in made) == (kind is not ESTIMATE)
    assert ("DueDate" in made) == (kind is INVOICE)


def test_receipts_need_no_customer_but_a_refund_needs_an_account(
    company: Make, line: Line, refused: Refused
) -> None:
    books = company("US")
    made = documents.create(SALES_RECEIPT, books, {"Line": [line("100", code="NON")]})
    assert "CustomerRef" not in made
    assert made["CurrencyRef"]["value"] == "USD"
    assert refused(documents.create, REFUND_RECEIPT, books, {"Line": [line("1")]}) == "2020"
    wrong = {"Line": [line("1")], "DepositToAccountRef": {"value": "99"}}
    assert refused(documents.create, REFUND_RECEIPT, books, wrong) == "2500"


def test_only_invoices_and_sales_receipts_can_be_voided(company: Make, line: Line, refused: Refused) -> None:
    """And each in its own way (quickbooks-api.md §2)."""
    books = company("US")
    for kind in KINDS.values():
        made = documents.create(kind, books, sent(kind, line("100")))
        target = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
        void = frozenset({"void"})
        if kind.voidable:
            done = writes.write(books, kind.entity, target, None, void)
            assert (done["TotalAmt"], done["PrivateNote"]) == (0, "Voided")
            assert done["Line"][0]["SalesItemLineDetail"]["Qty"] == 0
        else:
            assert refused(writes.write, books, kind.entity, target, "update", void) == "500"
            assert refused(writes.write, books, kind.entity, target, "void", frozenset()) == "500"


def test_numbers_are_shared_by_what_posts_and_estimates_have_their_own(company: Make, line: Line) -> None:
    books = company("US")
    numbers = [
        documents.create(kind, books, sent(kind, line("1")))["DocNumber"]
        for kind in (INVOICE, SALES_RECEIPT, ESTIMATE, CREDIT_MEMO, REFUND_RECEIPT, ESTIMATE, INVOICE)
    ]
    assert numbers == ["1001", "1002", "1001", "1003", "1004", "1002", "1005"]


@every_kind
def test_duplicate_numbers_are_refused_within_a_kind(
    company: Make, line: Line, refused: Refused, kind: Kind
) -> None:
    books = company("US", SalesFormsPrefs={"CustomTxnNumbers": True})
    for other in KINDS.values():
        documents.create(other, books, sent(other, line("1"), DocNumber="7"))
    assert refused(documents.create, kind, books, sent(kind, line("1"), DocNumber="7")) == "6140"
    allowed = frozenset({"allowduplicatedocnum"})
    second = documents.create(kind, books, sent(kind, line("1"), DocNumber="7"), allowed)
    change = {"Id": second["Id"], "SyncToken": "0", "sparse": True}
    assert refused(documents.update, kind, books, change) == "6140"
    assert documents.update(kind, books, change | {"DocNumber": "8"})["DocNumber"] == "8"


def test_a_number_typed_over_another_does_not_change_the_next(company: Make, line: Line) -> None:
    books = company("US")
    documents.create(INVOICE, books, sent(INVOICE, line("1")))
    change = {"Id": "1", "SyncToken": "0", "sparse": True, "DocNumber": "5000"}
    documents.update(INVOICE, books, change)
    assert documents.create(INVOICE, books, sent(INVOICE, line("1")))["DocNumber"] == "1002"
    renumbered = documents.update(INVOICE, books, change | {"SyncToken": "1", "DocNumber": "AUTO_GENERATE"})
    assert renumbered["DocNumber"] == "1003"


def test_a_service_date_stays_on_its_line(company: Make, line: Line) -> None:
    sale = line("100", ServiceDate="2026-12-31")
    note = {
        "DetailType": "DescriptionOnly",
        "Description": "Support",
        "DescriptionLineDetail": {"ServiceDate": "2027-01-31"},
    }
    made = documents.create(INVOICE, company("US"), sent(INVOICE, sale, note))
    assert made["Line"][0]["SalesItemLineDetail"]["ServiceDate"] == "2026-12-31"
    assert made["Line"][1]["DescriptionLineDetail"] == {"ServiceDate": "2027-01-31"}


class TestEstimates:
    """Invoices made from estimates."""

    @pytest.fixture
    def books(self, company: Make, line: Line) -> QuickBooksCompany:
        found = company("US")
        documents.create(ESTIMATE, found, sent(ESTIMATE, line("100", code="NON")))
        return found

    @staticmethod
    def invoice(books: QuickBooksCompany, line: Line) -> Body:
        link = {"TxnId": "1", "TxnType": "Estimate"}
        return documents.create(INVOICE, books, sent(INVOICE, line("100", code="NON"), LinkedTxn=[link]))

    def test_an_invoice_closes_its_estimate(
        self, books: QuickBooksCompany, line: Line, refused: Refused
    ) -> None:
        made = self.invoice(books, line)
        assert made["LinkedTxn"] == [{"TxnId": "1", "TxnType": "Estimate"}]
        estimate = books.find("Estimate", "1").read()
        assert (estimate["TxnStatus"], estimate["SyncToken"]) == ("Closed", "1")
        assert estimate["LinkedTxn"] == [{"TxnId": made["Id"], "TxnType": "Invoice"}]
        assert refused(self.invoice, books, line) == "620"

    @pytest.mark.parametrize("end", ["void", "delete"])
    def test_it_opens_again_when_the_invoice_goes(
        self, books: QuickBooksCompany, line: Line, end: str
    ) -> None:
        made = self.invoice(books, line)
        writes.write(books, "Invoice", {"Id": made["Id"], "SyncToken": "0"}, end, frozenset())
        estimate = books.find("Estimate", "1").read()
        assert (estimate["TxnStatus"], estimate["LinkedTxn"]) == ("Pending", [])
        assert self.invoice(books, line)["TotalAmt"] == 100

    def test_an_invoice_outlives_its_estimate(self, books: QuickBooksCompany, line: Line) -> None:
        made = self.invoice(books, line)
        documents.delete(ESTIMATE, books, {"Id": "1", "SyncToken": "1"})
        assert books.find("Invoice", made["Id"]).read()["LinkedTxn"] == []

    def test_a_rejected_one_can_not_be_invoiced(
        self, books: QuickBooksCompany, line: Line, refused: Refused
    ) -> None:
        change = {"Id": "1", "SyncToken": "0", "sparse": True, "TxnStatus": "Rejected"}
        assert documents.update(ESTIMATE, books, change)["TxnStatus"] == "Rejected"
        assert refused(self.invoice, books, line) == "620"
