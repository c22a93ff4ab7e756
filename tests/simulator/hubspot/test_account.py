"""Calls about the account: details, currencies, owners, pipelines."""

from typing import Any


def test_details(hubspot: Any) -> None:
    details = hubspot.get("/account-info/2026-09/details")
    assert details["portalId"] == 4711
    assert details["companyCurrency"] == "USD"
    assert details["additionalCurrencies"] == ["EUR", "GBP"]
    assert details["timeZone"] == "America/New_York"
    assert details["utcOffset"] == "-05:00"
    assert details["utcOffsetMilliseconds"] == -18_000_000


def test_exchange_rates_lead_to_the_company_currency(hubspot: Any) -> None:
    rates = hubspot.get("/settings/currencies/2026-09/exchange-rates/current")["results"]
    assert {each["fromCurrencyCode"]: each["conversionRate"] for each in rates} == {"EUR": 1.08, "GBP": 1.27}
    assert {each["toCurrencyCode"] for each in rates} == {"USD"}
    assert {"code": "PLN", "name": "Polish Zloty"} in hubspot.get("/settings/v3/currencies/codes")["results"]


def test_owners(hubspot: Any) -> None:
    path = "/crm/owners/2026-09"
    assert [each["id"] for each in hubspot.get(path)["results"]] == ["11"]
    assert [each["id"] for each in hubspot.get(path, archived="true")["results"]] == ["12"]
    assert hubspot.get(path, email="SALES@own.example")["results"][0]["id"] == "11"
    assert hubspot.get(path, email="x@own.example")["results"] == []
    assert hubspot.get(f"{path}/91", idProperty="userId")["id"] == "11"
    hubspot.get(f"{path}/12", 404)
    assert hubspot.get(f"{path}/12", archived="true")["id"] == "12"


def test_pipelines(hubspot: Any) -> None:
    (pipeline,) = hubspot.get("/crm/pipelines/2026-09/deals")["results"]
    assert pipeline["id"] == "default"
    stages = {each["id"]: each["metadata"] for each in pipeline["stages"]}
    assert stages["closedwon"] == {"isClosed": "true", "probability": "1.0"}
    assert stages["contractsent"]["isClosed"] == "false"
    stage = hubspot.get("/crm/v3/pipelines/deals/default/stages/closedlost")
    assert stage["label"] == "Closed Lost"
    hubspot.get("/crm/v3/pipelines/deals/nope", 404)
