"""A workspace on its way to another computer: one sealed file out of it, one step back into it. Holds no sign-in.

What is restored sends nothing by itself (services/recovery.py), and its connections are signed in anew: keys stay where they are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qbodesk.models.cache.backup import back_up, remove, system_errors
from qbodesk.models.cache.place import private_folder
from qbodesk.models.errors import InvalidInput
from qbodesk.services.secrets.sealed_file import SHORTEST, is_sealed, seal_file, unseal_file

SUFFIX = ".qbodesk"
_PLAIN = "moving.db"
"""The clear copy never leaves the workspace's own folder: the target may be a stick or a shared disk."""


def save_sealed(path: Path, target: Path, passphrase: str) -> None:
    """The workspace file `path` under a passphrase in `target`; the workspace may be in use.

    Raises `FILE_EXISTS`, `FILE_UNUSABLE`, `PASSPHRASE_SHORT`, `DiskFull` or `CacheCorrupt`; then `target` does not exist.
    """
    if target.exists():
        raise InvalidInput("FILE_EXISTS", file=target)
    if len(passphrase) < SHORTEST:
        raise InvalidInput("PASSPHRASE_SHORT", field="passphrase", least=SHORTEST)
    plain, working = path.with_name(_PLAIN), target.with_name(target.name + ".part")
    try:
        remove(plain)
        back_up(path, plain)
        with system_errors(target):
            seal_file(plain, working, passphrase)
            working.replace(target)
    finally:
        remove(plain)
        with system_errors(target):
            working.unlink(missing_ok=True)


def needs_passphrase(source: Path) -> bool:
    """Whether a backup is a sealed one. Raises `FILE_UNUSABLE`."""
    with system_errors(source):
        return is_sealed(source)


@contextmanager
def opened(folder: Path, source: Path, passphrase: str) -> Iterator[Path]:
    """The backup in clear, in the folder it is to be restored to, as long as this lasts; a plain one is what it is.

    Raises `BACKUP_PASSPHRASE_WRONG`, `BACKUP_DAMAGED`, `FILE_UNUSABLE` or `DiskFull`.
    """
    if not needs_passphrase(source):
        yield source
        return
    private_folder(folder)
    plain = folder / _PLAIN
    try:
        remove(plain)
        with system_errors(source):
            unseal_file(source, plain, passphrase)
        yield plain
    finally:
        remove(plain)
