"""Where the hands work: the real window over a workspace of the sample companies, its sync thread, servers that fail.

What leaves the program is kept in: the browser opens nothing, dialogs of the system answer with a file of the run's own folder
or with "cancelled", nothing is printed.
"""

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from qbodesk.app.compose import open_workspace
from qbodesk.app.window import application, show_window
from qbodesk.models.words import use_language
from qbodesk.services.connect import connect_simulator
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.garbage import collecting
from qbodesk.ui.background.host import SyncHost
from qbodesk.ui.main_window import MainWindow
from qbodesk.ui.theme import apply_theme


@dataclass
class Zoo:
    """A window that is open, and what it stands on."""

    window: MainWindow
    workspace: Workspace
    host: SyncHost


@contextlib.contextmanager
def kept_in(folder: Path, dice: random.Random) -> Iterator[None]:
    """No dialog of the system, no browser."""

    def file(*_args: Any, **_more: Any) -> tuple[str, str]:
        return (str(folder / f"written-{dice.randrange(5)}") if dice.random() < 0.5 else "", "")

    def directory(*_args: Any, **_more: Any) -> str:
        return str(folder) if dice.random() < 0.5 else ""

    with contextlib.ExitStack() as stack:
        for name, answer in (
            ("getSaveFileName", file),
            ("getOpenFileName", file),
            ("getExistingDirectory", directory),
        ):
            stack.enter_context(patch.object(QFileDialog, name, answer))
        stack.enter_context(patch.object(QDesktopServices, "openUrl", lambda _url: True))
        stack.enter_context(patch("qbodesk.ui.widgets.pdf_print.QPrintDialog", _NoPrinter))
        yield


class _NoPrinter:
    """A print dialog that was called off."""

    class PrintDialogOption:
        PrintPageRange = 0

    def __init__(self, *_args: Any) -> None: ...

    def setOption(self, *_args: Any) -> None: ...
    def setMinMax(self, *_args: Any) -> None: ...

    def exec(self) -> int:
        return 0


@contextlib.contextmanager
def opened(folder: Path, control_url: str) -> Iterator[Zoo]:
    """Fetched once while the servers behave; they fail from then on, as their profile says."""
    workspace = open_workspace(folder / "workspace")
    connect_simulator(workspace.cache, workspace.changes, workspace.clients, control_url)
    workspace.engine.run(full=True)
    host = SyncHost(lambda: workspace.engine, every=2.0)
    app = application()
    window = show_window(app, workspace, host, language="en", theme="light", demo=True)
    garbage = collecting(app)
    garbage.keep()
    host.busy_changed.connect(garbage.spare_the_oldest)
    host.start()
    try:
        yield Zoo(window, workspace, host)
    finally:
        for each in reversed(app.topLevelWidgets()):
            if isValid(each):
                each.close()
        host.shutdown()
        for each in app.topLevelWidgets():
            each.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        workspace.close()
        garbage.let_go()
        use_language("en")
        apply_theme(app, "light")
