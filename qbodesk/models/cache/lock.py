"""One process per workspace: an operating-system lock that dies with its holder. Guards no rows.

A file that merely holds a process number would outlive a crash and meet a reused number; this lock cannot.
"""

import os
import sys
from pathlib import Path
from typing import IO

from qbodesk.models.errors import CacheLocked


class WorkspaceLock:
    """Held from `acquire` to `release` (or the end of the process, however it ends)."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "qbodesk.lock"
        self._folder = folder
        self._file: IO[bytes] | None = None

    def acquire(self) -> None:
        """Take the lock or raise `CacheLocked`; never waits."""
        file = self._path.open("ab")
        try:
            _lock(file)
        except OSError:
            file.close()
            raise CacheLocked(folder=self._folder) from None
        self._file = file
        if os.name == "posix":
            self._path.chmod(0o600)

    def release(self) -> None:
        """Give it back; harmless when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
