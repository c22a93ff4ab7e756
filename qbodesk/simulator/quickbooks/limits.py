"""The published rate limits of one realm (quickbooks-api.md §6): counts requests; answers none."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

PER_MINUTE, PER_SECOND, AT_ONCE = 500, 10, 10


class Limiter:
    """500 a minute, 10 a second, 10 at once; real time, because traffic is real."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self.enabled = False
        self._now = now
        self._times: deque[float] = deque()
        self._running = 0

    @contextmanager
    def occupied(self) -> Iterator[None]:
        """A request is on its way, from its arrival to its answer."""
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1

    def admits(self) -> bool:
        """Whether an arrived request may be handled. Refused requests do not count against the next ones."""
        if not self.enabled:
            return True
        now = self._now()
        while self._times and self._times[0] <= now - 60:
            self._times.popleft()
        recent = len(self._times) >= PER_SECOND and self._times[-PER_SECOND] > now - 1
        allowed = len(self._times) < PER_MINUTE and self._running <= AT_ONCE and not recent
        if allowed:
            self._times.append(now)
        return allowed
