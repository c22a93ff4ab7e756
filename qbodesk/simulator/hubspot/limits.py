"""HubSpot's rate limits: a rolling ten seconds, a second for searches, a day (hubspot-api.md §9.1)."""

import uuid
from collections import deque
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from qbodesk.simulator.hubspot.failures import Failure

_ENDLESS = 1_000_000


class RateLimited(Failure):
    """429, whose body has a shape of its own: no `category`, but the policy."""

    def __init__(self, policy: str, headers: dict[str, str]) -> None:
        super().__init__(
            429, "RATE_LIMITS", f"You have reached your {policy.lower()} limit.", headers=headers
        )
        self.policy = policy

    def body(self) -> dict[str, Any]:
        return {
            "status": "error",
            "message": self.message,
            "errorType": "RATE_LIMIT",
            "correlationId": str(uuid.uuid4()),
            "policyName": self.policy,
            "requestId": str(uuid.uuid4()),
        }


class Limits:
    """Counts requests of one account. `timer` is a monotonic clock in seconds: pacing clients wait in real time,
    whatever the simulator's clock is told. The day ends at midnight in the portal's time zone, by that clock.
    """

    def __init__(self, zone: ZoneInfo, timer: Callable[[], float] = monotonic) -> None:
        self.enabled = False
        self.per_ten_seconds = 190
        self.per_second_search = 5
        self.per_day = 625_000
        self.timer = timer
        self.today = 0
        self._zone = zone
        self._day: date | None = None
        self._general: deque[float] = deque()
        self._search: deque[float] = deque()

    def take(self, now: datetime, *, search: bool) -> dict[str, str]:
        """Counts a request and answers its headers: none on searches. Raises RateLimited."""
        day = now.astimezone(self._zone).date()
        if day != self._day:
            self._day, self.today = day, 0
        window, span, maximum = (
            (self._search, 1, self.per_second_search) if search else (self._general, 10, self.per_ten_seconds)
        )
        moment = self.timer()
        while window and window[0] <= moment - span:
            window.popleft()
        if self.enabled and self.today >= self.per_day:
            raise RateLimited("DAILY", self._headers(search=search))
        if self.enabled and len(window) >= maximum:
            raise RateLimited("SECONDLY" if search else "TEN_SECONDLY_ROLLING", self._headers(search=search))
        window.append(moment)
        self.today += 1
        return self._headers(search=search)

    def midnight(self, now: datetime) -> datetime:
        """When the day's count starts again."""
        day = now.astimezone(self._zone).date() + timedelta(days=1)
        return datetime.combine(day, time(), self._zone)

    def _headers(self, *, search: bool) -> dict[str, str]:
        if search:
            return {}
        maximum, day = (self.per_ten_seconds, self.per_day) if self.enabled else (_ENDLESS, _ENDLESS)
        return {
            "X-HubSpot-RateLimit-Max": str(maximum),
            "X-HubSpot-RateLimit-Remaining": str(max(0, maximum - len(self._general))),
            "X-HubSpot-RateLimit-Interval-Milliseconds": "10000",
            "X-HubSpot-RateLimit-Daily": str(day),
            "X-HubSpot-RateLimit-Daily-Remaining": str(max(0, day - self.today)),
        }
