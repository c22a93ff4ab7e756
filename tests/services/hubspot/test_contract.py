"""The client and the simulated HubSpot, written apart, understand each other over real HTTP."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from qbodesk.models.errors import MissingReference, RejectedByServer, SignInExpired
from qbodesk.services.http.factory import open_client
from qbodesk.services.http.pacing import hubspot_pacer
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.oauth.tokens import StaticToken
from qbodesk.simulator.clock import Clock
from qbodesk.simulator.hubspot import Portal, hubspot_routes
from qbodesk.simulator.world.build import build_world
from qbodesk.simulator.world.shapes import PortalSeed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def seed() -> PortalSeed:
    return build_world(scenario="small", seed=1, today=NOW.date(), realms=("US",)).portal


@pytest.fixture(scope="module")
def portal(seed: PortalSeed) -> Portal:
    return Portal(seed)


@pytest.fixture(scope="module")
def url(portal: Portal) -> Iterator[str]:
    clock = Clock()
    clock.set(NOW)
    app = Starlette(routes=hubspot_routes(portal, clock, lambda _effect: None))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    socket = server.config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    socket.close()


@pytest.fixture(scope="module")
def client(url: str, portal: Portal) -> Iterator[HubSpotClient]:
    with open_client(url) as http:
        yield HubSpotClient(http, StaticToken(portal.token), hubspot_pacer())


def all_ids(client: HubSpotClient, kind: str) -> list[str]:
    found: list[str] = []
    after: str | None = None
    while True:
        page = client.list_page(kind, after)
        found += [row.record.id for row in page]
        after = page.after
        if after is None:
            return found


def held(portal: Portal, kind: str) -> set[str]:
    return {str(one["id"]) for one in portal.objects(kind)}


def test_account(client: HubSpotClient, seed: PortalSeed) -> None:
    account = client.account()
    assert account.company_currency == seed.company_currency
    assert account.time_zone == seed.timezone
    assert account.portal_id == seed.portal_id


@pytest.mark.parametrize("kind", ["contacts", "companies", "deals", "quotes", "products", "line_items"])
def test_a_listing_and_a_count_hold_every_record_once(
    kind: str, client: HubSpotClient, portal: Portal
) -> None:
    ids = all_ids(client, kind)
    assert ids
    assert len(set(ids)) == len(ids)
    assert set(ids) == held(portal, kind)
    assert client.count(kind) == len(ids)


@pytest.mark.parametrize("kind", ["contacts", "deals"])
def test_a_window_holds_every_record_once(kind: str, client: HubSpotClient, portal: Portal) -> None:
    found: list[str] = []
    last: str | None = None
    while True:
        page = client.search_window(kind, NOW - timedelta(days=9000), NOW, last, ["hs_object_id"])
        found += [row.record.id for row in page.rows]
        last = page.last_id
        if last is None:
            break
    assert sorted(found) == sorted(held(portal, kind))
    empty = client.search_window(kind, NOW + timedelta(days=1), NOW + timedelta(days=2))
    assert (empty.rows, empty.last_id, empty.total) == ((), None, 0)


def test_associations_agree_in_both_ways_of_asking(client: HubSpotClient) -> None:
    page = client.list_page(
        "deals", properties=["dealname"], associations=["contacts", "quotes", "line_items"]
    )
    ids = [row.record.id for row in page]
    for to, links in page.links.items():
        asked = client.associations("deals", to, ids)
        assert {deal: set(linked) for deal, linked in links.items()} == {
            deal: set(linked) for deal, linked in asked.items()
        }
        assert any(links.values())
    assert client.associations("deals", "contacts", ["999999999"]) == {"999999999": ()}


def test_one_record(client: HubSpotClient) -> None:
    [first, *_] = all_ids(client, "deals")
    record = client.read("deals", first, ["dealname", "amount", "nonsense"])
    assert record.properties["dealname"]
    assert "nonsense" not in record.properties
    with pytest.raises(MissingReference):
        client.read("deals", "999999999")


def test_the_deal_properties_are_set_up_and_written(client: HubSpotClient) -> None:
    assert client.property_group("deals", "contract") is None
    definition: dict[str, Any] = {
        "name": "contract_amount",
        "label": "Invoice amount",
        "type": "number",
        "fieldType": "number",
        "groupName": "contract",
    }
    for _ in range(2):
        assert client.create_property_group("deals", "contract", "Contract").name == "contract"
        assert client.create_property("deals", definition).label == "Invoice amount"
    assert "contract_amount" in {one.name for one in client.properties("deals")}
    [first, *_] = all_ids(client, "deals")
    row = client.patch("deals", first, {"contract_amount": "12.50"})
    assert row.record.properties["contract_amount"] == "12.50"
    assert client.read("deals", first, ["contract_amount"]).properties["contract_amount"] == "12.50"
    with pytest.raises(MissingReference) as gone:
        client.patch("deals", first, {"no_such_property": "1"})
    assert gone.value.code == "PROPERTY_GONE"
    with pytest.raises(RejectedByServer) as refused:
        client.patch("deals", first, {"contract_amount": "a lot"})
    assert refused.value.problem.facts["server_text"]


def test_pipelines_and_owners(client: HubSpotClient) -> None:
    stages = [stage for pipeline in client.pipelines("deals") for stage in pipeline.stages]
    assert any(stage.metadata.get("isClosed") == "true" for stage in stages)
    assert all(owner.name for owner in client.owners())


def test_hundreds_of_properties(client: HubSpotClient) -> None:
    names = [one.name for one in client.properties("contacts")]
    padding = [f"not_a_property_{number:040}" for number in range(200)]
    [row, *_] = client.list_page("contacts", properties=[*padding, *names]).rows
    assert {"firstname", "lastname", "email"} <= row.record.properties.keys()


def test_a_wrong_key(url: str) -> None:
    with open_client(url) as http, pytest.raises(SignInExpired):
        HubSpotClient(http, StaticToken("wrong"), hubspot_pacer()).account()


def test_the_limits_of_the_real_thing_are_met_without_a_refusal(url: str, portal: Portal) -> None:
    # With no second attempt allowed, one refused search would raise.
    with open_client(url) as http:
        client = HubSpotClient(
            http, StaticToken(portal.token), hubspot_pacer(), retry=ReadRetry(refused_attempts=1)
        )
        assert len({client.count("deals") for _ in range(6)}) == 1


def test_dates_of_the_world_are_in_the_past(client: HubSpotClient) -> None:
    page = client.list_page("deals", properties=["closedate"])
    assert all(row.record.updated_at and row.record.updated_at.date() <= date(2026, 11, 23) for row in page)
