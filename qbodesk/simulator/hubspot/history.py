"""The former values of properties (`propertiesWithHistory`): kept from a record's first change on; judges nothing."""

from collections.abc import Callable
from typing import Any, NamedTuple

from qbodesk.simulator.hubspot.records import Record

Body = dict[str, Any]
SEEDED, WRITTEN, CALCULATED, MERGED = "CRM_UI", "INTEGRATION", "CALCULATED", "MERGE_OBJECTS"


class Version(NamedTuple):
    """A value a property took at a moment; the empty one means that it was cleared."""

    value: str
    stamp: str
    source: str

    def body(self) -> Body:
        return {"value": self.value, "timestamp": self.stamp, "sourceType": self.source}


class History:
    """The versions of the properties of one object type.

    A property that never changed has one version, which is not kept but read off its record.
    """

    def __init__(self) -> None:
        self._changed: dict[int, dict[str, list[Version]]] = {}
        self._born: dict[int, str] = {}

    def begin(self, record: Record, source: str) -> None:
        """Notes where the first values of a record come from; unless told they came with the seed."""
        self._born[record.id] = source

    def note(self, former: Record, record: Record, source_of: Callable[[str], str]) -> None:
        """Keeps what a write changed."""
        for name in former.properties.keys() | record.properties.keys():
            value = record.properties.get(name, "")
            if value == former.properties.get(name, ""):
                continue
            kept = self._changed.setdefault(record.id, {})
            if name not in kept:
                kept[name] = [self._first(former, name)] if name in former.properties else []
            kept[name].append(Version(value, record.updated, source_of(name)))

    def of(self, record: Record, name: str) -> list[Body]:
        """The versions of one property, the newest first."""
        kept = self._changed.get(record.id, {}).get(name)
        if kept is None:
            kept = [self._first(record, name)] if name in record.properties else []
        return [version.body() for version in reversed(kept)]

    def forget(self, id_: int) -> None:
        self._changed.pop(id_, None)
        self._born.pop(id_, None)

    def _first(self, record: Record, name: str) -> Version:
        return Version(record.properties[name], record.created, self._born.get(record.id, SEEDED))
