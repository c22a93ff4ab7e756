"""The lists (segments) of a portal and who is in them by hand; whom a filter finds is told by `list_filters`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
MANUAL, DYNAMIC, SNAPSHOT = "MANUAL", "DYNAMIC", "SNAPSHOT"


@dataclass(slots=True)
class Segment:
    """One list. `members` maps record ids to when they joined; a DYNAMIC list has no members of its own."""

    id: int
    name: str
    kind: str
    type_id: str
    processing: str
    branch: Body | None
    created: str
    updated: str
    version: int = 1
    deleted: str | None = None
    members: dict[int, str] = field(default_factory=dict)

    def touch(self, now: str) -> None:
        self.updated, self.version = now, self.version + 1

    def body(self, *, filters: bool = False) -> Body:
        """The list as JSON; ids are texts."""
        body: Body = {
            "listId": str(self.id),
            "listVersion": self.version,
            "name": self.name,
            "objectTypeId": self.type_id,
            "processingType": self.processing,
            "processingStatus": "COMPLETE",
            "createdAt": self.created,
            "updatedAt": self.updated,
            "filtersUpdatedAt": self.created,
        }
        if self.deleted is not None:
            body["deletedAt"] = self.deleted
        if filters and self.branch is not None:
            body["filterBranch"] = self.branch
        return body

    def join(self, ids: Iterable[int], now: str) -> list[int]:
        """The ids that were not in the list before."""
        joined = [id_ for id_ in dict.fromkeys(ids) if id_ not in self.members]
        self.members |= dict.fromkeys(joined, now)
        return joined

    def leave(self, ids: Iterable[int]) -> list[int]:
        """The ids that were in the list."""
        return [id_ for id_ in dict.fromkeys(ids) if self.members.pop(id_, None) is not None]


class Lists:
    """The lists of a portal by id, deleted ones included."""

    def __init__(self) -> None:
        self.known: dict[int, Segment] = {}
        self._next = 1

    def live(self) -> Iterator[Segment]:
        return (segment for segment in self.known.values() if segment.deleted is None)

    def named(self, name: str) -> Segment | None:
        """Names are unique in the account, whatever the case of their letters."""
        return next((each for each in self.live() if each.name.lower() == name.lower()), None)

    def add(
        self, name: str, kind: str, type_id: str, processing: str, branch: Body | None, now: str
    ) -> Segment:
        segment = Segment(self._next, name, kind, type_id, processing, branch, now, now)
        self.known[self._next] = segment
        self._next += 1
        return segment

    def forget(self, kind: str, id_: int) -> None:
        """A record that is gone for good is in no list."""
        for segment in self.known.values():
            if segment.kind == kind:
                segment.members.pop(id_, None)

    def inherit(self, kind: str, id_: int, heir: int) -> None:
        """The record two records became is in the lists of both."""
        for segment in self.known.values():
            if segment.kind == kind and id_ in segment.members:
                segment.members.setdefault(heir, segment.members[id_])
