"""Merges, deletions for good, and the history of properties."""

from typing import Any

import pytest

CONTACTS = "/crm/objects/2026-09/contacts"


def merge(hubspot: Any, kind: str, primary: int, other: int, status: int = 200) -> Any:
    body = {"primaryObjectId": str(primary), "objectIdToMerge": other}
    return hubspot.post(f"/crm/objects/2026-09/{kind}/merge", body, status)


def linked(hubspot: Any, kind: str, id_: str, to: str) -> dict[int, list[int]]:
    results = hubspot.get(f"/crm/objects/2026-09/{kind}/{id_}/associations/{to}")["results"]
    return {each["toObjectId"]: [t["typeId"] for t in each["associationTypes"]] for each in results}


def test_two_contacts_become_one_with_an_id_of_its_own(hubspot: Any) -> None:
    segment = {"name": "L", "objectTypeId": "0-1", "processingType": "MANUAL"}
    list_id = hubspot.post("/crm/lists/2026-09", segment)["list"]["listId"]
    hubspot.put(f"/crm/lists/2026-09/{list_id}/memberships/add", body=["102"])
    made = merge(hubspot, "contacts", 101, 102)
    assert made["id"] not in {"101", "102"}
    assert made["properties"]["firstname"] == "Ada"  # the primary's
    assert made["properties"]["city"] == "Oslo"  # which the primary lacks
    assert made["properties"]["email"] == "ada@acme.example"
    assert made["properties"]["hs_additional_emails"] == "bo@acme.example"
    assert made["properties"]["hs_merged_object_ids"] == "101;102"
    for gone in (101, 102):
        hubspot.get(f"{CONTACTS}/{gone}", 404)
    assert hubspot.get(CONTACTS, archived="true")["results"] == []  # nor in the bin
    assert hubspot.search("contacts")["total"] == 2
    assert hubspot.get(f"{CONTACTS}/ada@acme.example", idProperty="email")["id"] == made["id"]
    assert linked(hubspot, "contacts", made["id"], "companies") == {201: [279, 1], 202: [279]}
    assert linked(hubspot, "deals", "301", "contacts") == {int(made["id"]): [3]}
    members = hubspot.get(f"/crm/lists/2026-09/{list_id}/memberships")["results"]
    assert [each["recordId"] for each in members] == [made["id"]]


def test_a_merged_id_can_lead_on(hubspot: Any) -> None:
    hubspot.portal.merged_ids_lead_on = True
    first = merge(hubspot, "contacts", 101, 102)
    last = merge(hubspot, "contacts", int(first["id"]), 103)
    assert hubspot.get(f"{CONTACTS}/102")["id"] == last["id"]
    assert last["properties"]["hs_merged_object_ids"] == f"101;102;{first['id']};103"


def test_the_primary_can_keep_its_id(hubspot: Any) -> None:
    hubspot.portal.merge_keeps_primary_id = True
    assert merge(hubspot, "companies", 202, 201)["id"] == "202"
    hubspot.get("/crm/objects/2026-09/companies/201", 404)
    assert linked(hubspot, "contacts", "101", "companies") == {202: [279, 1]}
    assert linked(hubspot, "deals", "301", "companies") == {202: [341, 5]}


def test_merged_line_items_count_once_in_their_quote(hubspot: Any) -> None:
    merge(hubspot, "line_items", 601, 602)
    quote = hubspot.get("/crm/objects/2026-09/quotes/401", properties="hs_quote_amount")
    assert quote["properties"]["hs_quote_amount"] == "144.00"  # 2 x 80 less the other's 10 %


def test_merges_that_are_refused(hubspot: Any) -> None:
    merge(hubspot, "contacts", 101, 101, 400)
    merge(hubspot, "contacts", 101, 999, 404)
    merge(hubspot, "quotes", 401, 402, 400)
    hubspot.portal.merge_ceiling = 2
    made = merge(hubspot, "contacts", 101, 102)
    refused = merge(hubspot, "contacts", int(made["id"]), 103, 414)
    assert "more than 2 merges" in refused["message"]


@pytest.mark.parametrize(
    "body", [{"objectId": "101"}, {"objectId": "Ada@acme.example", "idProperty": "email"}]
)
def test_a_contact_is_deleted_for_good(hubspot: Any, body: dict[str, str]) -> None:
    hubspot.post(f"{CONTACTS}/gdpr-delete", body, 204)
    hubspot.get(f"{CONTACTS}/101", 404)
    assert hubspot.get(CONTACTS, archived="true")["results"] == []
    assert linked(hubspot, "deals", "301", "contacts") == {102: [3]}
    hubspot.post(f"{CONTACTS}/gdpr-delete", {"objectId": "101"}, 404)


def test_an_address_nobody_has_is_kept_out(hubspot: Any) -> None:
    body = {"objectId": "never@acme.example", "idProperty": "email"}
    hubspot.post(f"{CONTACTS}/gdpr-delete", body, 204)
    hubspot.post(CONTACTS, {"properties": {"email": "Never@acme.example"}}, 400)
    hubspot.post("/crm/objects/2026-09/companies/gdpr-delete", {"objectId": "201"}, 400)


def test_archived_contacts_can_be_deleted_for_good(hubspot: Any) -> None:
    hubspot.delete(f"{CONTACTS}/101")
    hubspot.post(f"{CONTACTS}/gdpr-delete", {"objectId": "101"}, 204)
    assert hubspot.get(CONTACTS, archived="true")["results"] == []


def past(record: dict[str, Any], name: str) -> list[tuple[str, str]]:
    return [(each["value"], each["sourceType"]) for each in record["propertiesWithHistory"][name]]


def test_history_shows_the_newest_value_first(hubspot: Any) -> None:
    seeded = hubspot.get(f"{CONTACTS}/102", propertiesWithHistory="city,zip,nope")
    assert set(seeded["propertiesWithHistory"]) == {"city", "zip"}
    assert past(seeded, "city") == [("Oslo", "CRM_UI")]
    assert past(seeded, "zip") == []
    for value in ("Ulm", "Ulm", "", "Rome"):
        hubspot.clock.advance(60)
        hubspot.patch(f"{CONTACTS}/102", {"properties": {"city": value, "zip": "1"}})
    record = hubspot.get(f"{CONTACTS}/102", propertiesWithHistory="city,zip", properties="city")
    assert past(record, "city") == [
        ("Rome", "INTEGRATION"),
        ("", "INTEGRATION"),
        ("Ulm", "INTEGRATION"),
        ("Oslo", "CRM_UI"),
    ]
    assert past(record, "zip") == [("1", "INTEGRATION")]
    stamps = [each["timestamp"] for each in record["propertiesWithHistory"]["city"]]
    assert stamps == sorted(stamps, reverse=True)
    assert stamps[0] == record["updatedAt"]
    assert stamps[-1] == record["createdAt"]


def test_history_in_listings_and_batches(hubspot: Any) -> None:
    made = hubspot.post(CONTACTS, {"properties": {"firstname": "N"}}, 201)
    page = hubspot.get(CONTACTS, limit=50, propertiesWithHistory="firstname")
    assert past(page["results"][-1], "firstname") == [("N", "INTEGRATION")]
    hubspot.get(CONTACTS, 400, limit=51, propertiesWithHistory="firstname")
    body = {"inputs": [{"id": made["id"]}], "propertiesWithHistory": ["firstname"], "properties": []}
    assert past(hubspot.post(f"{CONTACTS}/batch/read", body)["results"][0], "firstname")
    body["inputs"] *= 51
    hubspot.post(f"{CONTACTS}/batch/read", body, 400)


def test_what_hubspot_computes_has_a_history_too(hubspot: Any) -> None:
    hubspot.patch("/crm/objects/2026-09/deals/301", {"properties": {"dealstage": "closedlost"}})
    deal = hubspot.get("/crm/objects/2026-09/deals/301", propertiesWithHistory="hs_is_closed_won")
    assert past(deal, "hs_is_closed_won") == [("false", "CALCULATED"), ("true", "CRM_UI")]
