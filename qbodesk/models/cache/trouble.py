"""SQLite's own errors turned into ours once, at the border: the environment's faults are not bugs. Opens no file."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qbodesk.models.errors import CacheCorrupt, CacheLocked, DiskFull, LocalTrouble


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise `CacheCorrupt`, `DiskFull` or `CacheLocked` instead of what SQLite or SQLAlchemy says of the file."""
    try:
        yield
    except LocalTrouble:
        raise
    except Exception as error:
        # SQLAlchemy wraps the driver's error and is not imported for this alone
        cause = getattr(error, "orig", error)
        if not isinstance(cause, sqlite3.DatabaseError):
            raise
        raise _trouble(cause, path) or error from error


def _trouble(cause: sqlite3.DatabaseError, path: Path) -> LocalTrouble | None:
    name = str(getattr(cause, "sqlite_errorname", ""))
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return CacheCorrupt(file=path.name, reason=cause)
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE")):
        return DiskFull(file=path.name)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN")):
        return CacheLocked("CACHE_BUSY", file=path.name)
    return None
