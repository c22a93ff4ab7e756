"""What pytest does for the witnesses: a simulator for each client, its name in the test's, one line for it at the end.

A plugin and no conftest.py, so that the ordinary tests never load it.
"""

import json
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.helpers import network
from tests.witnesses.simulator import Simulator, started

NODE = Path(__file__).parent / "node"
_seen: dict[str, Counter[str]] = {}


def pytest_configure() -> None:
    network.block()


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with started() as found:
        yield found


@pytest.fixture(autouse=True)
def client(request: pytest.FixtureRequest) -> str:
    """Package, version and language, as in `node-quickbooks 2.0.50 (Node.js)`."""
    return request.param


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A witness says its package in `CLIENT`, one that runs scripts of Node.js its packages in `CLIENTS`."""
    names = [
        f"{package} {_of_node(package)} (Node.js)" for package in getattr(metafunc.module, "CLIENTS", ())
    ]
    if not names:
        package = metafunc.module.CLIENT
        names = [f"{package} {version(package)} (Python)"]
    metafunc.parametrize("client", names)


def _of_node(package: str) -> str:
    note = NODE / "node_modules" / package / "package.json"
    return json.loads(note.read_text(encoding="utf-8"))["version"]


def pytest_runtest_makereport(item: pytest.Function, call: pytest.CallInfo[None]) -> None:
    seen = _seen.setdefault(item.callspec.params["client"], Counter())
    if call.excinfo is not None:
        seen["failed"] += 1
    elif call.when == "call":
        seen["ok"] += dict(item.user_properties).get("scenes", 1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, seen in _seen.items():
        failed, ok = seen["failed"], seen["ok"]
        terminalreporter.write_line(
            f"{name}: {failed} FAILED, {ok} ok" if failed else f"{name}: ok ({ok} scenes)"
        )
