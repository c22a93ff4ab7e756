"""The log of a workspace: for its owner, small, and never in the way."""

import faulthandler
import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from qbodesk.services.diagnosis.logbook import FILE, FOLDER, MEGABYTE, last_lines, logbook, stopped_at

log = logging.getLogger("qbodesk.services.sync.engine")


def test_what_happened_is_kept_for_the_owner_only(tmp_path: Path) -> None:
    with logbook(tmp_path):
        log.info("%s %s: %s", "quickbooks", "Zażółć Nowak", "OFFLINE")
    log.info("after it was closed")
    (line,) = last_lines(tmp_path)
    assert line.endswith("quickbooks (text, 12): OFFLINE")
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / FOLDER / FILE).stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) == 0o700


def test_it_turns_over_and_the_newest_lines_are_found(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / FILE).write_text("old\n" * (MEGABYTE // 4))
    with logbook(tmp_path):
        log.info("first of the new")
        log.info("second of the new")
    found = [each.rpartition(": ")[2] for each in last_lines(tmp_path, 3)]
    assert found == ["old", "first of the new", "second of the new"]


def test_a_place_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    with logbook(tmp_path):
        log.info("goes nowhere")
    assert last_lines(tmp_path) == []


def test_levels_and_handlers_are_as_before(tmp_path: Path) -> None:
    ours, everything = logging.getLogger("qbodesk"), logging.getLogger()
    before = ours.level, list(everything.handlers), faulthandler.is_enabled()
    with logbook(tmp_path):
        pass
    assert (ours.level, list(everything.handlers), faulthandler.is_enabled()) == before


@pytest.mark.skipif(os.name != "posix", reason="ends itself by a signal")
def test_a_process_ended_by_a_fault_leaves_where_it_was(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from qbodesk.services.diagnosis.logbook import logbook\n"
        "with logbook(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGSEGV)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True)
    told = stopped_at(tmp_path)
    assert told[0].endswith("UTC")
    assert any("Segmentation fault" in each for each in told)
    assert not any("/" in each.partition('File "')[2] for each in told)
