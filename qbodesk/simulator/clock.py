"""The simulator's clock: the real one, moved and stopped where a test wants it; waits for nothing."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Runs at real speed from wherever it was set last, or stands still."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._stopped: datetime | None = None

    @property
    def frozen(self) -> bool:
        return self._stopped is not None

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC."""
        return datetime.now(UTC) + self._ahead if self._stopped is None else self._stopped

    def epoch(self) -> int:
        """Whole seconds since 1970 of the simulated moment."""
        return int(self.now().timestamp())

    def advance(self, seconds: float) -> None:
        """Moves the clock by `seconds`, also backwards; a frozen one stays frozen. Raises OverflowError."""
        self.set(self.now() + timedelta(seconds=seconds))

    def set(self, moment: datetime) -> None:
        """Makes `moment` (aware) the present."""
        moment = moment.astimezone(UTC)
        self._ahead = moment - datetime.now(UTC)
        if self._stopped is not None:
            self._stopped = moment

    def freeze(self) -> None:
        """Stops at the present moment."""
        self._stopped = self.now()

    def run(self) -> None:
        """Goes on from where it stands."""
        if self._stopped is not None:
            moment, self._stopped = self._stopped, None
            self.set(moment)
