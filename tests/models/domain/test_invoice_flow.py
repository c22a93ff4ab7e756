"""The wizard's way: pages, what is found on each, and when an invoice may be created."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.draft import (
    CustomerChoice,
    DraftLine,
    InvoiceDraft,
    NewCustomer,
    Numbering,
    Source,
)
from qbodesk.models.domain.invoice_flow import (
    Finding,
    FlowFacts,
    Severity,
    Step,
    all_findings,
    company,
    findings,
    may_create,
    next_step,
    previous_step,
    steps,
)
from qbodesk.models.domain.quotes import Quote
from qbodesk.models.domain.source_lines import ItemCandidate
from qbodesk.models.domain.tax import TaxCode, TaxMode, TaxRate
from qbodesk.models.domain.terms import Term

TODAY = date(2026, 11, 30)
UK = CompanyRules("1", "Nova Ltd", "GB", "GBP", "Europe/London", multicurrency=False, uses_sales_tax=True,
                  custom_numbers=False, books_closed_until=date(2026, 9, 30), default_term_id=None,
                  default_message="")  # fmt: skip
US = replace(UK, realm_id="2", name="Nova Inc", country="US", home_currency="USD")
QUOTE = Quote("77", "Relaunch", "Q-17", "APPROVED", TODAY, "https://quote.example/77", "GBP", locked=True,
              timezone="Europe/London", amount=None)  # fmt: skip
ITEMS = {
    "11": ItemCandidate(
        "11", "Onboarding", "ONB-1", "", Decimal(600), active=True, sales_tax_code_id="4", taxable=True
    ),
    "12": ItemCandidate(
        "12", "Retired", "OLD-1", "", Decimal(1), active=False, sales_tax_code_id="4", taxable=True
    ),
}
CODES = {
    "4": TaxCode("4", "20.0% S", "Standard", (TaxRate("1", "VAT", Decimal(20)),)),
    "5": TaxCode("5", "17.5% S", "Old", (), active=False),
}
TERMS = {"3": Term("3", "Net 30", 30, None, None), "9": Term("9", "Net 7", 7, None, None, active=False)}
FACTS = FlowFacts(
    companies=(UK,), quotes=(QUOTE,), tax_codes=CODES, terms=TERMS, items=ITEMS.get,
    customer_active=lambda customer_id: customer_id == "58", name_taken=lambda name: name == "Acme Ltd",
    existing_invoices=(), numbers_used=lambda number: number == "1047", today=TODAY, portal_currency="GBP",
)  # fmt: skip
LINE = DraftLine(
    "a",
    "Two days",
    "11",
    "Onboarding",
    Decimal(2),
    Decimal(600),
    tax_code_id="4",
    origin_amount=Decimal(1200),
)
DRAFT = InvoiceDraft(
    merge_values=(("deal", "Relaunch"),),
    draft_id="d1", deal_id="8123", deal_name="Relaunch", realm_id="1", source=Source.QUOTE, quote_id="77",
    customer=CustomerChoice("58", "Acme Ltd", "ap@acme.example"), lines=(LINE,), currency="GBP",
    tax_mode=TaxMode.EXCLUSIVE, term_id="3", invoice_date=TODAY, due_date=date(2026, 12, 30), due_edited=False,
    message="Thank you.", memo="", numbering=Numbering.QUICKBOOKS, number="", exchange_rate=None,
)  # fmt: skip

B, W, H = Severity.BLOCK, Severity.WARN, Severity.HINT


def in_line(**changes: Any) -> Mapping[str, Any]:
    return {"lines": (replace(LINE, **changes),)}


def of_company(**changes: Any) -> Mapping[str, Any]:
    return {"companies": (replace(UK, **changes),)}


def off(value: str, kind: DiscountKind = DiscountKind.PERCENT) -> Mapping[str, Any]:
    return {"discount": InvoiceDiscount(kind, Decimal(value))}


def someone(**form: Any) -> Mapping[str, Any]:
    return {
        "customer": CustomerChoice(
            new=NewCustomer(**{"display_name": "New", "email": "n@new.example"} | form)
        )
    }


def test_a_good_draft_has_no_findings() -> None:
    assert all_findings(DRAFT, FACTS) == ()
    assert may_create(DRAFT, FACTS)


NOTHING: Mapping[str, Any] = {}
TABLE: list[tuple[Mapping[str, Any], Mapping[str, Any], str, Step, Severity, str]] = [
    # the draft's changes, the facts' changes: code, page, severity, field
    ({"realm_id": "7"}, NOTHING, "COMPANY_MISSING", Step.REVIEW, B, "realm_id"),
    ({"realm_id": None}, {"companies": (UK, US)}, "COMPANY_MISSING", Step.COMPANY, B, "realm_id"),
    (NOTHING, of_company(connected=False), "COMPANY_DISCONNECTED", Step.REVIEW, B, "realm_id"),
    (NOTHING, {"companies": (replace(UK, connected=False), US)}, "COMPANY_DISCONNECTED", Step.COMPANY, B, "realm_id"),
    ({"source": None}, NOTHING, "SOURCE_MISSING", Step.SOURCE, B, "source"),
    ({"quote_id": None}, NOTHING, "QUOTE_MISSING", Step.SOURCE, B, "quote_id"),
    (NOTHING, {"quotes": ()}, "QUOTE_MISSING", Step.SOURCE, B, "quote_id"),
    (NOTHING, {"quotes": (replace(QUOTE, status="DRAFT"),)}, "QUOTE_DRAFT", Step.SOURCE, B, "quote_id"),
    (NOTHING, {"today": date(2026, 12, 1)}, "QUOTE_EXPIRED", Step.SOURCE, B, "quote_id"),
    ({"customer": CustomerChoice()}, NOTHING, "CUSTOMER_MISSING", Step.CUSTOMER, B, "customer"),
    ({"customer": CustomerChoice("59", "Old", "o@old.example")}, NOTHING, "CUSTOMER_INACTIVE", Step.CUSTOMER, B, "customer"),
    ({"customer": CustomerChoice("58", "Acme Ltd")}, NOTHING, "CUSTOMER_WITHOUT_EMAIL", Step.CUSTOMER, H, "email"),
    (someone(email=" "), NOTHING, "CUSTOMER_WITHOUT_EMAIL", Step.CUSTOMER, H, "email"),
    (someone(display_name="Acme Ltd"), NOTHING, "CUSTOMER_NAME_TAKEN", Step.CUSTOMER, B, "display_name"),
    (someone(currency="EUR"), NOTHING, "CUSTOMER_CURRENCY_DIFFERS", Step.CUSTOMER, B, "currency"),
    (NOTHING, {"quotes": (replace(QUOTE, currency="USD"),)}, "QUOTE_CURRENCY_DIFFERS", Step.CUSTOMER, B, "currency"),
    (NOTHING, of_company(home_currency="PLN"), "CURRENCY_NOT_USABLE", Step.CUSTOMER, B, "currency"),
    ({"lines": ()}, NOTHING, "NO_LINES", Step.PRODUCTS, B, "lines"),
    (in_line(item_id=None), NOTHING, "ITEM_MISSING", Step.PRODUCTS, B, "item_id"),
    (in_line(item_id="99"), NOTHING, "ITEM_UNKNOWN", Step.PRODUCTS, B, "item_id"),
    (in_line(item_id="12"), NOTHING, "ITEM_INACTIVE", Step.PRODUCTS, B, "item_id"),
    (in_line(quantity=Decimal(0), origin_amount=None), NOTHING, "QUANTITY_MISSING", Step.PRODUCTS, B, "quantity"),
    (in_line(quantity=Decimal(-1), origin_amount=None), NOTHING, "QUANTITY_NEGATIVE", Step.PRODUCTS, B, "quantity"),
    (in_line(unit_price=Decimal(-1), origin_amount=None), NOTHING, "PRICE_NEGATIVE", Step.PRODUCTS, B, "unit_price"),
    (in_line(unit_price=Decimal(0), origin_amount=None), NOTHING, "PRICE_MISSING", Step.PRODUCTS, H, "unit_price"),
    (in_line(discount_each=Decimal(601), origin_amount=None), NOTHING, "DISCOUNT_TOO_HIGH", Step.PRODUCTS, B, "discount_each"),
    (in_line(description="d" * 4001), NOTHING, "DESCRIPTION_TOO_LONG", Step.PRODUCTS, B, "description"),
    (in_line(origin_amount=Decimal("1200.01")), NOTHING, "AMOUNT_DIFFERS", Step.PRODUCTS, W, "lines"),
    (in_line(quantity=Decimal(3)), NOTHING, "AMOUNT_DIFFERS", Step.PRODUCTS, W, "lines"),
    (NOTHING, {"source_amount": Decimal(1300)}, "AMOUNT_DIFFERS", Step.PRODUCTS, W, "lines"),
    (off("100.01"), NOTHING, "INVOICE_DISCOUNT_TOO_HIGH", Step.PRODUCTS, B, "discount"),
    (off("1200.01", DiscountKind.AMOUNT), NOTHING, "INVOICE_DISCOUNT_TOO_HIGH", Step.PRODUCTS, B, "discount"),
    (off("-1"), NOTHING, "INVOICE_DISCOUNT_NEGATIVE", Step.PRODUCTS, B, "discount"),
    (off("10"), of_company(allows_discount=False), "DISCOUNTS_OFF", Step.PRODUCTS, B, "discount"),
    (in_line(tax_code_id=None), NOTHING, "TAX_CODE_MISSING", Step.TAX, B, "tax_code_id"),
    (in_line(tax_code_id="5"), NOTHING, "TAX_CODE_UNUSABLE", Step.TAX, B, "tax_code_id"),
    (in_line(tax_code_id="77"), NOTHING, "TAX_CODE_UNUSABLE", Step.TAX, B, "tax_code_id"),
    ({"term_id": "77"}, NOTHING, "TERM_UNUSABLE", Step.TERMS, B, "term_id"),
    ({"term_id": "9"}, NOTHING, "TERM_UNUSABLE", Step.TERMS, B, "term_id"),
    ({"due_date": date(2026, 11, 28)}, NOTHING, "DUE_BEFORE_INVOICE", Step.TERMS, B, "due_date"),
    ({"due_date": date(2026, 12, 5)}, NOTHING, "DUE_ON_WEEKEND", Step.TERMS, H, "due_date"),
    ({"due_date": date(2026, 12, 6)}, NOTHING, "DUE_ON_WEEKEND", Step.TERMS, H, "due_date"),
    ({"invoice_date": date(2026, 9, 30)}, NOTHING, "BOOKS_CLOSED", Step.TERMS, B, "invoice_date"),
    ({"message": "m" * 1001}, NOTHING, "MESSAGE_TOO_LONG", Step.TERMS, B, "message"),
    ({"message": "{deal} {quote}"}, NOTHING, "MESSAGE_FIELD_EMPTY", Step.TERMS, B, "message"),
    ({"message": "{deal} {bank}"}, NOTHING, "MESSAGE_FIELD_UNKNOWN", Step.TERMS, B, "message"),
    ({"message": "Ref. {bank}"}, of_company(default_message="Ref. {bank}"), "MESSAGE_FIELD_UNKNOWN", Step.TERMS, H, "message"),
    ({"message": "{deal}", "merge_values": (("deal", "d" * 1001),)}, NOTHING, "MESSAGE_TOO_LONG", Step.TERMS, B, "message"),
    ({"memo": "m" * 3901}, NOTHING, "MEMO_TOO_LONG", Step.TERMS, B, "memo"),
    (NOTHING, of_company(custom_numbers=True), "CUSTOM_NUMBERS_ON", Step.REVIEW, B, "numbering"),
    ({"numbering": Numbering.OWN, "number": " "}, NOTHING, "NUMBER_MISSING", Step.REVIEW, B, "number"),
    ({"numbering": Numbering.OWN, "number": "1" * 22}, NOTHING, "NUMBER_TOO_LONG", Step.REVIEW, B, "number"),
    ({"numbering": Numbering.OWN, "number": " 1047"}, NOTHING, "NUMBER_TAKEN", Step.REVIEW, B, "number"),
    (NOTHING, of_company(home_currency="PLN", multicurrency=True), "EXCHANGE_RATE_MISSING", Step.REVIEW, W, "exchange_rate"),
    (NOTHING, {"existing_invoices": ("1040", "1041")}, "DEAL_HAS_INVOICE", Step.REVIEW, W, "again"),
    (NOTHING, {"portal_currency": "USD"}, "CURRENCY_MISMATCH", Step.REVIEW, H, "currency"),
]  # fmt: skip


@pytest.mark.parametrize(("drafted", "known", "code", "step", "severity", "field"), TABLE)
def test_one_thing_wrong_is_found_once_on_its_page(  # the table names the page and the field the user is led to
    drafted: Mapping[str, Any],
    known: Mapping[str, Any],
    code: str,
    step: Step,
    severity: Severity,
    field: str,
) -> None:
    draft, facts = replace(DRAFT, **drafted), replace(FACTS, **known)
    (found,) = all_findings(draft, facts)
    assert (found.problem.code, found.step, found.severity, found.field) == (code, step, severity, field)
    assert findings(draft, facts, step) == (found,)
    assert may_create(draft, facts) is (severity is Severity.HINT)
    accepted = replace(draft, accepted_warnings=frozenset({code}))
    assert may_create(accepted, facts) is (severity is not Severity.BLOCK)


@pytest.mark.parametrize(
    ("drafted", "known"),
    [
        ({"source": Source.EMPTY, "quote_id": None}, {"quotes": ()}),
        ({"source": Source.DEAL}, {"quotes": (replace(QUOTE, currency="USD"),)}),
        ({"realm_id": None}, NOTHING),
        (someone(), NOTHING),
        (someone(currency="GBP"), NOTHING),
        (in_line(origin_amount=None), NOTHING),
        (in_line(origin_amount=Decimal("1200.004")), NOTHING),
        (off("100"), NOTHING),
        (off("10"), {"source_amount": Decimal(1080)}),
        (NOTHING, of_company(allows_discount=False)),
        (in_line(origin_amount=Decimal(9)), {"source_amount": Decimal(1200)}),
        ({**in_line(tax_code_id=None), "tax_mode": TaxMode.NONE}, NOTHING),
        (in_line(tax_code_id=None), of_company(uses_sales_tax=False)),
        (in_line(tax_code_id=None), of_company(country="US")),
        ({"term_id": None}, NOTHING),
        ({"message": "m" * 1000, "memo": "m" * 3900}, NOTHING),
        (in_line(description="d" * 4000), NOTHING),
        ({"invoice_date": date(2026, 10, 1)}, NOTHING),
        ({"invoice_date": date(2026, 9, 1)}, of_company(books_closed_until=None)),
        ({"numbering": Numbering.ASK_QUICKBOOKS}, of_company(custom_numbers=True)),
        ({"numbering": Numbering.OWN, "number": "2" * 21}, of_company(custom_numbers=True)),
        ({"exchange_rate": Decimal("5.1")}, of_company(home_currency="PLN", multicurrency=True)),
        ({"again": True}, {"existing_invoices": ("1040",)}),
        (NOTHING, {"portal_currency": ""}),
    ],
)
def test_what_is_in_order_is_not_mentioned(drafted: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    assert all_findings(replace(DRAFT, **drafted), replace(FACTS, **known)) == ()


def test_a_finding_leads_to_its_line_and_names_it() -> None:
    nameless = replace(LINE, key="b", item_id=None, item_name="", origin_name="Onboarding pack")
    described = replace(LINE, key="c", item_id=None, item_name="", origin_name="")
    found = findings(replace(DRAFT, lines=(LINE, nameless, described)), FACTS, Step.PRODUCTS)
    about = [(one.line_key, one.problem.facts.get("line"), one.problem.facts.get("name")) for one in found]
    assert about == [("b", "2", "Onboarding pack"), ("c", "3", "Two days")]
    untaxed = replace(DRAFT, lines=(LINE, replace(nameless, tax_code_id=None)))
    (finding,) = findings(untaxed, FACTS, Step.TAX)
    assert (finding.line_key, finding.problem.title) == ("b", "Line 2 needs a tax code")


def test_the_difference_is_told_in_plain_amounts() -> None:
    (found,) = findings(replace(DRAFT, **in_line(quantity=Decimal(3))), FACTS, Step.PRODUCTS)
    assert dict(found.problem.facts) == {"ours": "1800.00", "theirs": "1200.00", "currency": "GBP"}


def test_several_things_come_in_the_order_of_the_pages() -> None:
    draft = replace(DRAFT, source=None, lines=(), message="m" * 1001)
    found = all_findings(draft, replace(FACTS, existing_invoices=("1040",)))
    assert [one.step for one in found] == [Step.SOURCE, Step.PRODUCTS, Step.TERMS, Step.REVIEW]


def test_one_accepted_warning_does_not_accept_another() -> None:
    draft = replace(DRAFT, **in_line(quantity=Decimal(3)), accepted_warnings=frozenset({"AMOUNT_DIFFERS"}))
    assert may_create(draft, FACTS)
    assert not may_create(draft, replace(FACTS, existing_invoices=("1040",)))


SHORT = (Step.SOURCE, Step.CUSTOMER, Step.PRODUCTS, Step.TERMS, Step.REVIEW, Step.RESULT)


@pytest.mark.parametrize(
    ("realm", "companies", "expected"),
    [
        ("1", (UK,), (*SHORT[:3], Step.TAX, *SHORT[3:])),
        ("2", (US,), SHORT),
        (None, (UK,), (*SHORT[:3], Step.TAX, *SHORT[3:])),
        ("1", (UK, US), tuple(Step)),
        ("2", (UK, US), (Step.COMPANY, *SHORT)),
        (None, (UK, US), (Step.COMPANY, *SHORT)),
        (None, (), SHORT),
    ],
)
def test_pages_and_the_way_between_them(
    realm: str | None, companies: tuple[CompanyRules, ...], expected: tuple[Step, ...]
) -> None:
    draft, facts = replace(DRAFT, realm_id=realm), replace(FACTS, companies=companies)
    assert steps(draft, facts) == expected
    there = [expected[0]]
    while step := next_step(draft, facts, there[-1]):
        there.append(step)
    assert tuple(there) == expected
    back = [Step.REVIEW]
    while step := previous_step(draft, facts, back[-1]):
        back.append(step)
    assert tuple(reversed(back)) == expected[:-1]


def test_a_page_no_longer_needed_still_leads_on() -> None:
    american, facts = replace(DRAFT, realm_id="2"), replace(FACTS, companies=(US,))
    assert next_step(american, facts, Step.TAX) is Step.TERMS
    assert previous_step(american, facts, Step.TAX) is Step.PRODUCTS
    assert next_step(american, facts, Step.COMPANY) is Step.SOURCE


def test_nothing_leads_back_from_the_result() -> None:
    assert previous_step(DRAFT, FACTS, Step.RESULT) is None
    assert next_step(DRAFT, FACTS, Step.RESULT) is None
    assert findings(DRAFT, FACTS, Step.RESULT) == ()


@pytest.mark.parametrize(
    ("realm", "companies", "name"),
    [
        ("1", (UK, US), "Nova Ltd"),
        (None, (US,), "Nova Inc"),
        ("3", (UK,), None),
        (None, (UK, US), None),
    ],
)
def test_company(realm: str | None, companies: tuple[CompanyRules, ...], name: str | None) -> None:
    found = company(replace(DRAFT, realm_id=realm), replace(FACTS, companies=companies))
    assert (found.name if found else None) == name


def test_the_readers_see_no_blank_and_no_missing_fact() -> None:
    for drafted, known, *_ in TABLE:
        for found in all_findings(replace(DRAFT, **drafted), replace(FACTS, **known)):
            assert_readable(found)


def assert_readable(found: Finding) -> None:
    problem = found.problem
    text = problem.sentence
    for fact in problem.facts.values():  # fields of a message are shown as they are written, in braces
        text = text.replace(fact, "") if "{" in fact else text
    assert problem.title, problem.code
    assert problem.detail, problem.code
    assert not any(trace in text for trace in ("–", "{", problem.code)), text
