"""The log of a workspace: a small file for its owner only, turned over at a megabyte. Holds what `redact` lets through."""

import contextlib
import faulthandler
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from qbodesk.models.cache.place import private_file
from qbodesk.services.diagnosis.redact import OURS, Redacted

FOLDER = "logs"
FILE = "qbodesk.log"
STOPPED = "stopped.txt"
"""Where the interpreter writes when the process is ended by a fault outside of Python."""

MEGABYTE = 1_000_000
SHOWN_LINES = 300


@contextlib.contextmanager
def logbook(folder: Path) -> Iterator[None]:
    """Keep the log of the workspace in `folder` as long as this lasts. A disk that takes no log stops nothing."""
    place = folder / FOLDER
    handler = _Owned(place / FILE, maxBytes=MEGABYTE, backupCount=2, encoding="utf-8", delay=True)
    handler.setLevel(logging.INFO)
    handler.setFormatter(Redacted())
    with contextlib.ExitStack() as stack:
        try:
            place.mkdir(mode=0o700, exist_ok=True)
            stopped = stack.enter_context(private_file(place / STOPPED, "a"))
        except OSError:
            yield
            return
        watching = faulthandler.is_enabled()
        if not watching:
            faulthandler.enable(stopped)
        ours, everything = logging.getLogger(OURS), logging.getLogger()
        quiet = ours.level
        if ours.getEffectiveLevel() > logging.INFO:
            # the console keeps its own level; the file wants to know what was done before something failed
            ours.setLevel(logging.INFO)
        everything.addHandler(handler)
        try:
            yield
        finally:
            everything.removeHandler(handler)
            ours.setLevel(quiet)
            handler.close()
            if not watching:
                faulthandler.disable()


def last_lines(folder: Path, most: int = SHOWN_LINES) -> list[str]:
    """The newest lines of the log, the oldest of them first; none when there is no log."""
    found: list[str] = []
    for name in (FILE, f"{FILE}.1"):
        with contextlib.suppress(OSError):
            lines = (folder / FOLDER / name).read_text(encoding="utf-8", errors="replace").splitlines()
            found = lines + found
        if len(found) >= most:
            break
    return found[-most:]


def stopped_at(folder: Path) -> list[str]:
    """What the interpreter could still say when an earlier process was ended by a fault; it names files and lines only."""
    with contextlib.suppress(OSError):
        path = folder / FOLDER / STOPPED
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return [f"{when:%Y-%m-%d %H:%M} UTC", *map(_without_path, lines[-SHOWN_LINES:])] if lines else []
    return []


def _without_path(line: str) -> str:
    before, quoted, rest = line.partition('File "')
    if not quoted:
        return line
    path, end, after = rest.partition('"')
    return f"{before}{quoted}{Path(path).name}{end}{after}"


class _Owned(RotatingFileHandler):
    """For the owner's eyes only; a log that cannot be written is not worth a word on the console."""

    def _open(self) -> "TextIOWrapper[Any]":
        return private_file(Path(self.baseFilename), "a")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A full disk is told by what could not be saved."""
