"""Saved views of the lists: what a person wants to see again, by name. Shows and filters nothing itself."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from qbodesk.models.cache import connections
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_local import view
from qbodesk.models.domain.conditions import Filter
from qbodesk.models.domain.listing import Sorts
from qbodesk.models.errors import InvalidInput
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance

LONGEST = 60
_FIRST = "first_view."


class ViewState(msgspec.Struct, frozen=True):
    """What a view puts in force. `columns` are key, width at 100 % and whether it is shown, in the order of the screen."""

    filter: Filter = Filter()
    sorts: Sorts = ()
    search: str = ""
    columns: tuple[tuple[str, int, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view as it was saved."""

    view_id: str
    list_name: str
    name: str
    state: ViewState


class Views:
    """Keeps the views of all lists; every change is published as a change of `view`."""

    def __init__(self, cache: Cache, changes: Changes, chance: Chance) -> None:
        self._cache = cache
        self._changes = changes
        self._chance = chance

    def of(self, list_name: str) -> list[SavedView]:
        """The views of a list in the order they were saved; one this version cannot read is left out."""
        query = select(view).where(view.c.list == list_name).order_by(view.c.position, view.c.view_id)
        with self._cache.read() as tx:
            found = [_read(row) for row in tx.execute(query)]
        return [each for each in found if each is not None]

    def save(self, list_name: str, name: str, state: ViewState) -> str:
        """A new view at the end; returns its id. `VIEW_NAME` when the name is empty, too long or used in this list."""
        view_id = self._chance.new_id()
        with self._cache.write() as tx:
            named = _checked(tx, list_name, name)
            last = tx.execute(select(func.max(view.c.position)).where(view.c.list == list_name)).scalar()
            tx.execute(
                insert(view).values(
                    view_id=view_id, list=list_name, name=named, position=(last or 0) + 1, body=_body(state)
                )
            )
        self._told()
        return view_id

    def change(self, view_id: str, state: ViewState) -> None:
        """The view is from now on this."""
        with self._cache.write() as tx:
            tx.execute(update(view).where(view.c.view_id == view_id).values(body=_body(state)))
        self._told()

    def rename(self, view_id: str, name: str) -> None:
        """Another name; `VIEW_NAME` as in `save`."""
        with self._cache.write() as tx:
            list_name = tx.execute(select(view.c.list).where(view.c.view_id == view_id)).scalar_one_or_none()
            if list_name is not None:
                named = _checked(tx, list_name, name, but=view_id)
                tx.execute(update(view).where(view.c.view_id == view_id).values(name=named))
        self._told()

    def remove(self, view_id: str) -> "RemovedView | None":
        """Take a view away; what is returned brings it back."""
        with self._cache.write() as tx:
            row = tx.execute(select(view).where(view.c.view_id == view_id)).mappings().one_or_none()
            tx.execute(delete(view).where(view.c.view_id == view_id))
        self._told()
        return RemovedView(dict(row)) if row is not None else None

    def bring_back(self, removed: "RemovedView") -> None:
        """A view that was removed stands where it stood."""
        with self._cache.write() as tx:
            tx.execute(insert(view).values(**removed.row))
        self._told()

    def first(self, list_name: str) -> str:
        """The key of the view a list opens with: a saved one's id, a built-in one's key, "" for everything."""
        with self._cache.read() as tx:
            return str(connections.get_setting(tx, _FIRST + list_name) or "")

    def make_first(self, list_name: str, key: str) -> None:
        """Let a list open with this view."""
        with self._cache.write() as tx:
            connections.set_setting(tx, _FIRST + list_name, key)
        self._told()

    def _told(self) -> None:
        self._changes.publish(ChangeSet.of("view"))


@dataclass(frozen=True, slots=True)
class RemovedView:
    """The row of a view that was taken away."""

    row: dict[str, object]


def _checked(tx: Connection, list_name: str, name: str, *, but: str = "") -> str:
    named = " ".join(name.split())
    taken = select(view.c.view_id).where(
        view.c.list == list_name, func.folded(view.c.name) == func.folded(named), view.c.view_id != but
    )
    if not named or len(named) > LONGEST:
        raise InvalidInput("VIEW_NAME", longest=LONGEST)
    if tx.execute(taken.limit(1)).first() is not None:
        raise InvalidInput("VIEW_NAME_TAKEN", name=named)
    return named


def _body(state: ViewState) -> str:
    return msgspec.json.encode(state).decode()


def _read(row: Row[tuple[str, str, str, int, str]]) -> SavedView | None:
    try:
        state = msgspec.json.decode(row.body, type=ViewState)
    except msgspec.DecodeError:
        return None
    return SavedView(row.view_id, row.list, row.name, state)
