"""A time that passes only when somebody waits: for the program, both servers and everything still on its way. Waits for nothing real."""

import asyncio
import selectors
from datetime import UTC, datetime, timedelta
from threading import Event

from qbodesk.simulator.clock import Clock

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Time:
    """Seconds since `START`. `skew` is how wrong the clock of the program's computer is."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.skew = timedelta()
        self.loop = _Loop(self)

    def now(self) -> datetime:
        """The true moment, which the servers know."""
        return START + timedelta(seconds=self.seconds)

    def told(self) -> datetime:
        """What the program's computer takes for it."""
        return self.now() + self.skew

    def wait(self, seconds: float, _stop: Event | None = None) -> None:
        """Let time pass; what was delayed until then happens in its order."""
        self.loop.run_until_complete(asyncio.sleep(seconds))

    def close(self) -> None:
        """What is still on its way never arrives."""
        self.loop.run_until_complete(_forget(asyncio.all_tasks(self.loop)))
        self.loop.close()


async def _forget(tasks: set["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class ServerClock(Clock):
    """The simulator's clock, run by a `Time`."""

    def __init__(self, time: Time) -> None:
        super().__init__()
        self._time = time

    def now(self) -> datetime:
        """The true moment."""
        return self._time.now()


class _Loop(asyncio.SelectorEventLoop):
    """An event loop whose waiting costs nothing."""

    def __init__(self, time: Time) -> None:
        self._of = time
        super().__init__(_Selector(time))

    def time(self) -> float:
        return self._of.seconds


class _Selector(selectors.SelectSelector):
    def __init__(self, time: Time) -> None:
        super().__init__()
        self._of = time

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everybody waits and nothing will ever happen")
        self._of.seconds += max(timeout, 0.0)
        return []
