"""What one committed transaction changed, told to whoever cares; carries ids only, never rows.

Published after the commit, from whatever thread committed; a listener that must run elsewhere relays it itself.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

LISTED = 1000
"""More ids of one kind are not kept: pages that are not in view collect what they missed during a whole first sync."""


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Kind of record -> local row numbers (or texts such as draft ids) that are new, changed or gone.

    Kinds: the record kinds (`invoice`, `customer`, `deal` …) and `connection`, `outbox`, `draft`, `problem`, `sync`.
    `all_of` names kinds of which too many changed to list: whoever shows that kind re-reads.
    """

    ids: Mapping[str, frozenset[int | str]] = field(default_factory=dict)
    all_of: frozenset[str] = frozenset()

    @classmethod
    def of(cls, kind: str, *ids: int | str) -> "ChangeSet":
        """One kind with its ids; no ids means all of the kind."""
        return cls({kind: frozenset(ids)}) if ids else cls(all_of=frozenset({kind}))

    def touches(self, *kinds: str) -> bool:
        """Whether any of these kinds changed."""
        return any(kind in self.all_of or self.ids.get(kind) for kind in kinds)

    def __or__(self, other: "ChangeSet") -> "ChangeSet":
        everything = self.all_of | other.all_of
        merged: dict[str, frozenset[int | str]] = {}
        for kind in (self.ids.keys() | other.ids.keys()) - everything:
            ids = self.ids.get(kind, frozenset()) | other.ids.get(kind, frozenset())
            if len(ids) > LISTED:
                everything |= {kind}
            else:
                merged[kind] = ids
        return ChangeSet(merged, everything)

    def __bool__(self) -> bool:
        return bool(self.all_of) or any(self.ids.values())


Listener = Callable[[ChangeSet], None]


class Changes:
    """A plain publish/subscribe; thread-safe."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._guard = threading.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each commit until the returned function is called."""
        with self._guard:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._guard:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def publish(self, changes: ChangeSet | Iterable[ChangeSet]) -> None:
        """Tell everybody; a listener that fails is logged and the others still hear."""
        merged = ChangeSet()
        for part in [changes] if isinstance(changes, ChangeSet) else changes:
            merged |= part
        if not merged:
            return
        with self._guard:
            listeners = list(self._listeners)
        for listener in listeners:
            try:
                listener(merged)
            except Exception:
                # what was committed is committed: one listener's fault is neither the writer's nor the others'
                log.exception("a listener of changes failed")
