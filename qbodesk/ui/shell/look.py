"""The look and the text size as the user chooses them in the window: applied at once and remembered."""

from PySide6.QtWidgets import QApplication

from qbodesk.models.words import _
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


def toggle_sharp(preferences: Preferences) -> None:
    """More contrast, or the usual one."""
    preferences.sharp = not preferences.sharp
    _apply(preferences)


def sharp_text(preferences: Preferences) -> str:
    return _("Usual cont&rast") if preferences.sharp else _("More cont&rast")


def toggle_calm(preferences: Preferences) -> None:
    """Nothing flashes or slides, or it does."""
    preferences.calm = not preferences.calm
    _apply(preferences)


def calm_text(preferences: Preferences) -> str:
    return _("Usual &motion") if preferences.calm else _("Less &motion")


def _apply(preferences: Preferences) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_theme(app, preferences.theme, preferences.scale, sharp=preferences.sharp, calm=preferences.calm)
        # what the limits of the theme made of it
        preferences.scale = metrics().scale
