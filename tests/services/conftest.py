"""A running simulator, a workspace that is connected to it and fetched once, and hands at the servers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qbodesk.app.compose import open_workspace
from qbodesk.services.connect import connect_simulator
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import Running, running
from tests.helpers.servers import Servers


@pytest.fixture
def simulator() -> Iterator[Running]:
    with running(Options()) as found:
        yield found


@pytest.fixture
def servers(simulator: Running) -> Servers:
    return Servers(simulator)


@pytest.fixture
def connected(simulator: Running, tmp_path: Path) -> Iterator[Workspace]:
    """Connected, nothing fetched yet."""
    found = open_workspace(tmp_path / "ws")
    connect_simulator(found.cache, found.changes, found.clients, simulator.connection["control_url"])
    yield found
    found.close()


@pytest.fixture
def ws(connected: Workspace) -> Workspace:
    """Fetched once."""
    connected.engine.run()
    return connected
