"""What QuickBooks is sent for a draft, and the print by which it is found again."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.draft import CustomerChoice, DraftLine, InvoiceDraft, Numbering, Source
from qbodesk.models.domain.outbox import same_invoice
from qbodesk.models.domain.tax import TaxMode
from qbodesk.services.invoicing import drafts
from qbodesk.services.invoicing.body import invoice_body, print_of_body, print_of_record
from qbodesk.services.quickbooks.codec import encode_body
from qbodesk.services.quickbooks.records import Invoice

UK = CompanyRules("1", "Nova Ltd", "GB", "GBP", "Europe/London", multicurrency=False, uses_sales_tax=True,
                  custom_numbers=False, books_closed_until=None, default_term_id=None, default_message="")  # fmt: skip
US = replace(UK, country="US", home_currency="USD")
LINES = (
    DraftLine("a", "Two days", "11", "Onboarding", Decimal(2), Decimal("60.25"), tax_code_id="4"),
    DraftLine("b", "", "12", "Book", Decimal(1), Decimal("9.99"), tax_code_id="5"),
)
DRAFT = InvoiceDraft(
    draft_id="d1", deal_id="8123", deal_name="Relaunch", realm_id="1", source=Source.EMPTY, quote_id=None,
    customer=CustomerChoice("58", "Acme Ltd", "ap@acme.example"), lines=LINES, currency="GBP",
    tax_mode=TaxMode.EXCLUSIVE, term_id=None, invoice_date=date(2026, 11, 30), due_date=date(2026, 12, 30),
    due_edited=False, message="", memo="", numbering=Numbering.QUICKBOOKS, number="", exchange_rate=None,
)  # fmt: skip
TENTH = InvoiceDiscount(DiscountKind.PERCENT, Decimal(10))
FIVE = InvoiceDiscount(DiscountKind.AMOUNT, Decimal(5))


@pytest.mark.parametrize(
    ("discount", "amount", "detail"),
    [
        (TENTH, Decimal("13.05"), {"PercentBased": True, "DiscountPercent": Decimal(10)}),
        (FIVE, Decimal("5.00"), {"PercentBased": False}),
    ],
)
def test_a_discount_is_the_last_line(discount, amount, detail) -> None:
    *sold, last = invoice_body(replace(DRAFT, discount=discount), UK)["Line"]
    assert [each["DetailType"] for each in sold] == ["SalesItemLineDetail"] * 2
    assert last == {"DetailType": "DiscountLineDetail", "Amount": amount, "DiscountLineDetail": detail}


def test_without_a_discount_nothing_speaks_of_one() -> None:
    body = invoice_body(DRAFT, US)
    assert len(body["Line"]) == 2
    assert "ApplyTaxAfterDiscount" not in body


@pytest.mark.parametrize("after_tax", [True, False])
def test_only_the_us_chooses_whether_tax_comes_before_the_discount(after_tax: bool) -> None:
    draft = replace(DRAFT, discount=replace(TENTH, after_tax=after_tax))
    assert invoice_body(draft, US)["ApplyTaxAfterDiscount"] is not after_tax
    assert "ApplyTaxAfterDiscount" not in invoice_body(draft, UK)


def record(draft: InvoiceDraft, discount: dict[str, object] | None) -> Invoice:
    """What QuickBooks answers: the lines sent, its subtotal, and a discount as told."""
    body = invoice_body(replace(draft, discount=InvoiceDiscount()), UK)
    body["Line"].append(
        {"Amount": Decimal("130.49"), "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}
    )
    if discount:
        body["Line"].append({"DetailType": "DiscountLineDetail", **discount})
    return msgspec.json.decode(encode_body(body), type=Invoice)


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (TENTH, {"Amount": Decimal("13.05"), "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": Decimal(10)}}, True),
        (TENTH, {"Amount": Decimal("13.04"), "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": Decimal(10)}}, True),
        (TENTH, {"Amount": Decimal("13.05"), "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": Decimal(11)}}, False),
        (TENTH, {"Amount": Decimal("13.05"), "DiscountLineDetail": {"PercentBased": False}}, False),
        (FIVE, {"Amount": Decimal(5), "DiscountLineDetail": {"PercentBased": False}}, True),
        (FIVE, {"Amount": Decimal("4.17"), "DiscountLineDetail": {"PercentBased": False, "TaxInclusiveAmt": Decimal(5)}}, False),
        (FIVE, None, False),
        (InvoiceDiscount(), {"Amount": Decimal(5), "DiscountLineDetail": {"PercentBased": False}}, False),
        (InvoiceDiscount(), {"Amount": Decimal(0), "DiscountLineDetail": {"PercentBased": False}}, True),
        (InvoiceDiscount(), None, True),
    ],
)  # fmt: skip
def test_the_print_tells_one_discount_from_another(ours, theirs, same) -> None:
    sent = {**invoice_body(replace(DRAFT, discount=ours), UK)}
    assert same_invoice(print_of_body(sent, "GBP"), print_of_record(record(DRAFT, theirs), "GBP")) is same


def test_the_print_of_a_price_with_tax_is_the_gross() -> None:
    draft = replace(DRAFT, tax_mode=TaxMode.INCLUSIVE, discount=FIVE)
    sent = print_of_body(invoice_body(draft, UK), "GBP")
    answer = {
        "Amount": Decimal("4.17"),
        "DiscountLineDetail": {"PercentBased": False, "TaxInclusiveAmt": Decimal(5)},
    }
    assert same_invoice(sent, print_of_record(record(draft, answer), "GBP"))


def test_a_draft_of_an_earlier_version_has_no_discount() -> None:
    stored = msgspec.json.decode(drafts.encode(replace(DRAFT, discount=TENTH)))
    del stored["discount"]
    assert drafts.decode(msgspec.json.encode(stored)) == DRAFT
    assert drafts.decode(drafts.encode(replace(DRAFT, discount=TENTH))).discount == TENTH
