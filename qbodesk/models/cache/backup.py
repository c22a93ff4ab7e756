"""Copies of the workspace file: made while the program runs, checked, and put in its place again. Judges no row.

Only SQLite itself may copy an open database: a plain copy misses what is still in the log beside it.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection as Tx

from qbodesk.models.cache.engine import one_transaction
from qbodesk.models.cache.migrate import NEWEST, bring_up_to_date, companions
from qbodesk.models.cache.trouble import translated
from qbodesk.models.errors import CacheCorrupt, CacheTooNew, DiskFull, InvalidInput


def back_up(path: Path, target: Path) -> None:
    """A checked copy of the workspace file in `target`, readable by its owner only; the workspace may be in use.

    Raises `FILE_EXISTS`, `FILE_UNUSABLE`, `DiskFull` or `CacheCorrupt`; then `target` does not exist.
    """
    if target.exists():
        raise InvalidInput("FILE_EXISTS", file=target)
    working = target.with_name(target.name + ".part")
    try:
        with system_errors(target), translated(path):
            _copy(path, working)
            _sound(working, target)
            _flushed(working)
            os.replace(working, target)  # noqa: PTH105 - Path.replace hides that this is the atomic rename we need
    finally:
        remove(working)


def restore(path: Path, source: Path, now: datetime, change: Callable[[Tx], object]) -> Path | None:
    """Put a backup in the place of the workspace file, after `change` was made to it; returns where the old file is now.

    The caller holds the workspace's lock. Raises `NOT_A_BACKUP`, `CacheTooNew`, `CacheCorrupt`, `FILE_UNUSABLE` or `DiskFull`;
    then nothing has changed.
    """
    if not source.is_file():
        raise InvalidInput("FILE_UNUSABLE", file=source, reason=os.strerror(errno.ENOENT))
    working = path.with_name(path.name + ".restoring")
    try:
        with system_errors(path), translated(source):
            remove(working)
            backup_of_ours(source)
            _copy(source, working)
            _sound(working, source)
            bring_up_to_date(working)
            with one_transaction(working) as tx:
                change(tx)
            return swap_in(path, working, f"before-restore-{now:%Y%m%d-%H%M%S}")
    finally:
        remove(working)


def swap_in(path: Path, working: Path, label: str) -> Path | None:
    """Let `working` take the place of `path`; the old file (and its log, if it could not be taken in) stays beside it."""
    _flushed(working)
    kept = None
    if path.exists():
        _take_in_log(path)
        kept = path.with_name(f"{path.stem}-{label}{path.suffix}")
        _same_file(path, kept)
        wal, shm = companions(path)
        if wal.exists():
            shutil.copy2(wal, companions(kept)[0])
        # a log of the old file beside the new one would be played into it
        wal.unlink(missing_ok=True)
        shm.unlink(missing_ok=True)
    os.replace(working, path)  # noqa: PTH105 - as above
    return kept


def _copy(path: Path, working: Path) -> None:
    os.close(os.open(working, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
    address = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(working)) as target:
        source.backup(target)
        # one file that stands for itself, wherever it is taken
        target.execute("PRAGMA journal_mode=DELETE")


def backup_of_ours(source: Path) -> None:
    """Raises `NOT_A_BACKUP` for another file, `CacheTooNew` for one of a later version."""
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname != "SQLITE_NOTADB":
                raise
            found = 0
    if found == 0:
        raise InvalidInput("NOT_A_BACKUP", file=source)
    if found > NEWEST:
        raise CacheTooNew(file=source.name, found=found, known=NEWEST)


def _sound(working: Path, named: Path) -> None:
    with closing(sqlite3.connect(working)) as connection:
        verdict = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if verdict != "ok":
        raise CacheCorrupt(file=named.name, reason=verdict)


def _take_in_log(path: Path) -> None:
    """Opening and closing a sound file writes its log into it; a damaged one keeps it beside."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        pass


def _same_file(path: Path, kept: Path) -> None:
    try:
        os.link(path, kept)  # a second name for the same file: the old one is never missing in between
    except OSError:
        shutil.copy2(path, kept)


def _flushed(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(working: Path) -> None:
    """A file and everything SQLite put beside it."""
    for each in (working, *companions(working), working.with_name(working.name + "-journal")):
        each.unlink(missing_ok=True)


@contextmanager
def system_errors(path: Path) -> Iterator[None]:
    """What the system says about a file, in our words."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFull(file=path.name) from error
        raise InvalidInput("FILE_UNUSABLE", file=path, reason=error.strerror) from error
