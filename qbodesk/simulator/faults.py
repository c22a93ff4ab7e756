"""Which requests go wrong and how (reliability-security.md §2.4); carries nothing out."""

import re
from dataclasses import dataclass, field
from random import Random
from typing import Literal

import msgspec

Deed = Literal["drop_request", "drop_response", "status", "status_after", "delay", "truncate", "stall"]


class Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The requests a fault waits for; an absent part matches everything."""

    method: str | None = None
    path_regex: str | None = None

    def covers(self, method: str, path: str) -> bool:
        named = self.method is None or self.method.upper() == method
        return named and (self.path_regex is None or re.search(self.path_regex, path) is not None)


class Fault(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One armed fault, spent after `times` requests (None: never). `ms` belongs to "delay"."""

    do: Deed
    match: Match = Match()
    times: int | None = 1
    status: int = 503
    body: str | None = None
    headers: dict[str, str] = {}
    ms: int = 0


_Odds = tuple[tuple[float, Fault], ...]


def _odds(factor: float) -> _Odds:
    """The catalogue of the reliability page, each probability times `factor`."""
    base = (
        (0.05, Fault(do="drop_request")),
        (0.08, Fault(do="drop_response")),
        (0.04, Fault(do="status", status=503)),
        (0.04, Fault(do="status_after", status=500)),
        (0.02, Fault(do="status", status=429)),
        (0.02, Fault(do="status", status=429, headers={"Retry-After": "1"})),
        (0.03, Fault(do="truncate")),
        (0.01, Fault(do="status", status=502, body="<html><h1>502 Bad Gateway</h1></html>")),
    )
    return tuple((share * factor, fault) for share, fault in base)


PROFILES: dict[str, _Odds] = {"none": (), "default": _odds(1), "harsh": _odds(2), "refused": ()}
_REFUSED_EVERY = 7


@dataclass
class FaultBox:
    """The armed faults, before them the switch "offline", behind them the profile's dice."""

    profile: str = "none"
    random: Random = field(default_factory=Random)
    offline: bool = False
    armed: list[Fault] = field(default_factory=list)
    _asked: int = 0

    def next_for(self, method: str, path: str) -> Fault | None:
        """What happens to this request; an armed fault is used up by it."""
        if self.offline:
            return Fault(do="drop_request", times=None)
        for fault in self.armed:
            if fault.match.covers(method, path):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.armed.remove(fault)
                return fault
        return self._by_profile()

    def _by_profile(self) -> Fault | None:
        self._asked += 1
        if self.profile == "refused":
            return Fault(do="status", status=429) if self._asked % _REFUSED_EVERY == 0 else None
        roll = self.random.random()
        for share, fault in PROFILES[self.profile]:
            if roll < share:
                return fault
            roll -= share
        return None
