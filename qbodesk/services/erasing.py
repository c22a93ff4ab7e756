"""Takes a workspace off this computer: gives its sign-ins back and removes every file the program made in its folder.

Nothing changes at QuickBooks or HubSpot. Files the program did not make stay; what waited in the queue is lost, so whoever asks
is told first how much that is (`what_is_there`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qbodesk.models.cache.lock import WorkspaceLock
from qbodesk.models.cache.place import FILE_NAME
from qbodesk.models.cache.witness import Witness
from qbodesk.models.errors import InvalidInput, LocalTrouble
from qbodesk.services.diagnosis import logbook
from qbodesk.services.recovery import mark_of
from qbodesk.services.secrets import Vault, vault
from qbodesk.services.signin.desk import SignInDesk

_STEM = Path(FILE_NAME).stem
_MADE = {
    ".": (
        *(
            f"{FILE_NAME}{work}{beside}"
            for work in ("", ".migrating", ".reading", ".repairing", ".restoring")
            for beside in ("", "-wal", "-shm", "-journal")
        ),
        *(f"{_STEM}-{label}-*.db*" for label in ("before-restore", "damaged")),
        f"{_STEM}-before-v*.db*",
        "moving.db*",
        "window.ini*",
    ),
    vault.FOLDER: ("vault.json*", "*.sealed*", "*.lock"),
    logbook.FOLDER: (f"{logbook.FILE}*", logbook.STOPPED),
}
"""Patterns of the files the program makes, by folder; the lock comes last and by itself."""
_LOCK = f"{_STEM}.lock"


@dataclass(frozen=True, slots=True)
class Holding:
    """What would be removed (`size` in bytes) and what would stay, because the program did not make it."""

    files: tuple[Path, ...]
    size: int
    others: tuple[Path, ...]


def what_is_there(folder: Path) -> Holding:
    """Looks at names and sizes only, so also at a damaged workspace. Raises `NO_WORKSPACE`."""
    made = tuple(sorted(_made(folder)))
    if not any(each.name.startswith(_STEM) for each in made):
        raise InvalidInput("NO_WORKSPACE", folder=folder)
    keep = {*made, folder / _LOCK, *(folder / name for name in _MADE)}
    others = tuple(sorted(each for each in folder.iterdir() if each not in keep))
    return Holding(made, sum(each.lstat().st_size for each in made), others)


def give_back_all(signin: SignInDesk) -> list[str]:
    """Sign out of everything; returns the names whose access could not be taken back, so that a person does it there.

    A key pasted from HubSpot is one of them: only HubSpot can delete it. Uses the network.
    """
    signin.catch_up()
    kept = [each for each in signin.rows() if signin.sign_ins.has(each.service, each.remote_id)]
    left = [each.name for each in kept if not signin.disconnect(each.conn_id)]
    return left + [name for name in signin.owed() if name not in left]


def erase(folder: Path, keys: Vault, witness: Witness) -> Holding:
    """Remove it; the workspace must be closed. Returns what was removed and what stays.

    Raises `CacheLocked` while a program has it open, `FILE_UNUSABLE` for a file that cannot be removed: those before it are gone.
    """
    found = what_is_there(folder)
    lock = WorkspaceLock(folder)
    lock.acquire()
    try:
        mark = mark_of(folder)
        keys.erase()
        if mark:
            witness.forget(mark)
        for each in _made(folder):
            _remove(each)
    finally:
        lock.release()
    _remove(folder / _LOCK)
    for place in (*(folder / name for name in _MADE if name != "."), folder):
        if place.is_dir() and not place.is_symlink() and not any(place.iterdir()):
            place.rmdir()
    return found


def _made(folder: Path) -> Iterator[Path]:
    for name, patterns in _MADE.items():
        place = folder / name
        if place.is_dir() and not (name != "." and place.is_symlink()):
            for pattern in patterns:
                yield from place.glob(pattern)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise LocalTrouble("FILE_UNUSABLE", file=path, reason=error.strerror or error) from error
