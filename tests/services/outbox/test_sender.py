"""The sender against a server that loses requests and answers: one document per confirmed entry, whatever happens."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qbodesk.models.cache import outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.domain.outbox import RESEND_WAIT, State
from qbodesk.models.errors import (
    Duplicate,
    NotInvoiceable,
    Offline,
    OutcomeUnknown,
    RateLimited,
    RejectedByServer,
    SignInExpired,
)
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance
from qbodesk.services.outbox import Outbox, Reply

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
            case "refused":
                raise RejectedByServer(service="QuickBooks")
            case "sign in":
                raise SignInExpired(service="QuickBooks")
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
    server: Server
    refuse_check: str = ""
    taken: bool = False

    def check(self, entry: outbox.Entry) -> None:
        if not self.server.reachable:
            raise Offline(service="QuickBooks")
        if self.refuse_check:
            raise NotInvoiceable(self.refuse_check)

    def payload(self, tx: Any, entry: outbox.Entry, req_key: str) -> str | None:
        return f'{{"key": "{req_key}"}}'

    def send(self, entry: outbox.Entry) -> Reply:
        assert entry.state is State.SENDING
        assert entry.payload
        assert entry.req_key
        if self.taken:
            raise Duplicate("DOCNUMBER_TAKEN", service="QuickBooks")
        return self._reply(self.server.post(entry.req_key, entry.payload))

    def look_up(self, entry: outbox.Entry) -> list[Reply]:
        if not self.server.reachable:
            raise Offline(service="QuickBooks")
        return [self._reply(made) for made, payload in self.server.documents if payload == entry.payload]

    def store(self, tx: Any, entry: outbox.Entry, reply: Reply) -> ChangeSet:
        return ChangeSet.of("invoice")

    def _reply(self, made: str) -> Reply:
        return Reply("invoice", made, made, None, b"")


class Desk:
    """A cache, a clock, a server and a sender that can be restarted."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.time = Time()
        self.server = server
        self.handler = FakeHandler(server)
        self.ids = iter(f"{n:032x}" for n in range(10_000))
        self.cache = Cache(folder)
        self.sender = self._sender()

    def _sender(self, checkpoint: Any = lambda _name: None) -> Outbox:
        chance = Chance(new_id=lambda: next(self.ids), jitter=lambda: 0.5)
        return Outbox(self.cache, Changes(), self.time, chance, {"make": self.handler}, checkpoint=checkpoint)

    def queue(self, lane: str | None = None, depends_on: str | None = None) -> str:
        op_id = next(self.ids)
        with self.cache.write() as tx:
            outbox.add(
                tx,
                op_id=op_id,
                kind="make",
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
        self.sender = self._sender()
        self.sender.recover()

    def kill_at(self, name: str) -> None:
        def die(reached: str) -> None:
            if reached == name:
                raise KeyboardInterrupt(name)

        self.sender = self._sender(die)
        with pytest.raises(KeyboardInterrupt, match=name):
            for _ in range(20):
                self.sender.step([CONN])
        self.restart()


@pytest.fixture
def desk(tmp_path: Path):
    made = Desk(tmp_path, Server())
    yield made
    made.cache.close()


def test_a_fine_day(desk: Desk) -> None:
    op_id = desk.queue()
    desk.settle()
    entry = desk.entry(op_id)
    assert (entry.state, entry.remote_id, entry.attempts) == (State.SUCCEEDED, "1", 1)
    assert len(desk.server.documents) == 1


def test_a_lost_answer_is_found_at_once_without_a_second_request(desk: Desk) -> None:
    desk.server.plan = ["answer lost"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    assert desk.entry(op_id).state is State.UNKNOWN
    desk.sender.step([CONN])
    assert desk.entry(op_id).state is State.SUCCEEDED
    assert (len(desk.server.documents), desk.time.now) == (1, START)


def test_a_lost_request_is_sent_again_only_after_the_wait_with_the_same_key(desk: Desk) -> None:
    desk.server.plan = ["request lost"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    desk.sender.step([CONN])
    entry = desk.entry(op_id)
    assert (entry.state, entry.not_before) == (State.UNKNOWN, START + RESEND_WAIT)
    desk.time.now = START + RESEND_WAIT - timedelta(seconds=1)
    assert desk.sender.step([CONN]) is None
    desk.time.now = START + RESEND_WAIT
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED
    assert (len(desk.server.documents), len(desk.server.keys), len(desk.server.payloads)) == (1, 1, 1)


def test_a_refusal_says_why_and_blocks_nobody_else(desk: Desk) -> None:
    desk.server.plan = ["refused"]
    first, second = desk.queue(), desk.queue()
    desk.settle()
    assert desk.entry(first).state is State.REJECTED
    assert desk.entry(first).problem is not None
    assert desk.entry(second).state is State.SUCCEEDED


def test_a_check_that_refuses_sends_nothing(desk: Desk) -> None:
    desk.handler.refuse_check = "QUOTE_EXPIRED"
    op_id = desk.queue()
    desk.settle()
    entry = desk.entry(op_id)
    assert (entry.state, entry.attempts) == (State.REJECTED, 0)
    assert entry.problem is not None
    assert entry.problem.code == "QUOTE_EXPIRED"
    assert not desk.server.documents


def test_without_a_network_it_waits_unsent(desk: Desk) -> None:
    desk.server.reachable = False
    op_id = desk.queue()
    step = desk.sender.step([CONN])
    assert step is not None
    assert isinstance(step.stopped, Offline)
    assert (desk.entry(op_id).state, desk.entry(op_id).attempts) == (State.QUEUED, 0)
    desk.server.reachable = True
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED


def test_a_rate_limit_waits_as_long_as_it_was_told(desk: Desk) -> None:
    desk.server.plan = ["429"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    assert desk.entry(op_id).not_before == START + timedelta(seconds=30)
    assert desk.sender.step([CONN]) is None
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED


def test_a_dead_sign_in_blocks_and_goes_on_under_the_same_key(desk: Desk) -> None:
    desk.server.plan = ["sign in"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    assert desk.entry(op_id).state is State.BLOCKED
    key = desk.entry(op_id).req_key
    desk.sender.unblock(CONN)
    desk.settle()
    assert (desk.entry(op_id).state, desk.entry(op_id).req_key) == (State.SUCCEEDED, key)


def test_a_number_taken_by_somebody_else_is_refused_after_looking(desk: Desk) -> None:
    desk.handler.taken = True
    op_id = desk.queue()
    desk.settle()
    entry = desk.entry(op_id)
    assert entry.state is State.REJECTED
    assert entry.problem is not None
    assert entry.problem.code == "DOCNUMBER_TAKEN"


def test_a_dependant_waits_and_a_lane_keeps_its_order(desk: Desk) -> None:
    desk.server.plan = ["request lost"]
    first = desk.queue(lane="x")
    second = desk.queue(lane="x")
    third = desk.queue(depends_on=second)
    desk.settle()
    assert [payload for _made, payload in desk.server.documents] == [
        desk.entry(each).payload for each in (first, second, third)
    ]


def test_cancel_before_and_after_the_first_byte(desk: Desk) -> None:
    first, second = desk.queue(), desk.queue()
    desk.sender.cancel(first)
    desk.server.plan = ["request lost"]
    desk.sender.step([CONN])
    with pytest.raises(Exception, match="cannot be withdrawn"):
        desk.sender.cancel(second)
    desk.settle()
    assert desk.entry(first).state is State.CANCELLED
    assert len(desk.server.documents) == 1


def test_two_look_alikes_ask_a_person(desk: Desk) -> None:
    desk.server.plan = ["answer lost"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    desk.server.documents.append(("99", desk.server.documents[0][1]))
    desk.settle()
    assert desk.entry(op_id).state is State.NEEDS_REVIEW


@pytest.mark.parametrize("at", ["checked", "frozen", "answered", "stored"])
@pytest.mark.parametrize("remembers", [True, False])
def test_killed_at_any_step_there_is_one_document(tmp_path: Path, at: str, remembers: bool) -> None:
    desk = Desk(tmp_path, Server(remembers=remembers))
    op_id = desk.queue()
    desk.kill_at(at)
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED
    assert len(desk.server.documents) == 1
    desk.cache.close()


@pytest.fixture(scope="module")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("empty")
    Cache(folder).close()
    return folder


TROUBLES = ["fine", "offline", "request lost", "answer lost", "500 after commit", "429", "sign in"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), remembers=st.booleans())
@example(seed=1308, remembers=False)
def test_any_mixture_of_troubles_and_kills_makes_each_document_once(
    tmp_path_factory: pytest.TempPathFactory, empty_workspace: Path, seed: int, remembers: bool
) -> None:
    chance = Random(seed)
    server = Server(remembers=remembers, plan=[chance.choice(TROUBLES) for _ in range(6)])
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(empty_workspace / "qbodesk.db", folder)
    desk = Desk(folder, server)
    wanted = [desk.queue() for _ in range(3)]
    for _ in range(30):
        if chance.random() < 0.3:
            at = chance.choice(["checked", "frozen", "answered", "stored", "reconciling"])

            def die(reached: str, at: str = at) -> None:
                if reached == at:
                    raise KeyboardInterrupt

            desk.sender = desk._sender(die)
        try:
            desk.sender.step([CONN])
        except KeyboardInterrupt:
            desk.restart()
        if chance.random() < 0.4:
            desk.time.now += timedelta(seconds=chance.choice([1, 60, 600]))
        if chance.random() < 0.3:
            desk.sender.unblock(CONN)
    desk.server.plan = []
    desk.sender = desk._sender()
    desk.sender.unblock(CONN)
    desk.settle()
    states = [desk.entry(op_id).state for op_id in wanted]
    desk.cache.close()
    assert states == [State.SUCCEEDED] * 3
    assert len(server.documents) == 3
    assert len(server.keys) == 3
    assert len(server.payloads) == 3
