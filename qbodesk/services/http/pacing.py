"""Keeps requests to one server within its published limits, for all threads together; sends nothing.

A lane is a group of requests the server counts together. Each rate is kept as a sliding window (the times of the last
requests), because a token bucket lets twice the amount through in the window after an idle time.
"""

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from qbodesk.models.errors import RateLimited
from qbodesk.services.http.ports import Clock, Nap, check, nap

GENERAL = "general"
SEARCH = "search"

PATIENCE = 120.0  # a longer pause is reported at once instead of keeping a thread waiting
LONGEST_GUESS = 60.0  # QuickBooks counts by the minute and names no time to wait (quickbooks-api.md §6)


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `amount` requests in any `seconds`."""

    amount: int
    seconds: float


@dataclass(slots=True)
class _Window:
    rate: Rate
    sent: deque[float] = field(default_factory=deque)

    def delay(self, now: float) -> float:
        full = len(self.sent) >= self.rate.amount
        return self.sent[0] + self.rate.seconds - now if full else 0.0

    def note(self, now: float) -> None:
        self.sent.append(now)
        self.resize(self.rate)

    def resize(self, rate: Rate) -> None:
        self.rate = rate
        while len(self.sent) > rate.amount:
            self.sent.popleft()


@dataclass(slots=True)
class _Lane:
    windows: list[_Window]
    paused_until: float = 0.0
    refusals: int = 0


class Pacer:
    """Hands out turns to send. Thread-safe; `clock` and `sleep` are replaceable together in tests."""

    def __init__(
        self,
        service: str,
        lanes: Mapping[str, Sequence[Rate]],
        *,
        in_flight: int,
        clock: Clock = time.monotonic,
        sleep: Nap = nap,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._service = service
        self._lanes = {name: _Lane([_Window(rate) for rate in rates]) for name, rates in lanes.items()}
        self._slots = threading.BoundedSemaphore(in_flight)
        self._lock = threading.Lock()
        self._clock, self._sleep, self._chance = clock, sleep, chance
        self.in_flight = in_flight

    @contextmanager
    def turn(self, stop: threading.Event, lane: str = GENERAL) -> Iterator[None]:
        """Waits until one request may be sent; holds its place among those in flight until the block ends.

        Raises `Interrupted` when `stop` is set, `RateLimited` when the server asked for a pause beyond `PATIENCE`.
        """
        check(stop)
        while not self._slots.acquire(timeout=0.1):
            check(stop)
        try:
            while (delay := self._claim(self._lanes[lane])) > 0:
                self._sleep(delay, stop)
            check(stop)
            yield
        finally:
            self._slots.release()

    def refused(self, after: float | None, lane: str = GENERAL) -> None:
        """The server answered "too many": everybody in the lane waits for `after` seconds, or ever longer guesses."""
        with self._lock:
            which, now = self._lanes[lane], self._clock()
            if after is None:
                if now < which.paused_until:
                    return  # one of several requests that were on their way when the first refusal came
                which.refusals += 1
                after = min(LONGEST_GUESS, 2.0 ** (which.refusals - 1)) * (1 + self._chance() / 4)
            which.paused_until = max(which.paused_until, now + after)

    def served(self, lane: str = GENERAL) -> None:
        """The server answered: the next refusal starts with a short guess again."""
        with self._lock:
            self._lanes[lane].refusals = 0

    def allow(self, rate: Rate, lane: str = GENERAL) -> None:
        """The server told its limit: replaces the lane's rate for the same span of time."""
        with self._lock:
            for window in self._lanes[lane].windows:
                if window.rate.seconds == rate.seconds:
                    window.resize(rate)

    def held(self) -> tuple[float, bool]:
        """Seconds until the next request may be sent in the slowest lane, and whether the server itself asked for it."""
        with self._lock:
            now = self._clock()
            paused = max(lane.paused_until for lane in self._lanes.values()) - now
            if paused > 0:
                return paused, True
            delays = [window.delay(now) for lane in self._lanes.values() for window in lane.windows]
            return max(0.0, *delays), False

    def _claim(self, lane: _Lane) -> float:
        """Seconds still to wait; 0 when the turn is ours and noted."""
        with self._lock:
            now = self._clock()
            paused = lane.paused_until - now
            if paused > PATIENCE:
                raise RateLimited(after=paused, service=self._service)
            delay = max(paused, *(window.delay(now) for window in lane.windows))
            if delay <= 0:
                for window in lane.windows:
                    window.note(now)
            return delay


def quickbooks_pacer() -> Pacer:
    """Below 500 a minute, 10 a second and 10 at once per company (quickbooks-api.md §6). One per realm.

    Ten at once in 1.1 s, because those that leave in one second may arrive in less.
    """
    return Pacer("QuickBooks", {GENERAL: (Rate(10, 1.1), Rate(480, 60.0))}, in_flight=8)


def hubspot_pacer() -> Pacer:
    """Below 100 per 10 s, until a header tells more, and 5 searches a second (hubspot-api.md §9.5). One per portal."""
    return Pacer("HubSpot", {GENERAL: (Rate(90, 10.0),), SEARCH: (Rate(4, 1.0),)}, in_flight=6)
