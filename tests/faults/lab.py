"""The whole program and both servers in one process, with a time and dice of their own; breaks and repairs, decides nothing."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path
from random import Random
from threading import Event
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import httpx
from sqlalchemy import Engine, create_engine, event

from qbodesk.app import compose
from qbodesk.app.compose import open_workspace
from qbodesk.models.cache import engine
from qbodesk.models.cache.backup import back_up
from qbodesk.models.cache.witness import Witness
from qbodesk.services import clients
from qbodesk.services.changes import ChangeSet
from qbodesk.services.clock import Chance
from qbodesk.services.connect import connect_simulator
from qbodesk.services.http import factory
from qbodesk.services.http.pacing import hubspot_pacer, quickbooks_pacer
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.recovery import restore_workspace
from qbodesk.services.sync import fetch
from qbodesk.services.workspace import Workspace
from qbodesk.simulator import state
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import application
from qbodesk.simulator.world import World, build_world
from tests.faults.time import START, ServerClock, Time
from tests.faults.wire import Wire

URL = "https://simulator"
REALMS = ("US",)
COUNTS = {
    "customers": 14,
    "items": 12,
    "invoices": 8,
    "payments": 4,
    "contacts": 16,
    "companies": 10,
    "deals": 12,
    "quotes": 8,
    "products": 12,
}
MEMORY = Path("/dev/shm")  # noqa: S108  a new private folder is made in it
"""Where it exists, a file costs no disk: what a lost power supply does to a disk is SQLite's own test, not ours."""


class Killed(BaseException):
    """The process died here."""


class Lab:
    """One simulator, one workspace folder, one program at a time in it."""

    def __init__(self, folder: Path, dice: Random, *, template: bytes | None = None) -> None:
        self.dice = dice
        self.time = Time()
        clock = ServerClock(self.time)
        with patch.object(state, "Clock", lambda: clock):
            self.servers = state.assemble(_OPTIONS, _world())
        self.servers.url = URL
        self.fuse: int | None = None
        self.full_disk = 0
        self.log: list[str] = []
        self.unheard: set[int] = set()
        """Requests, by their numbers in the journal, whose answer came and whose process died before it could store it."""
        self._last = ""
        self.wire = Wire(application(self.servers), self.time, self.step)
        self.folder = folder
        self._backup = folder.with_name("backup.db")
        if template is not None:
            folder.mkdir(parents=True)
            (folder / "qbodesk.db").write_bytes(template)
        self.ws = self._open()

    def step(self, name: str) -> None:
        """Something observable happens; the process dies here when its fuse has burnt down."""
        self.log.append(f"{self.time.seconds:10.1f}  {name}")
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse <= 0:
                self.fuse = None
                self.log.append(f"{self.time.seconds:10.1f}  ** dies here")
                if name.startswith("told ") or (name == "commit" and self._last.startswith("told ")):
                    self.unheard |= {each["n"] for each in self.servers.journal.since(writes=False)[-1:]}
                raise Killed(name)
        self._last = name

    def commit(self) -> None:
        """A transaction of the program is about to be committed."""
        if self.full_disk:
            self.full_disk -= 1
            self.log.append(f"{self.time.seconds:10.1f}  ** disk full")
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorname = "SQLITE_FULL"
            raise error
        self.step("commit")

    def restart(self) -> None:
        """The process is gone; what it held is given back by the system, and another one starts."""
        self.ws.cache.close()
        self.fuse = None
        self.ws = self._open()

    def back_up(self) -> None:
        """Keep a copy of the workspace."""
        self._backup.unlink(missing_ok=True)
        back_up(self.ws.cache.path, self._backup)

    @property
    def backed_up(self) -> bool:
        """Whether there is a copy."""
        return self._backup.exists()

    def restore(self) -> None:
        """Back to the copy; whoever restores has one."""
        self.ws.cache.close()
        restore_workspace(self.folder, self._backup, self.time.told, self._chance(), compose.witness())
        self.ws = self._open()

    def connect(self) -> None:
        """Sign in."""
        ws = self.ws
        connect_simulator(ws.cache, ws.changes, ws.clients, f"{URL}/control")

    def close(self) -> None:
        """Throw everything away."""
        self.ws.close()
        self.time.close()

    @contextmanager
    def others(self) -> Iterator[httpx.Client]:
        """Somebody else's connection to the servers: nothing goes wrong on it."""
        faults, self.servers.faults.chances = self.servers.faults.chances, ()
        offline, self.servers.faults.offline = self.servers.faults.offline, False
        plugged, self.wire.plugged = self.wire.plugged, True
        fuse, self.fuse = self.fuse, None
        try:
            with httpx.Client(transport=self.wire, base_url=URL, headers={"User-Agent": "somebody"}) as http:
                yield http
        finally:
            self.servers.faults.chances, self.servers.faults.offline = faults, offline
            self.wire.plugged, self.fuse = plugged, fuse

    def _open(self) -> Workspace:
        ws = open_workspace(
            self.folder,
            clock=self.time.told,
            chance=self._chance(),
            checkpoint=self.step,
            retry=lambda: ReadRetry(sleep=self.time.wait, chance=self.dice.random),
        )
        ws.changes.subscribe(lambda changes: self._shown(ws, changes))
        self.screen = {entry.op_id: entry.state for entry in ws.status.entries()}
        return ws

    def _chance(self) -> Chance:
        return Chance(new_id=lambda: f"{self.dice.getrandbits(128):032x}", jitter=self.dice.random)

    def _shown(self, ws: Workspace, changes: ChangeSet) -> None:
        """A screen reads again what it is told has changed, and nothing else."""
        self.step("published")
        told = changes.ids.get("outbox", ())
        for entry in ws.status.entries():
            if entry.op_id in told or "outbox" in changes.all_of:
                self.screen[entry.op_id] = entry.state


_OPTIONS = Options(realms=REALMS)


@cache
def _world() -> World:
    return build_world(scenario="small", seed=1, today=START.date(), realms=REALMS, counts=COUNTS)


@contextmanager
def opened(seed: int | str) -> Iterator[Lab]:
    """A lab whose program has fetched everything once, in a folder that is gone afterwards."""
    template = _template()
    with _one(Random(f"program {seed}"), template) as lab:
        yield lab


@cache
def _template() -> bytes:
    with _one(Random("template"), None) as lab:
        lab.connect()
        lab.ws.engine.run()
        lab.ws.engine.run()
        lab.ws.close()
        with closing(sqlite3.connect(lab.folder / "qbodesk.db")) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return (lab.folder / "qbodesk.db").read_bytes()


@contextmanager
def _one(dice: Random, template: bytes | None) -> Iterator[Lab]:
    with ExitStack() as stack:
        base = str(MEMORY) if MEMORY.is_dir() else None
        folder = Path(tempfile.mkdtemp(prefix="faults-", dir=base))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        held: list[Lab] = []
        stack.enter_context(_wired(lambda: held[0] if held else None))
        # a computer of its own: on one that has seen the template before, every copy of it would be an older backup
        stack.enter_context(patch.object(compose, "witness", lambda: Witness(folder / "witness")))
        lab = Lab(folder / "ws", dice, template=template)
        held.append(lab)
        stack.callback(lab.close)
        yield lab


@contextmanager
def _wired(lab: Callable[[], Lab | None]) -> Iterator[None]:
    """The program's clients speak to the lab, wait in its time and one after the other, and its commits can fail."""

    def now() -> Lab:
        found = lab()
        assert found is not None
        return found

    def client(base_url: str, **words: Any) -> httpx.Client:
        return factory.open_client(base_url, transport=now().wire, **words)

    def paced(make: Callable[[], Any]) -> Callable[[], Any]:
        def made() -> Any:
            pacer, here = make(), now()
            pacer._clock, pacer._sleep, pacer._chance = (
                lambda: here.time.seconds,
                here.time.wait,
                here.dice.random,
            )
            return pacer

        return made

    def commit(_connection: object) -> None:
        if (here := lab()) is not None:
            here.commit()

    with (
        patch.object(clients, "open_client", client),
        patch.object(clients, "quickbooks_pacer", paced(quickbooks_pacer)),
        patch.object(clients, "hubspot_pacer", paced(hubspot_pacer)),
        patch.object(fetch, "threading", SimpleNamespace(Thread=_Inline, Event=Event)),
        patch.object(engine, "create_engine", _warm_engine),
    ):
        event.listen(Engine, "commit", commit)
        try:
            yield
        finally:
            event.remove(Engine, "commit", commit)


def _warm_engine(url: str, **words: Any) -> Engine:
    """An engine that knows the queries all others have compiled: a process starts thousands of times here."""
    made, warm = create_engine(url, **words), _warm()
    made.dialect, made._compiled_cache = warm.dialect, warm._compiled_cache
    return made


@cache
def _warm() -> Engine:
    made = create_engine("sqlite://")
    with made.connect():
        pass  # the dialect has asked SQLite what it must know
    made.dispose()
    return made


class _Inline:
    """A thread that has done its work when it was started: the same seed, the same order."""

    def __init__(self, *, target: Callable[..., None], args: tuple[Any, ...] = (), **_words: object) -> None:
        self._target, self._args = target, args

    def start(self) -> None:
        self._target(*self._args)

    def join(self, _timeout: float | None = None) -> None:
        pass
