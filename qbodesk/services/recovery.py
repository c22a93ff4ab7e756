"""Notices that the workspace file is an older or a second copy, and keeps it from sending what may have been sent already.

Looks once, when the workspace is opened; afterwards every move of the outbox is remembered outside the file. Asks no server.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from qbodesk.models.cache import backup, epoch, freeze, links, outbox, salvage
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.epoch import Life
from qbodesk.models.cache.ground import Ground, ground_of
from qbodesk.models.cache.lock import WorkspaceLock
from qbodesk.models.cache.place import FILE_NAME, private_folder
from qbodesk.models.cache.witness import Seen, Witness
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem, WorkspaceRemote
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance, Clock

_ENDED = 2**53
PLACE = ("workspace", "place")
"""What the problem of a place is filed under."""


class Verdict(StrEnum):
    """What the file in this folder is."""

    NEW = "new"
    SAME = "same"
    MOVED = "moved"
    COPIED = "copied"
    FOREIGN = "foreign"
    OLDER = "older"


def judge(life: Life, seen: Seen | None, here: Path, *, lives_there: bool) -> Verdict:
    """`seen` is this computer's memory of the life the file names; `lives_there`: it is still in the folder remembered."""
    if not life.mark:
        return Verdict.NEW
    if seen is None:
        return Verdict.FOREIGN
    if life.moves < seen.moves:
        return Verdict.OLDER
    if seen.folder == here:
        return Verdict.SAME
    return Verdict.COPIED if lives_there else Verdict.MOVED


class Recovery:
    """The restore epoch of one workspace (reliability-security §1.7, C13)."""

    def __init__(
        self, cache: Cache, changes: Changes, clock: Clock, chance: Chance, witness: Witness | None
    ) -> None:
        """Without a `witness` nothing is noticed: for a read-only workspace and where nothing is kept."""
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._chance = chance
        self._witness = witness

    def attend(self) -> Verdict:
        """Judge the file and act on it; afterwards the witness follows every move of the outbox."""
        if self._witness is None or not self._witness.usable():
            return Verdict.SAME
        here = self._cache.folder.resolve()
        with self._cache.read() as tx:
            lived = epoch.life(tx)
        seen = self._witness.recall(lived.mark) if lived.mark else None
        there = seen is not None and seen.folder != here and mark_of(seen.folder) == lived.mark
        verdict = judge(lived, seen, here, lives_there=there)
        if verdict not in {Verdict.SAME, Verdict.MOVED}:
            with self._cache.write() as tx:
                begun = self._begin(tx, verdict)
            if verdict is Verdict.OLDER:
                _retire(self._witness, lived.mark, here)
            lived = begun
        self._follow(self._witness, lived, here)
        return verdict

    def _begin(self, tx: Connection, verdict: Verdict) -> Life:
        mark = self._chance.new_id()
        if verdict is Verdict.OLDER:
            return freeze.freeze(tx, mark, self._clock(), "PAUSED_OLDER")
        if verdict is not Verdict.NEW and freeze.could_send_twice(tx):
            return freeze.freeze(tx, mark, self._clock(), "PAUSED_COPY")
        return epoch.begin(tx, mark)

    def look_around(self) -> None:
        """Tell, as a problem of the workspace, that it lies where a program copies it about; settled when it was moved."""
        with self._cache.write() as tx:
            if ground_of(self._cache.folder) is Ground.CLOUD:
                found = Problem("WORKSPACE_IN_CLOUD", {"folder": str(self._cache.folder)})
                links.raise_problem(tx, *PLACE, found, self._clock())
            else:
                links.settle_problems(tx, *PLACE)

    def paused(self) -> str | None:
        """The code of the problem for which nothing is sent."""
        with self._cache.read() as tx:
            return epoch.paused(tx)

    def resume(self) -> bool:
        """The user has looked at what is in doubt: sending goes on. `False` when it was not paused."""
        with self._cache.write() as tx:
            was = epoch.paused(tx) is not None
            freeze.resume(tx)
        self._changes.publish(ChangeSet.of("outbox") | ChangeSet.of("problem"))
        return was

    def _follow(self, witness: Witness, lived: Life, here: Path) -> None:
        def note(moves: int) -> None:
            witness.remember(lived.mark, Seen(moves, here))

        if witness.recall(lived.mark) != Seen(lived.moves, here):
            note(lived.moves)
        self._cache.on_moved = note


def _retire(witness: Witness, mark: str | None, folder: Path) -> None:
    """The file of that life may come back (it is kept, after all): by then it is an older one, however far it got."""
    if mark:
        witness.remember(mark, Seen(_ENDED, folder))


def mark_of(folder: Path, *, mode: str = "ro") -> str | None:
    """The mark of the workspace in a folder, if there is one that can be read; with `ro` it may be in use."""
    path = folder / FILE_NAME
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True)) as other:
            row = other.execute("SELECT value FROM app_setting WHERE key = ?", (epoch.MARK,)).fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else str(row[0]).strip('"')


@dataclass(frozen=True, slots=True)
class Rescued:
    """What stands in the workspace's place now: `kept` is the file as it was, `in_doubt` how many entries wait for a person.

    `rows` of each table were taken over by a repair; `complete` tells whether all that was stored could be read.
    """

    kept: Path | None
    in_doubt: int
    rows: Mapping[str, int] = field(default_factory=dict)
    complete: bool = True


def restore_workspace(folder: Path, source: Path, clock: Clock, chance: Chance, witness: Witness) -> Rescued:
    """Back to a backup; nothing in it is sent again by itself.

    Raises what `backup.restore` raises, `CacheLocked` or `WorkspaceRemote`.
    """

    def rescue(path: Path, frozen: Callable[[Connection], None]) -> Rescued:
        return Rescued(backup.restore(path, source, clock(), frozen), 0)

    return _rescued(folder, clock, chance, witness, "PAUSED_RESTORED", rescue)


def repair_workspace(folder: Path, clock: Clock, chance: Chance, witness: Witness) -> Rescued:
    """Build the file anew from what can be read of it; what the servers hold is fetched again by the next sync."""

    def rescue(path: Path, frozen: Callable[[Connection], None]) -> Rescued:
        found = salvage.rebuild(path, clock(), frozen)
        return Rescued(found.kept, 0, found.rows, found.complete)

    return _rescued(folder, clock, chance, witness, "PAUSED_REPAIRED", rescue)


def _rescued(
    folder: Path,
    clock: Clock,
    chance: Chance,
    witness: Witness,
    code: str,
    rescue: Callable[[Path, Callable[[Connection], None]], Rescued],
) -> Rescued:
    lives: list[Life] = []
    doubts: list[int] = []

    def frozen(tx: Connection) -> None:
        lives.append(freeze.freeze(tx, chance.new_id(), clock(), code))
        doubts.append(outbox.counts(tx).get(State.NEEDS_REVIEW, 0))

    if ground_of(folder) is Ground.NETWORK:
        raise WorkspaceRemote(folder=folder)
    private_folder(folder)
    lock = WorkspaceLock(folder)
    lock.acquire()
    try:
        before = mark_of(folder, mode="rw")
        found = rescue(folder / FILE_NAME, frozen)
        if witness.usable():
            _retire(witness, before, folder.resolve())
            # otherwise the next start would take the file for a copy from elsewhere
            witness.remember(lives[-1].mark, Seen(lives[-1].moves, folder.resolve()))
    finally:
        lock.release()
    return replace(found, in_doubt=doubts[-1])
