"""A running simulator and a connected, synchronised workspace for each story."""

import shutil
from pathlib import Path

import pytest

from qbodesk.simulator.options import Options
from qbodesk.simulator.server import running
from tests.helpers.program import Control, Program


@pytest.fixture
def control():
    with running(Options()) as simulator:
        yield Control(simulator.connection["control_url"])


@pytest.fixture
def realms(control: Control) -> dict[str, str]:
    return {realm["country"]: realm["realm_id"] for realm in control.get("connection")["realms"]}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "workspace ż")


@pytest.fixture(scope="session")
def synchronised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after its first sync; the world is the same for every simulator of one seed and day."""
    folder = tmp_path_factory.mktemp("synchronised") / "workspace"
    with running(Options()) as simulator:
        program = Program(folder)
        assert program("connect", "--simulator", simulator.connection["control_url"]).code == 0
        synced = program("sync", "--json")
        assert synced.code == 0, synced.err
    return folder


@pytest.fixture
def desk(program: Program, control: Control, synchronised: Path) -> Program:
    """That workspace, connected to this test's own simulator."""
    shutil.copytree(synchronised, program.folder)
    connected = program("connect", "--simulator", control.url)
    assert connected.code == 0, connected.err
    return program
