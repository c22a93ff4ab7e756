"""A lock between processes that dies with its holder; waits, but not for ever. Guards no data itself."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from qbodesk.models.errors import ServerTrouble

PATIENCE = 90.0
"""Seconds: longer than any request for new tokens can take (services/http/factory.TIMEOUT)."""
_LOOK = 0.02


@contextmanager
def locked(path: Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """Held until the block ends. Raises `ServerTrouble` when another process keeps it longer than `patience` seconds."""
    with path.open("ab") as file:
        end = time.monotonic() + patience
        while not _taken(file):
            if time.monotonic() > end:
                raise ServerTrouble("SIGN_IN_BUSY")
            time.sleep(_LOOK)
        try:
            yield
        finally:
            _release(file)


if sys.platform == "win32":
    import msvcrt

    def _taken(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
