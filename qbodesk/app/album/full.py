"""Pictures of every page and dialog in both languages, both looks and two sizes. Judges none of them: people do."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

from PySide6.QtWidgets import QApplication

from qbodesk.app.album.screens import SCREENS
from qbodesk.app.album.stage import Stage
from qbodesk.services.workspace import Workspace
from qbodesk.ui.main_window import MainWindow
from qbodesk.ui.shell.preferences import Preferences

LANGUAGES, THEMES, SCALES = ("en", "pl"), ("light", "dark"), (1.0, 1.5)
SIZE = (1280, 800)
"""Pixels at 100 %; at 150 % as much is to be seen on half as much more of either."""
LOOK_SECONDS = 0.4
"""For what nobody is asked for: a PDF that is being drawn, a picture that fades in."""


def photograph(workspace: Workspace, show: Callable[[str, str], MainWindow], out: Path) -> int:
    """Every screen in every look, into one folder for each look; returns how many pictures were taken."""
    taken = 0
    for language, theme, scale in product(LANGUAGES, THEMES, SCALES):
        folder = out / f"{language}-{theme}-{scale:.0%}".rstrip("%")
        folder.mkdir(parents=True, exist_ok=True)
        _scale(workspace, scale)
        window = show(language, theme)
        window.resize(round(SIZE[0] * max(1.0, scale * 0.75)), round(SIZE[1] * max(1.0, scale * 0.75)))
        stage = Stage(window, workspace)
        for number, screen in enumerate(SCREENS, start=1):
            shown = screen.open(stage)
            stage.settle(LOOK_SECONDS)
            shown.grab().save(str(folder / f"{number:02d}-{screen.name}.png"))
            stage.close()
            taken += 1
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents()
        print(f"{folder.name}: {len(SCREENS)} pictures", flush=True)
    _scale(workspace, 1.0)
    return taken


def _scale(workspace: Workspace, scale: float) -> None:
    chosen = Preferences(workspace.cache.folder)
    chosen.scale = scale
    chosen.forget_lists()  # one screen filters a list, and the next window would open so
    chosen.save()
