"""The whole window over a running simulator, as a bookkeeper has it in front of her after the first sync."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qbodesk.app.compose import open_workspace
from qbodesk.app.window import screens
from qbodesk.services.connect import connect_simulator
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import running
from qbodesk.ui.background.host import SyncHost
from qbodesk.ui.main_window import MainWindow
from qbodesk.ui.theme import apply_theme
from tests.helpers.servers import Servers
from tests.ui.scenarios.hands import Hands


@dataclass
class Desk:
    """The window, what it works on, the servers behind it and two hands."""

    window: MainWindow
    host: SyncHost
    workspace: Workspace
    servers: Servers
    hands: Hands


@pytest.fixture
def demo() -> bool:
    """Whether the companies are the sample ones, which have no pages in the browser; a module may say otherwise."""
    return True


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, tmp_path: Path, demo: bool) -> Iterator[Desk]:
    with running(Options(realms=("US", "GB"))) as simulator:
        workspace = open_workspace(tmp_path / "ws")
        connect_simulator(
            workspace.cache, workspace.changes, workspace.clients, simulator.connection["control_url"]
        )
        workspace.engine.run()
        apply_theme(qapp, "light")
        host = SyncHost(lambda: workspace.engine)
        window = MainWindow(workspace, host, screens(host, demo=demo), demo=demo, threaded=False)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        yield Desk(window, host, workspace, Servers(simulator), Hands(qtbot))
        window.close()
        host.shutdown()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        workspace.close()
