"""The measured rows: what is set up, what is timed, against what. The budgets are those of the design, §7."""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from qbodesk.app.compose import open_workspace
from tests.benchmarks.changes import incremental
from tests.benchmarks.faults import fault_rows, kill_rows
from tests.benchmarks.monkey import monkey_rows
from tests.benchmarks.pages import pages
from tests.benchmarks.places import simulator
from tests.benchmarks.pulls import latency, pull_contacts, pull_invoices, refused
from tests.benchmarks.row import Row, row
from tests.benchmarks.rules import rules
from tests.benchmarks.simulator import simulator_rows
from tests.benchmarks.window import REFERENCE, fetch, stall, tables, window_rows


def search(_count: int) -> Iterator[Row]:
    """What the palette asks over all of S, typed as people type: unfinished, of one letter, mistyped."""
    with TemporaryDirectory() as folder:
        with simulator(*REFERENCE) as control:
            fetch(Path(folder), control)
        ws = open_workspace(Path(folder))
        words = (
            "st|stu|studio|10|104|1042|an|anna|zol|zolt|kayak tours|dent gro|websiet|relanch|kayk tours|xqzwv"
        )
        times = []
        for _ in range(5):
            for word in words.split("|"):
                started = time.perf_counter()
                ws.find.everywhere(word, most=6)
                times.append((time.perf_counter() - started) * 1000)
        ws.close()
    yield row(
        "search",
        "search as you type over all objects of S, p95",
        statistics.quantiles(times, n=20)[-1],
        "ms",
        50,
        len(times),
    )


ROWS: dict[str, Callable[[int], Iterator[Row]]] = {
    "pull-invoices": pull_invoices,
    "pull-contacts": pull_contacts,
    "latency": latency,
    "refused": refused,
    "incremental": incremental,
    "rules": rules,
    "search": search,
    "window": window_rows,
    "tables": tables,
    "stall": stall,
    "pages": pages,
    "simulator": simulator_rows,
    "faults": lambda count: fault_rows(count, 1),
    "monkey": lambda _count: monkey_rows(20_000, 1),
    "kills": lambda _count: kill_rows(320, 150),
}
