"""Search: operators, letter case, sort, paging and its ceiling, limits of the request, index lag."""

from typing import Any

import pytest


def where(name: str, operator: str, *values: Any) -> dict[str, Any]:
    condition: dict[str, Any] = {"propertyName": name, "operator": operator}
    if operator in {"IN", "NOT_IN"}:
        return condition | {"values": list(values)}
    if operator == "BETWEEN":
        return condition | {"value": values[0], "highValue": values[1]}
    return condition | ({"value": values[0]} if values else {})


def ids(answer: dict[str, Any]) -> list[str]:
    assert answer["total"] >= len(answer["results"])
    return [record["id"] for record in answer["results"]]


@pytest.mark.parametrize(
    ("kind", "condition", "expected"),
    [
        ("contacts", where("firstname", "EQ", "ADA"), "101"),
        ("contacts", where("firstname", "NEQ", "Ada"), "102 103"),
        ("contacts", where("city", "NEQ", "Rome"), "102"),  # those without the property do not match
        ("contacts", where("city", "HAS_PROPERTY"), "102"),
        ("contacts", where("city", "NOT_HAS_PROPERTY"), "101 103"),
        ("contacts", where("firstname", "IN", "ada", "bo"), "101 102"),
        ("contacts", where("firstname", "IN", "Ada"), ""),  # values must be lower case
        ("contacts", where("firstname", "NOT_IN", "ada"), "102 103"),
        ("contacts", where("email", "EQ", "ADA@ACME.EXAMPLE"), "101"),
        ("contacts", where("email", "CONTAINS_TOKEN", "*@acme.example"), "101 102"),
        ("contacts", where("lastname", "CONTAINS_TOKEN", "ber*"), "102"),
        ("contacts", where("lastname", "CONTAINS_TOKEN", "ber"), ""),
        ("contacts", where("lastname", "NOT_CONTAINS_TOKEN", "berg"), "101 103"),
        ("contacts", where("hs_object_id", "EQ", 102), "102"),
        ("contacts", where("hs_object_id", "GT", "101"), "102 103"),
        ("contacts", where("hs_object_id", "GTE", "101.5"), "102 103"),
        ("contacts", where("hs_object_id", "LT", "102"), "101"),
        ("contacts", where("hs_object_id", "BETWEEN", "102", "103"), "102 103"),
        ("contacts", where("hs_object_id", "IN", "103", "101", "7"), "101 103"),
        ("contacts", where("associations.deal", "EQ", "301"), "101 102"),
        ("contacts", where("associations.companies", "EQ", "202"), "101"),
        ("contacts", where("associations.companies", "EQ", "999"), ""),
        ("quotes", where("associations.deal", "EQ", 301), "401"),
        ("deals", where("amount", "GT", "100"), "302"),
        ("deals", where("amount", "EQ", "100"), "301"),
        ("deals", where("amount", "LTE", 150), "301"),
        ("deals", where("dealstage", "EQ", "closedwon"), "301"),
        ("deals", where("dealstage", "EQ", "ClosedWon"), ""),  # enumerations keep their case
        ("deals", where("dealname", "EQ", "acme eu"), "302"),
        ("quotes", where("hs_expiration_date", "GTE", "1801353600000"), "401 402"),  # 2027-01-31
        ("quotes", where("hs_expiration_date", "GT", "2027-01-31"), ""),
    ],
)
def test_operators(hubspot: Any, kind: str, condition: dict[str, Any], expected: str) -> None:
    answer = hubspot.search(kind, condition)
    assert " ".join(ids(answer)) == expected
    assert answer["total"] == len(expected.split())


def test_the_modified_window_pages_by_id(hubspot: Any) -> None:
    """The algorithm every client should use (hubspot-api.md §3.5)."""
    hubspot.patch("/crm/v3/objects/contacts/103", {"properties": {"city": "Ulm"}})
    for number in range(7):
        hubspot.post("/crm/v3/objects/contacts", {"properties": {"firstname": f"N{number}"}}, 201)
    low = where("lastmodifieddate", "GTE", "2026-11-23T12:00:00Z")
    high = where("lastmodifieddate", "LTE", str(1_795_435_200_000 + 60_000))
    seen: list[str] = []
    last = "0"
    while True:
        answer = hubspot.search(
            "contacts",
            low,
            high,
            where("hs_object_id", "GT", last),
            sorts=[{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
            limit=3,
        )
        if not answer["results"]:
            break
        assert answer["total"] == 8 - len(seen)
        seen += ids(answer)
        last = seen[-1]
    assert seen == ["103", *(str(id_) for id_ in range(104, 111))]


def test_groups_are_alternatives(hubspot: Any) -> None:
    body = {
        "filterGroups": [
            {"filters": [where("firstname", "EQ", "cy")]},
            {"filters": [where("firstname", "EQ", "ada"), where("city", "HAS_PROPERTY")]},
            {"filters": [where("city", "EQ", "oslo")]},
            {"filters": [where("hs_object_id", "EQ", "102")]},
        ]
    }
    assert ids(hubspot.post("/crm/v3/objects/contacts/search", body)) == ["102", "103"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"propertyName": "firstname", "direction": "DESCENDING"}, "103 102 101"),
        ({"propertyName": "city", "direction": "ASCENDING"}, "102 101 103"),  # without the property: last
        ({"propertyName": "city", "direction": "DESCENDING"}, "102 101 103"),
        ({"propertyName": "hs_object_id", "direction": "DESCENDING"}, "103 102 101"),
        ("-firstname", "103 102 101"),
        ("firstname", "101 102 103"),
        ('{"propertyName":"firstname","direction":"DESCENDING"}', "101 102 103"),  # other text is ignored
    ],
)
def test_sort(hubspot: Any, rule: Any, expected: str) -> None:
    assert " ".join(ids(hubspot.search("contacts", sorts=[rule]))) == expected


@pytest.mark.parametrize(
    ("kind", "query", "expected"),
    [
        ("contacts", "ada", "101"),
        ("contacts", "ac", "101 102"),
        ("contacts", "berg bo", "102"),
        ("contacts", "oslo", ""),
        ("contacts", "ŁOŚ", "101"),
        ("companies", "bolt", "202"),
        ("deals", "2026", "301"),
    ],
)
def test_full_text(hubspot: Any, kind: str, query: str, expected: str) -> None:
    assert " ".join(ids(hubspot.search(kind, query=query))) == expected


def test_offsets_end_at_the_ceiling(hubspot: Any) -> None:
    hubspot.portal.search_ceiling = 5
    for number in range(7):
        hubspot.post("/crm/v3/objects/companies", {"properties": {"name": f"N{number}"}}, 201)
    first = hubspot.search("companies", limit=4)
    assert first["total"] == 9
    assert first["paging"] == {"next": {"after": "4"}}
    second = hubspot.search("companies", limit=4, after="4")
    assert len(second["results"]) == 1
    assert second["paging"]["next"]["after"] == "5"
    hubspot.search("companies", limit=4, after="5", status=400)


def test_the_last_page_has_no_paging(hubspot: Any) -> None:
    assert "paging" not in hubspot.search("contacts", limit=3)
    page = hubspot.search("contacts", limit=1, after=2)
    assert ids(page) == ["103"]
    assert "paging" not in page
    count_only = hubspot.search("contacts", limit=0)
    assert count_only == {"total": 3, "results": []}


@pytest.mark.parametrize(
    "body",
    [
        {"filterGroups": [{"filters": [where("city", "HAS_PROPERTY")]}] * 6},
        {"filterGroups": [{"filters": [where("city", "HAS_PROPERTY")] * 7}]},
        {"filterGroups": [{"filters": [where("city", "HAS_PROPERTY")] * 5}] * 4},
        {"sorts": [{"propertyName": "city"}, {"propertyName": "zip"}]},
        {"sorts": [{"propertyName": "nope"}]},
        {"limit": 201},
        {"after": "abc"},
        {"query": "x" * 3001},
        {"filterGroups": [{"filters": [where("nope", "EQ", "1")]}]},
        {"filterGroups": [{"filters": [where("city", "LIKE", "1")]}]},
        {"filterGroups": [{"filters": [{"propertyName": "city", "operator": "EQ"}]}]},
        {"filterGroups": [{"filters": [where("lastmodifieddate", "GTE", "yesterday")]}]},
        {"filterGroups": [{"filters": [where("hs_object_id", "GT", "NaN")]}]},
        {"filterGroups": [{"filters": [where("associations.deal", "GT", "1")]}]},
        {"filterGroups": {"filters": []}},
    ],
)
def test_requests_beyond_the_limits(hubspot: Any, body: dict[str, Any]) -> None:
    answer = hubspot.post("/crm/v3/objects/contacts/search", body, 400)
    assert answer["category"] == "VALIDATION_ERROR"


def test_archived_records_are_never_found(hubspot: Any) -> None:
    hubspot.delete("/crm/v3/objects/contacts/101")
    assert ids(hubspot.search("contacts")) == ["102", "103"]
    assert ids(hubspot.search("contacts", where("email", "EQ", "ada@acme.example"))) == []


def test_the_index_lags_when_told_to(hubspot: Any) -> None:
    hubspot.portal.search_lag = 3
    hubspot.patch("/crm/v3/objects/contacts/102", {"properties": {"city": "Rome"}})
    hubspot.clock.advance(2)
    hubspot.patch("/crm/v3/objects/contacts/102", {"properties": {"city": "Ulm"}})
    made = hubspot.post("/crm/v3/objects/contacts", {"properties": {"city": "Ulm", "firstname": "N"}}, 201)
    hubspot.delete("/crm/v3/objects/contacts/103")

    def found(city: str) -> list[str]:
        return ids(hubspot.search("contacts", where("city", "EQ", city)))

    assert found("Oslo") == ["102"]
    assert ids(hubspot.search("contacts")) == ["101", "102", "103"]
    assert hubspot.get("/crm/v3/objects/contacts/102", properties="city")["properties"]["city"] == "Ulm"
    hubspot.clock.advance(1.5)
    assert (found("Oslo"), found("Rome"), found("Ulm")) == ([], ["102"], [])
    hubspot.clock.advance(2)
    assert found("Ulm") == ["102", made["id"]]
    assert ids(hubspot.search("contacts")) == ["101", "102", made["id"]]


def test_properties_of_results(hubspot: Any) -> None:
    answer = hubspot.search("contacts", where("city", "EQ", "oslo"), properties=["city", "phone", "nope"])
    names = set(answer["results"][0]["properties"])
    assert names == {"city", "phone", "hs_object_id", "createdate", "lastmodifieddate"}
    assert "associations" not in answer["results"][0]
