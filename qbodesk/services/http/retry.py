"""Repeats READS that failed for a passing reason; a write is never given to it.

The server's pause after "too many requests" is kept by the pacer for all threads; here only this thread waits.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception

from qbodesk.models.errors import Offline, OutcomeUnknown, RateLimited, TryLater
from qbodesk.services.http.pacing import PATIENCE
from qbodesk.services.http.ports import Interrupted, Nap, nap
from qbodesk.services.http.trouble import LineCut

T = TypeVar("T")

FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
FIRST_WAIT_CUT = 0.1
"""A cut line usually works again at once; with one request in six cut a pass of 500 still gets through."""


class ReadRetry:
    """Full jitter, bounded attempts: few when there is no network, more when a line was cut or the server is busy."""

    def __init__(
        self,
        *,
        attempts: int = 5,
        offline_attempts: int = 3,
        cut_attempts: int = 7,
        refused_attempts: int = 10,
        sleep: Nap = nap,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._attempts, self._refused = attempts, refused_attempts
        self._offline, self._cut = offline_attempts, cut_attempts
        self._sleep, self._chance = sleep, chance

    def __call__(self, call: Callable[[], T], stop: threading.Event) -> T:
        """The answer of `call`, or its last error. Raises `Interrupted` when `stop` is set between two attempts."""
        met: Counter[type[object]] = Counter()
        repeat = Retrying(
            retry=retry_if_exception(_passes_by),
            wait=self._wait,
            stop=lambda state: self._enough(state, met),
            sleep=lambda seconds: self._sleep(seconds, stop),
            reraise=True,
        )
        return repeat(call)

    def _wait(self, state: RetryCallState) -> float:
        error = _error(state)
        if isinstance(error, RateLimited):
            return (error.after or 0.0) + self._chance()
        first = FIRST_WAIT_CUT if isinstance(error, LineCut) else FIRST_WAIT
        return self._chance() * min(LONGEST_WAIT, first * 2.0**state.attempt_number)

    def _enough(self, state: RetryCallState, met: Counter[type[object]]) -> bool:
        """Every kind of trouble is counted by itself: a cut line after a busy server is still the first cut line."""
        error = _error(state)
        met[type(error)] += 1
        match error:
            case RateLimited():
                limit = self._refused
            case LineCut():
                limit = self._cut
            case Offline():
                limit = self._offline
            case _:
                limit = self._attempts
        return met[type(error)] >= limit


def _passes_by(error: BaseException) -> bool:
    if isinstance(error, RateLimited) and error.after is not None:
        return error.after <= PATIENCE
    return isinstance(error, TryLater) and not isinstance(error, OutcomeUnknown | Interrupted)


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
