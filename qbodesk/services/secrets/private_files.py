"""Small files only their owner may read, replaced whole or not at all. Knows nothing of what they hold."""

import contextlib
import errno
import os
from pathlib import Path

from qbodesk.models.errors import DiskFull, LocalTrouble

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def private_folder(folder: Path) -> None:
    """Make it, for its owner alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "posix":
            folder.chmod(0o700)
    except OSError as error:
        raise _ours(folder, error) from error


def write(path: Path, body: bytes) -> None:
    """Returns when it is on the disk. Raises `DiskFull` or `FILE_UNUSABLE`; the file before it is then still there."""
    working = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(working, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.replace(working, path)  # noqa: PTH105 - Path.replace hides that this is the atomic rename we need
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            working.unlink(missing_ok=True)
        raise _ours(path, error) from error


def read(path: Path) -> bytes | None:
    """The whole file, None when there is none. Raises `FILE_UNUSABLE`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _ours(path, error) from error


def remove(path: Path) -> None:
    """Gone afterwards, whether it was there or not."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _ours(path, error) from error


def _sync_folder(folder: Path) -> None:
    """On POSIX a rename is certain only when the folder is on the disk too; Windows has no such call."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _ours(path: Path, error: OSError) -> LocalTrouble:
    if error.errno in _FULL:
        return DiskFull(file=path.name)
    return LocalTrouble("FILE_UNUSABLE", file=path, reason=error.strerror or error)
