"""How long answers take: a fixed time, or one drawn from a distribution; waits for nothing."""

import re
from collections.abc import Callable
from random import Random

_TIME = re.compile(r"(\d+(?:\.\d+)?)(ms|s)?")
_LONGEST = 600
FORMS = "200ms, uniform:50ms,400ms, exponential:200ms (mean) or lognormal:200ms,0.6 (median, sigma)"

Draw = Callable[[Random], float]


class Latency:
    """Seconds before every answer of a product's path; the same seed draws the same ones."""

    def __init__(self, text: str = "", random: Random | None = None) -> None:
        self._random = random or Random()
        self.set(text)

    def set(self, text: str) -> None:
        """One of `FORMS`, or nothing for none. Raises ValueError."""
        self._draw = parse(text)
        self.text = text

    def seconds(self) -> float:
        return min(max(self._draw(self._random), 0.0), _LONGEST)


def parse(text: str) -> Draw:
    """The distribution a text names. Raises ValueError."""
    name, colon, rest = text.partition(":")
    given = (rest if colon else name).split(",") if text else ["0"]
    match (name if colon else "", given):
        case ("", [fixed]):
            time = _seconds(fixed)
            return lambda _: time
        case ("uniform", [low, high]):
            first, last = _seconds(low), _seconds(high)
            return lambda random: random.uniform(first, last)
        case ("exponential", [mean]):
            rate = 1 / max(_seconds(mean), 1e-9)
            return lambda random: random.expovariate(rate)
        case ("lognormal", [median, sigma]):
            middle, spread = _seconds(median), float(sigma)
            return lambda random: middle * random.lognormvariate(0, spread)
    raise ValueError(f"{text!r} is no latency: {FORMS}")


def _seconds(text: str) -> float:
    """`200ms`, `0.2s`, or milliseconds without a unit."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no time: 200ms or 0.2s")
    return float(found[1]) * (1 if found[2] == "s" else 0.001)
