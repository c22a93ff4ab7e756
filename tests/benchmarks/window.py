"""Rows about the window: how soon it can be used, what it holds, and the longest time its thread was blocked. Off screen."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qbodesk.app.compose import open_workspace
from qbodesk.services.connect import connect_simulator
from tests.benchmarks.places import simulator
from tests.benchmarks.row import Row, row

RUNS = 5
WINDOW = "tests.benchmarks.window_child"
REFERENCE = ("--scenario", "reference")


def window_rows(_count: int) -> Iterator[Row]:
    """With data set S in the cache, against an empty PySide6 window."""
    with TemporaryDirectory() as folder:
        with simulator(*REFERENCE) as control:
            fetch(Path(folder), control)
        times: dict[str, list[float]] = {"empty": [], "open": [], "list": []}
        peak = 0.0
        for _ in range(RUNS):
            for what in ("empty", "open"):
                began = time.time()
                found = child(WINDOW, what, folder)
                times[what].append(found["usable_at"] - began)
                if what == "open":
                    times["list"].append(found["list_at"] - began)
                    peak = max(peak, found["peak_mb"])
    bare, ours = statistics.median(times["empty"]), statistics.median(times["open"])
    what = f"start to usable window with S in the cache ({ours:.2f} s) against an empty one ({bare:.2f} s)"
    yield row("window", what, ours / bare, "x", 3.0, RUNS)
    listed = statistics.median(times["list"])
    yield row("window", "start to a list of deals opened from there", listed, "s", 2.0, RUNS)
    yield row("memory", "peak memory with S in the cache, window open", peak, "MB", 200, RUNS)


def stall(count: int) -> Iterator[Row]:
    """A real full sync behind a real window that shows the list that grows, and the same sync behind an empty one."""
    found, bare = full_sync(count, "sync"), full_sync(count, "beside")
    what = f"longest block of the GUI thread while {found['rows']:,.0f} records arrive in {found['seconds']:.0f} s"
    beats = int(found["beats"])
    yield row("stall", what, found["stall_ms"], "ms", 50, beats)
    yield row("stall", "the same, 99 of 100 beats", found["p99_ms"], "ms", 50, beats)
    what = "most that the GUI thread itself worked between two beats, whatever else the machine did"
    yield row("stall", what, found["work_ms"], "ms", 50, beats)
    what = f"beats later than 50 ms, of {beats:,} ({bare['over']:.0f} of {bare['beats']:,.0f} behind an empty window)"
    yield row("stall", what, found["over"], "", 0, beats)
    what = "longest block of an empty window in the same process and sync: the machine's and the interpreter's part"
    yield row("stall", what, bare["stall_ms"], "ms", 50, int(bare["beats"]))


def full_sync(count: int, how: str) -> dict[str, float]:
    """What `window_child` saw of a first full sync of that many invoices."""
    sizes = ("--invoices", str(count), "--contacts", str(count // 2), "--customers", "5000")
    with TemporaryDirectory() as folder, simulator("--realms", "US", *sizes, aside=True) as control:
        workspace = open_workspace(Path(folder))
        connect_simulator(workspace.cache, workspace.changes, workspace.clients, control)
        workspace.close()
        return child(WINDOW, how, folder)


def tables(count: int) -> Iterator[Row]:
    """Lists of `count` invoices and half as many contacts in the cache, in a real window."""
    sizes = ("--invoices", str(count), "--contacts", str(count // 2), "--customers", "5000")
    with TemporaryDirectory() as folder:
        with simulator("--realms", "US", *sizes) as control:
            fetch(Path(folder), control)
        times = child("tests.benchmarks.tables_child", folder)

    def slowest(name: str, what: str, budget: float) -> Row:
        return row("tables", what, max(times[name]), "ms", budget, len(times[name]))

    yield slowest("open", "a list opened for the first time, to its first painted rows", 100)
    yield slowest("again", "a list that was opened before", 100)
    yield slowest("scroll", "longest frame while scrolling", 33)
    yield slowest("sort", "sorted by another column, to the painted answer", 500)
    yield slowest("filter", "filtered, to the painted answer", 500)
    yield slowest("select", "all rows selected and painted", 50)
    yield slowest("block", "longest block of the GUI thread while sorting, filtering, selecting", 50)


def child(module: str, *words: str) -> dict[str, Any]:
    """Run one window to its end and return what it saw."""
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def fetch(folder: Path, control: str) -> None:
    """Fill a workspace from a running simulator."""
    workspace = open_workspace(folder)
    connect_simulator(workspace.cache, workspace.changes, workspace.clients, control)
    workspace.engine.run(full=True)
    workspace.close()
