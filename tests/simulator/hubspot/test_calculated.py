"""What HubSpot computes itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.simulator.hubspot.calculated import Surroundings, fields

AROUND = Surroundings(
    "USD",
    "app.hubspot.com",
    {"won": (True, Decimal(1)), "lost": (True, Decimal(0)), "talk": (False, Decimal("0.4"))},
)
money = st.decimals(min_value=0, max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("values", "amount", "discount"),
    [
        ({"price": "80", "quantity": "2"}, "160.00", "0.00"),
        ({"price": "80", "quantity": "2", "discount": "5"}, "150.00", "10.00"),
        ({"price": "33.33", "quantity": "3", "hs_discount_percentage": "10"}, "89.99", "10.00"),
        ({"price": "80"}, "80.00", "0.00"),
        ({"price": "0.125", "quantity": "1"}, "0.13", "0.00"),  # half up
        ({"price": "1.5", "quantity": "1", "hs_line_item_currency_code": "JPY"}, "2", "0"),
        ({"name": "Only a name"}, None, None),
    ],
)
def test_a_line_item(values: dict[str, str], amount: str | None, discount: str | None) -> None:
    found = fields("line_items", 1, values, AROUND)
    assert found["amount"] == amount
    assert found["hs_total_discount"] == discount


@given(
    money,
    st.decimals(min_value=0, max_value=1000, places=3),
    st.decimals(min_value=0, max_value=100, places=2),
)
def test_the_parts_of_a_line_item_add_up(price: Decimal, quantity: Decimal, percent: Decimal) -> None:
    values = {
        "price": str(price),
        "quantity": str(quantity),
        "hs_discount_percentage": str(percent),
        "hs_tax_rate": "23",
    }
    found = {name: Decimal(str(value)) for name, value in fields("line_items", 1, values, AROUND).items()}
    assert found["amount"] + found["hs_total_discount"] == found["hs_pre_discount_amount"]
    assert found["amount"] + found["hs_tax_amount"] == found["hs_post_tax_amount"]
    assert 0 <= found["amount"] <= found["hs_pre_discount_amount"]


@pytest.mark.parametrize(
    ("stage", "closed", "won", "weighted"),
    [("won", "true", "true", "100"), ("lost", "true", "false", "0"), ("talk", "false", "false", "40.0")],
)
def test_a_deal(stage: str, closed: str, won: str, weighted: str) -> None:
    found = fields("deals", 1, {"dealstage": stage, "amount": "100"}, AROUND)
    assert found["hs_is_closed"] == closed
    assert found["hs_is_closed_won"] == won
    assert found["hs_projected_amount"] == weighted
    assert found["amount_in_home_currency"] == "100"


def test_a_quote_keeps_its_address_when_it_is_taken_back() -> None:
    published = fields("quotes", 7, {"hs_status": "APPROVED"}, AROUND)
    assert published["hs_locked"] == "true"
    assert str(published["hs_quote_link"]).startswith("https://app.hubspot.com/quotes/")
    taken_back = fields("quotes", 7, {"hs_status": "DRAFT", "hs_quote_link": "https://x.example"}, AROUND)
    assert taken_back == {"hs_locked": "false"}


@pytest.mark.parametrize(("status", "due"), [("draft", "12"), ("open", "12"), ("paid", "0"), ("voided", "0")])
def test_an_invoice(status: str, due: str) -> None:
    values = {"hs_invoice_status": status, "hs_amount_billed": "12", "hs_invoice_billable": "false"}
    found = fields("invoices", 1, values, AROUND)
    assert found["hs_balance_due"] == due
    assert "hs_invoice_link" not in found
