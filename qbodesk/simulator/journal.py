"""What was asked of the simulator, by whom, and what it did about it; asserts nothing."""

from collections import deque
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from hashlib import sha256
from itertools import islice
from typing import Any

_KEPT = 100_000
_ROOM = 64_000_000  # bytes of records before and after their writes
Body = dict[str, Any]
Shown = Callable[[], Any]
"""Gives a version of a record as the product shows it; called when somebody reads the journal."""


@dataclass(slots=True)
class Write:
    """One version of one record put in the place of another; `None` where there was or is none."""

    service: str
    realm: str | None
    type: str
    id: str
    before: Shown | None
    after: Shown | None
    size: int

    def body(self) -> Body:
        place = {"service": self.service} | ({"realm": self.realm} if self.realm else {})
        versions = {
            "before": self.before() if self.before else None,
            "after": self.after() if self.after else None,
        }
        return place | {"type": self.type, "id": self.id} | versions


@dataclass(slots=True)
class Entry:
    """One request. `status` stays None while it runs and when the connection was closed without an answer.

    `writes` has every record that changed, those an effect changed by the way included; None once they were too many to keep.
    """

    n: int
    time: str
    method: str
    path: str
    query: str
    requestid: str | None
    who: dict[str, str]
    status: int | None = None
    fault: str | None = None
    effect: list[Body] = field(default_factory=list)
    writes: list[Write] | None = field(default_factory=list)

    def body(self, *, writes: bool) -> Body:
        shown: Body = {name: getattr(self, name) for name in _SHOWN}
        if writes:
            shown["writes"] = None if self.writes is None else [write.body() for write in self.writes]
        return shown


_SHOWN = ("n", "time", "method", "path", "query", "requestid", "who", "status", "fault", "effect")
_current: ContextVar[Entry | None] = ContextVar("simulator request", default=None)


class Journal:
    """The requests in order, the newest 100,000 of them; of their records' versions the newest 64 MB."""

    def __init__(self, *, kept: int = _KEPT, room: int = _ROOM) -> None:
        self._entries: deque[Entry] = deque(maxlen=kept)
        self._count = 0
        self._room = room
        self._full: deque[tuple[Entry, int]] = deque()

    def open(
        self,
        *,
        time: str,
        method: str,
        path: str,
        query: str,
        requestid: str | None,
        who: dict[str, str] | None = None,
        silent: bool = False,
    ) -> Entry:
        """Starts the entry of a request; effects of the same task attach to it from now on.

        A `silent` one stands in the journal only if it has an effect: what a test does in a user's place.
        """
        entry = Entry(0, time, method, path, query, requestid, who or {})
        if not silent:
            self._enter(entry)
        _current.set(entry)
        return entry

    def _enter(self, entry: Entry) -> None:
        self._count += 1
        entry.n = self._count
        self._entries.append(entry)

    def effect(self, effect: Body) -> None:
        """Notes a committed write under the request that made it."""
        entry = _current.get()
        if entry is not None:
            if not entry.n:
                self._enter(entry)
            entry.effect.append(effect)

    def wrote(self, write: Write) -> None:
        """Notes one record's former and new version under the request that wrote it."""
        entry = _current.get()
        if entry is None or entry.writes is None:
            return
        entry.writes.append(write)
        self._full.append((entry, write.size))
        self._room -= write.size
        while self._room < 0 and self._full:
            oldest, size = self._full.popleft()
            self._room += size
            oldest.writes = None

    def since(
        self,
        number: int = 0,
        *,
        path: str | None = None,
        effect: str | None = None,
        limit: int | None = None,
        writes: bool = True,
    ) -> list[Body]:
        """The entries after number `number`, the first `limit` of them.

        `path` is a pattern with `*`, or the beginning of a path; `effect` names an operation ("create"), a type ("Invoice") or
        both ("Invoice.create"). With `writes` each entry carries its records before and after.
        """
        found = (entry for entry in self._after(number) if _matches(entry, path, effect))
        return [entry.body(writes=writes) for entry in islice(found, limit)]

    def _after(self, number: int) -> Iterator[Entry]:
        passed = number + 1 - self._entries[0].n if self._entries else 0
        return islice(self._entries, max(0, passed), None)


def who(headers: list[tuple[bytes, bytes]], client: tuple[str, int] | None) -> dict[str, str]:
    """Who asks: its connection, what program it says it is, and which token it shows. Never the token itself."""
    told = {name: value.decode("latin-1") for name, value in headers}
    asking: dict[str, str] = {}
    if client:
        asking["connection"] = f"{client[0]}:{client[1]}"
    if agent := told.get(b"user-agent"):
        asking["client"] = agent[:200]
    if token := told.get(b"authorization", "").partition(" ")[2].strip():
        asking["token"] = mark(token)
    return asking


def mark(token: str) -> str:
    """What stands for a token in the journal: tells two apart, gives neither away."""
    return sha256(token.encode()).hexdigest()[:12]


def _matches(entry: Entry, path: str | None, effect: str | None) -> bool:
    if path and not (fnmatchcase(entry.path, path) if "*" in path else entry.path.startswith(path)):
        return False
    if not effect:
        return True
    return any(effect in {one["op"], one["type"], f"{one['type']}.{one['op']}"} for one in entry.effect)
