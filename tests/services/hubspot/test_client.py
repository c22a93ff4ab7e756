"""The calls as HubSpot documents them, and what comes back complete."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from qbodesk.models.errors import Duplicate, MissingReference, OutcomeUnknown, ServerTrouble
from qbodesk.services.http.exchange import Answer
from qbodesk.services.http.pacing import GENERAL, Pacer, Rate
from qbodesk.services.hubspot.client import HubSpotClient, adapt

Connect = Callable[..., HubSpotClient]

FROM, TO = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)


def record(number: int, **properties: str | None) -> dict[str, Any]:
    return {
        "id": str(number),
        "properties": properties,
        "createdAt": "2026-09-01T08:00:00.000Z",
        "updatedAt": "2026-10-01T08:00:00.000Z",
        "archived": False,
        "url": "https://app.hubspot.com/contacts/1/record/0-3/512",
    }


class Recorder:
    """Answers from a list and keeps the requests."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> Any:
        self.requests.append(request)
        return self.answers.pop(0)

    def body(self, number: int = -1) -> Any:
        return json.loads(self.requests[number].content)


def test_account(connect: Connect) -> None:
    server = Recorder(
        {"portalId": 123, "companyCurrency": "USD", "additionalCurrencies": ["EUR"], "timeZone": "UTC"}
    )
    account = connect(server).account()
    assert (account.portal_id, account.company_currency, account.additional_currencies) == (
        123,
        "USD",
        ("EUR",),
    )
    assert server.requests[0].headers["authorization"] == "Bearer token"


def test_a_listing(connect: Connect) -> None:
    server = Recorder(
        {
            "results": [record(1, dealname="Żółw", amount=None)],
            "paging": {"next": {"after": "MTA=", "link": "x"}},
        },
        {"results": []},
    )
    client = connect(server)
    page = client.list_page("deals", properties=["dealname", "amount"])
    [row] = page.rows
    assert row.record.properties == {"dealname": "Żółw", "amount": None}
    assert row.record.updated_at == datetime(2026, 10, 1, 8, tzinfo=UTC)
    assert json.loads(row.raw) == record(1, dealname="Żółw", amount=None)
    assert page.after == "MTA="
    assert client.list_page("deals", page.after, archived=True).after is None
    first, second = server.requests
    assert dict(first.url.params) == {"limit": "100", "archived": "false", "properties": "dealname,amount"}
    assert dict(second.url.params) == {"limit": "100", "archived": "true", "after": "MTA="}


def test_associations_of_a_listing_are_complete(connect: Connect) -> None:
    linked = {
        **record(1),
        "associations": {
            "line items": {
                "results": [{"id": "7", "type": "a"}, {"id": "7", "type": "b"}, {"id": "8", "type": "a"}]
            },
            "contacts": {"results": [{"id": "3"}], "paging": {"next": {"after": "x"}}},
        },
    }
    server = Recorder(
        {"results": [linked, record(2)]},
        {"results": [{"from": {"id": "1"}, "to": [{"toObjectId": 3}, {"toObjectId": 4}]}]},
    )
    page = connect(server).list_page("deals", associations=["line_items", "contacts"])
    assert page.links == {
        "line_items": {"1": ("7", "8"), "2": ()},
        "contacts": {"1": ("3", "4"), "2": ()},
    }
    assert server.requests[0].url.params["associations"] == "line_items,contacts"
    assert server.body() == {"inputs": [{"id": "1"}]}


def test_a_listing_with_hundreds_of_properties(connect: Connect) -> None:
    names = [f"property_with_a_rather_long_name_{number:04}" for number in range(300)]
    asked: list[list[str]] = []

    def answer(request: httpx.Request) -> Any:
        assert len(request.url.raw_path) < 6000
        assert request.url.params["after"] == "c"
        asked.append(request.url.params["properties"].split(","))
        records = [record(number, **dict.fromkeys(asked[-1], str(number))) for number in (1, 2)]
        # record 2 was archived between two requests
        return {
            "results": records[: 1 if len(asked) > 1 else 2],
            "paging": {"next": {"after": str(len(asked))}},
        }

    page = connect(answer).list_page("deals", "c", names)
    assert len(asked) > 1
    [row] = page.rows
    assert row.record.properties == dict.fromkeys(names, "1")
    assert json.loads(row.raw)["properties"] == row.record.properties
    assert json.loads(row.raw)["updatedAt"] == "2026-10-01T08:00:00Z"
    assert page.after == "1"


def test_a_window_goes_on_by_id(connect: Connect) -> None:
    server = Recorder(
        {
            "total": 201,
            "results": [record(number) for number in range(10, 210)],
            "paging": {"next": {"after": "200"}},
        },
        {"total": 1, "results": [record(210)]},
    )
    client = connect(server)
    page = client.search_window("deals", FROM, TO, properties=["dealname"])
    assert (len(page.rows), page.last_id, page.total) == (200, "209", 201)
    assert client.search_window("contacts", FROM, TO, page.last_id).last_id is None
    filters = [
        {"propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": "1767225600000"},
        {"propertyName": "hs_lastmodifieddate", "operator": "LTE", "value": "1767312000000"},
    ]
    assert server.body(0) == {
        "filterGroups": [{"filters": filters}],
        "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
        "properties": ["dealname"],
        "limit": 200,
    }
    assert [one["propertyName"] for one in server.body(1)["filterGroups"][0]["filters"]] == [
        "lastmodifieddate",
        "lastmodifieddate",
        "hs_object_id",
    ]
    assert server.body(1)["filterGroups"][0]["filters"][2]["value"] == "209"


def test_a_window_needs_zones(connect: Connect) -> None:
    with pytest.raises(ValueError, match="zone"):
        connect(Recorder()).search_window("deals", datetime(2026, 1, 1), TO)


def test_counting(connect: Connect) -> None:
    server = Recorder({"total": 50_000, "results": [record(1)]})
    assert connect(server).count("contacts") == 50_000
    assert "filterGroups" not in server.body()


def test_associations_of_many_records(connect: Connect) -> None:
    ids = [str(number) for number in range(1500)]
    part = {
        "from": {"id": "0"},
        "to": [{"toObjectId": 1}, {"toObjectId": "2"}],
        "paging": {"next": {"after": "n"}},
    }
    none = {
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
    }
    server = Recorder(
        httpx.Response(207, json={"results": [part], "errors": [none], "numErrors": 1}),
        {
            "results": [
                {"from": {"id": "1400"}, "to": [{"toObjectId": 9}]},
                {"from": {"id": "0"}, "to": [{"toObjectId": 2}]},
            ]
        },
    )
    found = connect(server).associations("deals", "contacts", ids)
    assert list(found) == ids
    assert (found["0"], found["1400"], found["5"]) == (("1", "2"), ("9",), ())
    first, second = server.body(0)["inputs"], server.body(1)["inputs"]
    assert len(first) == 1000
    assert len(second) == 501
    assert second[-1] == {"id": "0", "after": "n"}


def test_no_ids_no_request(connect: Connect) -> None:
    assert connect(Recorder()).associations("deals", "contacts", []) == {}


def test_silence_about_a_record_is_not_read_as_no_associations(connect: Connect) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        errors = [{"category": "INTERNAL_ERROR", "message": "shard down"}]
        return httpx.Response(207, json={"results": [], "errors": errors})

    with pytest.raises(ServerTrouble) as caught:
        connect(answer).associations("deals", "contacts", ["1"])
    assert "shard down" in str(caught.value)


def test_reading_one(connect: Connect) -> None:
    server = Recorder(record(5, dealname="A"), httpx.Response(404, json={"message": "resource not found"}))
    client = connect(server)
    assert client.read("deals", "5", ["dealname"]).properties == {"dealname": "A"}
    assert server.requests[0].url.params["properties"] == "dealname"
    with pytest.raises(MissingReference):
        client.read("deals", "6")


def test_patching(connect: Connect) -> None:
    server = Recorder(record(5, amount="12.00"))
    row = connect(server).patch("deals", "5", {"amount": "12.00", "note": ""})
    assert row.record.id == "5"
    assert json.loads(row.raw)["properties"] == {"amount": "12.00"}
    [request] = server.requests
    assert (request.method, request.url.path) == ("PATCH", "/crm/objects/2026-09/deals/5")
    assert server.body() == {"properties": {"amount": "12.00", "note": ""}}


def test_a_patch_without_answer_is_unknown_and_not_repeated(connect: Connect) -> None:
    server = Recorder(httpx.Response(502, html="<html>"))
    with pytest.raises(OutcomeUnknown):
        connect(server).patch("deals", "5", {"amount": "1"})
    assert len(server.requests) == 1


def test_pipelines(connect: Connect) -> None:
    stage = {
        "id": "won",
        "label": "Won",
        "displayOrder": 1,
        "metadata": {"isClosed": "true", "probability": "1.0"},
    }
    server = Recorder(
        {"results": [{"id": "default", "label": "Sales", "displayOrder": 0, "stages": [stage]}]}
    )
    [pipeline] = connect(server).pipelines("deals")
    assert pipeline.stages[0].metadata["isClosed"] == "true"


def test_owners_over_all_pages(connect: Connect) -> None:
    server = Recorder(
        {
            "results": [{"id": "1", "firstName": "Ola", "lastName": "Nowak"}],
            "paging": {"next": {"after": "a"}},
        },
        {"results": [{"id": "2", "email": "x@acme.example", "firstName": None}]},
    )
    assert [owner.name for owner in connect(server).owners(archived=True)] == ["Ola Nowak", "x@acme.example"]
    assert dict(server.requests[1].url.params) == {"limit": "100", "archived": "true", "after": "a"}


def test_properties(connect: Connect) -> None:
    server = Recorder(
        {
            "results": [
                {
                    "name": "amount",
                    "label": "Amount",
                    "type": "number",
                    "fieldType": "number",
                    "groupName": "deal",
                },
                {"name": "a", "calculated": True},
                {"name": "b", "modificationMetadata": {"readOnlyValue": True, "archivable": False}},
            ]
        }
    )
    found = connect(server).properties("deals")
    assert [(one.name, one.writable) for one in found] == [("amount", True), ("a", False), ("b", False)]
    assert found[0].field_type == "number"


def test_a_property_group(connect: Connect) -> None:
    server = Recorder(
        {"name": "qbodesk", "label": "qbodesk", "displayOrder": -1, "archived": False},
        httpx.Response(404, json={"category": "OBJECT_NOT_FOUND"}),
    )
    client = connect(server)
    group = client.property_group("deals", "qbodesk")
    assert group is not None
    assert group.label == "qbodesk"
    assert client.property_group("deals", "other") is None


EXISTS = {"category": "OBJECT_ALREADY_EXISTS", "message": "A property named 'qbo_x' already exists."}


def test_making_properties_is_repeatable(connect: Connect) -> None:
    definition = {
        "name": "qbo_x",
        "label": "X",
        "type": "string",
        "fieldType": "text",
        "groupName": "qbodesk",
    }
    server = Recorder(
        httpx.Response(201, json=definition),
        httpx.Response(409, json=EXISTS),
        {**definition, "label": "Renamed by a user"},
    )
    client = connect(server)
    assert client.create_property("deals", definition).label == "X"
    assert client.create_property("deals", definition).label == "Renamed by a user"
    assert [(request.method, request.url.path) for request in server.requests] == [
        ("POST", "/crm/properties/2026-09/deals"),
        ("POST", "/crm/properties/2026-09/deals"),
        ("GET", "/crm/properties/2026-09/deals/qbo_x"),
    ]
    assert server.body(0) == definition


def test_making_a_group_is_repeatable(connect: Connect) -> None:
    group = {"name": "qbodesk", "label": "qbodesk"}
    server = Recorder(
        httpx.Response(201, json=group), httpx.Response(409, json=EXISTS), {**group, "label": "Mine"}
    )
    client = connect(server)
    assert client.create_property_group("deals", "qbodesk", "qbodesk").label == "qbodesk"
    assert client.create_property_group("deals", "qbodesk", "qbodesk").label == "Mine"


def test_a_group_that_exists_and_does_not(connect: Connect) -> None:
    server = Recorder(httpx.Response(409, json=EXISTS), httpx.Response(404, json={}))
    with pytest.raises(Duplicate):
        connect(server).create_property_group("deals", "qbodesk", "qbodesk")


@pytest.mark.parametrize(
    ("header", "allowed"), [("100", 90), ("110", 100), ("190", 180), ("250", 240), ("5", 1)]
)
def test_the_portals_own_limit_is_taken(header: str, allowed: int) -> None:
    naps: list[float] = []
    pacer = Pacer(
        "HubSpot",
        {GENERAL: (Rate(50, 10.0),)},
        in_flight=6,
        clock=lambda: sum(naps),
        sleep=lambda seconds, _stop: naps.append(seconds),
    )
    adapt(pacer, Answer(200, httpx.Headers({"x-hubspot-ratelimit-max": header}), b""))
    adapt(pacer, Answer(200, httpx.Headers(), b""))
    turns = 0
    while not naps:
        with pacer.turn(threading.Event()):
            turns += not naps
    assert turns == allowed
