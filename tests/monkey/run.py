"""One run of random hands, from a seed: what they did, what went wrong, how long the window stood still. Chooses nothing itself.

The dice are the seed's; when answers arrive is not, so that the same seed does the same kinds of things, not the same to the
last key. What was done is therefore kept and told with every finding.
"""

import contextlib
import logging
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx
from PySide6.QtCore import QEventLoop, QObject, QTimer, QtMsgType, qInstallMessageHandler

from qbodesk.app.commands.doctor import examine
from qbodesk.app.unexpected import unexpected
from tests.monkey.hands import Hands
from tests.monkey.zoo import Zoo, kept_in, opened

REMEMBERED = 12
PAUSE_MS = 2
_HARMLESS = ("This plugin does not support",)


@dataclass
class Story:
    """What came of a run. `blocks`: milliseconds for which the event loop stood still, and what was done then."""

    seed: int
    done: int = 0
    findings: list[str] = field(default_factory=list)
    blocks: list[tuple[float, str]] = field(default_factory=list)
    last: "deque[str]" = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    tell: Callable[[str], object] = lambda _line: None

    def did(self, what: str) -> None:
        """One more deed."""
        self.done += 1
        self.last.append(f"{self.done}. {what}")
        self.tell(self.last[-1])

    def found(self, what: str) -> None:
        """Something that must not be, with what led to it."""
        trail = "\n    ".join(self.last)
        self.findings.append(f"{what}\n    {trail}")


class _Ear(logging.Handler):
    """Warnings of the program, and whatever nobody caught."""

    def __init__(self, story: Story) -> None:
        super().__init__(logging.WARNING)
        self._story = story

    def emit(self, record: logging.LogRecord) -> None:
        told = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info:
            told += "\n" + logging.Formatter().formatException(record.exc_info)
        self._story.found(told)


@contextlib.contextmanager
def heard(story: Story) -> Iterator[None]:
    """The program's log, Qt's warnings and uncaught exceptions become findings."""
    ear, logger = _Ear(story), logging.getLogger("qbodesk")

    def warn(kind: QtMsgType, _where: object, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not any(each in text for each in _HARMLESS):
            story.found(f"Qt: {text}")

    before = qInstallMessageHandler(warn)
    logger.addHandler(ear)
    try:
        with unexpected():
            yield
    finally:
        logger.removeHandler(ear)
        qInstallMessageHandler(before)


class Monkey(QObject):
    """One deed at every turn of the event loop, also of one that a dialog runs."""

    def __init__(self, hands: Hands, story: Story, deeds: int, loop: QEventLoop) -> None:
        super().__init__()
        self._hands, self._story, self._left, self._loop = hands, story, deeds, loop
        self._began = time.perf_counter()
        self._told = "start"
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._turn)
        self._timer.start(PAUSE_MS)

    def _turn(self) -> None:
        now = time.perf_counter()
        # from before the deed to the turn after it: with its events, its painting and what it waited for
        self._story.blocks.append(((now - self._began) * 1000 - PAUSE_MS, self._told))
        if not self._left:
            self._loop.quit()
            return
        self._left -= 1
        self._timer.start(PAUSE_MS)
        self._began = time.perf_counter()
        try:
            self._told = self._hands.act()
        except Exception:
            # the log turns it into a finding of the story, and the next deed is done
            logging.getLogger("qbodesk.monkey").exception("a deed failed")
        self._story.did(self._told)


def lived(
    seed: int, deeds: int, control_url: str, folder: Path, tell: Callable[[str], object] = lambda _line: None
) -> Story:
    """A whole run over a simulator that runs; afterwards the servers behave, and everything must come right."""
    story, dice = Story(seed, tell=tell), Random(seed)
    control = httpx.Client(base_url=control_url, timeout=60)
    with control, opened(folder, control_url) as zoo, heard(story), kept_in(folder, dice):
        control.post("/faults/profile", json={"profile": "flaky", "seed": seed}).raise_for_status()
        loop = QEventLoop()
        monkey = Monkey(Hands(zoo.window, zoo.workspace.find, dice), story, deeds, loop)
        loop.exec()
        del monkey
        control.post("/faults/profile", json={"profile": "none"}).raise_for_status()
        story.last.append("the end")
        for said in (*_cache(zoo), *_servers(control)):
            story.found(said)
    return story


def _cache(zoo: Zoo) -> Iterator[str]:
    """The file is whole, and a pass over servers that behave gets through."""
    zoo.host.shutdown()
    found = examine(zoo.workspace)
    if found["foreign_keys"]:
        yield f"cache: {found['foreign_keys']} rows refer to nothing"
    report = zoo.workspace.engine.run(full=True)
    for each in report.connections:
        if each.problem is not None:
            yield f"cache: {each.name} cannot be fetched any more: {each.problem.code}"


def _servers(control: httpx.Client) -> Iterator[str]:
    """Both products' own ledger, and no invoice that carries the mark of another."""
    for problem in control.get("/audit").raise_for_status().json()["problems"]:
        yield f"ledger: {problem}"
    marks: Counter[str] = Counter()
    for realm in control.get("/connection").json()["realms"]:
        marks.update(_marks(control.get(f"/realms/{realm['realm_id']}/invoice").json()))
    for mark, times in marks.items():
        if times > 1:
            yield f"DUPLICATE: {times} invoices carry {mark}"


def _marks(answer: Any) -> list[str]:
    return re.findall(r"qbodesk:[0-9a-f]+", str(answer))


def command(seed: int, deeds: int) -> str:
    """What lives a seed again and tells each deed."""
    return f".venv/bin/python -m tests.monkey {seed} --deeds {deeds} --tell"
