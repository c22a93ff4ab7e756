"""The font of the window and of printed pages; chooses no sizes beyond the base and no colours.

Windows, macOS and a Linux desktop bring a good face of their own. Where the system names none (a bare X server, tests,
screenshots) and in every PDF the bundled Inter is used, so that pages look the same everywhere and Polish is complete.
"""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from qbodesk.paths import resource
from qbodesk.ui.theme.metrics import Metrics

BUNDLED_FAMILY = "Inter"
_FILES = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")
_NAMELESS = {"", "sans serif", "sans", "sans-serif", "dejavu sans", "ms shell dlg 2", "helvetica", "system"}
_DRAWN_IN_MEMORY = {"offscreen", "minimal", "vnc"}


@cache
def register_bundled() -> str:
    """Make the bundled faces known to Qt once; returns their family. Raises FileNotFoundError if they are missing."""
    for name in _FILES:
        path = resource("fonts", name)
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(path)
    return BUNDLED_FAMILY


def window_font(metrics: Metrics) -> QFont:
    """The base font at this scale, with figures of equal width, so that amounts stand under each other."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font = QFont(system)
    if QGuiApplication.platformName() in _DRAWN_IN_MEMORY or system.family().lower() in _NAMELESS:
        font = QFont(register_bundled())
        # Hinted, its letters stand on whole pixels and drift apart at 13 px.
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return _shaped(font, metrics, "body")


def page_font(points: float = 10.0) -> QFont:
    """The bundled face for paper, in points. Its figures are tabular by themselves.

    Trap: figures chosen by the `tnum` feature are missing when the text of a PDF is searched or copied.
    """
    font = QFont(register_bundled())
    font.setPointSizeF(points)
    return font


def role_font(base: QFont, metrics: Metrics, role: str) -> QFont:
    """The face of `base` in a role of the type scale (`caption`, `body`, `strong`, `subtitle`, `title`, `display`)."""
    return _shaped(QFont(base), metrics, role)


def _shaped(font: QFont, metrics: Metrics, role: str) -> QFont:
    size = metrics.type(role)
    font.setPixelSize(size.pixels)
    font.setWeight(QFont.Weight(size.weight))
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    return font
