"""The measured rows: what is set up, what is timed, against what. The budgets are those of the design, §7."""

import contextlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from qbodesk.app.compose import open_workspace
from qbodesk.models.cache.engine import Cache
from qbodesk.services.connect import connect_simulator
from qbodesk.services.quickbooks import codec
from qbodesk.services.quickbooks.records import Invoice
from qbodesk.services.sync import apply
from qbodesk.services.workspace import Workspace
from tests.benchmarks.faults import fault_rows
from tests.benchmarks.row import Row, row
from tests.benchmarks.simulator import simulator_rows


@contextlib.contextmanager
def simulator(*words: str) -> Iterator[str]:
    """A simulator without rate limits in a process of its own."""
    command = [sys.executable, "-m", "qbodesk", "simulator", "--port", "0", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        control = json.loads(process.stdout.readline())["control_url"]
        httpx.post(f"{control}/limits", json={"enabled": False}, timeout=30).raise_for_status()
        yield control
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@contextlib.contextmanager
def workspace(control: str) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        ws = open_workspace(Path(folder) / "ws")
        connect_simulator(ws.cache, ws.changes, ws.clients, control)
        yield ws
        ws.close()


def bare_pull(control: str, realm: str, token: str) -> tuple[float, float]:
    """Download, decode and insert the same pages with the same libraries and nothing else; wall and CPU seconds."""
    base = control.removesuffix("/control")
    with tempfile.TemporaryDirectory() as folder, httpx.Client(base_url=base, timeout=120) as http:
        cache = Cache(Path(folder) / "bare")
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        started, cpu = time.perf_counter(), time.process_time()
        position = 1
        while True:
            query = f"SELECT * FROM Invoice ORDERBY Id STARTPOSITION {position} MAXRESULTS 1000"
            body = http.get(f"/v3/company/{realm}/query", params={"query": query}, headers=headers).content
            page = codec.decode_page(Invoice, body)
            with cache.write() as tx:
                apply.quickbooks(tx, realm, "USD", Invoice, page.rows)
            if page.count < 1000:
                break
            position += 1000
        taken = time.perf_counter() - started, time.process_time() - cpu
        cache.close()
    return taken


def pull_invoices(count: int) -> Iterator[Row]:
    words = (
        "--realms",
        "US",
        "--invoices",
        str(count),
        "--customers",
        "2000",
        "--payments",
        "0",
        "--contacts",
        "10",
        "--deals",
        "5",
    )
    with simulator(*words) as control, workspace(control) as ws:
        info = httpx.get(f"{control}/connection", timeout=30).json()["realms"][0]
        bare, bare_cpu = bare_pull(control, info["realm_id"], info["access_token"])
        started, cpu = time.perf_counter(), time.process_time()
        report = ws.engine.run(full=True, only="quickbooks")
        taken, used = time.perf_counter() - started, time.process_time() - cpu
        calls = report.connections[0].http_calls
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    what = f"full pull of {count:,} invoices"
    yield row(
        "pull-invoices",
        f"{what} against a bare script ({bare:.1f} s, {bare_cpu:.1f} s of CPU)",
        taken / bare,
        "x",
        1.5,
        1,
    )
    yield row("pull-invoices", f"{what}: CPU", used, "s", 8.0, 1)
    yield row("pull-invoices", f"{what}: requests", calls, "requests", 105, 1)
    yield row("pull-invoices", f"{what}: peak memory", peak, "MB", 300, 1)


def incremental(_count: int) -> Iterator[Row]:
    with simulator() as control, workspace(control) as ws:
        ws.engine.run(full=True)
        report = ws.engine.run()
        yield row(
            "incremental", "nothing changed, sample companies: requests", report.http_calls, "requests", 12, 1
        )
        yield row("incremental", "nothing changed, sample companies: time", report.seconds, "s", 8.0, 1)


def search(_count: int) -> Iterator[Row]:
    with (
        simulator(
            "--realms", "US", "--invoices", "20000", "--customers", "5000", "--payments", "0"
        ) as control,
        workspace(control) as ws,
    ):
        ws.engine.run(full=True)
        words = [
            "st",
            "stu",
            "studio",
            "invo",
            "10",
            "104",
            "1042",
            "an",
            "anna",
            "zol",
            "zolt",
            "kayak tours",
            "dent gro",
        ]
        times = []
        for _ in range(5):
            for word in words:
                started = time.perf_counter()
                ws.find.find(word, limit=20)
                times.append((time.perf_counter() - started) * 1000)
        yield row(
            "search",
            "search as you type over 25,000 records, p95",
            statistics.quantiles(times, n=20)[-1],
            "ms",
            50,
            len(times),
        )


ROWS: dict[str, Callable[[int], Iterator[Row]]] = {
    "pull-invoices": pull_invoices,
    "incremental": incremental,
    "search": search,
    "simulator": simulator_rows,
    "faults": lambda count: fault_rows(count, 1),
}
