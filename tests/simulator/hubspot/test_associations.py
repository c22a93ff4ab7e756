"""Associations of one record and in batches, in the shapes of v3, v4 and 2026-09."""

from typing import Any

import pytest


def listed(hubspot: Any, kind: str, id_: int, to: str) -> dict[int, list[int]]:
    results = hubspot.get(f"/crm/objects/2026-09/{kind}/{id_}/associations/{to}")["results"]
    return {each["toObjectId"]: [t["typeId"] for t in each["associationTypes"]] for each in results}


def test_one_record(hubspot: Any) -> None:
    answer = hubspot.get("/crm/objects/2026-09/contacts/101/associations/companies")
    assert answer["results"][0] == {
        "toObjectId": 201,
        "associationTypes": [
            {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None},
            {"category": "HUBSPOT_DEFINED", "typeId": 1, "label": "Primary"},
        ],
    }
    assert listed(hubspot, "companies", 201, "contacts") == {101: [280, 2]}
    assert listed(hubspot, "contacts", 103, "companies") == {}
    hubspot.get("/crm/objects/2026-09/contacts/999/associations/companies", 404)
    assert hubspot.get("/crm/v3/objects/deals/301/associations/contacts")["results"] == [
        {"id": "101", "type": "deal_to_contact"},
        {"id": "102", "type": "deal_to_contact"},
    ]


def test_ids_can_arrive_as_text(hubspot: Any) -> None:
    hubspot.portal.to_object_id_as_text = True
    answer = hubspot.get("/crm/v4/objects/deals/301/associations/contacts")
    assert [each["toObjectId"] for each in answer["results"]] == ["101", "102"]


def test_pages(hubspot: Any) -> None:
    first = hubspot.get("/crm/v4/objects/deals/301/associations/contacts", limit=1)
    after = first["paging"]["next"]["after"]
    second = hubspot.get("/crm/v4/objects/deals/301/associations/contacts", limit=1, after=after)
    assert [each["toObjectId"] for each in (*first["results"], *second["results"])] == [101, 102]
    assert "paging" not in second


def test_default_association(hubspot: Any) -> None:
    answer = hubspot.put("/crm/objects/2026-09/deals/302/associations/default/contacts/103")
    specs = [
        (each["from"]["id"], each["to"]["id"], each["associationSpec"]["associationTypeId"])
        for each in answer["results"]
    ]
    assert specs == [("302", "103", 3), ("103", "302", 4)]
    hubspot.put("/crm/objects/2026-09/deals/302/associations/default/contacts/103")
    assert listed(hubspot, "deals", 302, "contacts") == {103: [3]}
    assert listed(hubspot, "contacts", 103, "deals") == {302: [4]}
    hubspot.put("/crm/objects/2026-09/deals/302/associations/default/contacts/999", 404)
    hubspot.put("/crm/objects/2026-09/products/501/associations/default/contacts/101", 400)


def test_a_record_has_one_primary_company(hubspot: Any) -> None:
    spec = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]
    answer = hubspot.put("/crm/v4/objects/contacts/101/associations/companies/202", 201, spec)
    assert answer["labels"] == ["Primary"]
    assert answer["fromObjectTypeId"] == "0-1"
    assert listed(hubspot, "contacts", 101, "companies") == {201: [279], 202: [279, 1]}
    assert listed(hubspot, "companies", 201, "contacts") == {101: [280]}
    from_company = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 2}]
    hubspot.put("/crm/v4/objects/companies/201/associations/contacts/101", 201, from_company)
    assert listed(hubspot, "contacts", 101, "companies") == {201: [279, 1], 202: [279]}


@pytest.mark.parametrize("type_id", [4, 5, 99999])
def test_a_type_of_another_pair_is_refused(hubspot: Any, type_id: int) -> None:
    spec = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}]
    hubspot.put("/crm/v4/objects/deals/302/associations/contacts/103", 400, spec)
    assert listed(hubspot, "deals", 302, "contacts") == {}


def test_removing(hubspot: Any) -> None:
    path = "/crm/objects/2026-09/contacts/101/associations/companies/201"
    hubspot.delete(path)
    hubspot.delete(path)
    assert listed(hubspot, "contacts", 101, "companies") == {202: [279]}
    assert listed(hubspot, "companies", 201, "contacts") == {}


def pair(one: int, other: int, **more: Any) -> dict[str, Any]:
    return {"from": {"id": str(one)}, "to": {"id": str(other)}, **more}


def test_batch_read_leaves_out_records_without_any(hubspot: Any) -> None:
    body = {"inputs": [{"id": "301"}, {"id": "302"}]}
    answer = hubspot.post("/crm/associations/2026-09/deals/contacts/batch/read", body)
    (result,) = answer["results"]
    assert result["from"] == {"id": "301"}
    assert [each["toObjectId"] for each in result["to"]] == [101, 102]
    legacy = hubspot.post("/crm/v4/associations/deals/contacts/batch/read", body, 207)
    assert legacy["errors"][0]["subCategory"] == "crm.associations.NO_ASSOCIATIONS_FOUND"
    oldest = hubspot.post("/crm/v3/associations/deals/contacts/batch/read", body, 207)
    assert oldest["results"][0]["to"][0] == {"id": "101", "type": "deal_to_contact"}
    too_many = {"inputs": [{"id": "301"}] * 1001}
    hubspot.post("/crm/associations/2026-09/deals/contacts/batch/read", too_many, 400)


@pytest.mark.parametrize(
    ("prefix", "created", "archived"),
    [("/crm/v4/associations", 201, 204), ("/crm/associations/2026-09", 200, 200)],
)
def test_batch_create_and_archive(hubspot: Any, prefix: str, created: int, archived: int) -> None:
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3}]
    inputs = [pair(302, 101, types=types), pair(302, 103, types=types)]
    hubspot.post(f"{prefix}/deals/contacts/batch/create", {"inputs": inputs}, created)
    assert set(listed(hubspot, "deals", 302, "contacts")) == {101, 103}
    partly = {"inputs": [pair(302, 102, types=types), pair(302, 999, types=types)]}
    answer = hubspot.post(f"{prefix}/deals/contacts/batch/create", partly, 207)
    assert len(answer["results"]) == len(answer["errors"]) == 1
    gone = {"inputs": [{"from": {"id": "302"}, "to": [{"id": "101"}, {"id": "103"}]}]}
    hubspot.post(f"{prefix}/deals/contacts/batch/archive", gone, archived)
    assert set(listed(hubspot, "deals", 302, "contacts")) == {102}


def test_batch_default(hubspot: Any) -> None:
    body = {"inputs": [pair(302, 201), pair(302, 202)]}
    hubspot.post("/crm/associations/2026-09/deals/companies/batch/associate/default", body)
    assert listed(hubspot, "deals", 302, "companies") == {201: [341, 5], 202: [341]}


def test_single_labels_can_be_removed(hubspot: Any) -> None:
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]
    body = {"inputs": [pair(101, 201, types=types)]}
    hubspot.post("/crm/associations/2026-09/contacts/companies/batch/labels/archive", body)
    assert listed(hubspot, "contacts", 101, "companies") == {201: [279], 202: [279]}
    types[0]["associationTypeId"] = 279
    hubspot.post("/crm/associations/2026-09/contacts/companies/batch/labels/archive", body)
    assert listed(hubspot, "contacts", 101, "companies") == {202: [279]}


def test_v3_names_its_types(hubspot: Any) -> None:
    hubspot.put("/crm/v3/objects/deals/302/associations/contacts/103/deal_to_contact")
    body = {"inputs": [pair(302, 102, type="deal_to_contact")]}
    hubspot.post("/crm/v3/associations/deals/contacts/batch/create", body, 201)
    assert set(listed(hubspot, "deals", 302, "contacts")) == {102, 103}
    hubspot.post("/crm/v3/associations/deals/contacts/batch/archive", {"inputs": [pair(302, 102)]}, 204)
    hubspot.delete("/crm/v3/objects/deals/302/associations/contacts/103/deal_to_contact")
    assert listed(hubspot, "deals", 302, "contacts") == {}
