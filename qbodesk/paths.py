"""Where the program's own read-only files lie; knows nothing of the user's data folders.

In a checkout they are in `resources/` beside the package; in a bundle PyInstaller unpacks them beside the program.
"""

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a file below `resources/`, for example `resource("qss", "app.qss")`."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return root.joinpath("resources", *parts)
