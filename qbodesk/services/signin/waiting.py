"""Waits for the browser to come back from a sign-in: to this computer by itself, or as an address somebody pastes. Opens none."""

import threading
from typing import Self

from qbodesk.models.errors import LocalTrouble, NeedsUser, Problem
from qbodesk.services.clock import Clock
from qbodesk.services.oauth.authorization import LIFE, Answer, Attempt
from qbodesk.services.oauth.loopback import Loopback


class Waiting:
    """A context manager around one attempt. `trouble` says why only pasting is left, None while the program listens."""

    def __init__(self, attempt: Attempt, clock: Clock, port: int) -> None:
        self.trouble: Problem | None = None
        self._attempt = attempt
        self._clock = clock
        self._port = port
        self._answer: Answer | None = None
        self._error: NeedsUser | None = None
        self._done = threading.Event()
        self._listener: Loopback | None = None

    def __enter__(self) -> Self:
        try:
            self._listener = Loopback(self.offer, self._port).__enter__()
        except LocalTrouble as error:
            self.trouble = error.problem
        return self

    def __exit__(self, *error: object) -> None:
        if self._listener is not None:
            self._listener.__exit__(*error)

    def offer(self, address: str) -> None:
        """Take this address as the answer. Raises `InvalidInput` for any other, and the waiting goes on; `NeedsUser` ends it."""
        try:
            self._answer = self._attempt.read(address, self._clock())
        except NeedsUser as error:
            if type(error) is NeedsUser:
                self._error = error
                self._done.set()
            raise
        self._done.set()

    def answer(self, stop: threading.Event, seconds: float = LIFE.total_seconds()) -> Answer | None:
        """The answer; None when `stop` was set before. Raises `NeedsUser` when it was refused or did not come in time."""
        rest = seconds
        while not self._done.wait(0.1):
            rest -= 0.1
            if stop.is_set():
                return None
            if rest <= 0:
                raise NeedsUser("SIGN_IN_TOO_LATE", service=self._attempt.provider.service)
        if self._error is not None:
            raise self._error
        return self._answer
