"""Moments as QuickBooks writes them: Pacific offset, whatever the company's zone; knows no clock."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
_IN_HOUR = tuple(f":{second // 60:02}:{second % 60:02}" for second in range(3600))


def stamp(epoch: int) -> str:
    """`MetaData` text of a moment given in seconds since 1970: `2026-09-25T09:17:31-07:00`."""
    hours, seconds = divmod(epoch, 3600)
    hour, offset = _hour(hours)
    return f"{hour}{_IN_HOUR[seconds]}{offset}"


@lru_cache(maxsize=65536)
def _hour(hours: int) -> tuple[str, str]:
    """Date and hour, and the offset that holds in it: the clocks of the Pacific zone change at full hours."""
    text = datetime.fromtimestamp(hours * 3600, PACIFIC).isoformat()
    return text[:13], text[19:]


def precise(moment: datetime) -> str:
    """The `time` of an answer: `2026-09-25T09:17:31.892-07:00`."""
    return moment.astimezone(PACIFIC).isoformat(timespec="milliseconds")


def epoch_of(text: str) -> int:
    """Seconds since 1970 of ISO text; text without an offset is taken as UTC. Raises `ValueError`."""
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def day(text: object) -> date:
    """The date behind `YYYY-MM-DD`; raises `ValueError` for anything else."""
    if not isinstance(text, str) or len(text) != 10:
        raise ValueError(f"not a date: {text!r}")
    return date.fromisoformat(text)
