"""What the search sees of a store: all of it, or with a lag what it was a moment ago; answers no query itself."""

from collections import deque
from datetime import datetime, timedelta

from qbodesk.simulator.hubspot.records import Record, Store


class SearchIndex:
    """The index of one object type. `lag` is how long a write takes to reach it (hubspot-api.md §3.1)."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.lag = timedelta()
        self._late: deque[tuple[datetime, int, Record | None]] = deque()

    def before_write(self, id_: int, now: datetime) -> None:
        """Remembers the version that search goes on seeing; None when there was no live record."""
        if self.lag:
            self._late.append((now + self.lag, id_, self.store.live.get(id_)))

    def stale(self, now: datetime) -> dict[int, Record | None]:
        """The versions search still sees of the records written within the lag."""
        while self._late and self._late[0][0] <= now:
            self._late.popleft()
        return {id_: former for _, id_, former in reversed(self._late)}

    def records(self, now: datetime) -> list[Record] | None:
        """Everything search sees, by id; None when that is exactly the live records of the store."""
        stale = self.stale(now)
        if not stale:
            return None
        seen = {**self.store.live, **stale}
        return [record for _, record in sorted(seen.items()) if record is not None]
