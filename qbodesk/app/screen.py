"""Whether a window can be shown here; opens none."""

import os
import sys


def has_screen() -> bool:
    """On Linux a display server must be named; Windows and macOS always have a screen for a user."""
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
