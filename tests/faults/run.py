"""Many schedules on all cores, each judged; every hundredth is lived twice to see that a seed decides everything. Times nothing."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

from tests.faults.invariants import broken
from tests.faults.schedule import lived
from tests.faults.seeded import seeded

_AGAIN = 100
_AT_A_TIME = 5
_CRASHED = "crashed"


@dataclass(frozen=True)
class Verdict:
    """What came of one seed."""

    seed: int
    broken: tuple[str, ...]
    counts: Counter[str]


def judge(seed: int, bug: str | None = None) -> Verdict:
    """Live it, and say what does not hold."""
    with seeded(bug):
        first, found, counts = _once(seed)
        if seed % _AGAIN == 0 and bug is None and _once(seed)[0] != first:
            found.append("same_again: the same seed went another way")
    return Verdict(seed, tuple(found), counts)


def _once(seed: int) -> tuple[str, list[str], Counter[str]]:
    try:
        with lived(seed) as day:
            return day.hash(), broken(day), day.counts
    except Exception as bug:
        # a crash of the program is a finding of this seed, and the other seeds go on
        return "", [f"{_CRASHED}: {type(bug).__name__}: {bug}"], Counter()


def all_of(seeds: range, bug: str | None = None, *, processes: int | None = None) -> Iterator[Verdict]:
    """The verdicts as they come, not in order."""
    processes = processes or os.cpu_count() or 1
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        try:
            yield from pool.map(judge, seeds, [bug] * len(seeds), chunksize=_AT_A_TIME)
        finally:
            pool.shutdown(cancel_futures=True)


def first_caught(bug: str, seeds: range) -> Verdict | None:
    """The first seed that shows a seeded bug; a crash shows a patch that no longer fits the program."""
    verdicts = (judge(seed, bug) for seed in seeds)
    return next(
        (
            each
            for each in islice(verdicts, len(seeds))
            if any(not said.startswith(_CRASHED) for said in each.broken)
        ),
        None,
    )


def command(seed: int, bug: str | None = None) -> str:
    """What shows a seed again, step by step."""
    return f".venv/bin/python -m tests.faults {seed}{f' --bug {bug}' if bug else ''}"
