"""A damaged file is built anew: never a traceback, never an entry silently lost that is still in the file."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qbodesk.models.cache import freeze, outbox, salvage
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.pages import leaves
from qbodesk.models.cache.tables_sync import connection
from qbodesk.models.domain.outbox import FINAL_STATES, State
from tests.models.cache import damaged
from tests.models.cache.damaged import ENTRIES, NOW, PAGE, op_id, overwrite, token

ROUNDS = int(os.environ.get("QBODESK_DAMAGES", "25"))
SEED = int(os.environ.get("QBODESK_SEED", "20261123"))


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return damaged.workspace(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "qbodesk.db"))


def repaired(path: Path) -> salvage.Salvaged:
    return salvage.rebuild(path, NOW, lambda tx: freeze.freeze(tx, "new", NOW, "PAUSED_REPAIRED"))


def entries(path: Path) -> dict[str, outbox.Entry]:
    cache = Cache(path.parent)
    with cache.read() as tx:
        found = {each.op_id: each for each in outbox.listed(tx)}
        assert tx.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        assert not tx.exec_driver_sql("PRAGMA foreign_key_check").all()
    cache.close()
    return found


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


VALUED = (
    "outbox_op",
    "outbox_attempt",
    "outbox_claim",
    "app_draft",
    "app_audit",
    "sync_link",
    "sync_connection",
)


def test_a_sound_file_keeps_every_row_of_ours_and_leaves_the_mirrors_to_the_servers(
    path: Path, sound: Path
) -> None:
    found = repaired(path)
    assert found.complete
    assert found.kept
    assert found.kept.read_bytes() == sound.read_bytes()
    assert {name: count(path, name) for name in VALUED} == {name: count(sound, name) for name in VALUED}
    assert count(path, "qb_customer") == 0
    assert count(path, "sync_cursor") == 0
    for entry in entries(path).values():
        assert entry.state in FINAL_STATES | {State.NEEDS_REVIEW}
    cache = Cache(path.parent)
    with cache.read() as tx:
        assert tx.execute(connection.select()).one().last_ok_at == ""
        assert outbox.next_due(tx, NOW, [1]) is None
    cache.close()


def test_the_first_page_gone_loses_nothing(path: Path, sound: Path) -> None:
    overwrite(path, 0, b"\0" * PAGE)
    found = repaired(path)
    assert not found.complete
    assert {name: count(path, name) for name in VALUED} == {name: count(sound, name) for name in VALUED}


@pytest.mark.timeout(120 + 3 * ROUNDS)
def test_damaged_at_random_places(sound: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    pages = sound.stat().st_size // PAGE
    for n in range(ROUNDS):
        folder = tmp_path / str(n)
        folder.mkdir()
        path = Path(shutil.copy(sound, folder / "qbodesk.db"))
        page = chance.randrange(pages)
        how = chance.choice(["noise", "zeros", "truncated", "bits", "another page"])
        damage(path, page, how, chance)
        whole = path.stat().st_size // PAGE * PAGE  # of the page a cut goes through, half a row may be left
        rest = path.read_bytes()[:whole]
        found = repaired(path)
        kept = entries(path)
        lost = {each for each in range(ENTRIES) if op_id(each) not in kept}
        told = f"seed {SEED} round {n}: page {page} {how}, lost {sorted(lost)}"
        assert not lost or not found.complete, told
        if how != "bits":
            assert not [each for each in lost if token(each).encode() in rest], told
        shutil.rmtree(folder)


def damage(path: Path, page: int, how: str, chance: random.Random) -> None:
    match how:
        case "noise":
            overwrite(path, page, damaged.noise(chance))
        case "zeros":
            overwrite(path, page, b"\0" * PAGE)
        case "another page":
            other = chance.randrange(path.stat().st_size // PAGE)
            with path.open("rb") as file:
                file.seek(other * PAGE)
                content = file.read(PAGE)
            overwrite(path, page, content)
        case "truncated":
            os.truncate(path, page * PAGE + chance.randrange(PAGE))
        case _:
            for _each in range(20):
                with path.open("r+b") as file:
                    file.seek(page * PAGE + chance.randrange(PAGE))
                    file.write(chance.randbytes(1))


def test_pages_read_what_sqlite_reads(sound: Path) -> None:
    with closing(sqlite3.connect(sound)) as connection:
        expected = set(connection.execute("SELECT draft_id, deal_id, state, body FROM app_draft"))
    rows = {
        (v[0], v[1], v[3], v[5])
        for each in leaves(sound)
        if len(v := each.values) == 8 and isinstance(v[0], str)
    }
    assert expected <= rows


def test_committed_frames_of_the_log_are_read_and_open_ones_are_not(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("CREATE TABLE t(a TEXT, b BLOB)")
        connection.execute("INSERT INTO t VALUES ('long', ?)", (b"y" * 30_000,))
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN")
        connection.execute("INSERT INTO t VALUES ('open', ?)", (b"z" * 300_000,))
        copy = Path(shutil.copy(path, tmp_path / "y.db"))
        shutil.copy(tmp_path / "x.db-wal", tmp_path / "y.db-wal")
    found = {each.values for each in leaves(copy) if len(each.values) == 2}
    assert found == {("long", b"y" * 30_000)}
