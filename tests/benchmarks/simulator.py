"""The simulator itself: how long it takes to start and how much it holds, how fast a page and the ledger check leave.

Whoever measures the program against it must not measure the simulator instead.
"""

import contextlib
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx

from tests.benchmarks.row import Row, row

_PAGE = "select * from Invoice orderby Id startposition {} maxresults 1000"
_PAGES = 20


@contextlib.contextmanager
def started(*words: str) -> Iterator[dict[str, Any]]:
    """A simulator in a process of its own: the JSON of its first line, and in "seconds" how long that took."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "qbodesk.simulator", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            known = json.loads(process.stdout.readline())
            seconds = time.perf_counter() - began
            httpx.post(
                f"{known['control_url']}/limits", json={"enabled": False}, timeout=30
            ).raise_for_status()
            yield known | {"seconds": seconds}
        finally:
            process.terminate()


def spent() -> float:
    """CPU seconds of all processes that have ended by now."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def pages(known: dict[str, Any]) -> list[float]:
    """Milliseconds until each page of 1,000 invoices is there, nothing decoded."""
    realm = known["realms"][0]
    headers = {"Authorization": f"Bearer {realm['access_token']}", "Accept": "application/json"}
    found = []
    with httpx.Client(base_url=known["quickbooks_url"], headers=headers, timeout=60) as http:
        http.get(f"/v3/company/{realm['realm_id']}/preferences").raise_for_status()
        for page in range(_PAGES):
            query = _PAGE.format(page * 1000 + 1)
            began = time.perf_counter()
            http.get(f"/v3/company/{realm['realm_id']}/query", params={"query": query}).raise_for_status()
            found.append((time.perf_counter() - began) * 1000)
    return found


def simulator_rows(count: int) -> Iterator[Row]:
    name = "simulator"
    before = spent()
    with started("--scenario", "reference") as known:
        seconds = known["seconds"]
    yield row(name, f"data set S: start ({spent() - before:.1f} s of CPU)", seconds, "s", 10, 1)
    what = f"{count:,} invoices and {count // 2:,} contacts"
    before = spent()
    with started("--invoices", str(count), "--contacts", str(count // 2), "--customers", "5000") as known:
        first, *rest = pages(known)
        began = time.perf_counter()
        answer = httpx.get(f"{known['control_url']}/audit", timeout=120).json()
        checked = time.perf_counter() - began
    used = spent() - before
    yield row(name, f"{what}: start ({used:.1f} s of CPU with all below)", known["seconds"], "s", 20, 1)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield row(name, f"{what}: peak memory", peak, "MB", 1536, 1)
    yield row(name, "page of 1,000 invoices, the first", first, "ms", 60, 1)
    yield row(
        name, "page of 1,000 invoices, median of the next", statistics.median(rest), "ms", 60, len(rest)
    )
    yield row(name, f"ledger check, {len(answer['problems'])} problems", checked, "s", 5, 1)
