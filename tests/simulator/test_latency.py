"""How long answers take, drawn."""

from random import Random
from statistics import median
from typing import Any

import pytest

from qbodesk.simulator.latency import Latency


@pytest.mark.parametrize(
    ("text", "low", "middle", "high"),
    [
        ("", 0, 0, 0),
        ("200ms", 0.2, 0.2, 0.2),
        ("0.2s", 0.2, 0.2, 0.2),
        ("200", 0.2, 0.2, 0.2),
        ("uniform:50ms,150ms", 0.05, 0.1, 0.15),
        ("exponential:100ms", 0, 0.0693, 2),
        ("lognormal:200ms,0.6", 0, 0.2, 5),
    ],
)
def test_distributions(text: str, low: float, middle: float, high: float) -> None:
    def drawn() -> list[float]:
        latency = Latency(text, Random(3))
        return [latency.seconds() for _ in range(2000)]

    found = drawn()
    assert found == drawn()  # the same seed
    assert low <= min(found) <= max(found) <= high
    assert median(found) == pytest.approx(middle, rel=0.1)


@pytest.mark.parametrize(
    "text",
    [
        "slow",
        "200 m",
        "-1ms",
        "normal:1ms",
        "uniform:1ms",
        "lognormal:1ms",
        "lognormal:1ms,x",
        ":",
        "1ms,2ms",
    ],
)
def test_nonsense(text: str) -> None:
    with pytest.raises(ValueError):
        Latency(text)


def test_it_is_waited_before_product_answers_from_now_on(us: Any, control: Any) -> None:
    control.post("/latency", {"latency": "30ms"})
    assert us.get("preferences").elapsed.total_seconds() >= 0.03
    assert control.post("/latency", {"latency": ""}) == {"latency": ""}
