"""The simulator's clock: the real one, moved where a test wants it; waits for nothing."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Runs at real speed from wherever it was set last."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def epoch(self) -> int:
        """Whole seconds since 1970 of the simulated moment."""
        return int(self.now().timestamp())

    def advance(self, seconds: float) -> None:
        """Moves the clock by `seconds`, also backwards."""
        self._ahead += timedelta(seconds=seconds)

    def set(self, moment: datetime) -> None:
        """Makes `moment` (aware) the present."""
        self._ahead = moment - datetime.now(UTC)
