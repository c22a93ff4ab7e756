"""The look of the window: colours, sizes, fonts and icons; holds no widget and no text."""

from qbodesk.ui.theme.apply import (
    Mode,
    apply_theme,
    calm_motion,
    current,
    follow_theme,
    font,
    high_contrast,
    metrics,
    px,
    theme_changed,
)
from qbodesk.ui.theme.icons import icon, pixmap, set_icon
from qbodesk.ui.theme.metrics import Metrics
from qbodesk.ui.theme.tokens import COMPANY_COLOURS, ChipColours, Tokens

__all__ = [
    "COMPANY_COLOURS",
    "ChipColours",
    "Metrics",
    "Mode",
    "Tokens",
    "apply_theme",
    "calm_motion",
    "current",
    "follow_theme",
    "font",
    "high_contrast",
    "icon",
    "metrics",
    "pixmap",
    "px",
    "set_icon",
    "theme_changed",
]
