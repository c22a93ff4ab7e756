"""What holds for every test of the window."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

HERE = Path(__file__).parent
PATIENCE_MS = 60_000
"""How long a test waits for what must come: a busy machine stops a process for seconds, and a wait that comes true is free."""

for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitActive, QtBot.waitExposed):
    (_wait.__kwdefaults__ or {})["timeout"] = PATIENCE_MS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says so for windows, popups and toasts; nothing else Qt warns of is let through."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
