"""Rows about the sync rules: what bringing S into HubSpot costs in requests, and a day's changes after it."""

import time
from collections.abc import Generator, Iterator
from math import ceil
from typing import Any

import httpx

from qbodesk.models.domain.sync_plan import Object
from qbodesk.services.workspace import Workspace
from tests.benchmarks.changes import SIZES
from tests.benchmarks.places import simulator, workspace
from tests.benchmarks.row import Row, row

BATCH, PAIRS = 100, 2000
"""What HubSpot takes in one request: records, associations (hubspot-api.md §2.1, §4.1)."""
DAY = {
    "Invoice": (60, {"DueDate": "2027-03-01"}),
    "Customer": (30, {"Mobile": {"FreeFormNumber": "555 0100"}}),
    "Item": (10, {"Description": "Newly described"}),
}
"""A day's hundred changes: how many of which, and what."""


def rules(_count: int) -> Iterator[Row]:
    words = [word for name, size in SIZES.items() for word in (f"--{name}", str(size))]
    with simulator("--realms", "US", *words) as control, workspace(control) as ws:
        ws.engine.run(full=True)
        (company,) = ws.books.companies()
        for of in Object:
            ws.rulebook.set(of, ["enabled=yes"], company.realm_id)
        ws.engine.run()
        before, begun, longest = _calls(ws), time.perf_counter(), 0.0
        for of in Object:
            longest = max(longest, _stepped(ws.rulebook.apply(of, company.realm_id, backfill=True)))
            ws.engine.run(pull=False)
        calls, seconds = _calls(ws) - before, time.perf_counter() - begun
        least = _least(ws)
        after = ws.engine.run().http_calls
        idle = ws.engine.run().http_calls
        _change(control)
        report = ws.engine.run()
        done = ws.rulebook.runs.done(report.run).updates if report.run is not None else 0
    what = f"S first synced to HubSpot: {calls} requests in {seconds:.0f} s, against {least} in full batches"
    yield row("rules", what, calls / least, "x", 1.15, 1)
    yield row("rules", "the longest step of planning and queueing it", longest * 1000, "ms", 25, 1)
    yield row(
        "rules", f"the pass right after it ({after} requests) and the next one", idle, "requests", 12, 1
    )
    yield row("rules", f"100 changes in QuickBooks, {done} written", report.http_calls, "requests", 12, 1)


def _stepped(steps: Generator[Any, None, Any]) -> float:
    """Seconds of the longest step."""
    longest = 0.0
    while True:
        begun = time.perf_counter()
        if next(steps, None) is None:
            return longest
        longest = max(longest, time.perf_counter() - begun)


def _calls(ws: Workspace) -> int:
    return sum(ws.clients.calls(each.conn_id) for each in ws.status.status().connections)


def _least(ws: Workspace) -> int:
    """Requests if every one were full: records and line items by hundreds, associations by thousands."""
    counted = (
        "SELECT crm_type, count(*) FROM sync_record WHERE crm_id != '' GROUP BY 1",
        "SELECT 'line', count(*) FROM sync_record, json_each(lines)",
    )
    pairs = "SELECT count(*) FROM sync_record, json_each(related) AS kind, json_each(kind.value)"
    with ws.cache.read() as tx:
        records = [number for query in counted for _kind, number in tx.exec_driver_sql(query)]
        related = tx.exec_driver_sql(pairs).scalar_one()
    return sum(ceil(number / BATCH) for number in records) + ceil(related / PAIRS)


def _change(control: str) -> None:
    info = httpx.get(f"{control}/connection", timeout=30).json()
    realm = info["realms"][0]
    books = f"{info['quickbooks_url']}/v3/company/{realm['realm_id']}"
    headers = {"Authorization": f"Bearer {realm['access_token']}", "Accept": "application/json"}
    with httpx.Client(timeout=60, headers=headers) as http:
        for entity, (count, fields) in DAY.items():
            query = f"SELECT * FROM {entity} MAXRESULTS {10 * count}"
            found = http.get(f"{books}/query", params={"query": query}).raise_for_status()
            listed = found.json()["QueryResponse"][entity]
            changed = [each for each in listed if _fits(entity, each)][:count]
            for each in changed:
                body = {"Id": each["Id"], "SyncToken": each["SyncToken"], "sparse": True, **fields}
                http.post(f"{books}/{entity.lower()}", json=body).raise_for_status()


def _fits(entity: str, each: dict[str, Any]) -> bool:
    """Whether the rules keep it in step."""
    if entity == "Customer":
        return bool(each.get("PrimaryEmailAddr"))
    return entity != "Item" or each["Type"] in {"Service", "NonInventory"}
