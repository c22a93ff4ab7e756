"""Tasks and notes, and the marks they leave on the records they are logged on."""

from typing import Any

import pytest

NOTE = {"hs_timestamp": "2026-11-20T09:00:00Z", "hs_note_body": "<p>Promised to pay</p>"}
TASK = {
    "hs_timestamp": "2026-12-01T09:00:00Z",
    "hs_task_subject": "Call Łoś",
    "hs_task_status": "NOT_STARTED",
}


def logged(hubspot: Any, kind: str, properties: dict[str, str], to: str, type_id: int) -> Any:
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}]
    body = {"properties": properties, "associations": [{"to": {"id": to}, "types": types}]}
    return hubspot.post(f"/crm/objects/2026-09/{kind}", body, 201)


def marks(hubspot: Any, kind: str = "contacts", id_: int = 101) -> tuple[Any, ...]:
    names = ["num_notes", "notes_last_updated", "notes_next_activity_date"]
    held = hubspot.get(f"/crm/objects/2026-09/{kind}/{id_}", properties=",".join(names))["properties"]
    return tuple(held[name] for name in names)


@pytest.mark.parametrize(
    ("kind", "to", "id_", "type_id"),
    [("contacts", "contact", 101, 202), ("companies", "company", 201, 190), ("deals", "deal", 301, 214)],
)
def test_a_note_is_an_activity_of_its_record(
    hubspot: Any, kind: str, to: str, id_: int, type_id: int
) -> None:
    before = hubspot.get(f"/crm/objects/2026-09/{kind}/{id_}")["updatedAt"]
    note = logged(hubspot, "notes", NOTE, str(id_), type_id)
    assert marks(hubspot, kind, id_) == ("1", "2026-11-20T09:00:00.000Z", None)
    assert hubspot.get(f"/crm/objects/2026-09/{kind}/{id_}")["updatedAt"] > before
    found = hubspot.get(f"/crm/v3/objects/notes/{note['id']}", associations=kind)["associations"]
    assert found[kind]["results"] == [{"id": str(id_), "type": f"note_to_{to}"}]
    hubspot.delete(f"/crm/objects/2026-09/notes/{note['id']}")
    assert marks(hubspot, kind, id_) == (None, None, None)


def test_a_task_is_ahead_until_it_is_done(hubspot: Any) -> None:
    task = logged(hubspot, "tasks", TASK, "101", 204)
    assert marks(hubspot) == (None, None, "2026-12-01T09:00:00.000Z")
    assert task["properties"]["hs_task_is_completed"] == "0"
    path = f"/crm/objects/2026-09/tasks/{task['id']}"
    done = hubspot.patch(path, {"properties": {"hs_task_status": "COMPLETED"}})
    assert done["properties"]["hs_task_is_completed"] == "1"
    assert marks(hubspot) == ("1", "2026-12-01T09:00:00.000Z", None)


@pytest.mark.parametrize("kind", ["tasks", "notes"])
def test_a_moment_is_required(hubspot: Any, kind: str) -> None:
    refused = hubspot.post(f"/crm/objects/2026-09/{kind}", {"properties": {}}, 400)
    assert refused["context"]["properties"] == ["hs_timestamp"]


def test_activities_are_found_by_their_words_and_ids(hubspot: Any) -> None:
    logged(hubspot, "tasks", TASK, "301", 216)
    assert hubspot.search("tasks", query="łoś")["total"] == 1
    assert (
        hubspot.search("0-27", {"propertyName": "hs_task_status", "operator": "EQ", "value": "NOT_STARTED"})[
            "total"
        ]
        == 1
    )
    deal = {"propertyName": "associations.deal", "operator": "EQ", "value": "301"}
    assert hubspot.search("tasks", deal)["total"] == 1
    hubspot.post("/crm/objects/2026-09/tasks", {"properties": TASK | {"hs_task_status": "LATER"}}, 400)


def test_activities_go_with_the_scope_of_contacts(hubspot: Any) -> None:
    hubspot.portal.scopes = frozenset({"crm.objects.contacts.read"})
    hubspot.get("/crm/objects/2026-09/notes")
    refused = hubspot.post("/crm/objects/2026-09/notes", {"properties": NOTE}, 403)
    assert refused["context"]["requiredGranularScopes"] == ["crm.objects.contacts.write"]
