"""A file sealed under a passphrase, for the way to another computer: whole or not at all, telling nothing. Knows no workspace.

A head with salt and cost, a sealed word that tells a wrong passphrase from a damaged file, then pieces of a megabyte, each sealed
with its number and whether it is the last: none can be left out, repeated, put elsewhere or taken from another file.
"""

import os
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from qbodesk.models.errors import InvalidInput
from qbodesk.services.secrets.cipher import COST, Unsealable, key_of, seal, unseal

MAGIC = b"qbodesk sealed backup 1\n"
SHORTEST = 8
PIECE = 2**20
_LONGEST_HEAD = 1000
_LONGEST_PIECE = 2 * PIECE


class _Head(msgspec.Struct):
    salt: str
    cost: int
    check: str


def is_sealed(path: Path) -> bool:
    """Whether a file was sealed by `seal_file`. Raises `OSError`."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def seal_file(
    source: Path,
    target: Path,
    passphrase: str,
    *,
    cost: int = COST,
    told: Callable[[int], object] = lambda _read: None,
) -> None:
    """`source` compressed and sealed in `target`, for its owner only and on the disk. Raises `OSError`, `InvalidInput`.

    `told` hears how many bytes of `source` were read so far; what it raises ends the work.
    """
    if len(passphrase) < SHORTEST:
        raise InvalidInput("PASSPHRASE_SHORT", field="passphrase", least=SHORTEST)
    salt = os.urandom(16)
    key = key_of(passphrase, salt, cost)
    head = _Head(b64encode(salt).decode(), cost, b64encode(seal(key, b"", _about(salt, "check"))).decode())
    handle = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with source.open("rb") as plain, os.fdopen(handle, "wb") as file:
        file.write(MAGIC + msgspec.json.encode(head) + b"\n")
        pieces = _ahead(_compressed(plain, told))
        for number, (piece, last) in enumerate(pieces):
            sealed = seal(key, piece, _about(salt, f"{number} {last}"))
            file.write(len(sealed).to_bytes(4, "big") + sealed)
        file.flush()
        os.fsync(file.fileno())


def unseal_file(source: Path, target: Path, passphrase: str) -> None:
    """What was sealed, in `target`, for its owner only.

    Raises `OSError`; `InvalidInput`: `BACKUP_PASSPHRASE_WRONG`, `BACKUP_DAMAGED`. What is in `target` then is not to be used.
    """
    with source.open("rb") as file:
        salt, key = _opened(file, source, passphrase)
        handle = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as plain:
            growing = zlib.decompressobj()
            try:
                for piece in _pieces(file, salt, key):
                    plain.write(growing.decompress(piece))
                plain.write(growing.flush())
                whole = growing.eof
            except (Unsealable, zlib.error) as error:
                raise InvalidInput("BACKUP_DAMAGED", file=source) from error
    if not whole:
        raise InvalidInput("BACKUP_DAMAGED", file=source)


def check_passphrase(source: Path, passphrase: str) -> None:
    """Only whether it is the right one. Raises as `unseal_file` does."""
    with source.open("rb") as file:
        _opened(file, source, passphrase)


def _opened(file: BinaryIO, source: Path, passphrase: str) -> tuple[bytes, bytes]:
    file.seek(len(MAGIC))
    try:
        head = msgspec.json.decode(file.readline(_LONGEST_HEAD), type=_Head)
        salt, check = b64decode(head.salt), b64decode(head.check)
        key = key_of(passphrase, salt, head.cost)
    except (Unsealable, ValueError) as error:
        raise InvalidInput("BACKUP_DAMAGED", file=source) from error
    try:
        unseal(key, check, _about(salt, "check"))
    except Unsealable as error:
        raise InvalidInput("BACKUP_PASSPHRASE_WRONG", field="passphrase", file=source) from error
    return salt, key


def _pieces(file: BinaryIO, salt: bytes, key: bytes) -> Iterator[bytes]:
    for number, (sealed, last) in enumerate(_ahead(_framed(file))):
        yield unseal(key, sealed, _about(salt, f"{number} {last}"))


def _framed(file: BinaryIO) -> Iterator[bytes]:
    """At least one, so that a file without any is a damaged one."""
    while True:
        size = int.from_bytes(file.read(4), "big")
        yield file.read(min(size, _LONGEST_PIECE))
        if not file.read(1):
            return
        file.seek(-1, os.SEEK_CUR)


def _compressed(plain: BinaryIO, told: Callable[[int], object]) -> Iterator[bytes]:
    shrinking = zlib.compressobj(6)
    held = bytearray()
    while read := plain.read(PIECE):
        told(plain.tell())
        held += shrinking.compress(read)
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    held += shrinking.flush()
    for at in range(0, len(held), PIECE):
        yield bytes(held[at : at + PIECE])


def _ahead(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each with whether it is the last."""
    held = next(pieces)
    for piece in pieces:
        yield held, False
        held = piece
    yield held, True


def _about(salt: bytes, what: str) -> str:
    return f"backup {salt.hex()} {what}"
