"""Rows about a day's changes: what they cost must not grow with what the cache holds already."""

import statistics
from collections.abc import Iterator
from typing import Any

import httpx

from qbodesk.services.sync.progress import SyncReport
from qbodesk.services.workspace import Workspace
from tests.benchmarks.places import simulator, workspace
from tests.benchmarks.row import Row, row

RUNS = 5
INVOICES, CUSTOMERS, CONTACTS, DEALS = 50, 10, 25, 15  # changed each time: a day's 100
SIZES = {
    "customers": 5200, "items": 1150, "invoices": 41800, "payments": 58300,
    "contacts": 9400, "companies": 3900, "deals": 8200, "quotes": 2300, "products": 1180,
}  # fmt: skip
"""Data set S of features.md, its first company and its portal."""


def incremental(_count: int) -> Iterator[Row]:
    whole, tenth = (_day(share) for share in (1, 10))
    seconds = [statistics.median(each.seconds for each in reports) for reports in (whole, tenth)]
    calls = max(each.http_calls for each in (*whole, *tenth))
    arrived = min(each.changed for each in (*whole, *tenth))
    what = f"100 changes with S in the cache ({seconds[0]:.2f} s) against a tenth of S ({seconds[1]:.2f} s)"
    yield row("incremental", what, seconds[0] / seconds[1], "x", 1.3, RUNS)
    yield row("incremental", "100 changes: requests", calls, "requests", 12, 2 * RUNS)
    yield row(
        "incremental", "100 changes: records that arrived", arrived, "records", 100, 2 * RUNS, least=True
    )


def _day(share: int) -> list[SyncReport]:
    words = [word for name, size in SIZES.items() for word in (f"--{name}", str(size // share))]
    with simulator("--realms", "US", *words) as control, workspace(control) as ws:
        ws.engine.run(full=True)
        ws.engine.run()
        return [_pass(ws, control, number) for number in range(RUNS)]


def _pass(ws: Workspace, control: str, number: int) -> SyncReport:
    """Others change a hundred records, then one pass."""
    info = httpx.get(f"{control}/connection", timeout=30).json()
    with httpx.Client(timeout=60) as http:
        for entity, count in (("Invoice", INVOICES), ("Customer", CUSTOMERS)):
            _edit(http, info, entity, count, number)
        for kind, named, count in (("contacts", "jobtitle", CONTACTS), ("deals", "description", DEALS)):
            _patch(http, info, kind, named, count, number)
    return ws.engine.run()


def _edit(http: httpx.Client, info: dict[str, Any], entity: str, count: int, number: int) -> None:
    realm = info["realms"][0]
    books = f"{info['quickbooks_url']}/v3/company/{realm['realm_id']}"
    headers = {"Authorization": f"Bearer {realm['access_token']}", "Accept": "application/json"}
    query = f"SELECT * FROM {entity} STARTPOSITION {1 + number * count} MAXRESULTS {count}"
    found = http.get(f"{books}/query", params={"query": query}, headers=headers).raise_for_status()
    field = "PrivateNote" if entity == "Invoice" else "Notes"
    for each in found.json()["QueryResponse"][entity]:
        body = {"Id": each["Id"], "SyncToken": each["SyncToken"], "sparse": True, field: f"day {number}"}
        http.post(f"{books}/{entity.lower()}", json=body, headers=headers).raise_for_status()


def _patch(http: httpx.Client, info: dict[str, Any], kind: str, named: str, count: int, number: int) -> None:
    address = f"{info['hubspot_url']}/crm/v3/objects/{kind}"
    headers = {"Authorization": f"Bearer {info['hubspot_token']}"}
    found = http.get(address, params={"limit": str(count)}, headers=headers).raise_for_status()
    inputs = [{"id": each["id"], "properties": {named: f"day {number}"}} for each in found.json()["results"]]
    http.post(f"{address}/batch/update", json={"inputs": inputs}, headers=headers).raise_for_status()
