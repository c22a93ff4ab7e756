"""A running simulator, a workspace that is connected to it and fetched once, and hands at the servers."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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


@pytest.fixture(scope="session")
def fetched_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after its first pass; the world is the same for every simulator of one seed and day."""
    folder = tmp_path_factory.mktemp("fetched")
    with running(Options()) as simulator:
        found = open_workspace(folder)
        connect_simulator(found.cache, found.changes, found.clients, simulator.connection["control_url"])
        found.engine.run()
        found.close()
    return folder


OpenFetched = Callable[..., Workspace]


@pytest.fixture
def open_fetched(simulator: Running, fetched_once: Path, tmp_path: Path) -> Iterator[OpenFetched]:
    """Opens a workspace that has fetched everything once, with the options of `open_workspace`; at most once a test."""
    opened: list[Workspace] = []

    def opens(**options: Any) -> Workspace:
        shutil.copytree(fetched_once, tmp_path / "ws")
        found = open_workspace(tmp_path / "ws", **options)
        opened.append(found)
        connect_simulator(found.cache, found.changes, found.clients, simulator.connection["control_url"])
        return found

    yield opens
    for each in opened:
        each.close()


@pytest.fixture
def ws(open_fetched: OpenFetched) -> Workspace:
    """Fetched once."""
    return open_fetched()
