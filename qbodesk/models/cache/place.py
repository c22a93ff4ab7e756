"""Where a workspace lies: the name of its file, and folders and files made for their owner only. Reads nothing."""

import os
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Literal

FILE_NAME = "qbodesk.db"


def private_folder(folder: Path) -> None:
    """Make the folder, for its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)


def private_file(path: Path, mode: Literal["a", "w"]) -> "TextIOWrapper[Any]":
    """A text file for its owner only, from its first moment on. Raises `OSError`."""
    flags = os.O_CREAT | os.O_WRONLY | (os.O_APPEND if mode == "a" else os.O_TRUNC)
    return os.fdopen(os.open(path, flags, 0o600), mode, encoding="utf-8")
