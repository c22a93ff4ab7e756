"""When data is too old to rely on. Says nothing and shows nothing."""

from datetime import datetime, timedelta

STALE_AFTER = timedelta(minutes=15)


def is_stale(as_of: datetime | None, now: datetime) -> bool:
    """Whether data of that age is too old to rely on; never fetched counts as stale."""
    return as_of is None or now - as_of > STALE_AFTER
