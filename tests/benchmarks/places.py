"""Where a row is measured: a simulator in a process of its own and an empty workspace connected to it."""

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx

from qbodesk.app.compose import open_workspace
from qbodesk.services.connect import connect_simulator
from qbodesk.services.workspace import Workspace


@contextlib.contextmanager
def simulator(*words: str, aside: bool = False) -> Iterator[str]:
    """A simulator without rate limits in a process of its own.

    `aside`: it gives way to the program, as a server does that is another machine and takes none of its processors.
    """
    before = ["nice", "-n", "19"] if aside and shutil.which("nice") else []
    command = [*before, sys.executable, "-m", "qbodesk", "simulator", "--port", "0", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
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
