"""One measured figure with its budget; measures nothing."""

from typing import Any

Row = dict[str, Any]


def row(
    name: str, what: str, figure: float, unit: str, budget: float, runs: int, *, least: bool = False
) -> Row:
    """`budget` is the most the figure may be, with `least` the least."""
    return {
        "name": name,
        "what": what,
        "figure": round(figure, 3),
        "unit": unit,
        "budget": budget,
        "within": figure >= budget if least else figure <= budget,
        "runs": runs,
    }
