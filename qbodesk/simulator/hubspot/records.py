"""The records of one object type, ordered by id and found by modified stamp or unique value; knows no definitions."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One version of a record: a write makes a new one. `properties` holds no empty value and is never changed.

    The system properties (`hs_object_id`, create and modified date) are among `properties`, so that reading a
    property is one lookup. Moments are texts of fixed width, which sort as the moments do.
    """

    id: int
    properties: Values
    created: str
    updated: str
    archived_at: str | None = None

    def raw(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "properties": self.properties,
            "createdAt": self.created,
            "updatedAt": self.updated,
            "archived": self.archived_at is not None,
        }


OnWrite = Callable[[Record | None, Record | None], None]
"""Hears of the former and the new version of a record; `None` where there was or is none."""


class Store:
    """Live and archived records of one type. `unique` names the properties no two live records may share."""

    def __init__(self, unique: Iterable[str]) -> None:
        self.live: dict[int, Record] = {}
        self.archived: dict[int, Record] = {}
        self._ids: dict[bool, list[int]] = {False: [], True: []}
        self._modified: list[tuple[str, int]] = []
        self._unique: dict[str, dict[str, int]] = {name: {} for name in unique}
        self._next = 1
        self.on_write: OnWrite | None = None

    def load(self, records: Iterable[Record]) -> None:
        """Takes many live records at once, in any order. Raises ValueError when a unique value comes twice."""
        for record in records:
            self.live[record.id] = record
            self._claim(record)
        self._ids[False] = sorted(self.live)
        self._modified = sorted((record.updated, record.id) for record in self.live.values())
        self._next = max(self._ids[False], default=0) + 1

    def new_id(self) -> int:
        self._next += 1
        return self._next - 1

    def put(self, record: Record) -> None:
        """Stores a new record or a new version of a live one; uniqueness was checked by the caller."""
        former = self.live.get(record.id)
        if former is None:
            insort(self._ids[False], record.id)
        else:
            self._forget(former)
        self.live[record.id] = record
        insort(self._modified, (record.updated, record.id))
        self._claim(record)
        self._tell(former, record)

    def archive(self, record: Record) -> None:
        """Moves a live record, given as its archived version, to the recycling bin."""
        former = self.live.pop(record.id)
        self._forget(former)
        ids = self._ids[False]
        del ids[bisect_left(ids, record.id)]
        self.archived[record.id] = record
        insort(self._ids[True], record.id)
        self._tell(former, record)

    def purge(self, id_: int) -> None:
        """Forgets a record for good, from among the live ones or from the recycling bin."""
        for archived, records in ((False, self.live), (True, self.archived)):
            former = records.pop(id_, None)
            if former is not None:
                ids = self._ids[archived]
                del ids[bisect_left(ids, id_)]
                if not archived:
                    self._forget(former)
                self._tell(former, None)

    def watch(self, name: str) -> None:
        """Starts to keep a property unique."""
        self._unique[name] = {
            record.properties[name].lower(): record.id
            for record in self.live.values()
            if name in record.properties
        }

    def unwatch(self, name: str) -> None:
        self._unique.pop(name, None)

    @property
    def unique(self) -> Iterable[str]:
        return self._unique

    def holder(self, name: str, value: str) -> int | None:
        """The live record that has this unique value, whatever the case of its letters."""
        return self._unique[name].get(value.lower())

    def page(self, after: int, limit: int, *, archived: bool) -> tuple[list[Record], bool]:
        """Up to `limit` records with ids greater than `after`, and whether more follow."""
        ids = self._ids[archived]
        start = bisect_right(ids, after)
        chosen = self.archived if archived else self.live
        return [chosen[id_] for id_ in ids[start : start + limit]], start + limit < len(ids)

    def ids_between(self, low: int, high: int) -> Sequence[int]:
        """Live ids in [low, high], ascending."""
        ids = self._ids[False]
        return ids[bisect_left(ids, low) : bisect_right(ids, high)]

    def modified_span(self, low: str, high: str) -> tuple[int, int]:
        """Where the live records modified in [low, high] stand in the order of modification."""
        return bisect_left(self._modified, (low, -1)), bisect_right(self._modified, (high, 1 << 63))

    def modified_ids(self, span: tuple[int, int]) -> Iterator[int]:
        return (id_ for _, id_ in self._modified[span[0] : span[1]])

    def __iter__(self) -> Iterator[Record]:
        yield from (self.live[id_] for id_ in self._ids[False])
        yield from (self.archived[id_] for id_ in self._ids[True])

    def _tell(self, former: Record | None, record: Record | None) -> None:
        if self.on_write:
            self.on_write(former, record)

    def _claim(self, record: Record) -> None:
        for name, holders in self._unique.items():
            value = record.properties.get(name)
            if value is not None and holders.setdefault(value.lower(), record.id) != record.id:
                raise ValueError(f"{name} {value} is used twice")

    def _forget(self, record: Record) -> None:
        position = bisect_left(self._modified, (record.updated, record.id))
        del self._modified[position]
        for name, holders in self._unique.items():
            value = record.properties.get(name)
            if value is not None:
                holders.pop(value.lower(), None)
