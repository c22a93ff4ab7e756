"""A workspace on its way to another computer: one sealed file out of it, one step back into it. Holds no sign-in.

What is restored sends nothing by itself (services/recovery.py), and its connections are signed in anew: keys stay where they are.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from qbodesk.models.cache.backup import back_up, backup_of_ours, remove, system_errors
from qbodesk.models.cache.place import private_folder
from qbodesk.models.cache.trouble import translated
from qbodesk.models.errors import InvalidInput
from qbodesk.services.secrets.sealed_file import SHORTEST, check_passphrase, is_sealed, seal_file, unseal_file

SUFFIX = ".qbodesk"
_PLAIN = "moving.db"
"""The clear copy never leaves the workspace's own folder: the target may be a stick or a shared disk."""


def save_sealed(
    path: Path, target: Path, passphrase: str, told: Callable[[float], object] = lambda _share: None
) -> None:
    """The workspace file `path` under a passphrase in `target`; the workspace may be in use.

    `told` hears the share that is done, 0 to 1; what it raises ends the work, and `target` does not exist.

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
            whole = max(plain.stat().st_size, 1)
            seal_file(plain, working, passphrase, told=lambda read: told(read / whole))
            working.replace(target)
    finally:
        remove(plain)
        with system_errors(target):
            working.unlink(missing_ok=True)


def needs_passphrase(source: Path) -> bool:
    """Whether a backup is a sealed one. Raises `FILE_UNUSABLE`."""
    with system_errors(source):
        return is_sealed(source)


def check(source: Path, passphrase: str) -> None:
    """Whether a backup can be restored with this passphrase ("" for one without), as far as a first look tells.

    Raises `FILE_UNUSABLE`, `BACKUP_PASSPHRASE_WRONG`, `BACKUP_DAMAGED`, `NOT_A_BACKUP` or `CacheTooNew`.
    """
    if needs_passphrase(source):
        with system_errors(source):
            check_passphrase(source, passphrase)
    else:
        with translated(source):
            backup_of_ours(source)


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
