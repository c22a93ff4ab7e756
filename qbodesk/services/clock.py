"""The time, passed in wherever it matters so that tests can set it; waits for nothing."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def today_in(clock: Clock, timezone: str) -> date:
    """Today's date where the QuickBooks company is; an unknown zone counts as UTC."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return clock().astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Chance:
    """The program's sources of chance: new ids and the jitter of waiting (0 to 1)."""

    new_id: Callable[[], str] = lambda: uuid.uuid4().hex
    jitter: Callable[[], float] = lambda: 0.5
