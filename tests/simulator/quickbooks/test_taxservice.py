"""Tax codes and rates made through the tax service."""

from typing import Any

import pytest

RATE = {"TaxRateName": "County 1%", "RateValue": "1.25", "TaxAgencyId": "1", "TaxApplicableOn": "Sales"}


def test_a_code_with_a_new_rate_and_one_that_exists(us: Any) -> None:
    known = us.select("select * from TaxRate")["TaxRate"][0]
    body = {"TaxCode": "City and county", "TaxRateDetails": [RATE, {"TaxRateId": known["Id"]}]}
    answer = us.http.post(f"{us.base}/taxservice/taxcode", json=body, headers={"Accept": "*/*"})
    assert answer.headers["content-type"] == "application/json"
    made = answer.json()
    first, second = made["TaxRateDetails"]
    assert (made["TaxCode"], first["RateValue"], second["TaxRateId"]) == (
        "City and county",
        1.25,
        known["Id"],
    )
    code = us.get(f"taxcode/{made['TaxCodeId']}").json()["TaxCode"]
    details = code["SalesTaxRateList"]["TaxRateDetail"]
    assert [one["TaxRateRef"]["value"] for one in details] == [first["TaxRateId"], known["Id"]]
    rate = us.get(f"taxrate/{first['TaxRateId']}").json()["TaxRate"]
    assert (rate["Name"], rate["RateValue"], rate["AgencyRef"]) == ("County 1%", 1.25, {"value": "1"})


def test_an_agency_can_be_made(us: Any) -> None:
    made = us.post("taxagency", {"DisplayName": "Parish"}).json()["TaxAgency"]
    assert (made["TaxTrackedOnSales"], "Active" in made) == (True, False)
    assert us.select("select * from TaxAgency where DisplayName = 'parish'")["TaxAgency"] == [made]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "2020"),
        ({"TaxCode": "A"}, "2020"),
        ({"TaxCode": "TAX", "TaxRateDetails": [RATE]}, "6240"),
        ({"TaxCode": "A", "TaxRateDetails": [{"TaxRateId": "999"}]}, "2500"),
        ({"TaxCode": "A", "TaxRateDetails": [RATE | {"TaxAgencyId": "999"}]}, "2500"),
        (
            {"TaxCode": "A", "TaxRateDetails": [RATE | {"TaxRateName": "x"}, RATE | {"TaxRateName": "X"}]},
            "6240",
        ),
        ({"TaxCode": "A", "TaxRateDetails": [RATE | {"TaxRateName": "x", "RateValue": 101}]}, "6000"),
        ({"TaxCode": "A", "TaxRateDetails": [RATE | {"TaxRateName": "x", "RateValue": "much"}]}, "2090"),
        ({"TaxCode": "A", "TaxRateDetails": [RATE | {"TaxApplicableOn": "Luck"}]}, "2170"),
    ],
)
def test_what_the_tax_service_refuses(us: Any, body: dict[str, Any], code: str) -> None:
    before = us.select("select count(*) from TaxRate"), us.select("select count(*) from TaxCode")
    answer = us.post("taxservice/taxcode", body)
    assert (answer.status_code, answer.json()["Fault"]["Error"][0]["code"]) == (400, code)
    assert (us.select("select count(*) from TaxRate"), us.select("select count(*) from TaxCode")) == before
