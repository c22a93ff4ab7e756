"""The workspace file: private, locked, one writer, known troubles by name."""

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from qbodesk.models.cache import connections
from qbodesk.models.cache.engine import Cache
from qbodesk.models.errors import CacheCorrupt, CacheLocked, CacheTooNew


@pytest.fixture
def cache(tmp_path: Path):
    opened = Cache(tmp_path / "mój folder #1")
    yield opened
    opened.close()


def test_files_and_folder_are_private(cache: Cache) -> None:
    with cache.write() as tx:
        connections.set_setting(tx, "a", 1)
    if os.name == "posix":
        assert cache.folder.stat().st_mode & 0o777 == 0o700
        for path in cache.folder.iterdir():
            assert path.stat().st_mode & 0o777 == 0o600, path.name


def test_a_second_opener_is_refused_by_name_and_a_reader_is_not(cache: Cache) -> None:
    with pytest.raises(CacheLocked) as refused:
        Cache(cache.folder)
    assert str(cache.folder) in str(refused.value)
    reader = Cache(cache.folder, read_only=True)
    with reader.read() as tx:
        assert connections.get_setting(tx, "none") is None
    with pytest.raises(CacheLocked), reader.write():
        pass
    reader.close()


def test_the_lock_ends_with_the_opener(cache: Cache) -> None:
    cache.close()
    again = Cache(cache.folder)
    again.close()


def test_a_failing_transaction_leaves_nothing(cache: Cache) -> None:
    with pytest.raises(ZeroDivisionError), cache.write() as tx:
        connections.set_setting(tx, "a", 1)
        raise ZeroDivisionError
    with cache.read() as tx:
        assert connections.get_setting(tx, "a") is None


def test_a_nested_write_joins_the_outer_one(cache: Cache) -> None:
    with pytest.raises(ZeroDivisionError), cache.write() as outer:
        with cache.write() as inner:
            assert inner is outer
            connections.set_setting(inner, "a", 1)
        raise ZeroDivisionError
    with cache.read() as tx:
        assert connections.get_setting(tx, "a") is None


def test_readers_cannot_write(cache: Cache) -> None:
    with cache.read() as tx, pytest.raises(Exception, match="readonly|query_only"):
        tx.execute(text("INSERT INTO app_setting(key, value) VALUES ('x', '1')"))


def test_writers_of_several_threads_take_turns(cache: Cache) -> None:
    def count_up() -> None:
        for _ in range(25):
            with cache.write() as tx:
                connections.set_setting(tx, "n", (connections.get_setting(tx, "n") or 0) + 1)

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with cache.read() as tx:
        assert connections.get_setting(tx, "n") == 100


def test_the_writer_is_durable(cache: Cache) -> None:
    with cache.write() as tx:
        assert tx.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert tx.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert tx.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_a_file_of_a_newer_program_is_refused_untouched(tmp_path: Path) -> None:
    Cache(tmp_path).close()
    path = tmp_path / "qbodesk.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=999")
    before = path.read_bytes()
    with pytest.raises(CacheTooNew) as refused:
        Cache(tmp_path)
    assert "999" in str(refused.value)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_named_so(tmp_path: Path) -> None:
    (tmp_path / "qbodesk.db").write_bytes(b"this is no database, only words" * 100)
    with pytest.raises(CacheCorrupt):
        Cache(tmp_path)
    assert (tmp_path / "qbodesk.db").read_bytes().startswith(b"this is no database")


def test_what_waits_for_an_entry_is_found_by_an_index(tmp_path: Path) -> None:
    with closing(Cache(tmp_path)) as cache, cache.read() as tx:
        plan = tx.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM outbox_op WHERE depends_on = 'a' ORDER BY seq"
        ).all()
    assert any("ix_outbox_op_depends_on" in row[3] for row in plan), plan
