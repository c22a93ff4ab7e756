"""The part of the control API about trouble: faults, weather, limits, latency, what is remembered of a requestid."""

from collections.abc import Callable
from typing import Any

import msgspec
from starlette.requests import Request

from qbodesk.simulator.control_reading import Refusal, flag, read, read_object
from qbodesk.simulator.faults import Fault
from qbodesk.simulator.gate import Gate
from qbodesk.simulator.profiles import PROFILES, Profile
from qbodesk.simulator.state import Simulator
from qbodesk.simulator.wire import Body

_faults = msgspec.json.Decoder(list[Fault])


class Books(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """QuickBooks' limits of each realm; what is absent stays as it is."""

    per_minute: int | None = None
    per_second: int | None = None
    at_once: int | None = None
    batches_per_minute: int | None = None
    reports_per_minute: int | None = None
    reads_per_month: int | None = None


class Crm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """HubSpot's limits; what is absent stays as it is."""

    per_ten_seconds: int | None = None
    per_ten_seconds_marketplace: int | None = None
    per_second_search: int | None = None
    per_day: int | None = None


class Allowances(msgspec.Struct, forbid_unknown_fields=True):
    """Whether the limits hold, and which ones."""

    enabled: bool | None = None
    quickbooks: Books = Books()
    hubspot: Crm = Crm()


class Weather(msgspec.Struct, forbid_unknown_fields=True):
    """A profile by name or as in a file; `seed` starts its dice anew."""

    profile: str | Profile
    seed: int = 1


class Trouble:
    """One method per path."""

    def __init__(self, simulator: Simulator, gate: Callable[[], Gate]) -> None:
        self._simulator = simulator
        self._gate = gate

    def paths(self) -> list[tuple[str, str, Any]]:
        return [
            ("GET", "/faults", self.faults),
            ("POST", "/faults", self.arm),
            ("DELETE", "/faults", self.disarm),
            ("POST", "/faults/profile", self.weather),
            ("POST", "/offline", self.offline),
            ("GET", "/limits", self.limits),
            ("POST", "/limits", self.set_limits),
            ("POST", "/latency", self.latency),
            ("POST", "/requestid", self.requestid),
            ("POST", "/search-lag", self.search_lag),
        ]

    async def faults(self, _request: Request) -> list[Fault]:
        return self._simulator.faults.armed

    async def arm(self, request: Request) -> list[Fault]:
        self._simulator.faults.armed += _faults.decode(await request.body())
        return self._simulator.faults.armed

    async def disarm(self, _request: Request) -> list[Fault]:
        """Forgets the armed faults and lets stalled requests end."""
        self._simulator.faults.armed.clear()
        self._gate().release()
        return []

    async def weather(self, request: Request) -> Body:
        """Another profile from now on, with all that goes with it."""
        asked = await read(request, Weather)
        if isinstance(asked.profile, str) and asked.profile not in PROFILES:
            raise Refusal(f"no profile {asked.profile}: {', '.join(PROFILES)}, or one as an object")
        chosen = PROFILES[asked.profile] if isinstance(asked.profile, str) else asked.profile
        return self._simulator.live_in(chosen, asked.seed)

    async def offline(self, request: Request) -> Body:
        self._simulator.faults.offline = flag(await read_object(request), "offline")
        return {"offline": self._simulator.faults.offline}

    async def limits(self, _request: Request) -> Body:
        books = next(iter(self._simulator.api.limiters.values()))
        crm = self._simulator.portal.limits
        return {
            "enabled": crm.enabled,
            "quickbooks": {name: getattr(books, name) for name in Books.__struct_fields__},
            "hubspot": {name: getattr(crm, name) for name in Crm.__struct_fields__},
        }

    async def set_limits(self, request: Request) -> Body:
        asked = await read(request, Allowances)
        if asked.enabled is not None:
            self._simulator.set_limits(enabled=asked.enabled)
        for limiter in self._simulator.api.limiters.values():
            _adopt(limiter, asked.quickbooks)
        _adopt(self._simulator.portal.limits, asked.hubspot)
        return await self.limits(request)

    async def latency(self, request: Request) -> Body:
        """`{"latency": "200ms"}` and the other forms of `latency.FORMS`."""
        self._simulator.latency.set(str((await read_object(request)).get("latency", "")))
        return {"latency": self._simulator.latency.text}

    async def requestid(self, request: Request) -> Body:
        """`{"memory": "infinite" | "none" | "24h"}`: how long QuickBooks knows a requestid again."""
        asked = str((await read_object(request)).get("memory"))
        self._simulator.remember(asked)
        return {"memory": asked}

    async def search_lag(self, request: Request) -> Body:
        """`{"seconds": 3}`: how long a write takes to reach HubSpot's search."""
        seconds = (await read_object(request)).get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds < 0:
            raise Refusal("seconds must be a number from 0")
        self._simulator.portal.search_lag = seconds
        return {"seconds": seconds}


def _adopt(limits: object, asked: Books | Crm) -> None:
    for name in asked.__struct_fields__:
        value = getattr(asked, name)
        if value is not None:
            if value < 0:
                raise Refusal(f"{name} must not be negative")
            setattr(limits, name, value)
