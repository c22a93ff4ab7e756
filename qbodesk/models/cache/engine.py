"""Opens the workspace file and hands out its one writing connection and its read-only ones; knows no table.

One writer for the whole process: SQLite before 3.51.3 may corrupt a WAL file that two connections write or
checkpoint at the same instant (sqlite.org/wal.html#walresetbug), and Python often bundles an older copy. Readers are
opened `mode=ro` with `query_only`, so they can do neither.
"""

import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from qbodesk.models.cache import functions
from qbodesk.models.cache.epoch import TOLD
from qbodesk.models.cache.lock import WorkspaceLock
from qbodesk.models.cache.migrate import bring_up_to_date
from qbodesk.models.cache.place import FILE_NAME, private_folder
from qbodesk.models.cache.trouble import translated
from qbodesk.models.errors import CacheLocked

BUSY_MS = 5000


class Cache:
    """The open workspace file. `write()` is serialised over all threads; `read()` never waits for a writer."""

    def __init__(self, folder: Path, *, read_only: bool = False, lock: WorkspaceLock | None = None) -> None:
        """Open or create `folder/qbodesk.db`, upgraded to the newest schema.

        Raises `CacheLocked`, `CacheTooNew`, `CacheCorrupt`, `MigrationFailed` or `DiskFull`. With `read_only` the
        workspace is not locked, so a command can look while the window is open; the file must exist. A `lock` that is held
        already is taken over.
        """
        self.folder = folder
        self.path = folder / FILE_NAME
        self._lock = lock or WorkspaceLock(folder)
        self._writing = threading.RLock()
        self._local = threading.local()
        self.on_moved: Callable[[int], None] | None = None
        self._writer: Engine | None = None
        if not read_only:
            private_folder(folder)
            if lock is None:
                self._lock.acquire()
        try:
            with translated(self.path):
                if not read_only:
                    _private_file(self.path)
                    bring_up_to_date(self.path)
                    self._writer = _engine(self.path, read_only=False)
                self._reader = _engine(self.path, read_only=True)
        except BaseException:
            self._lock.release()
            raise

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One short transaction (aim at 25 ms), committed when the block ends and undone when it raises.

        Nested use joins the outer transaction: a service may call another inside its own unit of work. Never keep it open
        over an HTTP call.
        """
        with self._writing:
            if self._writer is None:
                raise CacheLocked(folder=self.folder)
            if (outer := getattr(self._local, "connection", None)) is not None:
                yield outer
                return
            with translated(self.path), self._writer.begin() as connection:
                self._local.connection = connection
                connection.info.pop(TOLD, None)
                try:
                    yield connection
                finally:
                    self._local.connection = None
                moves = connection.info.pop(TOLD, None)
            # told before whoever wrote goes on to send
            if moves is not None and self.on_moved is not None:
                self.on_moved(moves)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent snapshot for a few queries; inside `write()` use the writing connection instead."""
        with translated(self.path), self._reader.connect() as connection:
            yield connection

    @property
    def writable(self) -> bool:
        """Whether this process holds the workspace."""
        return self._writer is not None

    def close(self) -> None:
        """Close every connection and give the lock back; harmless when called twice."""
        self._reader.dispose()
        with self._writing:
            # from here on another program may hold the workspace: a thread that comes late must not write
            writer, self._writer = self._writer, None
        if writer is not None:
            writer.dispose()
        self._lock.release()


@contextmanager
def one_transaction(path: Path) -> Iterator[Connection]:
    """One transaction on a file that is no workspace yet: a copy being prepared."""
    engine = _engine(path, read_only=False)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _private_file(path: Path) -> None:
    """Make the file 0600 before SQLite opens it: `-wal` and `-shm` then inherit the mode."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    if os.name == "posix":
        path.chmod(0o600)


def _engine(path: Path, *, read_only: bool) -> Engine:
    # as_uri() quotes spaces, `#` and `?`, which would otherwise cut the address short; SQLAlchemy's own URL would unquote them
    address = f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rw'}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, check_same_thread=False, timeout=BUSY_MS / 1000)

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=4 if read_only else 1,
        max_overflow=4 if read_only else 0,
    )

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        cursor = connection.cursor()
        for pragma in _pragmas(read_only=read_only):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        functions.add_to(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # a deferred transaction that upgrades from reading to writing fails at once, whatever the time-out
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _pragmas(*, read_only: bool) -> list[str]:
    shared = [
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
        "cache_size=-16000",
    ]
    if read_only:
        return [*shared, "query_only=ON"]
    durable = ["journal_mode=WAL", "synchronous=FULL", "journal_size_limit=67108864"]
    return [*durable, *shared, *(["fullfsync=1"] if sys.platform == "darwin" else [])]
