"""Random schedules and real kills as measured rows: duplicates, losses and stuck entries, and what shows each. Decides nothing."""

import time
from collections import Counter
from collections.abc import Iterator

from tests.benchmarks.row import Row, row
from tests.faults.kills import fetched, planned, survived
from tests.faults.run import Verdict, all_of, command

_EVERY = 100


def fault_rows(schedules: int, seed: int) -> Iterator[Row]:
    """Lives `schedules` seeds from `seed` on, on all cores."""
    started = time.perf_counter()
    counts: Counter[str] = Counter()
    bad: list[Verdict] = []
    seeds = range(seed, seed + schedules)
    for number, verdict in enumerate(all_of(seeds), start=1):
        counts.update(verdict.counts)
        if verdict.broken:
            bad.append(verdict)
            print(f"seed {verdict.seed}: {verdict.broken[0]}\n  replay: {command(verdict.seed)}", flush=True)
        if number % _EVERY == 0:
            print(f"  {number:,} schedules, {time.perf_counter() - started:.0f} s", flush=True)
    taken = time.perf_counter() - started
    print(
        f"seeds {seed} to {seeds.stop - 1}: "
        + ", ".join(f"{n:,} {what}" for what, n in sorted(counts.items()))
    )
    for what in ("DUPLICATE", "LOST", "STUCK"):
        found = sum(any(what in each for each in verdict.broken) for verdict in bad)
        yield row("faults", f"schedules with a {what.lower()}", found, "schedules", 0, schedules)
    yield row(
        "faults", f"schedules with anything wrong; {taken:.0f} s in all", len(bad), "schedules", 0, schedules
    )


def kill_rows(named: int, at_random: int) -> Iterator[Row]:
    """Processes killed for real, one after the other."""
    with fetched() as template:
        wrong = []
        for number, kill in enumerate(planned(named, at_random, seed=1), start=1):
            if said := survived(template, kill):
                wrong.append(said)
                print(f"{kill}: {said}", flush=True)
            if number % _EVERY == 0:
                print(f"  {number} kills", flush=True)
    for what in ("DUPLICATE", "LOST", "STUCK"):
        found = sum(what in each for each in wrong)
        yield row("kills", f"SIGKILLs with a {what.lower()}", found, "kills", 0, named + at_random)
