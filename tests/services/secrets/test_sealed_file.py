"""Sealed files: the same bytes come back, and nothing comes back of one that was touched."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from qbodesk.models.errors import InvalidInput
from qbodesk.services.secrets.sealed_file import MAGIC, PIECE, is_sealed, seal_file, unseal_file

PASSPHRASE = "zażółć gęślą jaźń"
COST = 2**4
CLEAR = Random(7).randbytes(2 * PIECE + 5) + b"Nowak" * 1000


@pytest.fixture(name="sealed")
def _sealed(tmp_path: Path) -> Path:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(CLEAR)
    seal_file(plain, sealed, PASSPHRASE, cost=COST)
    return sealed


def pieces(sealed: bytes) -> tuple[bytes, list[bytes]]:
    """Head and framed pieces."""
    head_end = sealed.index(b"\n", len(MAGIC)) + 1
    rest, found = sealed[head_end:], []
    while rest:
        size = 4 + int.from_bytes(rest[:4], "big")
        found.append(rest[:size])
        rest = rest[size:]
    return sealed[:head_end], found


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_went_in_comes_out(tmp_path: Path, size: int) -> None:
    plain, sealed, back = (tmp_path / name for name in ("plain", "sealed", "back"))
    plain.write_bytes(Random(size).randbytes(size))
    seal_file(plain, sealed, PASSPHRASE, cost=COST)
    unseal_file(sealed, back, PASSPHRASE)
    assert back.read_bytes() == plain.read_bytes()
    assert is_sealed(sealed)
    assert not is_sealed(plain)


def test_it_is_for_its_owner_and_tells_nothing(sealed: Path, tmp_path: Path) -> None:
    assert b"Nowak" not in sealed.read_bytes()
    unseal_file(sealed, tmp_path / "back", PASSPHRASE)
    if os.name == "posix":
        assert {stat.S_IMODE(each.stat().st_mode) for each in (sealed, tmp_path / "back")} == {0o600}


def test_another_passphrase_is_told_apart_from_damage(sealed: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        unseal_file(sealed, tmp_path / "back", PASSPHRASE + "!")
    assert refused.value.code == "BACKUP_PASSPHRASE_WRONG"


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        seal_file(tmp_path / "plain", tmp_path / "sealed", "1234567", cost=COST)
    assert refused.value.code == "PASSPHRASE_SHORT"
    assert not (tmp_path / "sealed").exists()


def flipped(sealed: bytes) -> bytes:
    return sealed[:-1] + bytes([sealed[-1] ^ 1])


def without_last(sealed: bytes) -> bytes:
    head, found = pieces(sealed)
    return head + b"".join(found[:-1])


def swapped(sealed: bytes) -> bytes:
    head, found = pieces(sealed)
    return head + b"".join([found[1], found[0], *found[2:]])


def repeated(sealed: bytes) -> bytes:
    head, found = pieces(sealed)
    return head + b"".join([*found, found[-1]])


@pytest.mark.parametrize(
    "harm",
    [
        flipped,
        without_last,
        swapped,
        repeated,
        lambda sealed: sealed[:-7],
        lambda sealed: sealed + b"x",
        lambda sealed: sealed[: len(MAGIC) + 10],
        lambda _sealed: MAGIC,
        lambda _sealed: MAGIC + b'{"salt":"","cost":3,"check":""}\n',
        lambda _sealed: MAGIC + b'{"salt":"AA==","cost":1073741824,"check":"AA=="}\n',
        lambda sealed: pieces(sealed)[0],
        lambda sealed: pieces(sealed)[0] + b"\xff\xff\xff\xff",
    ],
)
def test_a_touched_file_is_damaged(sealed: Path, tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    sealed.write_bytes(harm(sealed.read_bytes()))
    with pytest.raises(InvalidInput) as refused:
        unseal_file(sealed, tmp_path / "back", PASSPHRASE)
    assert refused.value.code == "BACKUP_DAMAGED"


def test_no_piece_of_another_file_fits(sealed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    seal_file(tmp_path / "plain", other, PASSPHRASE, cost=COST)
    head, mine = pieces(sealed.read_bytes())
    sealed.write_bytes(head + b"".join([pieces(other.read_bytes())[1][0], *mine[1:]]))
    with pytest.raises(InvalidInput) as refused:
        unseal_file(sealed, tmp_path / "back", PASSPHRASE)
    assert refused.value.code == "BACKUP_DAMAGED"
