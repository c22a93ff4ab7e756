"""A virtual screen for tests that drive a real window in a process of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def virtual_screen() -> Iterator[dict[str, str]]:
    """Variables for a program that shall open its windows on an X server nobody sees."""
    if not shutil.which("Xvfb"):
        pytest.skip("needs Xvfb")
    reading, writing = os.pipe()
    # the server chooses a free number and writes it once it is ready
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as ready:
            number = ready.readline().strip()
        assert number, "Xvfb did not start"
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        server.terminate()
