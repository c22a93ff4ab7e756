"""Against servers that count: a pull stays within the published limits by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qbodesk.app.compose import open_workspace
from qbodesk.services.connect import connect_simulator
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import Running, running

MOST_REFUSED = 2  # the server's second begins elsewhere than ours


@pytest.fixture
def strict() -> Iterator[Running]:
    with running(Options(limits=True)) as found:
        yield found


def test_a_full_pull_is_hardly_ever_refused(
    strict: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qbodesk.services.sync.pull_quickbooks.MAX_ROWS", 20)
    monkeypatch.setattr("qbodesk.services.hubspot.client.LIST_LIMIT", 20)
    ws = open_workspace(tmp_path / "ws")
    try:
        connect_simulator(ws.cache, ws.changes, ws.clients, strict.connection["control_url"])
        report = ws.engine.run()
    finally:
        ws.close()
    assert [each.problem for each in report.connections if each.problem] == []
    statuses = [each["status"] for each in strict.state.journal.since(0, writes=False)]
    assert len(statuses) > 100
    assert statuses.count(429) <= MOST_REFUSED
    # not by crawling either: QuickBooks permits ten a second, three companies one after the other
    assert report.seconds < len(statuses)
