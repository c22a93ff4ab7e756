"""How long a sign-in still lasts and when that is worth a word (quickbooks-api.md §1.4); knows no token."""

from dataclasses import dataclass
from datetime import datetime

SOON_UNUSED = 20
"""Days left of the hundred without use: said before they are over (reliability-security §4.5)."""
SOON_OVER = 60
"""Days left of the five years."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """`unused_until` is moved by every sync, `ends` by a new sign-in only (both aware); None: no end is named."""

    unused_until: datetime | None = None
    ends: datetime | None = None

    def unused_days(self, now: datetime) -> int | None:
        """Whole days left if nothing syncs meanwhile, never below 0."""
        return _days(self.unused_until, now)

    def days(self, now: datetime) -> int | None:
        """Whole days left at most, never below 0."""
        return _days(self.ends, now)

    def left(self, now: datetime) -> int | None:
        """The days a person should be told of, None while there is time."""
        unused, most = self.unused_days(now), self.days(now)
        soon = [unused] if unused is not None and unused <= SOON_UNUSED else []
        soon += [most] if most is not None and most <= SOON_OVER else []
        return min(soon, default=None)


def _days(end: datetime | None, now: datetime) -> int | None:
    return None if end is None else max(0, (end - now).days)
