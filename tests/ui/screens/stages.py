"""Windows over a workspace of the sample companies, one look at a time. Starts no sync thread and asks no server."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from qbodesk.app.album.stage import Stage
from qbodesk.app.compose import open_workspace
from qbodesk.app.window import screens
from qbodesk.models.words import use_language, use_words
from qbodesk.ui.background.host import SyncHost
from qbodesk.ui.main_window import MainWindow
from qbodesk.ui.theme import Mode, apply_theme, px
from tests.ui.screens.pseudo import Pseudo


@dataclass(frozen=True, slots=True)
class Look:
    """A language (`xx` is the pseudo-language), a theme, a text scale and the size of the window in pixels."""

    language: str = "en"
    theme: Mode = "light"
    scale: float = 1.0
    size: tuple[int, int] = (1280, 800)

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.scale:.0%}"

    def put_on(self) -> None:
        """For the whole process."""
        speak(self.language)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, self.theme, self.scale)


ENGLISH = Look()
POLISH_LARGE = Look("pl", "dark", 1.5, (1440, 900))
PSEUDO = Look("xx")


def speak(language: str) -> None:
    """Every text in this language from now on."""
    use_language(language)
    if language == "xx":
        use_words(Pseudo())


@contextmanager
def stage(template: Path, folder: Path, look: Look) -> Iterator[Stage]:
    """A window of that look over a copy of the template."""
    look.put_on()
    shutil.copytree(template, folder, dirs_exist_ok=True)
    workspace = open_workspace(folder)
    host = SyncHost(lambda: workspace.engine)
    window = MainWindow(workspace, host, screens(host, demo=True), demo=True, threaded=False)
    window.resize(max(look.size[0], px(960)), max(look.size[1], px(600)))
    window.show()
    window.activateWindow()
    made = Stage(window, workspace, round_ms=8)
    try:
        yield made
    finally:
        made.close()
        window.close()
        host.shutdown()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        workspace.close()
        use_language("en")
