"""A few hundred random deeds at the real window: nothing uncaught, no warning, the cache whole. `start.py bench monkey` does 20,000.

How long the window stood still is measured there: here the machine is shared with the other tests.
"""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.benchmarks.places import simulator
from tests.monkey.run import command, lived

SEED, DEEDS = 1, 300


@pytest.mark.timeout(300)
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_nothing_goes_wrong_under_random_hands(qtbot: QtBot, tmp_path: Path) -> None:
    with simulator("--realms", "US") as control:
        story = lived(SEED, DEEDS, control, tmp_path)
    assert story.done == DEEDS
    assert not story.findings, "\n".join([*story.findings, f"replay: {command(SEED, DEEDS)}"])
