"""A workspace on its way: how far it is, what is refused before anything is touched, and nothing left lying about."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from qbodesk.models.cache.backup import back_up
from qbodesk.models.cache.engine import Cache
from qbodesk.models.errors import DiskFull, InvalidInput
from qbodesk.services import portable
from qbodesk.services.portable import check, opened, save_sealed

PASSPHRASE = "correct horse"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    cache = Cache(tmp_path / "ws")
    yield cache.path
    cache.close()


def test_it_tells_how_far_it_is_and_leaves_one_file(workspace: Path, tmp_path: Path) -> None:
    shares: list[float] = []
    save_sealed(workspace, tmp_path / "stick.qbodesk", PASSPHRASE, shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    check(tmp_path / "stick.qbodesk", PASSPHRASE)
    with opened(tmp_path / "there", tmp_path / "stick.qbodesk", PASSPHRASE) as plain:
        assert plain.parent == tmp_path / "there"
    assert list((tmp_path / "there").iterdir()) == []
    assert not workspace.with_name("moving.db").exists()


class StoppedError(Exception):
    """Somebody pressed the button."""


def test_stopped_on_the_way_nothing_is_left(workspace: Path, tmp_path: Path) -> None:
    def stop(_share: float) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        save_sealed(workspace, tmp_path / "stick.qbodesk", PASSPHRASE, stop)
    assert [each.name for each in tmp_path.iterdir()] == ["ws"]
    assert not workspace.with_name("moving.db").exists()


def test_a_full_disk_is_told_and_nothing_is_left(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: Path, target: Path, _passphrase: str, **_more: object) -> None:
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(portable, "seal_file", full)
    with pytest.raises(DiskFull):
        save_sealed(workspace, tmp_path / "stick.qbodesk", PASSPHRASE)
    assert [each.name for each in tmp_path.iterdir()] == ["ws"]


def test_what_is_refused_at_first_sight(workspace: Path, tmp_path: Path) -> None:
    save_sealed(workspace, tmp_path / "sealed", PASSPHRASE)
    back_up(workspace, tmp_path / "plain")
    (tmp_path / "letter").write_text("Dear Anna")
    (tmp_path / "cut").write_bytes((tmp_path / "sealed").read_bytes()[:60])
    check(tmp_path / "plain", "")
    for name, passphrase, code in (
        ("sealed", "another one", "BACKUP_PASSPHRASE_WRONG"),
        ("cut", PASSPHRASE, "BACKUP_DAMAGED"),
        ("letter", "", "NOT_A_BACKUP"),
        ("nowhere", "", "FILE_UNUSABLE"),
        ("ws", "", "FILE_UNUSABLE"),
    ):
        with pytest.raises(InvalidInput) as refused:
            check(tmp_path / name, passphrase)
        assert refused.value.code == code, name
