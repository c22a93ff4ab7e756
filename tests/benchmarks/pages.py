"""The row about paging: an accountant goes through forty PDFs with the arrow key, all of them kept before. Off screen."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from qbodesk.app.compose import open_workspace
from qbodesk.services.connect import connect_simulator
from tests.benchmarks.places import simulator
from tests.benchmarks.row import Row, row

PDFS = 40


def pages(_count: int) -> Iterator[Row]:
    """From the key to the painted page, p95."""
    with TemporaryDirectory() as folder:
        with simulator("--realms", "US") as control:
            ws = open_workspace(Path(folder))
            connect_simulator(ws.cache, ws.changes, ws.clients, control)
            ws.engine.run(full=True)
            shown = ws.invoices.rows(ws.invoices.ids()[:PDFS])
            for each in shown.values():
                ws.documents.pdf(each)
            ws.close()
        command = [sys.executable, "-m", "tests.benchmarks.pages_child", folder, str(PDFS)]
        surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=surroundings)
        times: list[float] = json.loads(done.stdout)
    what = f"arrow key to the next painted PDF from the cache, {PDFS} invoices, p95"
    yield row("pages", what, statistics.quantiles(times, n=20)[-1], "ms", 100, len(times))
