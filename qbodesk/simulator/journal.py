"""What was asked of the simulator and what it did about it; asserts nothing."""

from collections import deque
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import Any

_KEPT = 100_000


@dataclass
class Entry:
    """One request. `status` stays None while it runs and when the connection was closed without an answer."""

    n: int
    time: str
    method: str
    path: str
    query: str
    requestid: str | None
    status: int | None = None
    fault: str | None = None
    effect: list[dict[str, Any]] = field(default_factory=list)


_current: ContextVar[Entry | None] = ContextVar("simulator request", default=None)


class Journal:
    """The requests in order, the newest 100,000 of them."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._count = 0

    def open(self, *, time: str, method: str, path: str, query: str, requestid: str | None) -> Entry:
        """Starts the entry of a request; effects of the same task attach to it from now on."""
        self._count += 1
        entry = Entry(self._count, time, method, path, query, requestid)
        self._entries.append(entry)
        _current.set(entry)
        return entry

    def effect(self, effect: dict[str, Any]) -> None:
        """Notes a committed write under the request that made it."""
        entry = _current.get()
        if entry is not None:
            entry.effect.append(effect)

    def since(self, number: int) -> list[dict[str, Any]]:
        """The entries after number `number`."""
        return [asdict(entry) for entry in self._entries if entry.n > number]
