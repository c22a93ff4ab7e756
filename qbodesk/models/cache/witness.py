"""What this computer remembers of a workspace outside of its file, so that an older or second copy is recognised. Knows no row.

A small file per life of a workspace, in a folder of its own beside no workspace: restoring or copying a workspace's folder does
not bring it along. It is written after the commit it tells of and before anything leaves, so it is never ahead of the file it
belongs to.
"""

import contextlib
import errno
import json
import os
from dataclasses import dataclass
from pathlib import Path

from qbodesk.models.errors import DiskFull, LocalTrouble


@dataclass(frozen=True, slots=True)
class Seen:
    """How far the outbox of one life got, and the folder it lives in."""

    moves: int
    folder: Path


class Witness:
    """Reads and writes these memories."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def usable(self) -> bool:
        """Whether anything can be remembered on this computer; where not, an older copy cannot be recognised."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            return False
        return os.access(self._folder, os.W_OK)

    def recall(self, mark: str) -> Seen | None:
        """What is remembered of a life; `None` for one this computer has never seen."""
        try:
            found = json.loads(self._path(mark).read_text())
            return Seen(int(found["moves"]), Path(found["folder"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remember(self, mark: str, seen: Seen) -> None:
        """Returns when it is on the disk. Raises `DiskFull` or `WITNESS_UNWRITABLE`."""
        path = self._path(mark)
        working = path.with_suffix(".part")
        try:
            handle = os.open(working, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w") as file:
                json.dump({"moves": seen.moves, "folder": str(seen.folder)}, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(working, path)  # noqa: PTH105 - Path.replace hides that this is the atomic rename we need
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
                raise DiskFull(file=path.name) from error
            raise LocalTrouble("WITNESS_UNWRITABLE", folder=self._folder, reason=error.strerror) from error

    def forget(self, mark: str) -> None:
        """The workspace of that life is erased; a memory that cannot be removed names a folder and nothing else."""
        with contextlib.suppress(OSError):
            self._path(mark).unlink(missing_ok=True)

    def _path(self, mark: str) -> Path:
        return self._folder / f"{mark}.json"
