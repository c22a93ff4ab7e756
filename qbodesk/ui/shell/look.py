"""The look and the text size as the user chooses them in the window: applied at once and remembered."""

from PySide6.QtWidgets import QApplication

from qbodesk.ui.shell.preferences import Preferences
from qbodesk.ui.theme import Mode, apply_theme, metrics

ZOOM_STEP = 0.1


def use_theme(preferences: Preferences, mode: Mode) -> None:
    """As the system, light or dark."""
    preferences.theme = mode
    _apply(preferences)


def zoom(preferences: Preferences, step: int) -> None:
    """Larger (1), smaller (-1), or (0) back to normal text."""
    preferences.scale = metrics().scale + step * ZOOM_STEP if step else 1.0
    _apply(preferences)


def _apply(preferences: Preferences) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_theme(app, preferences.theme, preferences.scale)
        # what the limits of the theme made of it
        preferences.scale = metrics().scale
