"""Random hands at the real window as a measured row: what went wrong, and how long it stood still. Decides nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.row import Row, row
from tests.monkey.run import command

_AT_A_TIME = 1000
"""Deeds of one window, so that a run also opens and closes twenty of them."""


def monkey_rows(deeds: int, seed: int) -> Iterator[Row]:
    """`deeds` in runs of a thousand, with seeds from `seed` on, each in a process of its own."""
    findings, blocks, done = 0, 0, 0
    longest = 0.0
    for number in range(seed, seed + -(-deeds // _AT_A_TIME)):
        some = min(_AT_A_TIME, deeds - done)
        story = _lived(number, some)
        done += story["done"]
        findings += len(story["findings"])
        blocks += len(story["blocks"])
        longest = max([longest, *(ms for ms, _what in story["blocks"])])
        for each in story["findings"]:
            print(f"seed {number}: {each}\n  replay: {command(number, some)}", flush=True)
        worst = sorted(story["blocks"], reverse=True)[:3]
        print(f"  {done:,} deeds; " + "; ".join(f"{ms:.0f} ms {what}" for ms, what in worst), flush=True)
    yield row(
        "monkey", "exceptions, warnings and broken promises under random hands", findings, "findings", 0, done
    )
    yield row(
        "monkey", "deeds after which the window stood still for more than 50 ms", blocks, "deeds", 0, done
    )
    yield row("monkey", "the longest of them", longest, "ms", 50, done)


def _lived(seed: int, deeds: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.monkey", str(seed), "--deeds", str(deeds), "--json"]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    if done.returncode < 0 or not done.stdout:
        return {"done": deeds, "findings": [f"ended by signal {-done.returncode}"], "blocks": []}
    found: dict[str, Any] = json.loads(done.stdout)
    return found
