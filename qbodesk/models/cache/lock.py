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
            raise CacheLocked(folder=self._folder, holder=self._holder()) from None
        self._file = file
        file.truncate(0)
        file.write(f"\n{_own_name()}".encode())
        file.flush()
        if os.name == "posix":
            self._path.chmod(0o600)

    def _holder(self) -> str:
        """Who holds it, as it wrote itself; for people, nothing is decided by it."""
        try:
            with self._path.open("rb", buffering=0) as file:
                file.seek(1)  # Windows locks the first byte against reading too
                return file.read(200).decode(errors="replace") or "?"
        except OSError:
            return "?"

    def release(self) -> None:
        """Give it back; harmless when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _own_name() -> str:
    words = [word for word in sys.argv[1:2] if not word.startswith("-")]
    return f"{' '.join(['qbodesk', *words])}, {os.getpid()}"


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
