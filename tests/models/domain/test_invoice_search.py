"""What typed text means in a search for invoices."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.invoice_search import InvoiceSearch, parse

D = Decimal


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", InvoiceSearch()),
        ("acme corp", InvoiceSearch("acme corp")),
        ("1042", InvoiceSearch("1042", maybe_amount=D(1042))),
        ("1250,00", InvoiceSearch("1250,00", maybe_amount=D("1250.00"))),
        ("acme 1042", InvoiceSearch("acme 1042")),
        (">1000", InvoiceSearch(above=D(1000))),
        ("> 1000", InvoiceSearch(above=D(1000))),
        ("acme >=1000 <2000", InvoiceSearch("acme", least=D(1000), below=D(2000))),
        ("=1250", InvoiceSearch(least=D(1250), most=D(1250))),
        ("100-500", InvoiceSearch(least=D(100), most=D(500))),
        ("500-100", InvoiceSearch("500-100")),
        ("INV-100", InvoiceSearch("INV-100")),
        ("2026-10-31", InvoiceSearch(first_day=date(2026, 10, 31), last_day=date(2026, 10, 31))),
        ("31.10.2026", InvoiceSearch(first_day=date(2026, 10, 31), last_day=date(2026, 10, 31))),
        ("2026-02", InvoiceSearch(first_day=date(2026, 2, 1), last_day=date(2026, 2, 28))),
        ("acme 10.2026", InvoiceSearch("acme", first_day=date(2026, 10, 1), last_day=date(2026, 10, 31))),
        ("2026-13", InvoiceSearch("2026-13")),
        (">", InvoiceSearch(">")),
    ],
)
def test_meaning(text: str, meant: InvoiceSearch) -> None:
    assert parse(text) == meant


@given(st.text(max_size=60))
def test_nothing_typed_is_too_much(text: str) -> None:
    parse(text)
