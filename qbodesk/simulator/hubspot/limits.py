"""HubSpot's rate limits: a rolling ten seconds, a second for searches, a day (hubspot-api.md §9.1)."""

import uuid
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from qbodesk.simulator.hubspot.failures import Failure
from qbodesk.simulator.oauth.apps import Distribution

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

    Ten seconds are counted for each app or key, searches and the day for the account. An app distributed through the
    marketplace has an allowance of its own and no share in the day's.
    """

    def __init__(self, zone: ZoneInfo, timer: Callable[[], float] = monotonic) -> None:
        self.enabled = False
        self.per_ten_seconds = 190
        self.per_ten_seconds_marketplace = 110
        self.per_second_search = 5
        self.per_day = 625_000
        self.timer = timer
        self.today = 0
        self._zone = zone
        self._day: date | None = None
        self._general: defaultdict[str, deque[float]] = defaultdict(deque)
        self._search: deque[float] = deque()

    def take(
        self, now: datetime, *, search: bool, party: str = "", distribution: Distribution | None = None
    ) -> dict[str, str]:
        """Counts a request of `party` (an app where `distribution` is given, else a key) and answers its headers:
        none on searches, no daily ones for apps. Raises RateLimited.
        """
        day = now.astimezone(self._zone).date()
        if day != self._day:
            self._day, self.today = day, 0
        listed = distribution == "marketplace"
        general = self.per_ten_seconds_marketplace if listed else self.per_ten_seconds
        window = self._search if search else self._general[party]
        span, maximum = (1, self.per_second_search) if search else (10, general)
        moment = self.timer()
        while window and window[0] <= moment - span:
            window.popleft()
        counted = len(window)
        if self.enabled and not listed and self.today >= self.per_day:
            raise RateLimited("DAILY", {} if search else self._headers(general, counted, distribution))
        if self.enabled and counted >= maximum:
            policy = "SECONDLY" if search else "TEN_SECONDLY_ROLLING"
            raise RateLimited(policy, {} if search else self._headers(general, counted, distribution))
        window.append(moment)
        self.today += not listed
        return {} if search else self._headers(general, counted + 1, distribution)

    def midnight(self, now: datetime) -> datetime:
        """When the day's count starts again."""
        day = now.astimezone(self._zone).date() + timedelta(days=1)
        return datetime.combine(day, time(), self._zone)

    def _headers(self, general: int, counted: int, distribution: Distribution | None) -> dict[str, str]:
        maximum, day = (general, self.per_day) if self.enabled else (_ENDLESS, _ENDLESS)
        headers = {
            "X-HubSpot-RateLimit-Max": str(maximum),
            "X-HubSpot-RateLimit-Remaining": str(max(0, maximum - counted)),
            "X-HubSpot-RateLimit-Interval-Milliseconds": "10000",
        }
        if distribution is None:
            headers["X-HubSpot-RateLimit-Daily"] = str(day)
            headers["X-HubSpot-RateLimit-Daily-Remaining"] = str(max(0, day - self.today))
        return headers
