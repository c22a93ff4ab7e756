"""Puts one look on the whole application and changes it while it runs; owns the only theme state there is.

Widgets read `current()`, `metrics()` and `font(role)` when they paint and follow `theme_changed` (see `follow_theme`)
for what they computed before. Stores no preference: the settings page does.
"""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from qbodesk.ui.theme import binding, fonts
from qbodesk.ui.theme.metrics import Metrics, clamp_scale
from qbodesk.ui.theme.palette import palette_from
from qbodesk.ui.theme.sheet import sheet
from qbodesk.ui.theme.tokens import DARK, LIGHT, Tokens, sharper

Mode = Literal["system", "light", "dark"]
SHARP = {LIGHT.name: sharper(LIGHT), DARK.name: sharper(DARK)}


class _Theme(QObject):
    """The look in force. One object per process, because there is one QApplication per process."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = LIGHT
        self.metrics = Metrics()
        self.mode: Mode = "system"
        self.base = QFont()
        self.faces: dict[str, QFont] = {}
        self.more_contrast = False
        self.less_motion = False
        self.asked = (False, False)
        self._app: QApplication | None = None
        self._painted: tuple[Tokens, float] | None = None

    def apply(self, app: QApplication, mode: Mode, scale: float, *, sharp: bool, calm: bool) -> None:
        self.mode = mode
        self.asked = (sharp, calm)
        self.metrics = Metrics(clamp_scale(scale))
        if self._app is not app:
            self._app = app
            self._painted = None
            app.setStyle("Fusion")
            style = app.styleHints()
            style.colorSchemeChanged.connect(self._scheme_changed)
            hints = style.accessibility()
            hints.contrastPreferenceChanged.connect(self._hints_changed)
            hints.motionPreferenceChanged.connect(self._hints_changed)
        self._read_hints(app)
        self._ask_system(app)
        if self._painted != (self._wanted(app), self.metrics.scale):
            self._paint(app)

    def _ask_system(self, app: QApplication) -> None:
        """Let the title bar and native dialogs follow, where the platform knows how."""
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        if self.mode in schemes:
            app.styleHints().setColorScheme(schemes[self.mode])
        else:
            app.styleHints().unsetColorScheme()

    def _scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._app is not None and self.mode == "system" and self._wanted(self._app) is not self.tokens:
            self._paint(self._app)

    def _hints_changed(self) -> None:
        if self._app is not None:
            self._read_hints(self._app)
            self._paint(self._app)

    def _read_hints(self, app: QApplication) -> None:
        """Trap: the style hints must be held by name; else what `accessibility()` gave is deleted with their wrapper."""
        style = app.styleHints()
        hints = style.accessibility()
        sharp, calm = self.asked
        self.more_contrast = sharp or hints.contrastPreference() == Qt.ContrastPreference.HighContrast
        self.less_motion = calm or hints.motionPreference() == Qt.MotionPreference.ReducedMotion

    def _wanted(self, app: QApplication) -> Tokens:
        scheme = app.styleHints().colorScheme() if self.mode == "system" else None
        dark = self.mode == "dark" or scheme == Qt.ColorScheme.Dark
        found = DARK if dark else LIGHT
        return SHARP[found.name] if self.more_contrast else found

    def _paint(self, app: QApplication) -> None:
        self.tokens = self._wanted(app)
        self._painted = (self.tokens, self.metrics.scale)
        self.base = fonts.window_font(self.metrics)
        self.faces.clear()
        # taking the old sheet off and putting the new one on is three times as quick as changing one into the other
        app.setStyleSheet("")
        app.setPalette(palette_from(self.tokens))
        app.setFont(self.base)
        app.setStyleSheet(sheet(self.tokens, self.metrics))
        self.changed.emit()


binding.keep_constants_alive()
_theme = _Theme()
theme_changed = _theme.changed


def apply_theme(
    app: QApplication, mode: Mode = "system", scale: float = 1.0, *, sharp: bool = False, calm: bool = False
) -> None:
    """Show everything in `mode` at a text scale of 0.8 to 2.0; may be called again at any time.

    `sharp` asks for more contrast and `calm` for less motion, besides what the system asks for.
    """
    _theme.apply(app, mode, scale, sharp=sharp, calm=calm)


def current() -> Tokens:
    """The colours in force."""
    return _theme.tokens


def metrics() -> Metrics:
    """The measures in force."""
    return _theme.metrics


def px(pixels: float) -> int:
    """A measure given at 100 %, at the scale in force."""
    return _theme.metrics.px(pixels)


def font(role: str = "body") -> QFont:
    """The window's font in a role of the type scale; a copy, free to be changed."""
    if role not in _theme.faces:
        _theme.faces[role] = fonts.role_font(_theme.base, _theme.metrics, role)
    return QFont(_theme.faces[role])


def follow_theme(restyle: Callable[[], None]) -> None:
    """Call a bound method of a QObject now and after every change of the look; it ends with its object.

    Trap: a lambda or a free function would never be disconnected and would keep what it holds alive; raises TypeError for those.
    """
    if getattr(restyle, "__self__", None) is None:
        raise TypeError("only a bound method ends with its object")
    theme_changed.connect(restyle)
    restyle()


def calm_motion() -> bool:
    """Whether the user asked for less motion, here or of the system (known to Qt since 6.12)."""
    return _theme.less_motion


def high_contrast() -> bool:
    """Whether the user asked for more contrast, here or of the system."""
    return _theme.more_contrast
