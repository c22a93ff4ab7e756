"""Runs the named rows (all without names), prints a table, writes JSON when asked; exits 0 whatever the figures are."""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.faults import fault_rows
from tests.benchmarks.monkey import monkey_rows
from tests.benchmarks.row import Row
from tests.benchmarks.rows import ROWS


def main() -> int:
    parser = argparse.ArgumentParser(prog="start.py bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(ROWS)}")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--invoices", type=int, default=100_000, help="size of the pull (default 100,000)")
    parser.add_argument("--schedules", type=int, default=10_000, help="random schedules of `faults` (10,000)")
    parser.add_argument("--deeds", type=int, default=20_000, help="random deeds of `monkey` (20,000)")
    parser.add_argument("--seed", type=int, default=1, help="the first seed of `faults` and `monkey` (1)")
    options = parser.parse_args()
    unknown = set(options.names) - set(ROWS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    rows = []
    seeded: dict[str, Callable[[int], Iterator[Row]]] = {
        "faults": lambda _count: fault_rows(options.schedules, options.seed),
        "monkey": lambda _count: monkey_rows(options.deeds, options.seed),
    }
    for name in options.names or ROWS:
        for row in {**ROWS, **seeded}[name](options.invoices):
            rows.append(row)
            mark = "ok" if row["within"] else "over"
            print(
                f"{row['name']:<18} {row['figure']:>10} {row['unit']:<9} budget {row['budget']:<8} {mark:<5} {row['what']}",
                flush=True,
            )
    if options.json:
        options.json.write_text(json.dumps({"rows": rows}, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
