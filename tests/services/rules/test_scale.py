"""A first sync of a thousand records to HubSpot: as few requests as its batches allow, killed half way, then a day's changes; over real HTTP."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from math import ceil
from pathlib import Path

import pytest

from qbodesk.app.compose import open_workspace
from qbodesk.models.domain.sync_plan import Object
from qbodesk.services.connect import connect_simulator
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import Running, running
from tests.helpers.servers import Body, Servers
from tests.services.rules.conftest import Steps

COUNTS = {
    "customers": 230, "items": 110, "invoices": 620, "payments": 200,
    "contacts": 150, "companies": 60, "deals": 40, "quotes": 10, "products": 70,
}  # fmt: skip
OURS = {
    "contacts": "qbodesk_customer_key",
    "products": "qbodesk_item_key",
    "invoices": "qbodesk_invoice_key",
    "line_items": "qbodesk_line_key",
}
BATCH, PAIRS = 100, 2000
"""What HubSpot takes in one request: records, associations (hubspot-api.md §2.1, §4.1)."""


class Killed(BaseException):
    """The process died."""


@pytest.fixture
def simulator() -> Iterator[Running]:
    with running(Options(counts=COUNTS, realms=("US",))) as found:
        yield found


def opened(folder: Path, simulator: Running, **options: object) -> Workspace:
    ws = open_workspace(folder, resend_wait=timedelta(0), **options)  # type: ignore[arg-type] - a table of options
    connect_simulator(ws.cache, ws.changes, ws.clients, simulator.connection["control_url"])
    return ws


def requests(simulator: Running, since: int = 0) -> list[tuple[str, str]]:
    """What was asked of either server, without what happens once in the life of a portal."""
    found = simulator.state.journal.since(0)[since:]
    return [(each["method"], each["path"]) for each in found if "/properties/" not in each["path"]]


def ours(steps: Steps) -> dict[str, list[str]]:
    """Our keys in HubSpot by kind of record, each as often as it is there."""
    return {
        kind: [each[key] for each in steps.hubspot(kind).values() if each.get(key)]
        for kind, key in OURS.items()
    }


def related(ws: Workspace) -> int:
    """Pairs that mirror invoices make with other records."""
    with ws.cache.read() as tx:
        query = (
            "SELECT count(*) FROM sync_record, json_each(sync_record.related) AS kind, json_each(kind.value)"
        )
        return int(tx.exec_driver_sql(query).scalar_one())


def everything(steps: Steps) -> None:
    for of in Object:
        steps.on(of.value)
    steps.ws.engine.run()
    for of in Object:
        steps.apply(of.value)


def test_a_first_sync_takes_as_few_requests_as_its_batches_allow(
    tmp_path: Path, simulator: Running, servers: Servers
) -> None:
    ws = opened(tmp_path / "ws", simulator)
    ws.engine.run()
    steps = Steps(ws, simulator)
    for of in Object:
        steps.on(of.value)
    ws.engine.run()
    begun = len(simulator.state.journal.since(0))
    for of in Object:
        done = steps.apply(of.value)
        assert (done.failed, done.waiting) == (0, 0)
    asked = requests(simulator, begun)
    kept = ours(steps)
    least = sum(ceil(len(keys) / BATCH) for keys in kept.values()) + ceil(related(ws) / PAIRS)
    # creates and updates of customers and items are requests of different kinds
    assert len(asked) <= 1.15 * least + 2, Counter(asked)
    assert len(kept["invoices"]) > 500

    ws.engine.run()
    day(servers)
    begun = len(simulator.state.journal.since(0))
    report = ws.engine.run()
    asked = requests(simulator, begun)
    assert report.run is not None
    assert ws.rulebook.runs.done(report.run).updates > 95
    assert len(asked) <= 12, Counter(asked)
    for of in Object:
        again = steps.plan(of.value)
        assert (again["creates"], again["updates"], again["links"]) == (0, 0, 0), of
    ws.close()


def day(servers: Servers) -> None:
    """A hundred records of QuickBooks change."""

    def change(entity: str, each: Body, **fields: object) -> None:
        servers.post(
            "US", entity, {"Id": each["Id"], "SyncToken": each["SyncToken"], "sparse": True, **fields}
        )

    customers = [each for each in servers.all("US", "Customer") if each.get("PrimaryEmailAddr")]
    for each in customers[:30]:
        change("Customer", each, Mobile={"FreeFormNumber": f"555-{each['Id']}"})
    items = [each for each in servers.all("US", "Item") if each["Type"] in {"Service", "NonInventory"}]
    for each in items[:10]:
        change("Item", each, Description=f"Newly described {each['Id']}")
    invoices = [each for each in servers.all("US", "Invoice") if not each.get("LinkedTxn")]
    for each in invoices[:60]:
        change("Invoice", each, DueDate="2027-03-01")


@pytest.mark.parametrize("at", [4, 9, 15])
def test_killed_half_way_it_goes_on_without_a_duplicate(tmp_path: Path, simulator: Running, at: int) -> None:
    answers = 0

    def die(name: str) -> None:
        nonlocal answers
        answers += name == "answered"
        if name == "answered" and answers == at:
            raise Killed

    ws = opened(tmp_path / "ws", simulator, checkpoint=die)
    ws.engine.run()
    steps = Steps(ws, simulator)
    before = ours(steps)
    assert not any(before.values())
    with pytest.raises(Killed):
        everything(steps)
    ws.close()
    ws = opened(tmp_path / "ws", simulator)
    steps = Steps(ws, simulator)
    everything(steps)
    for kind, keys in ours(steps).items():
        assert len(keys) == len(set(keys)) > 50, kind
    for of in Object:
        again = steps.plan(of.value)
        assert (again["creates"], again["updates"], again["links"]) == (0, 0, 0), of
    ws.close()
