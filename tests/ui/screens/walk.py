"""One walk through all pages and dialogs in one look, with what was seen on each; several tests judge the same walk."""

from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton, QWidget

from qbodesk.app.album.screens import SCREENS
from qbodesk.app.album.stage import Stage
from tests.ui.screens.clipping import faults
from tests.ui.screens.hearing import barriers
from tests.ui.screens.reading import texts


@dataclass(frozen=True, slots=True)
class Seen:
    """A screen: the page shown ("" for a dialog), its class, what is cut, what shuts people out, what it says, its next action."""

    name: str
    page: str
    kind: str
    faults: tuple[str, ...]
    barriers: tuple[str, ...]
    texts: tuple[str, ...]
    primary: tuple[str, ...]


def walked(stage: Stage) -> list[Seen]:
    """Every screen, opened and closed in the order of the list."""
    found = []
    for screen in SCREENS:
        shown = screen.open(stage)
        page = stage.window.navigator.place.page if shown is stage.window else ""
        seen = (tuple(faults(shown)), tuple(barriers(shown)), tuple(texts(shown)), tuple(_filled(shown)))
        found.append(Seen(screen.name, page, type(shown).__name__, *seen))
        stage.close()
    return found


def _filled(shown: QWidget) -> list[str]:
    buttons = shown.findChildren(QAbstractButton)
    return [each.text() for each in buttons if each.isVisible() and each.property("kind") == "primary"]
