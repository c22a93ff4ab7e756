"""Reads rows straight from the pages of a damaged SQLite file (sqlite.org/fileformat2.html). Knows no table of ours.

What SQLite can no longer reach (a page above is gone, the first page is gone) is still there in its leaf pages. Rows come back
in no order, older versions of a row among them where a page was freed: whoever uses them judges.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

Value = int | float | str | bytes | None

_TABLE_LEAF, _INDEX_LEAF, _INDEX_ABOVE = (
    0x0D,
    0x0A,
    0x02,
)  # an index holds rows in the pages above its leaves too
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_MOST_OVERFLOW = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Leaf:
    """One row: `rowid` is `None` in an index and in a table without row numbers."""

    rowid: int | None
    values: tuple[Value, ...]


def leaves(path: Path) -> Iterator[Leaf]:
    """Every row that can be decoded in `path` and the committed part of the log beside it."""
    with path.open("rb") as file:
        pages = _Pages(file, _log_of(path))
        for number in range(1, pages.count + 1):
            yield from _rows(pages, number)


class _Pages:
    def __init__(self, file: IO[bytes], log: dict[int, bytes]) -> None:
        self._file, self._log = file, log
        head = file.read(100)
        size = int.from_bytes(head[16:18], "big") if len(head) == 100 else 0
        self.size = (
            size if head[:15] == b"SQLite format 3" and size >= 512 and size & (size - 1) == 0 else 4096
        )
        length = file.seek(0, 2)
        self.count = max([-(-length // self.size), *log])

    def __getitem__(self, number: int) -> bytes:
        if (found := self._log.get(number)) is not None:
            return found
        self._file.seek((number - 1) * self.size)
        return self._file.read(self.size)


def _log_of(path: Path) -> dict[int, bytes]:
    """Page number -> newest committed page of the write-ahead log."""
    log = path.with_name(path.name + "-wal")
    if not log.exists():
        return {}
    with log.open("rb") as file:
        head = file.read(32)
        if len(head) < 32:
            return {}
        size = int.from_bytes(head[8:12], "big")
        if not 512 <= size <= 65536:
            return {}
        committed: dict[int, bytes] = {}
        pending: dict[int, bytes] = {}
        while len(frame := file.read(24 + size)) == 24 + size and frame[8:16] == head[16:24]:
            number, pages_after = struct.unpack(">II", frame[:8])
            pending[number] = frame[24:]
            if pages_after:
                committed.update(pending)
                pending.clear()
    return committed


def _rows(pages: _Pages, number: int) -> Iterator[Leaf]:
    page = pages[number]
    start = 100 if number == 1 else 0
    # the page a truncated file ends in may hold some of its rows whole
    if len(page) < start + 12 or page[start] not in {_TABLE_LEAF, _INDEX_LEAF, _INDEX_ABOVE}:
        return
    in_table, above = page[start] == _TABLE_LEAF, 4 if page[start] == _INDEX_ABOVE else 0
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    for cell in range(min(cells, pages.size // 4)):
        pointer = start + 8 + above + 2 * cell
        at = int.from_bytes(page[pointer : pointer + 2], "big")
        try:
            size, at = _varint(page, at + above)
            rowid = None
            if in_table:
                rowid, at = _varint(page, at)
            yield Leaf(rowid, _record(_payload(pages, page, at, size, in_table=in_table)))
        except (IndexError, ValueError, struct.error):
            continue


def _payload(pages: _Pages, page: bytes, at: int, size: int, *, in_table: bool) -> bytes:
    """The bytes of a cell, with what did not fit on its page."""
    if not 0 < size <= _MOST_OVERFLOW:
        raise ValueError(size)
    room = pages.size
    most = room - 35 if in_table else (room - 12) * 64 // 255 - 23
    if size <= most:
        return _cut(page, at, size)
    least = (room - 12) * 32 // 255 - 23
    local = least + (size - least) % (room - 4)
    local = local if local <= most else least
    parts = [_cut(page, at, local)]
    left, following = size - local, int.from_bytes(_cut(page, at + local, 4), "big")
    while left > 0:
        if not 0 < following <= pages.count:
            raise ValueError(following)
        overflow = pages[following]
        following = int.from_bytes(overflow[:4], "big")
        parts.append(_cut(overflow, 4, min(left, room - 4)))
        left -= room - 4
    return b"".join(parts)


def _record(payload: bytes) -> tuple[Value, ...]:
    length, at = _varint(payload, 0)
    kinds = []
    while at < length:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != length or not kinds:
        raise ValueError(length)
    values = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload):
        raise ValueError(at)
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in {8, 9}:
        return kind - 8, at
    if kind in _INTEGERS:
        size = _INTEGERS[kind]
        return int.from_bytes(_cut(payload, at, size), "big", signed=True), at + size
    if kind == 7:
        return struct.unpack(">d", _cut(payload, at, 8))[0], at + 8
    if kind < 12:
        raise ValueError(kind)
    size = (kind - 12) // 2
    found = _cut(payload, at, size)
    return (found if kind % 2 == 0 else found.decode()), at + size


def _cut(data: bytes, at: int, size: int) -> bytes:
    found = data[at : at + size]
    if len(found) != size:
        raise ValueError(size)
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for n in range(9):
        byte = data[at + n]
        if n == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + n + 1
    raise ValueError(at)
