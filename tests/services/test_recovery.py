"""A restored backup or a second copy of a workspace sends nothing by itself; the original goes on as ever."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qbodesk.models.cache import epoch, outbox
from qbodesk.models.cache.backup import back_up
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.epoch import Life
from qbodesk.models.cache.ground import Ground
from qbodesk.models.cache.witness import Seen, Witness
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import CacheLocked, InvalidInput, QboDeskError, WorkspaceRemote
from qbodesk.services import recovery
from qbodesk.services.changes import Changes
from qbodesk.services.clock import Chance
from qbodesk.services.recovery import Recovery, Rescued, Verdict, judge, restore_workspace

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HERE, THERE = Path("/here"), Path("/there")


@pytest.mark.parametrize(
    ("mark", "moves", "seen", "lives_there", "expected"),
    [
        ("", 0, None, False, Verdict.NEW),
        ("a", 5, None, False, Verdict.FOREIGN),
        ("a", 5, Seen(5, HERE), False, Verdict.SAME),
        ("a", 6, Seen(5, HERE), False, Verdict.SAME),
        ("a", 4, Seen(5, HERE), False, Verdict.OLDER),
        ("a", 4, Seen(5, THERE), True, Verdict.OLDER),
        ("a", 5, Seen(5, THERE), True, Verdict.COPIED),
        ("a", 5, Seen(5, THERE), False, Verdict.MOVED),
    ],
)
def test_what_the_file_is(
    mark: str, moves: int, seen: Seen | None, lives_there: bool, expected: Verdict
) -> None:
    assert judge(Life(mark, 1, moves), seen, HERE, lives_there=lives_there) is expected


Open = Callable[..., tuple[Cache, Verdict]]


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return tmp_path / "memory"


@pytest.fixture
def opened(memory: Path) -> Iterator[Open]:
    caches: list[Cache] = []

    def opens(folder: Path, memory: Path = memory) -> tuple[Cache, Verdict]:
        cache = Cache(folder)
        caches.append(cache)
        return cache, Recovery(cache, Changes(), lambda: NOW, Chance(), Witness(memory)).attend()

    yield opens
    for each in caches:
        each.close()


def queue(cache: Cache, op_id: str = "1") -> None:
    with cache.write() as tx:
        outbox.add(
            tx, op_id=op_id, kind="make", conn_id=1, lane=op_id, business_key=op_id, intent=b"{}", now=NOW
        )


def state(cache: Cache, op_id: str = "1") -> State:
    with cache.read() as tx:
        found = outbox.get(tx, op_id)
    assert found
    return found.state


def due(cache: Cache) -> outbox.Entry | None:
    with cache.read() as tx:
        return outbox.next_due(tx, NOW, [1])


def cancel(cache: Cache, op_id: str = "1") -> None:
    with cache.write() as tx:
        entry = outbox.get(tx, op_id)
        assert entry
        outbox.shift(tx, entry, State.CANCELLED)


def test_opened_again_and_moved_it_goes_on(tmp_path: Path, opened: Open) -> None:
    cache, first = opened(tmp_path / "a")
    queue(cache)
    cache.close()
    cache, again = opened(tmp_path / "a")
    cache.close()
    (tmp_path / "a").rename(tmp_path / "b")
    cache, moved = opened(tmp_path / "b")
    assert (first, again, moved) == (Verdict.NEW, Verdict.SAME, Verdict.MOVED)
    assert due(cache)


def test_an_older_file_put_back_by_hand_sends_nothing(tmp_path: Path, opened: Open) -> None:
    cache, _first = opened(tmp_path / "a")
    queue(cache)
    cache.close()
    shutil.copy(tmp_path / "a" / "qbodesk.db", tmp_path / "kept.db")
    cache, _again = opened(tmp_path / "a")
    # no request, only a decision: it must not come back to life either
    cancel(cache)
    cache.close()
    shutil.copy(tmp_path / "kept.db", tmp_path / "a" / "qbodesk.db")
    cache, verdict = opened(tmp_path / "a")
    assert verdict is Verdict.OLDER
    assert state(cache) is State.NEEDS_REVIEW
    assert due(cache) is None
    with cache.read() as tx:
        assert epoch.paused(tx) == "PAUSED_OLDER"


def test_a_deleted_log_is_an_older_file(tmp_path: Path, opened: Open) -> None:
    """A program that was killed leaves its newest commits in `-wal`; without that file the database is an older one."""
    folder = tmp_path / "a"
    cache, _first = opened(folder)
    queue(cache)
    copy = tmp_path / "crashed"
    cache.close()
    cache, _again = opened(folder)
    cancel(cache)
    shutil.copytree(folder, copy)  # while it runs: the log is not taken in
    assert (copy / "qbodesk.db-wal").stat().st_size
    cache.close()
    shutil.rmtree(folder)
    copy.rename(folder)
    (folder / "qbodesk.db-wal").unlink()
    (folder / "qbodesk.db-shm").unlink()
    cache, verdict = opened(folder)
    assert verdict is Verdict.OLDER
    assert state(cache) is State.NEEDS_REVIEW


def test_a_deleted_index_of_the_log_is_built_again(tmp_path: Path, opened: Open) -> None:
    folder = tmp_path / "a"
    cache, _first = opened(folder)
    queue(cache)
    copy = tmp_path / "crashed"
    shutil.copytree(folder, copy)
    cache.close()
    shutil.rmtree(folder)
    copy.rename(folder)
    (folder / "qbodesk.db-shm").unlink()
    cache, verdict = opened(folder)
    assert verdict is Verdict.SAME
    assert state(cache) is State.QUEUED


def test_of_two_copies_the_second_sends_nothing_and_the_first_goes_on(tmp_path: Path, opened: Open) -> None:
    cache, _first = opened(tmp_path / "a")
    queue(cache)
    cache.close()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    cache, verdict = opened(tmp_path / "b")
    assert verdict is Verdict.COPIED
    assert state(cache) is State.NEEDS_REVIEW
    cache, verdict = opened(tmp_path / "a")
    assert verdict is Verdict.SAME
    assert due(cache)


def test_on_another_computer_it_sends_nothing(tmp_path: Path, opened: Open) -> None:
    cache, _first = opened(tmp_path / "a")
    queue(cache)
    cache.close()
    cache, verdict = opened(tmp_path / "a", memory=tmp_path / "another computer's memory")
    assert verdict is Verdict.FOREIGN
    assert due(cache) is None


def test_a_copy_in_which_nothing_waits_just_lives_on(tmp_path: Path, opened: Open) -> None:
    cache, _first = opened(tmp_path / "a")
    cache.close()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    cache, verdict = opened(tmp_path / "b")
    assert verdict is Verdict.COPIED
    queue(cache)
    assert due(cache)
    cache.close()
    assert opened(tmp_path / "b")[1] is Verdict.SAME


def test_going_on_is_a_persons_decision_and_lasts(tmp_path: Path, opened: Open, memory: Path) -> None:
    cache, _first = opened(tmp_path / "a")
    queue(cache)
    cache.close()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    cache, _verdict = opened(tmp_path / "b")
    queue(cache, "2")
    assert due(cache) is None
    recovery = Recovery(cache, Changes(), lambda: NOW, Chance(), None)
    assert recovery.resume()
    assert not recovery.resume()
    entry = due(cache)
    assert entry
    assert entry.op_id == "2"
    cache.close()
    cache, verdict = opened(tmp_path / "b")
    assert verdict is Verdict.SAME
    assert due(cache)
    assert state(cache) is State.NEEDS_REVIEW


def test_where_nothing_can_be_remembered_the_program_works_all_the_same(tmp_path: Path, opened: Open) -> None:
    (tmp_path / "no folder").write_text("a file")
    cache, verdict = opened(tmp_path / "a", memory=tmp_path / "no folder")
    queue(cache)
    assert verdict is Verdict.SAME
    assert due(cache)


def restored(folder: Path, source: Path, memory: Path) -> Rescued:
    return restore_workspace(folder, source, lambda: NOW, Chance(), Witness(memory))


def test_a_backup_made_while_the_program_writes_comes_back_frozen(
    tmp_path: Path, opened: Open, memory: Path
) -> None:
    folder, file = tmp_path / "a", tmp_path / "backup.db"
    cache, _first = opened(folder)
    queue(cache)
    back_up(cache.path, file)
    assert file.stat().st_mode & 0o777 == 0o600
    queue(cache, "2")
    with pytest.raises(CacheLocked):
        restored(folder, file, memory)
    cache.close()
    found = restored(folder, file, memory)
    assert found.in_doubt == 1
    cache, verdict = opened(folder)
    assert verdict is Verdict.SAME
    assert state(cache) is State.NEEDS_REVIEW
    with cache.read() as tx:
        assert outbox.get(tx, "2") is None
        assert epoch.paused(tx) == "PAUSED_RESTORED"
    with closing(sqlite3.connect(found.kept)) as old:
        assert old.execute("SELECT count(*) FROM outbox_op").fetchone() == (2,)
    cache.close()
    # the file that was kept does not know what was sent since: put back, it sends nothing either
    shutil.copy(found.kept, folder / "qbodesk.db")
    cache, verdict = opened(folder)
    assert verdict is Verdict.OLDER
    assert state(cache, "2") is State.NEEDS_REVIEW


@pytest.mark.parametrize("what", ["text", "empty database", "newer", "missing", "damaged"])
def test_what_is_no_backup_changes_nothing(tmp_path: Path, opened: Open, memory: Path, what: str) -> None:
    folder, file = tmp_path / "a", tmp_path / "backup.db"
    cache, _first = opened(folder)
    queue(cache)
    if what in {"newer", "damaged"}:
        back_up(cache.path, file)
    cache.close()
    before = (folder / "qbodesk.db").read_bytes()
    match what:
        case "text":
            file.write_text("words " * 1000)
        case "empty database":
            file.write_bytes(b"")
        case "newer":
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("PRAGMA user_version=99")
        case "damaged":
            with file.open("r+b") as opened_file:
                opened_file.seek(5 * 4096)
                opened_file.write(b"\xff" * 8192)
    with pytest.raises(QboDeskError, match="backup|newer|damaged|used"):
        restored(folder, file, memory)
    assert (folder / "qbodesk.db").read_bytes() == before
    assert sorted(each.name for each in folder.iterdir()) == ["qbodesk.db", "qbodesk.lock"]


def test_a_backup_replaces_no_file_and_leaves_no_half(tmp_path: Path, opened: Open) -> None:
    cache, _first = opened(tmp_path / "a")
    taken = tmp_path / "taken.db"
    taken.write_text("mine")
    with pytest.raises(InvalidInput):
        back_up(cache.path, taken)
    assert taken.read_text() == "mine"
    with pytest.raises(InvalidInput):
        back_up(cache.path, tmp_path / "nowhere" / "backup.db")


def test_nothing_is_restored_onto_a_network_drive(
    tmp_path: Path, opened: Open, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tmp_path / "a")
    back_up(tmp_path / "a" / "qbodesk.db", tmp_path / "kept.db")
    monkeypatch.setattr(recovery, "ground_of", lambda _folder: Ground.NETWORK)
    with pytest.raises(WorkspaceRemote):
        restore_workspace(tmp_path / "there", tmp_path / "kept.db", lambda: NOW, Chance(), Witness(memory))
    assert not (tmp_path / "there").exists()
