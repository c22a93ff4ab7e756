"""A miniature of the whole: a cache, a clock that only moves when told, a server that fails as planned, a sender that can die."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from qbodesk.models.cache import outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import (
    Duplicate,
    NotInvoiceable,
    Offline,
    OutcomeUnknown,
    PermissionMissing,
    Problem,
    QboDeskError,
    RateLimited,
    RejectedByServer,
    ServerTrouble,
    SignInExpired,
)
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance
from qbodesk.services.outbox import Handler, Outbox, Reply, Review

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CONN = 1


@dataclass
class Time:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Server:
    """Keeps what it was told, by key if it remembers keys; `plan` says what goes wrong with each request."""

    remembers: bool = True
    plan: list[str] = field(default_factory=list)
    documents: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    payloads: set[str] = field(default_factory=set)
    reachable: bool = True
    always: str = ""
    """The one record it answers with, whatever it is told."""

    def post(self, key: str, payload: str) -> str:
        trouble = self.plan.pop(0) if self.plan else "fine"
        self.keys.add(key)
        self.payloads.add(payload)
        match trouble:
            case "offline":
                raise Offline(service="QuickBooks")
            case "request lost":
                raise OutcomeUnknown(service="QuickBooks")
            case "429":
                raise RateLimited(after=30, service="QuickBooks")
            case "no permission":
                raise PermissionMissing(service="QuickBooks")
            case "busy":
                raise ServerTrouble(service="QuickBooks")
            case "refused":
                raise RejectedByServer(service="QuickBooks")
            case "sign in":
                raise SignInExpired(service="QuickBooks")
        if self.always:
            return self.always
        if self.remembers and key in self.answers:
            made = self.answers[key]
        else:
            made = str(len(self.documents) + 1)
            self.documents.append((made, payload))
            self.answers[key] = made
        if trouble in {"answer lost", "500 after commit"}:
            raise OutcomeUnknown(service="QuickBooks")
        return made


@dataclass
class FakeHandler:
    """An invoice in miniature."""

    repeatable: ClassVar[bool] = False
    exclusive: ClassVar[bool] = True
    falls: ClassVar[bool] = False
    server: Server
    refuse_check: str = ""
    check_error: QboDeskError | None = None
    look_up_error: QboDeskError | None = None
    before_send: Callable[[], object] = lambda: None
    during_check: Callable[[], object] = lambda: None
    taken: bool = False
    look_alikes: bool = False
    """What is found carries no marker."""

    def check(self, entry: outbox.Entry) -> None:
        self.during_check()
        if not self.server.reachable:
            raise Offline(service="QuickBooks")
        if self.refuse_check:
            raise NotInvoiceable(self.refuse_check)
        if self.check_error is not None:
            raise self.check_error

    def payload(self, tx: Any, entry: outbox.Entry, req_key: str) -> str | None:
        return f'{{"key": "{req_key}"}}'

    def send(self, entry: outbox.Entry) -> Reply:
        assert entry.state is State.SENDING
        assert entry.payload
        assert entry.req_key
        self.before_send()
        if self.taken:
            raise Duplicate("DOCNUMBER_TAKEN", service="QuickBooks")
        return self._reply(self.server.post(entry.req_key, entry.payload))

    def look_up(self, entry: outbox.Entry) -> list[Reply]:
        if not self.server.reachable:
            raise Offline(service="QuickBooks")
        if self.look_up_error is not None:
            raise self.look_up_error
        found = [self._reply(made) for made, payload in self.server.documents if payload == entry.payload]
        return [replace(each, certain=not self.look_alikes) for each in found]

    def store(self, tx: Any, entry: outbox.Entry, reply: Reply) -> ChangeSet:
        return ChangeSet.of("invoice")

    def ended(self, tx: Any, entry: outbox.Entry, problem: Problem | None) -> ChangeSet:
        return ChangeSet()

    def _reply(self, made: str) -> Reply:
        return Reply("invoice", made, made, None, b"")


class SharedHandler(FakeHandler):
    """A customer in miniature."""

    exclusive: ClassVar[bool] = False


class SetHandler(FakeHandler):
    """A write of absolute values, such as a PATCH."""

    repeatable: ClassVar[bool] = True
    exclusive: ClassVar[bool] = False


class Desk:
    """A cache, a clock, a server and a sender that can be restarted."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.time = Time()
        self.server = server
        self.handler = FakeHandler(server)
        self.setter = SetHandler(server)
        self.ids = iter(f"{n:032x}" for n in range(10_000))
        self.cache = Cache(folder)
        self.sender = self.new_sender()
        self.review = Review(self.cache, Changes(), self.time, self.handlers())

    def new_sender(self, checkpoint: Any = lambda _name: None) -> Outbox:
        chance = Chance(new_id=lambda: next(self.ids), jitter=lambda: 0.5)
        return Outbox(self.cache, Changes(), self.time, chance, self.handlers(), checkpoint=checkpoint)

    def handlers(self) -> dict[str, Handler]:
        return {"make": self.handler, "set": self.setter}

    def queue(self, lane: str | None = None, depends_on: str | None = None, kind: str = "make") -> str:
        op_id = next(self.ids)
        with self.cache.write() as tx:
            outbox.add(
                tx,
                op_id=op_id,
                kind=kind,
                conn_id=CONN,
                lane=lane or op_id,
                business_key=op_id,
                intent=b"{}",
                now=self.time(),
                depends_on=depends_on,
            )
        return op_id

    def entry(self, op_id: str) -> outbox.Entry:
        with self.cache.read() as tx:
            found = outbox.get(tx, op_id)
        assert found is not None
        return found

    def settle(self, steps: int = 200) -> None:
        """Step, and let time pass to whenever something is due, until nothing moves any more."""
        for _ in range(steps):
            step = self.sender.step([CONN])
            if step is None or step.stopped is not None:
                wake = self.sender.next_wake([CONN])
                if wake is None and step is None:
                    return
                self.time.now = max(self.time.now + timedelta(seconds=1), wake or self.time.now)

    def restart(self) -> None:
        """The process died and a new one starts."""
        self.cache.close()
        self.cache = Cache(self.folder)
        self.sender = self.new_sender()
        self.review = Review(self.cache, Changes(), self.time, self.handlers())
        self.sender.recover()

    def kill_at(self, name: str) -> None:
        def die(reached: str) -> None:
            if reached == name:
                raise KeyboardInterrupt(name)

        self.sender = self.new_sender(die)
        with pytest.raises(KeyboardInterrupt, match=name):
            for _ in range(20):
                self.sender.step([CONN])
        self.restart()
