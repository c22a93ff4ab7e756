"""One simulator, one synchronised workspace, and one walk for each look that a test asks for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from qbodesk.app.album.trouble import end_trouble, make_trouble
from qbodesk.app.compose import open_workspace
from qbodesk.services.connect import connect_simulator
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import running
from qbodesk.ui.theme import apply_theme
from tests.ui.screens.stages import Look, stage
from tests.ui.screens.walk import Seen, walked

HERE = Path(__file__).parent
Walk = Callable[[Look], list[Seen]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A walk opens every screen there is; more come, and a busy machine is slow."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace that holds the sample companies; their simulator runs, for what a preview asks."""
    folder = tmp_path_factory.mktemp("sample") / "workspace"
    with running(Options(realms=("US", "GB", "PL"))) as simulator:
        control_url = simulator.connection["control_url"]
        workspace = open_workspace(folder)
        connect_simulator(workspace.cache, workspace.changes, workspace.clients, control_url)
        workspace.engine.run()
        for change in (make_trouble, end_trouble):
            change(workspace, control_url)
            workspace.engine.run(full=True)
        workspace.close()
        yield folder


@pytest.fixture(scope="session")
def _walks() -> dict[Look, list[Seen]]:
    return {}


@pytest.fixture
def walk(qapp: QApplication, sample: Path, tmp_path: Path, _walks: dict[Look, list[Seen]]) -> Iterator[Walk]:
    """What was seen in a look; the first test that asks walks, the others read."""

    def seen(look: Look) -> list[Seen]:
        if look not in _walks:
            with stage(sample, tmp_path / str(look), look) as opened:
                _walks[look] = walked(opened)
        return _walks[look]

    yield seen
    apply_theme(qapp, "light")
