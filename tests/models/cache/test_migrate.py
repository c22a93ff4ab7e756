"""Upgrading: the schema of the steps equals the schema of the tables, and a failing step changes nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from qbodesk.models.cache import migrate, search
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.schema import metadata
from qbodesk.models.errors import MigrationFailed


def test_steps_and_tables_agree(tmp_path: Path) -> None:
    Cache(tmp_path).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'qbodesk.db'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    if kind != "table" or name is None or name == "search_shared":
        return True
    return not name.startswith(("search", "alembic_version"))


def test_a_failing_step_leaves_the_old_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Cache(tmp_path).close()
    path = tmp_path / "qbodesk.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO app_setting(key, value) VALUES ('kept', '1')")
        connection.commit()
    before = path.read_bytes()
    monkeypatch.setattr(migrate, "NEWEST", migrate.NEWEST + 1)

    def fail(working: Path) -> None:
        with closing(sqlite3.connect(working)) as connection:
            connection.execute("DROP TABLE app_setting")
            connection.commit()
        raise RuntimeError("step 2 does not work")

    monkeypatch.setattr(migrate, "_upgrade", fail)
    with pytest.raises(MigrationFailed, match="step 2 does not work"):
        Cache(tmp_path)
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["qbodesk.db", "qbodesk.lock"]


def test_an_upgrade_keeps_the_rows_and_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(tmp_path).close()
    path = tmp_path / "qbodesk.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO app_setting(key, value) VALUES ('kept', '1')")
        connection.commit()
    monkeypatch.setattr(migrate, "NEWEST", migrate.NEWEST + 1)

    def upgrade(working: Path) -> None:
        with closing(sqlite3.connect(working)) as connection:
            connection.execute("ALTER TABLE app_setting ADD COLUMN note TEXT")
            connection.execute(f"PRAGMA user_version={migrate.NEWEST}")
            connection.commit()

    monkeypatch.setattr(migrate, "_upgrade", upgrade)
    Cache(tmp_path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT key, value, note FROM app_setting").fetchall() == [
            ("kept", "1", None)
        ]
    with closing(sqlite3.connect(tmp_path / f"qbodesk-before-v{migrate.NEWEST}.db")) as connection:
        assert connection.execute("SELECT key, value FROM app_setting").fetchall() == [("kept", "1")]


def test_text_that_customers_had_in_common_is_theirs_alone_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "qbodesk.db"
    _step(path, "0009")
    with closing(sqlite3.connect(path)) as old, old:
        old.executemany(
            "INSERT INTO qb_invoice(pk, realm_id, id, customer_id, shared) VALUES (?, ?, ?, ?, ?)",
            [(1, "1", "1", "7", 1), (2, "1", "2", "8", 1), (3, "2", "1", "7", 1), (4, "1", "3", "9", 3)],
        )
        # nobody points at the second any more
        texts = [(1, "jan nowak"), (2, "anna kos"), (3, "zaklad lodz")]
        old.executemany("INSERT INTO search_shared(pk, folded) VALUES (?, ?)", texts)
        old.executemany("INSERT INTO search(rowid, folded) VALUES (? * 16 + 15, ?)", texts)
        old.execute("PRAGMA user_version=9")
    for _again in range(2):
        cache = Cache(tmp_path)
        with cache.write() as tx:
            assert search.find(tx, "nowak") == [("invoice", pk) for pk in (3, 2, 1)]
            assert search.find(tx, "lodz") == [("invoice", 4)]
            assert search.find(tx, "anna") == []
            assert len(search.share(tx, "1", [("7", "jan nowak"), ("8", "jan nowak")])) == 2
            assert tx.exec_driver_sql("SELECT count(*) FROM search_shared").scalar_one() == 4
            search.share(tx, "1", [("9", "somebody new")])
            tx.exec_driver_sql("INSERT INTO search(search) VALUES ('integrity-check')")
        cache.close()
        _step(path, "0009", down=True)
        with closing(sqlite3.connect(path)) as old, old:
            old.execute("PRAGMA user_version=9")
            assert old.execute("SELECT count(DISTINCT shared) FROM qb_invoice").fetchone() == (2,)


def test_down_and_up_again(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    _step(path, "head")
    _step(path, "base", down=True)
    with closing(sqlite3.connect(path)) as connection:
        left = connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        assert [row[0] for row in left] == ["alembic_version"]
    _step(path, "head")


def _step(path: Path, revision: str, *, down: bool = False) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)
    engine.dispose()
