"""Which requests go wrong and how (reliability-security.md §2.4); carries nothing out."""

import re
from dataclasses import dataclass, field
from random import Random
from typing import Literal

import msgspec

Deed = Literal[
    "drop_request",  # the connection breaks before anything is handled
    "drop_response",  # everything is done, then the connection breaks
    "status",  # refused with `status` instead of being handled
    "status_after",  # handled, and answered with a server error all the same
    "delay",  # handled after `ms`
    "truncate",  # handled, and half the answer arrives
    "stall",  # nothing happens until the client gives up or the stalled are released
    "late",  # the connection breaks, and `ms` later the request is handled all the same
    "twice",  # handled twice, as after a proxy's own retry; the second answer arrives
    "swap",  # handled, and answered after the next other request was, or after `ms`
    "expire",  # the access token used has just expired
    "revoke",  # the consent behind the token used has just been withdrawn
    "stir",  # somebody else has just changed a record of the account
    "jump",  # the clock has just moved by `seconds`
]
Span = tuple[float, float]


class Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The requests a fault waits for; an absent part matches everything."""

    method: str | None = None
    path_regex: str | None = None

    def __post_init__(self) -> None:
        try:
            re.compile(self.path_regex or "")
        except re.error as problem:
            raise ValueError(f"path_regex: {problem}") from problem

    def covers(self, method: str, path: str) -> bool:
        named = self.method is None or self.method.upper() == method
        return named and (self.path_regex is None or re.search(self.path_regex, path) is not None)


class Fault(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One armed fault, spent after `times` requests (None: never). `ms` and `seconds` may be a range to draw from."""

    do: Deed
    match: Match = Match()
    times: int | None = 1
    status: int = 503
    body: str | None = None
    headers: dict[str, str] = {}
    ms: float | Span = 0
    seconds: float | Span = 0

    def __post_init__(self) -> None:
        if not 200 <= self.status <= 599:
            raise ValueError("status must be one of 200 to 599")


class Chance(Fault, kw_only=True):
    """A fault that strikes a share of the requests it matches, as often as it likes."""

    share: float


@dataclass
class FaultBox:
    """The armed faults, before them the switch "offline", behind them the dice: one throw for every request.

    `every` refuses each n-th request that nothing else befell.
    """

    chances: tuple[Chance, ...] = ()
    every: int | None = None
    random: Random = field(default_factory=Random)
    offline: bool = False
    armed: list[Fault] = field(default_factory=list)
    _asked: int = 0

    def next_for(self, method: str, path: str) -> Fault | None:
        """What happens to this request, its ranges drawn; an armed fault is used up by it."""
        if self.offline:
            return Fault(do="drop_request", times=None)
        for fault in self.armed:
            if fault.match.covers(method, path):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.armed.remove(fault)
                return self._drawn(fault)
        return self._by_chance(method, path)

    def _by_chance(self, method: str, path: str) -> Fault | None:
        self._asked += 1
        if self.every is not None:
            return Fault(do="status", status=429) if self._asked % self.every == 0 else None
        roll = self.random.random()
        for chance in self.chances:
            if not chance.match.covers(method, path):
                continue
            if roll < chance.share:
                return self._drawn(chance)
            roll -= chance.share
        return None

    def _drawn(self, fault: Fault) -> Fault:
        return msgspec.structs.replace(fault, ms=self._one(fault.ms), seconds=self._one(fault.seconds))

    def _one(self, value: float | Span) -> float:
        return self.random.uniform(*value) if isinstance(value, tuple) else value
