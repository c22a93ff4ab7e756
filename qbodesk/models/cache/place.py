"""Where a workspace lies: the name of its file and the folder made for its owner only. Opens no file."""

import os
from pathlib import Path

FILE_NAME = "qbodesk.db"


def private_folder(folder: Path) -> None:
    """Make the folder, for its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)
