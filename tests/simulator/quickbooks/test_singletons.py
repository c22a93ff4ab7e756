"""The company's information and preferences: read, sparse and full update."""

from typing import Any

import pytest


def test_preferences_change_one_by_one(us: Any) -> None:
    before = us.get("preferences").json()["Preferences"]
    change = {"SalesFormsPrefs": {"AllowShipping": True}, "OtherPrefs": before["OtherPrefs"]}
    sent = {"Id": "1", "SyncToken": before["SyncToken"], "sparse": True, **change}
    after = us.post("preferences", sent).json()["Preferences"]
    assert after["SalesFormsPrefs"] == before["SalesFormsPrefs"] | {"AllowShipping": True}
    assert int(after["SyncToken"]) == int(before["SyncToken"]) + 1
    assert us.get("preferences").json()["Preferences"] == after
    assert us.select("select * from Preferences")["Preferences"] == [after]
    assert us.post("preferences", sent).json()["Fault"]["Error"][0]["code"] == "5010"


def test_company_information_changes(us: Any) -> None:
    before = us.get(f"companyinfo/{us.realm['realm_id']}").json()["CompanyInfo"]
    assert (before["Country"], before["CompanyAddr"]["Country"]) == ("US", "USA")
    address = {"Line1": "2 New Street", "City": "Austin", "Country": "US"}
    sent = {
        "Id": "1",
        "SyncToken": before["SyncToken"],
        "sparse": True,
        "CompanyAddr": address,
        "Country": "PL",
    }
    after = us.post("companyinfo", sent).json()["CompanyInfo"]
    assert after["CompanyAddr"] == address | {"Country": "USA"}
    assert (after["Country"], after["NameValue"]) == ("US", before["NameValue"])
    full = {"Id": "1", "SyncToken": after["SyncToken"], "CompanyName": before["CompanyName"]}
    cleared = us.post("companyinfo", full).json()["CompanyInfo"]
    assert ("CompanyAddr" in cleared, cleared["Country"]) == (False, "US")
    restored = {key: value for key, value in before.items() if key not in {"SyncToken", "MetaData"}}
    assert us.post("companyinfo", restored | {"SyncToken": cleared["SyncToken"]}).status_code == 200


@pytest.mark.parametrize(
    ("entity", "body", "code"),
    [
        ("preferences", {"SalesFormsPrefs": {}}, "2020"),
        ("preferences", {"SyncToken": "now", "Nonsense": {}}, "2010"),
        ("preferences", {"SyncToken": "now", "SalesFormsPrefs": {"CustomTxnNumbers": "yes"}}, "2010"),
        ("preferences", {"SyncToken": "now", "SalesFormsPrefs": 5}, "2010"),
        ("preferences", {"SyncToken": "-1"}, "5010"),
        ("companyinfo", {"SyncToken": "now"}, "2020"),
        ("companyinfo", {"SyncToken": "now", "CompanyName": "A", "FiscalYearStartMonth": "Brumaire"}, "2170"),
        ("companyinfo", {"SyncToken": "now", "CompanyName": "A", "WebAddr": {"URI": "a.example"}}, "2200"),
    ],
)
def test_what_they_refuse(us: Any, entity: str, body: dict[str, Any], code: str) -> None:
    path, key = (
        ("preferences", "Preferences") if entity == "preferences" else ("companyinfo/1", "CompanyInfo")
    )
    before = us.get(path).json()[key]
    sent = {**body, **({"SyncToken": before["SyncToken"]} if body.get("SyncToken") == "now" else {})}
    answer = us.post(entity, sent)
    assert (answer.status_code, answer.json()["Fault"]["Error"][0]["code"]) == (400, code)
    assert us.get(path).json()[key] == before


def test_they_are_neither_made_nor_deleted(us: Any) -> None:
    answer = us.post("preferences", {"Id": "1", "SyncToken": "0"}, operation="delete")
    assert answer.json()["Fault"]["Error"][0]["code"] == "500"
    assert us.get("preferences/1").json()["Fault"]["Error"][0]["code"] == "500"
