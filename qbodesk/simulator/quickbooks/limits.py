"""The published limits of one realm (quickbooks-api.md §6): counts requests; answers none."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic

PER_MINUTE, PER_SECOND, AT_ONCE, BATCHES_PER_MINUTE, REPORTS_PER_MINUTE = 500, 10, 10, 120, 200
_BATCH, _REPORT = "/batch", "/reports/"


class Limiter:
    """500 a minute, 10 a second, 10 at once, of them 120 batches and 200 reports a minute.

    Real time, because traffic is real. `reads_per_month`, what Intuit's free tier meters, is counted by the
    simulator's clock and off unless it is set.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self.enabled = False
        self.per_minute = PER_MINUTE
        self.per_second = PER_SECOND
        self.at_once = AT_ONCE
        self.batches_per_minute = BATCHES_PER_MINUTE
        self.reports_per_minute = REPORTS_PER_MINUTE
        self.reads_per_month: int | None = None
        self._now = now
        self._times: deque[float] = deque()
        self._batches: deque[float] = deque()
        self._reports: deque[float] = deque()
        self._running = 0
        self._month: tuple[int, int] = (0, 0)
        self._read = 0

    @contextmanager
    def occupied(self) -> Iterator[None]:
        """A request is on its way, from its arrival to its answer."""
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1

    def admits(self, path: str = "", *, reads: bool = False, today: datetime | None = None) -> bool:
        """Whether an arrived request may be handled. Refused requests do not count against the next ones."""
        if not self.enabled:
            return True
        now = self._now()
        windows = [(self._times, self.per_minute)]
        if path.endswith(_BATCH):
            windows.append((self._batches, self.batches_per_minute))
        if _REPORT in path:
            windows.append((self._reports, self.reports_per_minute))
        for times, _ in windows:
            while times and times[0] <= now - 60:
                times.popleft()
        recent = len(self._times) >= self.per_second and self._times[-self.per_second] > now - 1
        free = all(len(times) < most for times, most in windows)
        allowed = free and self._running <= self.at_once and not recent and self._metered(today, reads=reads)
        if allowed:
            for times, _ in windows:
                times.append(now)
        return allowed

    def _metered(self, today: datetime | None, *, reads: bool) -> bool:
        """Whether the month's reads hold another one, which is then counted."""
        if not reads or self.reads_per_month is None or today is None:
            return True
        if (today.year, today.month) != self._month:
            self._month, self._read = (today.year, today.month), 0
        allowed = self._read < self.reads_per_month
        self._read += allowed
        return allowed
