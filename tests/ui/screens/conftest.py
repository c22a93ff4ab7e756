"""One simulator, one synchronised workspace, and one window at a time: a test asks for the look it wants."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from qbodesk.app.album.stage import Stage
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import running
from qbodesk.ui.theme import apply_theme
from tests.ui.screens.stages import Look, stage
from tests.ui.wizard.conftest import synced

Stages = Callable[[Look], Stage]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace that holds the sample companies; their simulator runs, for what a preview asks."""
    with running(Options(realms=("US", "GB", "PL"))) as simulator:
        yield synced(simulator, tmp_path_factory.mktemp("sample") / "workspace")


@pytest.fixture
def stages(qapp: QApplication, sample: Path, tmp_path: Path) -> Iterator[Stages]:
    """Opens a window of a look; each ends with the test."""
    with ExitStack() as opened:
        yield lambda look: opened.enter_context(stage(sample, tmp_path / str(look), look))
    apply_theme(qapp, "light")
