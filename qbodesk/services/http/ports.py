"""What the clients expect from outside: tokens, a clock, a way to wait; implements only the obvious ones."""

import threading
from collections.abc import Callable
from typing import Protocol

from qbodesk.models.errors import TryLater

Clock = Callable[[], float]
"""Seconds of a clock that never goes back."""

Nap = Callable[[float, threading.Event], None]
"""Waits so many seconds; raises `Interrupted` as soon as the event is set."""


class Interrupted(TryLater):
    """The program asked to stop while a request waited for its turn: it was not sent."""

    default_code = "INTERRUPTED"


class Tokens(Protocol):
    """Where a client gets its access token from. Both calls may block for a refresh and raise our own errors."""

    def access(self) -> str:
        """A token that should be accepted now."""

    def renewed(self, stale: str) -> str:
        """Another token than `stale`, which the server has refused. Raises `SignInExpired` when there is none."""


def nap(seconds: float, stop: threading.Event) -> None:
    """Waits by the real clock."""
    if stop.wait(seconds):
        raise Interrupted


def check(stop: threading.Event) -> None:
    """Raises `Interrupted` when asked to stop."""
    if stop.is_set():
        raise Interrupted
