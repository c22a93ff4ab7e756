"""What QuickBooks remembers of a `requestid` (quickbooks-api.md §8.1), and for how long; answers no request.

Intuit does not say how long; so it can be set: for ever, some time by the simulator's clock, or not at all.
"""

import re

from qbodesk.simulator.clock import Clock

_FORMS = "infinite, none, or a time like 24h"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class Replays:
    """Stored answers by request id. `memory` is in seconds, None is for ever."""

    def __init__(self, clock: Clock) -> None:
        self.memory: float | None = None
        self._clock = clock
        self._stored: dict[str, tuple[float, bytes]] = {}

    def __contains__(self, request_id: str) -> bool:
        if request_id not in self._stored or self.memory is None:
            return request_id in self._stored
        return self._clock.now().timestamp() < self._stored[request_id][0] + self.memory

    def __getitem__(self, request_id: str) -> bytes:
        return self._stored[request_id][1]

    def __setitem__(self, request_id: str, answer: bytes) -> None:
        self._stored[request_id] = (self._clock.now().timestamp(), answer)


def memory(text: str) -> float | None:
    """The seconds a text names. Raises ValueError."""
    if text in {"infinite", "none"}:
        return None if text == "infinite" else 0
    found = re.fullmatch(r"(\d+)([smhd])", text)
    if found is None:
        raise ValueError(f"{text!r} is no memory: {_FORMS}")
    return float(found[1]) * _UNITS[found[2]]
