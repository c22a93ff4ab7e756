"""Opens a workspace: takes its lock, looks at its file, and makes its services at once or when they are first asked for."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from qbodesk.models.cache.ground import Ground, ground_of
from qbodesk.models.cache.lock import WorkspaceLock
from qbodesk.models.cache.migrate import is_newest
from qbodesk.models.cache.place import FILE_NAME, private_folder
from qbodesk.models.cache.witness import Witness
from qbodesk.models.errors import WorkspaceRemote
from qbodesk.services.changes import Changes
from qbodesk.services.clock import Chance, Clock, system_clock
from qbodesk.services.workspace import Services, Workspace

if TYPE_CHECKING:
    from qbodesk.services.http.retry import ReadRetry
    from qbodesk.services.secrets import Vault


def witness() -> Witness:
    """This computer's memory of its workspaces: never inside a workspace's own folder, so that no copy brings it along."""
    from platformdirs import user_state_path

    return Witness(user_state_path("qbodesk-workspaces", appauthor=False))


def open_workspace(
    folder: Path,
    *,
    read_only: bool = False,
    late: bool = False,
    clock: Clock = system_clock,
    chance: Chance | None = None,
    checkpoint: Callable[[str], None] = lambda _name: None,
    resend_wait: timedelta | None = None,
    retry: "Callable[[], ReadRetry] | None" = None,
    vault: "Vault | None" = None,
) -> Workspace:
    """Open or create the workspace in `folder`. Raises the `LocalTrouble` errors of `Cache`.

    `late` leaves the services to whoever asks for one first, if the file is one that can be looked at without them; their
    errors come then.
    """
    lock = None if read_only else WorkspaceLock(folder)
    if lock is not None:
        if ground_of(folder) is Ground.NETWORK:
            raise WorkspaceRemote(folder=folder)
        private_folder(folder)
        lock.acquire()

    def make(workspace: Workspace) -> Services:
        from qbodesk.app.wiring import make_services

        return make_services(
            workspace,
            lock=lock,
            chance=chance or Chance(jitter=random.random),
            witness=None if read_only else witness(),
            checkpoint=checkpoint,
            resend_wait=resend_wait,
            retry=retry,
            vault=vault,
        )

    def abandon() -> None:
        if lock is not None:
            lock.release()

    workspace = Workspace(folder, Changes(), clock, make, abandon)
    if not late or not is_newest(folder / FILE_NAME):
        workspace.open()
    return workspace
