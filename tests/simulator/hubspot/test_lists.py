"""Lists (segments): made, found, renamed, deleted, restored, and who is in them."""

from typing import Any

import pytest

LISTS = "/crm/lists/2026-09"


def condition(name: str, type_: str, operator: str, *values: str, **more: Any) -> dict[str, Any]:
    operation = {"operationType": type_, "operator": operator, **more}
    operation |= {"values": list(values)} if len(values) > 1 else ({"value": values[0]} if values else {})
    return {"filterType": "PROPERTY", "property": name, "operation": operation}


def either(*groups: list[dict[str, Any]]) -> dict[str, Any]:
    """OR over AND, as HubSpot wants it."""
    nested = [{"filterBranchType": "AND", "filterBranches": [], "filters": group} for group in groups]
    return {"filterBranchType": "OR", "filterBranches": nested, "filters": []}


def made(hubspot: Any, name: str = "Late payers", processing: str = "MANUAL", **more: Any) -> str:
    body = {"name": name, "objectTypeId": "0-1", "processingType": processing, **more}
    return str(hubspot.post(LISTS, body)["list"]["listId"])


def members(hubspot: Any, id_: str) -> list[str]:
    return [each["recordId"] for each in hubspot.get(f"{LISTS}/{id_}/memberships")["results"]]


def test_made_read_renamed_deleted_restored(hubspot: Any) -> None:
    id_ = made(hubspot)
    read = hubspot.get(f"{LISTS}/{id_}")["list"]
    assert (read["name"], read["processingType"], read["processingStatus"]) == (
        "Late payers",
        "MANUAL",
        "COMPLETE",
    )
    assert hubspot.get(f"{LISTS}/object-type-id/0-1/name/Late payers")["list"]["listId"] == id_
    assert hubspot.get(LISTS, listIds=f"{id_},99")["lists"][0]["listId"] == id_
    renamed = hubspot.api.put(f"{LISTS}/{id_}/update-list-name", params={"listName": "Late"})
    assert renamed.json()["updatedList"]["name"] == "Late"
    hubspot.delete(f"{LISTS}/{id_}")
    hubspot.get(f"{LISTS}/{id_}", 404)
    hubspot.put(f"{LISTS}/{id_}/memberships/add", 404, ["101"])
    hubspot.put(f"{LISTS}/{id_}/restore", 204)
    assert hubspot.get(f"{LISTS}/{id_}")["list"]["name"] == "Late"


def test_a_name_exists_once(hubspot: Any) -> None:
    id_ = made(hubspot)
    body = {"name": "late PAYERS", "objectTypeId": "0-2", "processingType": "MANUAL"}
    assert hubspot.post(LISTS, body, 400)["subCategory"] == "ILS.DUPLICATE_LIST_NAMES"
    hubspot.delete(f"{LISTS}/{id_}")
    hubspot.post(LISTS, body)
    hubspot.put(f"{LISTS}/{id_}/restore", 400)


def test_members_by_hand(hubspot: Any) -> None:
    id_ = made(hubspot)
    answer = hubspot.put(f"{LISTS}/{id_}/memberships/add", body=["102", "101", "102", "999", "x"])
    assert answer == {
        "recordsIdsAdded": ["102", "101"],
        "recordIdsRemoved": [],
        "recordIdsMissing": ["999", "x"],
    }
    hubspot.clock.advance(60)
    both = {"recordIdsToAdd": ["103", "101"], "recordIdsToRemove": ["102"]}
    answer = hubspot.put(f"{LISTS}/{id_}/memberships/add-and-remove", body=both)
    assert (answer["recordsIdsAdded"], answer["recordIdsRemoved"]) == (["103"], ["102"])
    assert members(hubspot, id_) == ["101", "103"]
    first = hubspot.get(f"{LISTS}/{id_}/memberships", limit=1)
    rest = hubspot.get(f"{LISTS}/{id_}/memberships", limit=1, after=first["paging"]["next"]["after"])
    assert [each["results"][0]["recordId"] for each in (first, rest)] == ["101", "103"]
    assert first["results"][0]["membershipTimestamp"] < rest["results"][0]["membershipTimestamp"]
    assert "paging" not in rest
    hubspot.put(f"{LISTS}/{id_}/memberships/remove", body=["101", "102"])
    assert members(hubspot, id_) == ["103"]
    assert hubspot.get(f"{LISTS}/{id_}")["list"]["listVersion"] == 4
    hubspot.delete(f"{LISTS}/{id_}/memberships")
    assert members(hubspot, id_) == []


def test_in_the_order_of_joining(hubspot: Any) -> None:
    id_ = made(hubspot)
    for record in ("103", "101", "102"):
        hubspot.put(f"{LISTS}/{id_}/memberships/add", body=[record])
        hubspot.clock.advance(1)
    path = f"{LISTS}/{id_}/memberships/join-order"
    first = hubspot.get(path, limit=2)
    rest = hubspot.get(path, limit=2, after=first["paging"]["next"]["after"])
    assert [each["recordId"] for each in (*first["results"], *rest["results"])] == ["103", "101", "102"]


def test_the_lists_of_a_record(hubspot: Any) -> None:
    one, other = made(hubspot), made(hubspot, "Others")
    hubspot.put(f"{LISTS}/{one}/memberships/add", body=["101"])
    hubspot.put(f"{LISTS}/{other}/memberships/add-from/{one}", 204)
    of_record = hubspot.get(f"{LISTS}/records/0-1/101/memberships")["results"]
    assert [each["listId"] for each in of_record] == [one, other]
    body = {
        "inputs": [{"objectTypeId": "0-1", "recordId": "101"}, {"objectTypeId": "0-1", "recordId": "102"}]
    }
    batch = hubspot.post(f"{LISTS}/records/memberships/batch/read", body)["results"]
    assert {each["listId"] for each in batch} == {one, other}


def test_archived_records_leave_every_list(hubspot: Any) -> None:
    id_ = made(hubspot)
    hubspot.put(f"{LISTS}/{id_}/memberships/add", body=["101", "102"])
    hubspot.delete("/crm/objects/2026-09/contacts/101")
    assert members(hubspot, id_) == ["102"]


@pytest.mark.parametrize(
    ("branch", "expected"),
    [
        (either([condition("city", "MULTISTRING", "IS_EQUAL_TO", "oslo")]), "102"),
        (either([condition("city", "MULTISTRING", "IS_NOT_EQUAL_TO", "oslo")]), ""),
        (
            either(
                [condition("city", "STRING", "IS_NOT_EQUAL_TO", "oslo", includeObjectsWithNoValueSet=True)]
            ),
            "101 103",
        ),
        (either([condition("email", "STRING", "CONTAINS", "ACME")]), "101 102"),
        (either([condition("email", "STRING", "DOES_NOT_CONTAIN", "ada")]), "102"),
        (either([condition("email", "STRING", "STARTS_WITH", "bo")]), "102"),
        (either([condition("email", "STRING", "ENDS_WITH", "example")]), "101 102"),
        (either([condition("email", "ALL_PROPERTY", "IS_KNOWN")]), "101 102"),
        (either([condition("email", "ALL_PROPERTY", "IS_UNKNOWN")]), "103"),
        (either([condition("hs_object_id", "NUMBER", "IS_GREATER_THAN", "101")]), "102 103"),
        (either([condition("hs_object_id", "NUMBER", "IS_LESS_THAN_OR_EQUAL_TO", "101")]), "101"),
        (either([condition("lifecyclestage", "ENUMERATION", "IS_ANY_OF", "customer", "lead")]), "103"),
        (
            either(
                [
                    condition("email", "ALL_PROPERTY", "IS_KNOWN"),
                    condition("city", "ALL_PROPERTY", "IS_UNKNOWN"),
                ],
                [condition("firstname", "STRING", "IS_EQUAL_TO", "Cy")],
            ),
            "101 103",
        ),
    ],
)
def test_dynamic_lists_follow_their_filters(hubspot: Any, branch: dict[str, Any], expected: str) -> None:
    hubspot.patch("/crm/objects/2026-09/contacts/103", {"properties": {"lifecyclestage": "lead"}})
    id_ = made(hubspot, processing="DYNAMIC", filterBranch=branch)
    assert " ".join(members(hubspot, id_)) == expected
    shown = hubspot.get(f"{LISTS}/{id_}", includeFilters="true")["list"]
    assert shown["filterBranch"] == branch
    assert "filterBranch" not in hubspot.get(f"{LISTS}/{id_}")["list"]


def test_dynamic_lists_change_with_the_records_and_snapshots_do_not(hubspot: Any) -> None:
    branch = either([condition("city", "STRING", "IS_EQUAL_TO", "Oslo")])
    dynamic = made(hubspot, "D", "DYNAMIC", filterBranch=branch)
    snapshot = made(hubspot, "S", "SNAPSHOT", filterBranch=branch)
    hubspot.patch("/crm/objects/2026-09/contacts/102", {"properties": {"city": "Rome"}})
    hubspot.patch("/crm/objects/2026-09/contacts/101", {"properties": {"city": "Oslo"}})
    assert (members(hubspot, dynamic), members(hubspot, snapshot)) == (["101"], ["102"])
    hubspot.put(f"{LISTS}/{dynamic}/memberships/add", 400, ["101"])
    hubspot.put(f"{LISTS}/{snapshot}/memberships/add", body=["103"])
    assert members(hubspot, snapshot) == ["102", "103"]
    other = {"filterBranch": either([condition("city", "STRING", "IS_EQUAL_TO", "Rome")])}
    hubspot.put(f"{LISTS}/{dynamic}/update-list-filters", body=other)
    assert members(hubspot, dynamic) == ["102"]
    hubspot.put(f"{LISTS}/{snapshot}/update-list-filters", 400, other)


@pytest.mark.parametrize(
    "body",
    [
        {"name": "X", "objectTypeId": "0-1", "processingType": "SOMETIMES"},
        {"name": "X", "objectTypeId": "0-1", "processingType": "DYNAMIC"},
        {"name": "X", "objectTypeId": "0-999", "processingType": "MANUAL"},
        {"objectTypeId": "0-1", "processingType": "MANUAL"},
        {
            "name": "X",
            "objectTypeId": "0-1",
            "processingType": "DYNAMIC",
            "filterBranch": {"filterBranchType": "AND"},
        },
        {
            "name": "X",
            "objectTypeId": "0-1",
            "processingType": "DYNAMIC",
            "filterBranch": either([condition("nope", "STRING", "IS_EQUAL_TO", "1")]),
        },
        {
            "name": "X",
            "objectTypeId": "0-1",
            "processingType": "DYNAMIC",
            "filterBranch": either([condition("city", "STRING", "RHYMES_WITH", "1")]),
        },
    ],
)
def test_lists_that_are_refused(hubspot: Any, body: dict[str, Any]) -> None:
    assert hubspot.post(LISTS, body, 400)["category"] == "VALIDATION_ERROR"


def test_searching_lists(hubspot: Any) -> None:
    late, dynamic = (
        made(hubspot),
        made(
            hubspot,
            "Oslo",
            "DYNAMIC",
            filterBranch=either([condition("city", "STRING", "IS_EQUAL_TO", "Oslo")]),
        ),
    )
    made(hubspot, "Late companies", objectTypeId="0-2")

    def found(**body: Any) -> list[str]:
        return [each["name"] for each in hubspot.post(f"{LISTS}/search", body)["lists"]]

    assert found() == ["Late payers", "Oslo", "Late companies"]
    assert found(query="late") == ["Late payers", "Late companies"]
    assert found(query="late", objectTypeId="0-1") == ["Late payers"]
    assert found(processingTypes=["DYNAMIC"]) == ["Oslo"]
    assert found(listIds=[late, dynamic]) == ["Late payers", "Oslo"]
    page = hubspot.post(f"{LISTS}/search", {"count": 2})
    assert (page["total"], page["offset"], page["hasMore"]) == (3, 2, True)
    last = hubspot.post(f"{LISTS}/search", {"count": 2, "offset": 2})
    assert (len(last["lists"]), last["hasMore"]) == (1, False)
    sizes = {
        each["name"]: each["additionalProperties"]["hs_list_size"] for each in last["lists"] + page["lists"]
    }
    assert sizes == {"Late payers": "0", "Oslo": "1", "Late companies": "0"}
    first = hubspot.post(f"{LISTS}/all", {"limit": 2})
    rest = hubspot.post(f"{LISTS}/all", {"limit": 2, "after": first["paging"]["next"]["after"]})
    assert len(first["results"]) + len(rest["results"]) == 3
    hubspot.post(f"{LISTS}/search", {"count": 501}, 400)


def test_membership_changes_need_both_scopes(hubspot: Any) -> None:
    id_ = made(hubspot)
    hubspot.portal.scopes = frozenset({"crm.lists.write"})
    refused = hubspot.put(f"{LISTS}/{id_}/memberships/add", 403, ["101"])
    assert refused["context"]["requiredGranularScopes"] == ["crm.lists.read"]
    hubspot.portal.scopes = frozenset({"crm.lists.read"})
    hubspot.get(f"{LISTS}/{id_}/memberships")
    hubspot.post(f"{LISTS}/search", {})
    hubspot.put(f"{LISTS}/{id_}/memberships/add", 403, ["101"])


def test_a_property_a_list_asks_for_cannot_be_archived(hubspot: Any) -> None:
    prop = {
        "name": "qbo_late",
        "label": "L",
        "type": "string",
        "fieldType": "text",
        "groupName": "contactinformation",
    }
    hubspot.post("/crm/properties/2026-09/contacts", prop, 201)
    id_ = made(
        hubspot, "L", "DYNAMIC", filterBranch=either([condition("qbo_late", "ALL_PROPERTY", "IS_KNOWN")])
    )
    refused = hubspot.delete("/crm/properties/2026-09/contacts/qbo_late", 400)
    assert refused["subCategory"] == "PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE"
    assert refused["errors"][0]["context"]["parentName"] == ["L"]
    hubspot.delete(f"{LISTS}/{id_}")
    hubspot.delete("/crm/properties/2026-09/contacts/qbo_late")
