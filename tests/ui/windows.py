"""Fixtures for tests of screens: a world, a window over it whose wizard and preview only note that they were asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qbodesk.models.words import use_language
from qbodesk.ui.background.host import SyncHost
from qbodesk.ui.main_window import MainWindow, Screens
from qbodesk.ui.navigation import Place
from qbodesk.ui.theme import apply_theme
from tests.ui.world import StillEngine, World, small_world

DEALS = Place("deals")


@dataclass
class Desk:
    """A window with what it was built from and what it asked of the other screens."""

    window: MainWindow
    world: World
    engine: StillEngine
    host: SyncHost
    wizards: list[dict[str, Any]] = field(default_factory=list)
    previews: list[int] = field(default_factory=list)

    def close(self) -> None:
        """As the composition root does it."""
        self.window.close()
        self.host.shutdown()
        # at once: every window left over is polished again by each later change of the look
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two companies, a portal, deals, quotes and invoices."""
    made = small_world(tmp_path)
    yield made
    made.workspace.close()


@pytest.fixture
def empty_world(tmp_path: Path) -> Iterator[World]:
    """A workspace nothing is connected to."""
    made = small_world(tmp_path, connected=False)
    yield made
    made.workspace.close()


def open_desk(qapp: QApplication, world: World, *, threaded: bool = False, start: Place = DEALS) -> Desk:
    """A shown window on its list of deals; close it with `close`."""
    apply_theme(qapp, "light")
    engine = StillEngine()
    host = SyncHost(lambda: engine)
    wizards: list[dict[str, Any]] = []
    previews: list[int] = []

    def wizard(_workspace: Any, deal_id: str, _parent: Any, **more: Any) -> None:
        wizards.append({"deal": deal_id, **more})

    screens = Screens(
        open_wizard=wizard, open_preview=lambda _workspace, pk, _parent, **_how: previews.append(pk)
    )
    window = MainWindow(world.workspace, host, screens, threaded=threaded, start=start)
    window.show()
    return Desk(window, world, engine, host, wizards, previews)


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, world: World) -> Iterator[Desk]:
    """The window over the small world."""
    made = open_desk(qapp, world)
    with qtbot.waitExposed(made.window):
        pass
    yield made
    made.close()
    use_language("en")
