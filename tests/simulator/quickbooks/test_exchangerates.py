"""Rates of a company with several currencies: the market's, those that were set, and refusals; over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest

from qbodesk.simulator.server import Running

Books = Any


@pytest.fixture
def pl(realm: Callable[[str], Books]) -> Books:
    return realm("PL")


def rate(books: Books, **asked: str) -> dict[str, Any]:
    answer = books.get("exchangerate", **asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["ExchangeRate"]


def refused(answer: Any) -> str:
    assert answer.status_code == 400, answer.text
    return answer.json()["Fault"]["Error"][0]["code"]


def test_a_rate_nobody_set_is_the_markets(pl: Books) -> None:
    told = rate(pl, sourcecurrencycode="eur", asofdate="2026-01-31")
    assert (told["SourceCurrencyCode"], told["TargetCurrencyCode"]) == ("EUR", "PLN")
    assert (told["AsOfDate"], told["Rate"], told["SyncToken"]) == ("2026-01-31", 4.2571, "0")
    assert "Id" not in told
    assert rate(pl, sourcecurrencycode="USD")["Rate"] == pytest.approx(4.2571 / 1.1604, abs=1e-6)
    assert rate(pl, sourcecurrencycode="XTS")["Rate"] == 1


def test_a_rate_holds_from_its_day_and_is_found_by_queries(pl: Books) -> None:
    body = {"SourceCurrencyCode": "GBP", "Rate": 5.5, "AsOfDate": "2025-03-01"}
    assert pl.post("exchangerate", body).json()["ExchangeRate"]["SyncToken"] == "0"
    again = pl.post("exchangerate", {**body, "Rate": 5.6, "SyncToken": "0"}, operation="update")
    assert again.json()["ExchangeRate"]["SyncToken"] == "1"
    assert refused(pl.post("exchangerate", {**body, "SyncToken": "0"})) == "5010"
    assert rate(pl, sourcecurrencycode="GBP", asofdate="2025-02-28")["AsOfDate"] == "2025-02-28"
    assert rate(pl, sourcecurrencycode="GBP", asofdate="2025-12-31")["Rate"] == 5.6
    where = "where sourcecurrencycode in ('GBP', 'INR') and asofdate = '2025-03-01'"
    [found] = pl.select(f"select * from exchangerate {where}")["ExchangeRate"]
    assert (found["Rate"], "Id" in found) == (5.6, False)


def test_every_currency_of_the_company_has_a_rate_of_today(pl: Books) -> None:
    added = {one["Code"] for one in pl.select("select * from CompanyCurrency")["CompanyCurrency"]} - {"PLN"}
    found = {one["SourceCurrencyCode"] for one in pl.select("select * from ExchangeRate")["ExchangeRate"]}
    assert added
    assert added <= found


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"Rate": 5, "AsOfDate": "2026-01-01"}, "2020"),
        ({"SourceCurrencyCode": "EUR", "AsOfDate": "2026-01-01"}, "2020"),
        ({"SourceCurrencyCode": "EUR", "Rate": 5}, "2020"),
        ({"SourceCurrencyCode": "EUR", "Rate": 0, "AsOfDate": "2026-01-01"}, "2090"),
        ({"SourceCurrencyCode": "PLN", "Rate": 5, "AsOfDate": "2026-01-01"}, "6000"),
        (
            {"SourceCurrencyCode": "EUR", "TargetCurrencyCode": "USD", "Rate": 5, "AsOfDate": "2026-01-01"},
            "6000",
        ),
        ({"SourceCurrencyCode": "EURO", "Rate": 5, "AsOfDate": "2026-01-01"}, "2050"),
    ],
)
def test_rates_that_are_refused(pl: Books, body: dict[str, Any], code: str) -> None:
    assert refused(pl.post("exchangerate", body)) == code


def test_questions_that_are_refused(pl: Books, us: Books, simulator: Running) -> None:
    assert refused(pl.get("exchangerate")) == "2020"
    assert refused(pl.get("exchangerate", sourcecurrencycode="EUR", asofdate="soon")) == "2060"
    assert refused(us.get("exchangerate", sourcecurrencycode="EUR")) == "5030"
    assert us.select("select * from ExchangeRate") == {}
