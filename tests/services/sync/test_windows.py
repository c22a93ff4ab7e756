"""Windows of changes: what many records cost when they are known already, and that none is missed for it; over real HTTP."""

from collections.abc import Callable
from datetime import timedelta

import httpx

from qbodesk.services.clock import system_clock
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.server import Running
from tests.helpers.servers import Servers
from tests.services.conftest import OpenFetched

MANY = 230
"""More than one page of the search."""


def searches(simulator: Running, run: Callable[[], object]) -> int:
    """Requests to the search of contacts meanwhile."""
    before = len(simulator.state.journal.since(0))
    run()
    return sum("contacts/search" in each["path"] for each in simulator.state.journal.since(0)[before:])


def contacts(simulator: Running) -> list[str]:
    base = simulator.connection["control_url"]
    listed = httpx.get(f"{base}/portal/contacts", timeout=30).raise_for_status().json()
    return [each["id"] for each in listed if not each["archived"]]


def many(simulator: Running, servers: Servers) -> None:
    """More contacts than a page holds are new."""
    headers = {"Authorization": f"Bearer {simulator.connection['hubspot_token']}"}
    for at in range(0, MANY, 100):
        inputs = [
            {"properties": {"email": f"n{number}@new.example", "firstname": "New"}}
            for number in range(at, min(at + 100, MANY))
        ]
        url = f"{simulator.url}/crm/v3/objects/contacts/batch/create"
        httpx.post(url, json={"inputs": inputs}, headers=headers, timeout=60).raise_for_status()


def held(ws: Workspace, crm_id: str) -> str:
    with ws.cache.read() as tx:
        query = "SELECT json_extract(raw, '$.properties.jobtitle') FROM crm_contact WHERE id = ?"
        return str(tx.exec_driver_sql(query, (crm_id,)).scalar_one())


def all_shown(ws: Workspace) -> None:
    """Passes until the index, which lags by seconds of the real clock, has shown the last of the many."""
    query = "SELECT count(*) FROM crm_contact WHERE email LIKE '%@new.example'"
    for _pass in range(200):
        with ws.cache.read() as tx:
            if tx.exec_driver_sql(query).scalar_one() == MANY:
                return
        ws.engine.run(only="hubspot")
    raise AssertionError("the index never showed the many")


def test_what_is_known_already_is_not_read_page_by_page(
    ws: Workspace, simulator: Running, servers: Servers
) -> None:
    many(simulator, servers)
    assert searches(simulator, ws.engine.run) > 1
    all_shown(ws)
    assert searches(simulator, ws.engine.run) == 1
    crm_id = contacts(simulator)[0]
    servers.patch("contacts", crm_id, jobtitle="Buyer")
    assert searches(simulator, ws.engine.run) == 1
    assert held(ws, crm_id) == "Buyer"


def test_what_the_index_shows_late_among_many_is_found_all_the_same(
    open_fetched: OpenFetched, simulator: Running, servers: Servers
) -> None:
    """A change behind a page of newer ones, whose record the window holds already: neither page nor number shows it."""
    passed = timedelta(0)
    ws = open_fetched(clock=lambda: system_clock() + passed)
    crm_id = contacts(simulator)[0]
    servers.patch("contacts", crm_id, jobtitle="Buyer")
    many(simulator, servers)
    all_shown(ws)
    with ws.cache.write() as tx:
        # as if the index had shown only the change before this one
        tx.exec_driver_sql(
            "UPDATE crm_contact SET raw = json_set(raw, '$.properties.jobtitle', 'Clerk'),"
            " updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, '-1 seconds') WHERE id = ?",
            (crm_id,),
        )
    ws.engine.run()
    assert held(ws, crm_id) == "Clerk"
    passed = timedelta(minutes=6)
    ws.engine.run()
    assert held(ws, crm_id) == "Buyer"
    # and then nothing before it is read again
    many_again = searches(simulator, ws.engine.run)
    assert many_again == 1
