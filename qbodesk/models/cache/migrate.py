"""Brings a workspace file to the newest schema on a copy, and swaps it in only when it is whole.

Does nothing (and imports no Alembic) when the file is up to date. Alembic's SQLite DDL is not transactional, and its
"move and copy" of a parent table with foreign keys on would delete every child row; so a copy is migrated with
foreign keys off and checked before it replaces the file.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from qbodesk.models.errors import CacheCorrupt, CacheTooNew, MigrationFailed

NEWEST = 10
SCRIPTS = Path(__file__).with_name("migrations")


def bring_up_to_date(path: Path) -> None:
    """Upgrade `path` in place or leave it exactly as it was.

    Raises `CacheTooNew` for a file of a newer program, `CacheCorrupt` when it is no sound database, `MigrationFailed`.
    """
    found = version_of(path)
    if found == NEWEST:
        return
    if found > NEWEST:
        raise CacheTooNew(file=path.name, found=found, known=NEWEST)
    working = path.with_name(path.name + ".migrating")
    working.unlink(missing_ok=True)
    try:
        _copy(path, working)
        _upgrade(working)
        _check(working)
    except CacheCorrupt:
        raise
    except Exception as error:
        # whatever broke it, the user's file is untouched, and that is what must be said
        raise MigrationFailed(file=path.name, reason=error) from error
    else:
        _swap(path, working, keep_old=found > 0)
    finally:
        for leftover in (working, *companions(working)):
            leftover.unlink(missing_ok=True)


def is_newest(path: Path) -> bool:
    """Whether the file can be read as it is; whatever is wrong with another one is told by whoever opens it."""
    try:
        return path.is_file() and version_of(path) == NEWEST
    except sqlite3.Error:
        return False


def version_of(path: Path) -> int:
    """The schema version written in the file; 0 for a new, empty one."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _copy(path: Path, working: Path) -> None:
    os.close(os.open(working, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(working)) as target:
        if str(source.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
            raise CacheCorrupt(file=path.name, reason="quick_check")
        source.backup(target)


def _upgrade(working: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import URL, create_engine

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    engine = create_engine(URL.create("sqlite", database=str(working)))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.exec_driver_sql(f"PRAGMA user_version={NEWEST}")
    finally:
        engine.dispose()


def _check(working: Path) -> None:
    with closing(sqlite3.connect(working)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        if orphan := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.IntegrityError(f"row without its parent: {orphan}")


def _swap(path: Path, working: Path, *, keep_old: bool) -> None:
    """Replace the file; the old one stays beside it. Its WAL was checkpointed when the copy's source closed."""
    for companion in (*companions(path), *companions(working)):
        companion.unlink(missing_ok=True)
    if keep_old:
        backup = path.with_name(f"{path.stem}-before-v{NEWEST}{path.suffix}")
        os.replace(path, backup)  # noqa: PTH105 - Path.replace hides that this is the atomic rename we need
    os.replace(working, path)  # noqa: PTH105 - as above


def companions(path: Path) -> tuple[Path, Path]:
    """The log and the shared index SQLite keeps beside a file: they belong to it alone."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")
