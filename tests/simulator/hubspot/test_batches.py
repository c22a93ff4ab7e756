"""Batches: the cap, partial success, upserts, and answers in no order."""

from typing import Any

CONTACTS = "/crm/objects/2026-09/contacts/batch"


def person(name: str, **more: Any) -> dict[str, Any]:
    return {"properties": {"firstname": name}, **more}


def test_read_lists_unknown_ids_together(hubspot: Any) -> None:
    inputs = [{"id": "101"}, {"id": "998"}, {"id": 103}, {"id": "x"}]
    answer = hubspot.post(f"{CONTACTS}/read", {"inputs": inputs, "properties": ["email"]}, 207)
    assert {each["id"] for each in answer["results"]} == {"101", "103"}
    assert answer["numErrors"] == 1
    assert answer["errors"][0]["category"] == "OBJECT_NOT_FOUND"
    assert answer["errors"][0]["context"]["ids"] == ["998", "x"]
    assert "associations" not in answer["results"][0]


def test_read_by_a_unique_property(hubspot: Any) -> None:
    body = {"inputs": [{"id": "bo@acme.example"}], "idProperty": "email"}
    answer = hubspot.post(f"{CONTACTS}/read", body)
    assert [each["id"] for each in answer["results"]] == ["102"]
    hubspot.post(f"{CONTACTS}/read", {"inputs": [{"id": "Oslo"}], "idProperty": "city"}, 400)


def test_a_batch_has_at_most_100_inputs(hubspot: Any) -> None:
    inputs = [person(f"N{number}") for number in range(101)]
    hubspot.post(f"{CONTACTS}/create", {"inputs": inputs}, 400)
    made = hubspot.post(f"{CONTACTS}/create", {"inputs": inputs[:100]}, 201)
    assert made["status"] == "COMPLETE"
    assert len(made["results"]) == 100


def test_results_are_in_no_order(hubspot: Any) -> None:
    made = hubspot.post(f"{CONTACTS}/create", {"inputs": [person(f"N{n:02d}") for n in range(50)]}, 201)
    names = [each["properties"]["firstname"] for each in made["results"]]
    assert sorted(names) == [f"N{number:02d}" for number in range(50)] != names


def test_without_trace_ids_one_bad_input_fails_all(hubspot: Any) -> None:
    hubspot.post(f"{CONTACTS}/create", {"inputs": [person("A"), {"properties": {"nope": "1"}}]}, 400)
    twins = [{"properties": {"email": "twin@acme.example"}}, {"properties": {"email": "Twin@acme.example"}}]
    hubspot.post(f"{CONTACTS}/create", {"inputs": twins}, 400)
    assert len(hubspot.get("/crm/v3/objects/contacts")["results"]) == 3
    assert hubspot.effects == []


def test_with_trace_ids_the_good_inputs_succeed(hubspot: Any) -> None:
    inputs = [
        person("A", objectWriteTraceId="a"),
        {"properties": {"email": "ada@acme.example"}, "objectWriteTraceId": "b"},
        person("C", objectWriteTraceId="c"),
    ]
    answer = hubspot.post(f"{CONTACTS}/create", {"inputs": inputs}, 207)
    assert {each["objectWriteTraceId"] for each in answer["results"]} == {"a", "c"}
    (error,) = answer["errors"]
    assert error["context"]["objectWriteTraceId"] == ["b"]
    assert error["category"] == "CONFLICT"


def test_update_answers_207_by_itself(hubspot: Any) -> None:
    inputs = [
        {"id": "101", "properties": {"city": "Ulm"}},
        {"id": "999", "properties": {"city": "Ulm"}},
        {"id": "102", "properties": {"lifecyclestage": "nope"}},
    ]
    answer = hubspot.post(f"{CONTACTS}/update", {"inputs": inputs}, 207)
    assert [each["id"] for each in answer["results"]] == ["101"]
    assert {error["context"]["ids"][0]: error["category"] for error in answer["errors"]} == {
        "999": "OBJECT_NOT_FOUND",
        "102": "VALIDATION_ERROR",
    }
    assert hubspot.get("/crm/v3/objects/contacts/101", properties="city")["properties"]["city"] == "Ulm"


def test_update_refuses_what_is_no_unique_property(hubspot: Any) -> None:
    for name in ("hs_object_id", "email", "city"):
        body = {"inputs": [{"id": "x", "idProperty": name, "properties": {"city": "Ulm"}}]}
        answer = hubspot.post(f"{CONTACTS}/update", body, 207)
        assert f"non-unique contact property {name}" in answer["errors"][0]["message"]


def test_update_refuses_an_id_twice(hubspot: Any) -> None:
    inputs = [{"id": "101", "properties": {"city": "A"}}, {"id": "101", "properties": {"city": "B"}}]
    hubspot.post(f"{CONTACTS}/update", {"inputs": inputs}, 400)


def test_upsert_by_email(hubspot: Any) -> None:
    inputs = [
        {"id": "ada@acme.example", "idProperty": "email", "properties": {"city": "Ulm"}},
        {"id": "new@acme.example", "idProperty": "email", "properties": {"email": "new@acme.example"}},
    ]
    answer = hubspot.post(f"{CONTACTS}/upsert", {"inputs": inputs})
    new = {each["properties"]["email"]: each["new"] for each in answer["results"]}
    assert new == {"ada@acme.example": False, "new@acme.example": True}
    again = hubspot.post(f"{CONTACTS}/upsert", {"inputs": inputs})
    assert [each["new"] for each in again["results"]] == [False, False]


def unique_property(hubspot: Any, kind: str = "invoices") -> None:
    body = {"name": "qbo_invoice_key", "label": "Key", "type": "string", "fieldType": "text"}
    group = hubspot.get(f"/crm/v3/properties/{kind}/groups")["results"][0]["name"]
    hubspot.post(f"/crm/v3/properties/{kind}", body | {"groupName": group, "hasUniqueValue": True}, 201)


def test_upsert_by_a_property_of_our_own(hubspot: Any) -> None:
    unique_property(hubspot)
    one = {
        "id": "1:9",
        "idProperty": "qbo_invoice_key",
        "properties": {"hs_currency": "USD", "hs_title": "I-1"},
    }
    path = "/crm/objects/2026-09/invoices"
    made = hubspot.post(f"{path}/batch/upsert", {"inputs": [one]})["results"][0]
    assert made["new"] is True
    assert made["properties"]["qbo_invoice_key"] == "1:9"
    one["properties"] = {"hs_title": "I-1 again"}
    assert hubspot.post(f"{path}/batch/upsert", {"inputs": [one]})["results"][0]["id"] == made["id"]
    hubspot.post(f"{path}/batch/upsert", {"inputs": [one, one]}, 400)
    found = hubspot.get(f"{path}/1:9", idProperty="qbo_invoice_key", properties="hs_title")
    assert found["properties"]["hs_title"] == "I-1 again"
    twice = {"properties": {"hs_currency": "USD", "qbo_invoice_key": "1:9"}}
    refused = hubspot.post(path, twice, 400)
    assert refused["errors"][0]["code"] == "CONFLICTING_UNIQUE_VALUE"
    assert f"{made['id']} already has that value" in refused["message"]


def test_upsert_needs_a_unique_property(hubspot: Any) -> None:
    one = {"id": "Acme", "idProperty": "name", "properties": {"name": "Acme"}}
    refused = hubspot.post("/crm/v3/objects/companies/batch/upsert", {"inputs": [one]}, 400)
    assert "non-unique company property name" in refused["message"]


def test_archive_ignores_ids_nobody_has(hubspot: Any) -> None:
    inputs = [{"id": "101"}, {"id": "999"}, {"id": "x"}]
    assert hubspot.post(f"{CONTACTS}/archive", {"inputs": inputs}, 204) is None
    assert len(hubspot.get("/crm/v3/objects/contacts")["results"]) == 2


def test_identical_line_items_are_merged_silently(hubspot: Any) -> None:
    line = {"properties": {"name": "Hour", "price": "10"}}
    other = {"properties": {"name": "Hour", "price": "11"}}
    body = {"inputs": [line, line, other]}
    assert len(hubspot.post("/crm/v3/objects/line_items/batch/create", body, 201)["results"]) == 2
