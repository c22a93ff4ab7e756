"""The rules of a portal's admin: enforced from 2026-09 on, and not before."""

from typing import Any

import pytest

from qbodesk.simulator.hubspot.validation import Condition, enforced

RULE = Condition("lifecyclestage", frozenset({"customer"}), "phone")


@pytest.fixture
def ruled(hubspot: Any) -> Any:
    hubspot.portal.admin_rules.required["contacts"] = {"jobtitle"}
    hubspot.portal.admin_rules.conditions["contacts"] = [RULE]
    return hubspot


def codes(body: Any) -> list[tuple[str, list[str]]]:
    return [(each["code"], each["context"]["propertyName"]) for each in body["errors"]]


@pytest.mark.parametrize("version", ["/crm/v3/objects", "/crm/objects/2026-03"])
def test_older_versions_do_not_mind(ruled: Any, version: str) -> None:
    ruled.post(f"{version}/contacts", {"properties": {"firstname": "N", "lifecyclestage": "customer"}}, 201)
    ruled.patch(f"{version}/contacts/101", {"properties": {"lifecyclestage": "customer"}})


def test_a_create_needs_what_the_form_needs(ruled: Any) -> None:
    path = "/crm/objects/2026-09/contacts"
    refused = ruled.post(path, {"properties": {"firstname": "N", "lifecyclestage": "customer"}}, 400)
    assert refused["category"] == "VALIDATION_ERROR"
    assert codes(refused) == [
        ("MISSING_REQUIRED_PROPERTY", ["jobtitle"]),
        ("MISSING_CONDITIONAL_REQUIRED_PROPERTY", ["phone"]),
    ]
    full = {"firstname": "N", "lifecyclestage": "customer", "jobtitle": "CFO", "phone": "1"}
    ruled.post(path, {"properties": full}, 201)


def test_a_change_needs_what_it_brings_about(ruled: Any) -> None:
    path = "/crm/objects/2026-09/contacts/101"
    ruled.patch(path, {"properties": {"city": "Ulm", "lifecyclestage": "lead"}})
    refused = ruled.patch(path, {"properties": {"lifecyclestage": "customer"}}, 400)
    assert codes(refused) == [("MISSING_CONDITIONAL_REQUIRED_PROPERTY", ["phone"])]
    ruled.patch(path, {"properties": {"lifecyclestage": "customer", "phone": "1"}})
    ruled.patch(path, {"properties": {"phone": ""}}, 400)
    ruled.patch(path, {"properties": {"lifecyclestage": "lead", "phone": ""}})


def test_batches_mind_them_too(ruled: Any) -> None:
    path = "/crm/objects/2026-09/contacts/batch"
    inputs = [
        {"id": "101", "properties": {"lifecyclestage": "customer"}},
        {"id": "102", "properties": {"city": "Ulm"}},
    ]
    answer = ruled.post(f"{path}/update", {"inputs": inputs}, 207)
    assert [each["id"] for each in answer["results"]] == ["102"]
    assert codes(answer["errors"][0]) == [("MISSING_CONDITIONAL_REQUIRED_PROPERTY", ["phone"])]
    upserted = {"id": "new@x.example", "idProperty": "email", "properties": {}}
    answer = ruled.post(f"{path}/upsert", {"inputs": [upserted]}, 207)
    assert codes(answer["errors"][0]) == [("MISSING_REQUIRED_PROPERTY", ["jobtitle"])]


@pytest.mark.parametrize(
    ("version", "expected"),
    [("v3", False), ("v4", False), ("2026-03", False), ("2026-09", True), ("2027-03", True)],
)
def test_since_when(version: str, *, expected: bool) -> None:
    assert enforced(version) is expected
