"""The control API."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from qbodesk.simulator.journal import mark


def test_the_connection_is_stable_until_tokens_change(simulator: Any, control: Any) -> None:
    known = control.get("/connection")
    assert known == control.get("/connection") == simulator.connection
    assert known["quickbooks_url"] == known["hubspot_url"] == simulator.url
    assert known["control_url"] == f"{simulator.url}/control"
    assert [realm["country"] for realm in known["realms"]] == ["US", "GB", "PL"]
    assert {"realm_id", "name", "country", "currency", "access_token", "refresh_token"} == known["realms"][
        0
    ].keys()


def test_expired_tokens_are_replaced_in_the_connection(us: Any, control: Any) -> None:
    control.post("/tokens/expire", {"realm": us.realm["realm_id"]})
    assert us.get("preferences").status_code == 401
    token = next(realm for realm in control.get("/connection")["realms"] if realm["country"] == "US")[
        "access_token"
    ]
    us.http.headers["Authorization"] = f"Bearer {token}"
    assert us.get("preferences").status_code == 200


def test_the_journal_tells_requests_and_effects(us: Any, control: Any) -> None:
    last = max((entry["n"] for entry in control.get("/journal")), default=0)
    made = us.post("customer", {"DisplayName": "Journalled"}, requestid="j1").json()["Customer"]
    us.post("customer", {"DisplayName": "Journalled"}, requestid="j2")
    first, second = control.get("/journal", since=last)
    place = {"service": "quickbooks", "realm": us.realm["realm_id"], "type": "Customer", "id": made["Id"]}
    assert first | {"time": None, "who": None} == {
        "n": last + 1,
        "time": None,
        "method": "POST",
        "path": f"/v3/company/{us.realm['realm_id']}/customer",
        "query": "requestid=j1",
        "requestid": "j1",
        "who": None,
        "status": 200,
        "fault": None,
        "effect": [place | {"op": "create"}],
        "writes": [place | {"before": None, "after": made}],
    }
    assert (second["requestid"], second["status"], second["effect"]) == ("j2", 400, [])


def test_the_journal_knows_who_asked_but_not_the_token(us: Any, control: Any, simulator: Any) -> None:
    us.get("preferences")
    [entry] = control.get("/journal")[-1:]
    assert entry["who"]["client"].startswith("python-httpx/")
    assert entry["who"]["connection"].startswith("127.0.0.1:")
    assert entry["who"]["token"] == mark(us.realm["access_token"])
    assert us.realm["access_token"] not in str(control.get("/journal"))
    assert simulator.connection["hubspot_token"] not in str(control.get("/journal"))


def test_every_record_a_write_touches_is_there_before_and_after(us: Any, control: Any) -> None:
    opened = us.select("select * from Invoice where Balance > '10'")["Invoice"]
    invoice = next(one for one in opened if one["Balance"] == one["TotalAmt"])
    customer = us.get(f"customer/{invoice['CustomerRef']['value']}").json()["Customer"]
    last = control.get("/journal")[-1]["n"]
    us.post("invoice", {"Id": invoice["Id"], "SyncToken": invoice["SyncToken"]}, operation="delete")
    [entry] = control.get("/journal", since=last)
    writes = {write["type"]: write for write in entry["writes"]}
    assert (writes["Invoice"]["before"], writes["Invoice"]["after"]) == (invoice, None)
    assert writes["Customer"]["before"] == customer
    assert writes["Customer"]["after"]["Balance"] == pytest.approx(customer["Balance"] - invoice["Balance"])
    assert "writes" not in control.get("/journal", since=last, writes="false")[0]


def test_hubspot_writes_stand_in_the_journal_too(control: Any, simulator: Any) -> None:
    headers = {"Authorization": f"Bearer {simulator.connection['hubspot_token']}"}
    url = f"{simulator.url}/crm/v3/objects/deals"
    [deal] = httpx.get(url, params={"limit": 1}, headers=headers).json()["results"]
    last = control.get("/journal")[-1]["n"]
    httpx.patch(f"{url}/{deal['id']}", json={"properties": {"dealname": "Renamed"}}, headers=headers)
    [entry] = control.get("/journal", since=last, effect="deals.update")
    [write] = [write for write in entry["writes"] if write["type"] == "deals"]
    names = [write[version]["properties"]["dealname"] for version in ("before", "after")]
    assert names == [deal["properties"]["dealname"], "Renamed"]


def test_the_journal_is_filtered(us: Any, control: Any) -> None:
    last = control.get("/journal")[-1]["n"]
    us.post("customer", {"DisplayName": "Filtered"})
    us.get("preferences")
    us.post("item", {"Name": "Filtered", "IncomeAccountRef": {"value": "39"}})

    def found(**asked: Any) -> list[str]:
        entries = control.http.get("/journal", params={"since": last, **asked}).json()
        return [entry["path"].rpartition("/")[2] for entry in entries]

    assert found() == ["customer", "preferences", "item"]
    assert found(path="*/customer") == found(effect="Customer.create") == ["customer"]
    assert found(effect="create") == ["customer", "item"]
    assert found(effect="create", limit=1) == ["customer"]
    assert found(path="/crm") == found(limit=0) == found(effect="delete") == []


def test_what_a_user_does_by_hand_has_an_effect_without_a_request(us: Any, control: Any) -> None:
    invoice = us.select("select * from Invoice where Balance > '10' maxresults 1")["Invoice"][0]
    last = control.get("/journal")[-1]["n"]
    control.post(f"/realms/{us.realm['realm_id']}/pay", {"invoice": invoice["Id"], "amount": "1.00"})
    [entry] = control.get("/journal", since=last)
    assert entry["path"].startswith("/control/")
    assert {effect["type"] for effect in entry["effect"]} == {"Payment", "Invoice"}


def test_a_lost_answer_leaves_its_effect_in_the_journal(us: Any, control: Any) -> None:
    last = max(entry["n"] for entry in control.get("/journal"))
    control.post("/faults", [{"do": "drop_response"}])
    with pytest.raises(Exception, match=r".*"):
        us.post("customer", {"DisplayName": "Half heard"})
    [entry] = control.get("/journal", since=last)
    assert (entry["status"], entry["fault"], entry["effect"][0]["op"]) == (None, "drop_response", "create")


def test_the_clock_is_moved_and_set(us: Any, control: Any) -> None:
    there = datetime(2027, 3, 1, 12, tzinfo=UTC)
    control.post("/clock", {"now": there.isoformat()})
    control.post("/clock", {"advance": 3600})
    now = datetime.fromisoformat(control.get("/clock")["now"])
    assert timedelta(hours=1) <= now - there < timedelta(hours=1, minutes=1)
    assert us.get("preferences").status_code == 401  # its token has expired by then
    control.post("/clock", {"now": datetime.now(UTC).isoformat()})
    assert control.http.post("/clock", json={"now": "2027-03-01T12:00:00"}).status_code == 400


def test_limits_can_be_set_and_hold(us: Any, control: Any) -> None:
    before = control.get("/limits")
    assert (before["quickbooks"]["per_minute"], before["hubspot"]["per_ten_seconds"]) == (500, 190)
    told = control.post("/limits", {"enabled": True, "quickbooks": {"per_second": 2}})
    assert told["quickbooks"] == before["quickbooks"] | {"per_second": 2}
    answers = [us.get("preferences") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    refused = answers[2]
    assert refused.headers["content-type"] == "application/xml"  # though JSON was asked for
    assert "retry-after" not in refused.headers
    assert "ThrottleExceeded; errorCode=003001" in refused.text
    control.post("/limits", {"enabled": False, "quickbooks": {"per_second": 10}})
    control.post("/limits", {"quickbooks": {"reads_per_month": 1}, "enabled": True})
    assert us.get("preferences").status_code == 200
    assert us.get("preferences").status_code == 429
    assert us.post("customer", {}).status_code == 400
    control.post("/limits", {"quickbooks": {"reads_per_month": 500_000}, "enabled": False})


def test_raw_objects(us: Any, simulator: Any, control: Any) -> None:
    found = control.get(f"/realms/{us.realm['realm_id']}/Customer")
    assert len(found) == len(simulator.state.companies[us.realm["realm_id"]].tables["Customer"])
    assert any(customer["Active"] is False for customer in found)
    assert control.get("/portal/contacts")
    assert control.http.get(f"/realms/{us.realm['realm_id']}/Nothing").status_code == 400
    assert control.http.get("/realms/0/Customer").status_code == 400


def test_preferences_merge_level_by_level(us: Any, control: Any) -> None:
    path = f"/realms/{us.realm['realm_id']}/preferences"
    before = us.get("preferences").json()["Preferences"]
    control.http.patch(path, json={"SalesFormsPrefs": {"CustomTxnNumbers": True}})
    after = us.get("preferences").json()["Preferences"]
    assert after["SalesFormsPrefs"] == before["SalesFormsPrefs"] | {"CustomTxnNumbers": True}
    assert int(after["SyncToken"]) == int(before["SyncToken"]) + 1
    control.http.patch(path, json={"SalesFormsPrefs": {"CustomTxnNumbers": False}})


def test_a_user_pays(us: Any, control: Any) -> None:
    path = f"/realms/{us.realm['realm_id']}/pay"
    invoice = us.select("select * from Invoice where Balance > '10' maxresults 1")["Invoice"][0]
    control.post(path, {"invoice": invoice["Id"], "amount": "4.50"})
    part = us.get(f"invoice/{invoice['Id']}").json()["Invoice"]
    assert part["Balance"] == pytest.approx(invoice["Balance"] - 4.5)
    assert int(part["SyncToken"]) == int(invoice["SyncToken"]) + 1
    control.post(path, {"invoice": invoice["Id"]})
    assert us.get(f"invoice/{invoice['Id']}").json()["Invoice"]["Balance"] == 0
    assert control.http.post(path, json={"invoice": invoice["Id"]}).status_code == 400
    assert control.http.post(path, json={"invoice": "0"}).status_code == 400
