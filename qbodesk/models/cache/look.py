"""Reads the few rows a window shows before anything else is loaded, with SQLite's own driver. Writes nothing.

Importing SQLAlchemy takes longer than opening a whole window; what the first picture needs is asked for in plain SQL, here and
later, so that there is one query for one thing. Everything else reads through `Cache`.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from qbodesk.models.cache.place import FILE_NAME
from qbodesk.models.cache.trouble import translated


class Rows(Protocol):
    """One moment of the file."""

    def __call__(self, statement: str, **values: Any) -> list[sqlite3.Row]:
        """The rows of a query with named values."""


class Look:
    """One read-only connection, opened at the first look and shared by the threads one after the other."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._guard = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    @contextmanager
    def look(self) -> Iterator[Rows]:
        """Several queries of one moment. Raises the `LocalTrouble` errors of `Cache.read`."""
        with self._guard, translated(self._path):
            connection = self._opened()

            def rows(statement: str, **values: Any) -> list[sqlite3.Row]:
                return connection.execute(statement, values).fetchall()

            connection.execute("BEGIN")
            try:
                yield rows
            finally:
                connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let the file go; harmless when nobody looked."""
        with self._guard:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(
                f"{self._path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            self._connection.isolation_level = None  # we say BEGIN ourselves
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA query_only=ON")
        return self._connection
