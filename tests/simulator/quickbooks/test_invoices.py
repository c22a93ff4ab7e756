"""Invoices: what QuickBooks adds, refuses, changes, voids and deletes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks import invoices, items, payments
from qbodesk.simulator.quickbooks.company import QuickBooksCompany

Body = dict[str, Any]
Make = Callable[..., QuickBooksCompany]
Line = Callable[..., Body]


def bill(*lines: Body, customer: str = "1", **more: Any) -> Body:
    return {"CustomerRef": {"value": customer}, "Line": list(lines), **more}


def balance(books: QuickBooksCompany, customer: str = "1", key: str = "Balance") -> Any:
    return books.find("Customer", customer).read()[key]


def test_a_us_invoice_comes_back_completed(company: Make, line: Line) -> None:
    books = company("US")
    found = invoices.create(books, bill(line("100.00", Qty=10, UnitPrice=10), line("50", item="2")))
    assert (found["TxnDate"], found["DueDate"]) == ("2026-09-25", "2026-10-25")  # the customer's term
    assert found["SalesTermRef"] == {"value": "3", "name": "Net 30"}
    assert (found["DocNumber"], found["Id"], found["SyncToken"]) == ("1001", "1", "0")
    assert found["CustomerRef"] == {"value": "1", "name": "Ostrakon Ltd"}
    assert found["BillAddr"] == {
        "Line1": "Ida Quill",
        "Line2": "Ostrakon Ltd",
        "Line3": "1 Mill Lane",
        "Line4": "Austin, TX 78701",
    }
    assert [entry["DetailType"] for entry in found["Line"]] == [
        "SalesItemLineDetail",
        "SalesItemLineDetail",
        "SubTotalLineDetail",
    ]
    assert [entry.get("Id") for entry in found["Line"]] == ["1", "2", None]
    assert found["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] == {"value": "TAX"}  # the item is taxable
    assert found["Line"][1]["SalesItemLineDetail"]["TaxCodeRef"] == {"value": "NON"}
    assert found["Line"][2]["Amount"] == 150
    assert found["TxnTaxDetail"]["TotalTax"] == Decimal("8.25")
    assert [tax["Amount"] for tax in found["TxnTaxDetail"]["TaxLine"]] == [Decimal("6.25"), 2]
    assert (found["TotalAmt"], found["Balance"]) == (Decimal("158.25"), Decimal("158.25"))
    assert "GlobalTaxCalculation" not in found
    assert "HomeTotalAmt" not in found
    assert found["EmailStatus"] == "NotSet"
    assert balance(books) == Decimal("158.25")


def test_a_job_s_debt_shows_on_its_parent_too(company: Make, line: Line) -> None:
    books = company("US")
    invoices.create(books, bill(line("10", code="NON"), customer="4"))
    assert (balance(books, "4"), balance(books, "1")) == (10, 0)
    assert balance(books, "1", "BalanceWithJobs") == 10


@pytest.mark.parametrize(
    ("customer", "code", "more", "tax"),
    [
        ("1", "TAX", {}, "8.25"),
        ("1", "NON", {}, "0"),
        ("2", "TAX", {}, "0"),  # the customer is exempt
        ("1", "TAX", {"TxnTaxDetail": {"TxnTaxCodeRef": {"value": "20"}}}, "20.00"),
    ],
)
def test_us_tax(company: Make, line: Line, customer: str, code: str, more: Body, tax: str) -> None:
    found = invoices.create(company("US"), bill(line("100", code=code), customer=customer, **more))
    assert found["TxnTaxDetail"]["TotalTax"] == Decimal(tax)


def test_automated_sales_tax_overrides_the_code_and_honours_a_stated_total(company: Make, line: Line) -> None:
    books = company(
        "US", TaxPrefs={"UsingSalesTax": True, "PartnerTaxEnabled": True, "TaxGroupCodeRef": {"value": "2"}}
    )
    sent = bill(line("100", code="TAX"), TxnTaxDetail={"TxnTaxCodeRef": {"value": "20"}})
    assert invoices.create(books, sent)["TxnTaxDetail"]["TotalTax"] == Decimal("8.25")
    sent["TxnTaxDetail"] = {"TotalTax": 10}
    found = invoices.create(books, sent)
    assert found["TotalAmt"] == 110
    assert sum(tax["Amount"] for tax in found["TxnTaxDetail"]["TaxLine"]) == 10


def test_a_gb_invoice_is_taxed_by_its_codes(company: Make, line: Line) -> None:
    found = invoices.create(
        company("GB"), bill(line("100", code="20"), line("50", code="21"), line("7", code="22"))
    )
    assert found["GlobalTaxCalculation"] == "TaxExcluded"
    assert [
        (tax["TaxLineDetail"]["NetAmountTaxable"], tax["Amount"]) for tax in found["TxnTaxDetail"]["TaxLine"]
    ] == [
        (100, 20),
        (50, Decimal("2.50")),
        (7, 0),
    ]
    assert found["TotalAmt"] == Decimal("179.50")


def test_prices_with_tax_come_back_net(company: Make, line: Line) -> None:
    books = company("GB")
    sent = bill(line("100", code="20", Qty=3, UnitPrice="33.333333"), GlobalTaxCalculation="TaxInclusive")
    found = invoices.create(books, sent)
    [sale, subtotal] = found["Line"]
    detail = sale["SalesItemLineDetail"]
    assert (sale["Amount"], detail["TaxInclusiveAmt"], subtotal["Amount"]) == (
        Decimal("83.33"),
        100,
        Decimal("83.33"),
    )
    assert round(Decimal(detail["Qty"]) * detail["UnitPrice"], 2) == sale["Amount"]
    assert (found["TxnTaxDetail"]["TotalTax"], found["TotalAmt"]) == (Decimal("16.67"), 100)


@pytest.mark.parametrize("calculation", ["TaxInclusive", "TaxExcluded"])
@pytest.mark.parametrize("discount", [{"PercentBased": True, "DiscountPercent": "12.5"}, None])
def test_sending_back_what_was_read_changes_no_amount(
    company: Make, line: Line, calculation: str, discount: Body | None
) -> None:
    books = company("GB")
    lines = [
        line("99.99", code="20"),
        line("10.01", code="21", Qty=7, UnitPrice="1.43"),
        line("5", code="22"),
    ]
    reduction = {
        "DetailType": "DiscountLineDetail",
        "DiscountLineDetail": discount or {"PercentBased": False},
    }
    lines.append(reduction | ({} if discount else {"Amount": Decimal("3.33")}))
    first = invoices.create(books, bill(*lines, GlobalTaxCalculation=calculation))
    again = invoices.update(books, first)
    kept = invoices.update(books, {"Id": first["Id"], "SyncToken": "1", "sparse": True, "PrivateNote": "x"})
    for key in ("TotalAmt", "Balance", "Line", "TxnTaxDetail"):
        assert first[key] == again[key] == kept[key]


def test_not_applicable_carries_no_tax(company: Make, line: Line, refused: Callable[..., str]) -> None:
    books = company("GB")
    found = invoices.create(books, bill(line("100"), GlobalTaxCalculation="NotApplicable"))
    assert found["TotalAmt"] == 100
    assert "TxnTaxDetail" not in found
    sent = bill(line("1"), GlobalTaxCalculation="NotApplicable", TxnTaxDetail={"TotalTax": 1})
    assert refused(invoices.create, books, sent) == "6170"


def test_a_company_without_tax_needs_no_codes(company: Make, line: Line) -> None:
    books = company("GB", TaxPrefs={"UsingSalesTax": False})
    assert invoices.create(books, bill(line("100")))["TotalAmt"] == 100


def test_a_foreign_customer_is_billed_in_its_currency(
    company: Make, line: Line, refused: Callable[..., str]
) -> None:
    books = company("PL")
    sent = bill(line("100", code="20"), customer="5", ExchangeRate=Decimal("4.25"))
    found = invoices.create(books, sent)
    assert found["CurrencyRef"] == {"value": "EUR", "name": "Euro"}
    assert (found["TotalAmt"], found["HomeTotalAmt"], found["HomeBalance"]) == (120, 510, 510)
    assert refused(invoices.create, books, sent | {"CurrencyRef": {"value": "PLN"}}) == "6000"


@pytest.mark.parametrize(
    ("country", "change", "code"),
    [
        ("US", {"CustomerRef": None}, "2020"),
        ("US", {"Line": []}, "2020"),
        (
            "US",
            {"Line": [{"DetailType": "SubTotalLineDetail", "Amount": 1, "SubTotalLineDetail": {}}]},
            "2020",
        ),
        ("US", {"Line": [{"DetailType": "SalesItemLineDetail"}]}, "2020"),
        ("US", {"Line": [{"Amount": 1}]}, "2020"),
        ("US", {"CustomerRef": {"value": "99"}}, "2500"),
        ("US", {"CustomerRef": {"value": "3"}}, "610"),
        ("US", {"SalesTermRef": {"value": "99"}}, "2500"),
        ("US", {"Colour": "red"}, "2010"),
        ("US", {"DocNumber": "x" * 22}, "2050"),
        ("US", {"TxnDate": "25.09.2026"}, "2060"),
        ("US", {"Deposit": "much"}, "2090"),
        ("US", {"EmailStatus": "Posted"}, "2170"),
        ("US", {"EmailStatus": "NeedToSend"}, "6420"),
        ("US", {"BillEmail": {"Address": "nobody"}}, "2210"),
        ("US", {"LinkedTxn": [{"TxnId": "1", "TxnType": "Estimate"}]}, "2500"),
        ("US", {"CurrencyRef": {"value": "EUR"}}, "6000"),
        ("GB", {}, "6000"),
    ],
)
def test_invoices_that_are_refused(
    company: Make, line: Line, refused: Callable[..., str], country: str, change: Body, code: str
) -> None:
    books = company(country)
    sent = {key: value for key, value in (bill(line("1")) | change).items() if value is not None}
    assert refused(invoices.create, books, sent) == code
    assert len(books.tables["Invoice"]) == 0
    assert balance(books) == 0


@pytest.mark.parametrize(
    ("country", "detail", "amount", "code"),
    [
        ("US", {"Qty": 2, "UnitPrice": 10}, "21", "6070"),
        ("US", {"ItemRef": {"value": "99"}}, "1", "2500"),
        ("US", {"ItemRef": {"value": "3"}}, "1", "610"),
        ("US", {"TaxCodeRef": {"value": "2"}}, "1", "6100"),
        ("GB", {"TaxCodeRef": {"value": "TAX"}}, "1", "2500"),
        ("GB", {"TaxCodeRef": {"value": "99"}}, "1", "2500"),
    ],
)
def test_lines_that_are_refused(
    company: Make, line: Line, refused: Callable[..., str], country: str, detail: Body, amount: str, code: str
) -> None:
    sent = line(amount)
    sent["SalesItemLineDetail"] |= detail
    assert refused(invoices.create, company(country), bill(sent)) == code


def test_a_category_cannot_be_sold_and_a_discount_needs_an_amount(
    company: Make, line: Line, refused: Callable[..., str]
) -> None:
    books = company("US")
    category = items.create(books, {"Name": "Group", "Type": "Category"})
    assert refused(invoices.create, books, bill(line("1", item=category["Id"]))) == "6000"
    nothing = {"DetailType": "DiscountLineDetail", "DiscountLineDetail": {}}
    assert refused(invoices.create, books, bill(line("1"), nothing)) == "6090"
    too_much = {"DetailType": "DiscountLineDetail", "Amount": 5, "DiscountLineDetail": {}}
    assert refused(invoices.create, books, bill(line("1"), too_much)) == "6000"


@pytest.mark.parametrize(
    ("custom", "sent", "expected"),
    [
        (False, {}, "1001"),
        (False, {"DocNumber": "A-77"}, "A-77"),
        (False, {"DocNumber": ""}, None),
        (True, {}, None),
        (True, {"DocNumber": "A-77"}, "A-77"),
        (True, {"DocNumber": "AUTO_GENERATE"}, "1001"),
        (True, {"AutoDocNumber": True}, "1001"),
    ],
)
def test_document_numbers(company: Make, line: Line, custom: bool, sent: Body, expected: str | None) -> None:
    books = company("US", SalesFormsPrefs={"CustomTxnNumbers": custom})
    found = invoices.create(books, bill(line("1"), **sent))
    assert found.get("DocNumber") == expected
    assert "AutoDocNumber" not in found


def test_the_next_number_follows_the_greatest(company: Make, line: Line) -> None:
    books = company("US")
    invoices.create(books, bill(line("1"), DocNumber="INV-2050"))
    assert invoices.create(books, bill(line("1")))["DocNumber"] == "2051"


def test_duplicate_numbers_are_refused_only_where_numbers_are_typed(
    company: Make, line: Line, refused: Callable[..., str]
) -> None:
    sent = bill(line("1"), DocNumber="7")
    automatic, typed = company("US"), company("US", SalesFormsPrefs={"CustomTxnNumbers": True})
    for books in (automatic, typed):
        invoices.create(books, sent)
    assert invoices.create(automatic, sent)["DocNumber"] == "7"
    assert refused(invoices.create, typed, sent) == "6140"
    assert invoices.create(typed, sent, frozenset({"allowduplicatedocnum"}))["DocNumber"] == "7"


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ({"TxnDate": "2026-01-31"}, "2026-03-02"),
        ({"SalesTermRef": {"value": "1"}}, "2026-09-25"),
        ({"DueDate": "2027-01-01"}, "2027-01-01"),
    ],
)
def test_due_dates(company: Make, line: Line, sent: Body, due: str) -> None:
    assert invoices.create(company("US"), bill(line("1"), **sent))["DueDate"] == due


def test_today_is_the_office_s_day(company: Make, line: Line, clock: Clock) -> None:
    clock.advance(8 * 3600)  # 01:00 UTC of the next day, 20:00 in Chicago, 02:00 in London
    assert invoices.create(company("US"), bill(line("1")))["TxnDate"] == "2026-09-25"
    assert invoices.create(company("GB"), bill(line("1", code="20")))["TxnDate"] == "2026-09-26"


def test_closed_books_refuse_create_update_void_and_delete(
    company: Make, line: Line, refused: Callable[..., str]
) -> None:
    books = company("US")
    found = invoices.create(books, bill(line("1"), TxnDate="2026-06-30"))
    books.change_preferences({"AccountingInfoPrefs": {"BookCloseDate": "2026-06-30"}})
    target = {"Id": found["Id"], "SyncToken": "0"}
    assert refused(invoices.create, books, bill(line("1"), TxnDate="2026-06-30")) == "6210"
    assert refused(invoices.update, books, target | {"sparse": True, "TxnDate": "2026-07-01"}) == "6210"
    assert refused(invoices.void, books, target) == "6210"
    assert refused(invoices.delete, books, target) == "6210"
    assert invoices.create(books, bill(line("1"), TxnDate="2026-07-01"))["Id"]


def test_updates_replace_lines_and_move_the_debt(
    company: Make, line: Line, refused: Callable[..., str]
) -> None:
    books = company("US")
    first = invoices.create(books, bill(line("10", code="NON"), line("20", code="NON")))
    change = {
        "Id": first["Id"],
        "SyncToken": "0",
        "sparse": True,
        "Line": [first["Line"][1], line("5", code="NON")],
    }
    found = invoices.update(books, change)
    assert [entry.get("Id") for entry in found["Line"]] == ["2", "3", None]
    assert (found["TotalAmt"], balance(books), found["SyncToken"]) == (25, 25, "1")
    assert refused(invoices.update, books, change) == "5010"
    moved = invoices.update(
        books, {"Id": first["Id"], "SyncToken": "1", "sparse": True, "CustomerRef": {"value": "2"}}
    )
    assert moved["CustomerRef"]["name"] == "Charity"
    assert (balance(books), balance(books, "2")) == (0, 25)


def test_a_new_date_moves_the_due_date_unless_it_is_sent(company: Make, line: Line) -> None:
    books = company("US")
    invoices.create(books, bill(line("1")))
    change = {"Id": "1", "SyncToken": "0", "sparse": True, "TxnDate": "2026-10-01"}
    assert invoices.update(books, change)["DueDate"] == "2026-10-31"
    change |= {"SyncToken": "1", "DueDate": "2026-10-02"}
    assert invoices.update(books, change)["DueDate"] == "2026-10-02"


def test_a_full_update_clears_what_it_leaves_out(company: Make, line: Line) -> None:
    books = company("US")
    invoices.create(books, bill(line("1"), PrivateNote="a", CustomerMemo={"value": "b"}))
    found = invoices.update(books, bill(line("1"), Id="1", SyncToken="0", TxnDate="2026-09-01"))
    assert not {"PrivateNote", "CustomerMemo", "DocNumber"} & found.keys()


def test_void_zeroes_and_keeps(company: Make, line: Line) -> None:
    books = company("US")
    invoices.create(books, bill(line("100", Qty=10, UnitPrice=10, code="TAX"), PrivateNote="why"))
    found = invoices.void(books, {"Id": "1", "SyncToken": "0"})
    assert (found["TotalAmt"], found["Balance"], found["TxnTaxDetail"]["TotalTax"]) == (0, 0, 0)
    assert found["PrivateNote"] == "Voided - why"
    sale = found["Line"][0]
    assert (sale["Amount"], sale["SalesItemLineDetail"]["Qty"]) == (0, 0)
    assert "UnitPrice" not in sale["SalesItemLineDetail"]
    assert (found["SyncToken"], found["DocNumber"], balance(books)) == ("1", "1001", 0)


@pytest.mark.parametrize("end", [invoices.void, invoices.delete])
def test_what_was_paid_of_a_vanished_invoice_becomes_credit(
    company: Make, line: Line, end: Callable[..., Body]
) -> None:
    books = company("US")
    invoices.create(books, bill(line("100", code="NON")))
    link = {"Amount": 30, "LinkedTxn": [{"TxnId": "1", "TxnType": "Invoice"}]}
    paid = payments.create(books, {"CustomerRef": {"value": "1"}, "TotalAmt": 30, "Line": [link]})
    end(books, {"Id": "1", "SyncToken": "1"})
    payment = books.find("Payment", paid["Id"]).read()
    assert (payment["UnappliedAmt"], payment["Line"], balance(books)) == (30, [], -30)


def test_delete_leaves_a_stub_and_610(company: Make, line: Line, refused: Callable[..., str]) -> None:
    books = company("US")
    invoices.create(books, bill(line("1")))
    assert invoices.delete(books, {"Id": "1", "SyncToken": "0"}) == {
        "domain": "QBO",
        "status": "Deleted",
        "Id": "1",
    }
    assert refused(books.find, "Invoice", "1") == "610"
    assert invoices.create(books, bill(line("1")))["Id"] == "2"  # no Id is used twice


def test_send_marks_keeps_the_version_and_overwrites_the_address(
    company: Make, line: Line, refused: Callable[..., str]
) -> None:
    books = company("US")
    invoices.create(books, bill(line("1")))
    assert refused(invoices.send, books, "1", None) == "6420"
    assert refused(invoices.send, books, "1", "nobody") == "2210"
    found = invoices.send(books, "1", "ap@ostrakon.example")
    assert found["EmailStatus"] == "EmailSent"
    assert found["DeliveryInfo"] == {"DeliveryType": "Email", "DeliveryTime": "2026-09-25T10:00:00-07:00"}
    assert (found["BillEmail"]["Address"], found["SyncToken"]) == ("ap@ostrakon.example", "0")


def test_what_the_schema_knows_for_others_is_accepted_and_leaves_no_trace(
    company: Make, line: Line, refused: Callable[..., str]
) -> None:
    books = company("US")
    sold = line("10", PriceLevelRef={"value": "1"}, MarkupInfo={"Percent": 5})
    told = bill({**sold, "CustomField": [], "LineEx": {"any": []}}, PONumber="7", CfdiUse=1, AttachableRef=[])
    found = invoices.create(books, told)
    assert not {"PONumber", "CfdiUse", "AttachableRef"} & found.keys()
    assert found["Line"][0].keys().isdisjoint({"CustomField", "LineEx"})
    assert found["Line"][0]["SalesItemLineDetail"].keys().isdisjoint({"PriceLevelRef", "MarkupInfo"})
    assert refused(invoices.create, books, bill(line("10"), Unheard="of")) == "2010"


def test_no_quantity_at_no_price_is_an_amount_alone(company: Make, line: Line) -> None:
    books = company("US")
    found = invoices.create(books, bill(line("100", Qty=0, UnitPrice=0), line("0", Qty=0, UnitPrice=0)))
    assert [entry["Amount"] for entry in found["Line"]] == [Decimal(100), Decimal(0), Decimal(100)]
    assert "Qty" not in found["Line"][0]["SalesItemLineDetail"]
    assert found["Line"][1]["SalesItemLineDetail"]["Qty"] == 0


def test_custom_fields_with_a_wrong_definition_are_dropped(company: Make, line: Line) -> None:
    name = {"Type": "StringType", "Name": "SalesFormsPrefs.SalesCustomName1", "StringValue": "PO number"}
    books = company("US", SalesFormsPrefs={"CustomField": [{"CustomField": [name]}]})
    fields = [{"DefinitionId": "1", "StringValue": "PO-1"}, {"DefinitionId": "9", "StringValue": "lost"}]
    found = invoices.create(books, bill(line("1"), CustomField=fields))
    assert found["CustomField"] == [
        {"DefinitionId": "1", "Name": "PO number", "Type": "StringType", "StringValue": "PO-1"}
    ]
