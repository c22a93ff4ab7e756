"""Runs the simulator beside the demo, as the process of its own that it always is. Knows nothing of what it answers.

A thread would share the interpreter with the window and make it stutter; a process cannot.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from qbodesk.models.errors import Offline

STOP_SECONDS = 5


@contextmanager
def simulator(*options: str) -> Iterator[str]:
    """The control address of a running simulator, which ends with the block."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "qbodesk"]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*program, "simulator", "--port", "0", *options], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    try:
        line = process.stdout.readline() if process.stdout else b""
        if not line:
            raise Offline(service="simulator")
        yield str(json.loads(line)["control_url"])
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
