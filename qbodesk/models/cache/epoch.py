"""Which life of the workspace this file holds: its mark, how far its outbox got, whether sending is paused. Moves no entry.

A restored backup or a second copy of the file looks like the original in every row. What tells them apart is kept outside the
file (`witness.py`): the mark of this life and the number of moves the outbox has made in it.
"""

from dataclasses import dataclass

from sqlalchemy import Connection as Tx
from sqlalchemy import delete, literal_column, select
from sqlalchemy.dialects.sqlite import insert

from qbodesk.models.cache import connections
from qbodesk.models.cache.tables_local import setting

MARK = "workspace.mark"
NUMBER = "workspace.epoch"
MOVES = "outbox.moves"
PAUSED = "outbox.paused"
TOLD = "qbodesk.moves"
"""Where a write transaction notes how far the outbox got, for `Cache` to tell the witness after the commit."""


@dataclass(frozen=True, slots=True)
class Life:
    """A restore or a copy begins a new one: `mark` names it, `number` counts them, `moves` never goes back within one."""

    mark: str
    number: int
    moves: int


def life(tx: Tx) -> Life:
    """As the file says; the mark is "" before the first one began."""
    found = [connections.get_setting(tx, key) for key in (MARK, NUMBER, MOVES)]
    return Life(found[0] or "", found[1] or 0, found[2] or 0)


def begin(tx: Tx, mark: str) -> Life:
    """From now on the file has a life of its own."""
    before = life(tx)
    connections.set_setting(tx, MARK, mark)
    connections.set_setting(tx, NUMBER, before.number + 1)
    return Life(mark, before.number + 1, before.moves)


def moved(tx: Tx) -> None:
    """An entry was added or changed its state."""
    count = (
        insert(setting)
        .values(key=MOVES, value="1")
        .on_conflict_do_update(index_elements=["key"], set_={"value": literal_column("value + 1")})
        .returning(setting.c.value)
    )
    tx.info[TOLD] = int(tx.execute(count).scalar_one())


def pause(tx: Tx, code: str) -> None:
    """Nothing is sent until a person says so; `code` is the problem that says why."""
    connections.set_setting(tx, PAUSED, code)


def paused(tx: Tx) -> str | None:
    """The code of why nothing is sent; `None` while it is."""
    found = connections.get_setting(tx, PAUSED)
    return None if found is None else str(found)


def resume(tx: Tx) -> None:
    """Sending goes on."""
    tx.execute(delete(setting).where(setting.c.key == PAUSED))


is_paused = select(setting.c.key).where(setting.c.key == PAUSED).exists()
"""For queries that pick what may be sent."""
