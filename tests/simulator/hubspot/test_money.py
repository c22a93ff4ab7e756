"""Exchange rates, tax rates, and what discounts, fees and taxes make of a total."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.simulator.hubspot.totals import total

RATES = "/settings/currencies/2026-09/exchange-rates"


def test_a_new_rate_is_the_current_one(hubspot: Any) -> None:
    made = hubspot.post(RATES, {"fromCurrencyCode": "EUR", "conversionRate": 1.25})
    assert made["toCurrencyCode"] == "USD"
    assert hubspot.get(f"{RATES}/{made['id']}")["conversionRate"] == 1.25
    current = {each["fromCurrencyCode"]: each for each in hubspot.get(f"{RATES}/current")["results"]}
    assert current["EUR"]["id"] == made["id"]
    assert len(hubspot.get(RATES, fromCurrencyCode="EUR")["results"]) == 2
    hubspot.patch("/crm/objects/2026-09/deals/302", {"properties": {"amount": "100"}})
    deal = hubspot.get("/crm/objects/2026-09/deals/302", properties="amount_in_home_currency")
    assert deal["properties"]["amount_in_home_currency"] == "125.00"
    changed = hubspot.patch(f"{RATES}/{made['id']}", {"conversionRate": "1.5"})
    assert changed["conversionRate"] == 1.5


def test_a_rate_adds_its_currency(hubspot: Any) -> None:
    deal = {"properties": {"deal_currency_code": "PLN"}}
    hubspot.patch("/crm/objects/2026-09/deals/301", deal, 400)
    hubspot.post(RATES, {"fromCurrencyCode": "PLN", "conversionRate": "0.25"})
    hubspot.patch("/crm/objects/2026-09/deals/301", deal)
    assert hubspot.get("/account-info/2026-09/details")["additionalCurrencies"] == ["EUR", "GBP", "PLN"]
    assert hubspot.get("/crm/properties/2026-09/products/hs_price_pln")["type"] == "number"


@pytest.mark.parametrize(
    "body",
    [
        {"fromCurrencyCode": "USD", "conversionRate": 1},
        {"fromCurrencyCode": "XXX", "conversionRate": 1},
        {"fromCurrencyCode": "EUR", "conversionRate": 0},
        {"fromCurrencyCode": "EUR", "conversionRate": "1.0000001"},
        {"fromCurrencyCode": "EUR", "conversionRate": "NaN"},
        {"fromCurrencyCode": "EUR"},
    ],
)
def test_rates_that_are_refused(hubspot: Any, body: dict[str, Any]) -> None:
    hubspot.post(RATES, body, 400)


def test_tax_rates(hubspot: Any) -> None:
    path = "/tax-rates/2026-09/tax-rates"
    first = hubspot.get(path, limit=3)
    rest = hubspot.get(path, limit=3, after=first["paging"]["next"]["after"])
    assert [each["percentageRate"] for each in first["results"] + rest["results"]] == [8.25, 20, 23, 17.5]
    assert [each["label"] for each in hubspot.get(path, active="false")["results"]] == ["VAT"]
    one = hubspot.get(f"{path}/{first['results'][0]['id']}")
    assert one["name"] == "Texas sales tax"
    hubspot.get(f"{path}/1", 404)


def test_a_line_item_takes_its_rate_from_the_group(hubspot: Any) -> None:
    line = {"name": "Hour", "price": "10", "quantity": "10", "hs_tax_rate_group_id": "46380102"}
    made = hubspot.post("/crm/objects/2026-09/line_items", {"properties": line}, 201)["properties"]
    assert (made["hs_tax_rate"], made["hs_tax_label"], made["hs_post_tax_amount"]) == ("20", "VAT", "120.00")
    changed = hubspot.patch(
        f"/crm/objects/2026-09/line_items/{made['hs_object_id']}",
        {"properties": {"hs_tax_rate_group_id": "46380101"}},
    )["properties"]
    assert changed["hs_post_tax_amount"] == "108.25"
    hubspot.post("/crm/objects/2026-09/line_items", {"properties": line | {"hs_tax_rate_group_id": "1"}}, 400)


def test_the_total_of_a_quote_follows_what_adjusts_it(hubspot: Any) -> None:
    def amount() -> str:
        quote = hubspot.get("/crm/objects/2026-09/quotes/401", properties="hs_quote_amount")
        return str(quote["properties"]["hs_quote_amount"])

    assert amount() == "239.99"
    for kind, type_id, type_, value in (
        ("discounts", 361, "PERCENT", "10"),
        ("fees", 363, "FIXED", "5"),
        ("taxes", 365, "PERCENT", "20"),
    ):
        properties = {"hs_label": kind, "hs_type": type_, "hs_value": value}
        to = {"to": {"id": "401"}, "types": [{"associationTypeId": type_id}]}
        hubspot.post(f"/crm/objects/2026-09/{kind}", {"properties": properties, "associations": [to]}, 201)
    assert amount() == "265.19"  # (239.99 - 24.00 + 5) x 1.2
    (discount,) = hubspot.get("/crm/objects/2026-09/quotes/401/associations/discounts")["results"]
    hubspot.patch(
        f"/crm/objects/2026-09/discounts/{discount['toObjectId']}", {"properties": {"hs_value": "0"}}
    )
    assert amount() == "293.99"
    hubspot.delete(f"/crm/objects/2026-09/discounts/{discount['toObjectId']}")
    assert amount() == "293.99"


def test_the_biggest_numbers_can_be_computed_with(hubspot: Any) -> None:
    huge = "9" * 101 + "E+99"
    line = dict.fromkeys(("price", "quantity", "hs_discount_percentage", "hs_tax_rate", "tax"), huge)
    path = "/crm/objects/2026-09/line_items"
    hubspot.patch(f"{path}/601", {"properties": line})
    discount = {"hs_type": "PERCENT", "hs_value": huge}
    to = {"to": {"id": "401"}, "types": [{"associationTypeId": 361}]}
    hubspot.post("/crm/objects/2026-09/discounts", {"properties": discount, "associations": [to]}, 201)
    hubspot.patch(f"{path}/601", {"properties": {"price": "9" * 201}}, 400)


money = st.decimals(0, 10**6, places=2)
percents = st.decimals(0, 100, places=1)


@given(st.lists(money, max_size=5), percents, money, percents)
def test_totals_apply_discounts_then_fees_then_taxes(
    lines: list[Decimal], discount: Decimal, fee: Decimal, tax: Decimal
) -> None:
    def percent(value: Decimal) -> list[dict[str, str]]:
        return [{"hs_type": "PERCENT", "hs_value": str(value)}]

    found = total(lines, percent(discount), [{"hs_type": "FIXED", "hs_value": str(fee)}], percent(tax), 2)
    exact = (sum(lines, Decimal(0)) * (1 - discount / 100) + fee) * (1 + tax / 100)
    assert abs(found - exact) <= Decimal("0.03")
    assert total(lines, [], [], [], 2) == sum(lines, Decimal(0))
