"""The Properties API: reading, making, restoring, changing, archiving, groups."""

import json
from typing import Any

import pytest

DEALS = "/crm/properties/2026-09/deals"


def definition(name: str = "qbo_note", **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "label": "Note",
        "type": "string",
        "fieldType": "text",
        "groupName": "dealinformation",
    } | more


def option(value: str) -> dict[str, Any]:
    return {"label": value.title(), "value": value, "displayOrder": 0, "hidden": False}


def test_hubspots_own_definitions(hubspot: Any) -> None:
    listed = {each["name"]: each for each in hubspot.get(DEALS)["results"]}
    assert listed["amount"]["type"] == "number"
    assert listed["amount"]["hubspotDefined"] is True
    assert listed["closedate"]["fieldType"] == "date"
    assert listed["amount_in_home_currency"]["calculated"] is True
    assert listed["amount_in_home_currency"]["label"] == "Amount in company currency"
    assert listed["amount_in_home_currency"]["modificationMetadata"]["readOnlyValue"] is True
    assert [each["value"] for each in listed["deal_currency_code"]["options"]] == ["USD", "EUR", "GBP"]
    assert "closedwon" in {each["value"] for each in listed["dealstage"]["options"]}
    assert listed["hubspot_owner_id"]["externalOptions"] is True
    assert hubspot.get("/crm/v3/properties/contacts/lastmodifieddate")["type"] == "datetime"
    assert hubspot.get("/crm/v3/properties/products/hs_price_gbp")["type"] == "number"


def test_made_used_archived_restored(hubspot: Any) -> None:
    answer = hubspot.api.post(DEALS, json=definition())
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{DEALS}/qbo_note"
    hubspot.patch("/crm/v3/objects/deals/301", {"properties": {"qbo_note": "hello"}})
    again = hubspot.post(DEALS, definition(), 409)
    assert again["category"] == "OBJECT_ALREADY_EXISTS"
    assert again["subCategory"] == "Properties.PROPERTY_WITH_NAME_EXISTS"
    assert again["message"] == "A property named 'qbo_note' already exists."

    hubspot.delete(f"{DEALS}/qbo_note")
    assert hubspot.get(f"{DEALS}/qbo_note", 404)["category"] == "OBJECT_NOT_FOUND"
    assert [each["name"] for each in hubspot.get(DEALS, archived="true")["results"]] == ["qbo_note"]
    assert hubspot.get(f"{DEALS}/qbo_note", archived="true")["archived"] is True
    hubspot.patch("/crm/v3/objects/deals/301", {"properties": {"qbo_note": "x"}}, 400)
    assert "qbo_note" not in hubspot.get("/crm/v3/objects/deals/301", properties="qbo_note")["properties"]

    restored = hubspot.post(DEALS, definition(label="Back"), 201)
    assert restored["label"] == "Back"
    assert restored["archived"] is False
    assert hubspot.get(DEALS, archived="true")["results"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (definition(type="text"), "INVALID_TYPE"),
        (definition(fieldType="number"), "INVALID_FIELD_TYPE"),
        (definition(type="datetime", fieldType="datetime"), "INVALID_FIELD_TYPE"),
        (definition(type="bool", fieldType="booleancheckbox"), "INVALID_BOOLEAN_OPTION"),
        (definition(groupName="nowhere"), "INVALID_PROPERTY_GROUP"),
        (definition("Qbo Note"), "INVALID_NAME"),
        (definition("hs_note"), "INVALID_NAME"),
        (definition(label=None), "REQUIRED_FIELD"),
        (
            definition(type="enumeration", fieldType="select", options=[option("a"), option("a")]),
            "DUPLICATE_OPTION_VALUE",
        ),
        (definition(type="date", fieldType="date", hasUniqueValue=True), "UNIQUE_NOT_SUPPORTED"),
    ],
)
def test_definitions_that_are_refused(hubspot: Any, body: dict[str, Any], code: str) -> None:
    assert hubspot.post(DEALS, body, 400)["errors"][0]["code"] == code


@pytest.mark.parametrize(
    ("type_", "field_type", "options", "value", "kept"),
    [
        ("number", "number", [], "12.50", "12.50"),
        ("date", "date", [], "1767225600000", "2026-01-01"),
        ("datetime", "date", [], "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00.000Z"),
        ("bool", "booleancheckbox", ["true", "false"], True, "true"),
        ("enumeration", "checkbox", ["a", "b"], "b;a", "b;a"),
        ("phone_number", "phonenumber", [], "+1 555", "+1 555"),
    ],
)
def test_values_of_each_type(
    hubspot: Any, type_: str, field_type: str, options: list[str], value: Any, kept: str
) -> None:
    made = definition(type=type_, fieldType=field_type, options=[option(each) for each in options])
    hubspot.post(DEALS, made, 201)
    hubspot.patch("/crm/v3/objects/deals/301", {"properties": {"qbo_note": value}})
    read = hubspot.get("/crm/v3/objects/deals/301", properties="qbo_note")
    assert read["properties"]["qbo_note"] == kept


def test_changing_options_replaces_the_whole_list(hubspot: Any) -> None:
    body = definition(type="enumeration", fieldType="select", options=[option("a"), option("b")])
    hubspot.post(DEALS, body, 201)
    renamed = hubspot.patch(f"{DEALS}/qbo_note", {"label": "Renamed", "hasUniqueValue": True})
    assert [each["value"] for each in renamed["options"]] == ["a", "b"]
    assert renamed["hasUniqueValue"] is False
    changed = hubspot.patch(f"{DEALS}/qbo_note", {"options": [option("c")]})
    assert [each["value"] for each in changed["options"]] == ["c"]
    hubspot.patch("/crm/v3/objects/deals/301", {"properties": {"qbo_note": "a"}}, 400)
    hubspot.patch(f"{DEALS}/amount", {"label": "Mine"}, 400)


def test_ten_unique_properties_and_none_on_products(hubspot: Any) -> None:
    for number in range(10):
        hubspot.post(DEALS, definition(f"qbo_key_{number}", hasUniqueValue=True), 201)
    hubspot.post(DEALS, definition("qbo_key_10", hasUniqueValue=True), 400)
    product = definition(groupName="productinformation", hasUniqueValue=True)
    hubspot.post("/crm/v3/properties/products", product, 400)


def test_hubspots_own_properties_stay(hubspot: Any) -> None:
    hubspot.delete(f"{DEALS}/amount", 400)
    assert hubspot.get(f"{DEALS}/amount")["archived"] is False


def test_groups(hubspot: Any) -> None:
    hubspot.get(f"{DEALS}/groups/qbodesk", 404)
    hubspot.post(f"{DEALS}/groups", {"name": "qbodesk", "label": "QuickBooks"}, 201)
    hubspot.post(f"{DEALS}/groups", {"name": "qbodesk", "label": "QuickBooks"}, 409)
    hubspot.post(DEALS, definition(groupName="qbodesk"), 201)
    refused = hubspot.delete(f"{DEALS}/groups/qbodesk", 400)
    assert refused["subCategory"] == "PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES"
    assert json.loads(refused["message"])["context"] == {"properties": ["qbo_note"]}
    assert hubspot.patch(f"{DEALS}/groups/qbodesk", {"label": "QBO"})["label"] == "QBO"
    hubspot.delete(f"{DEALS}/qbo_note")
    hubspot.delete(f"{DEALS}/groups/qbodesk")
    assert "qbodesk" not in {each["name"] for each in hubspot.get(f"{DEALS}/groups")["results"]}


def test_batches(hubspot: Any) -> None:
    inputs = [definition("qbo_a"), definition("qbo_b"), definition("amount")]
    answer = hubspot.post(f"{DEALS}/batch/create", {"inputs": inputs}, 207)
    assert {each["name"] for each in answer["results"]} == {"qbo_a", "qbo_b"}
    read = hubspot.post(
        f"{DEALS}/batch/read", {"archived": False, "inputs": [{"name": "qbo_a"}, {"name": "x"}]}, 207
    )
    assert [each["name"] for each in read["results"]] == ["qbo_a"]
    hubspot.post(f"{DEALS}/batch/archive", {"inputs": [{"name": "qbo_a"}, {"name": "x"}]}, 204)
    hubspot.get(f"{DEALS}/qbo_a", 404)


@pytest.mark.parametrize("restored", [True, False])
def test_a_new_type_keeps_the_values_that_fit(hubspot: Any, *, restored: bool) -> None:
    hubspot.post(DEALS, definition(), 201)
    for id_, value in (("301", "12"), ("302", "twelve")):
        hubspot.patch(f"/crm/v3/objects/deals/{id_}", {"properties": {"qbo_note": value}})
    retyped = definition(type="number", fieldType="number")
    if restored:
        hubspot.delete(f"{DEALS}/qbo_note")
        hubspot.post(DEALS, retyped, 201)
    else:
        hubspot.patch(f"{DEALS}/qbo_note", {"type": "number", "fieldType": "number"})
    found = hubspot.search("deals", {"propertyName": "qbo_note", "operator": "GT", "value": "5"})
    assert [each["id"] for each in found["results"]] == ["301"]
    lost = hubspot.get("/crm/v3/objects/deals/302", properties="qbo_note")
    assert lost["properties"]["qbo_note"] is None
