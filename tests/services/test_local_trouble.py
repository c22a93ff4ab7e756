"""Disk full, a foreign lock, a restored backup, a long sleep: one invoice in the end, and a way on in between."""

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qbodesk.app.compose import open_workspace, witness
from qbodesk.models.cache import engine
from qbodesk.models.cache.backup import back_up
from qbodesk.models.domain.draft import CustomerChoice
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import CacheLocked, DiskFull
from qbodesk.services.clock import Chance, system_clock
from qbodesk.services.connect import connect_simulator
from qbodesk.services.recovery import restore_workspace
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.server import Running
from qbodesk.simulator.world import story
from tests.helpers.program import Control
from tests.helpers.servers import Servers

DEAL = story.READY["US"].id
NO_WAIT = timedelta(0)

OpenFetched = Callable[..., Workspace]


@contextmanager
def full_disk() -> Iterator[None]:
    """Not a byte more can be written to any file of this process: what SQLite meets on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class Disk:
    """Full from a named step of the sender on, until `space` is made."""

    def __init__(self) -> None:
        self.full_at = ""
        self._limit = resource.getrlimit(resource.RLIMIT_FSIZE)

    def __call__(self, step: str) -> None:
        if step == self.full_at:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1, self._limit[1]))

    def space(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limit)


@pytest.fixture
def disk() -> Iterator[Disk]:
    found = Disk()
    yield found
    found.space()


def confirm(ws: Workspace) -> str:
    return ws.invoicing.confirm(ws.invoicing.open_draft(DEAL))


def state(ws: Workspace, op_id: str) -> State:
    entry = ws.status.entry(op_id)
    assert entry
    return entry.state


@pytest.mark.parametrize(("step", "sent"), [("checked", 0), ("frozen", 1), ("answered", 1)])
def test_the_disk_fills_up_while_an_invoice_is_sent(
    open_fetched: OpenFetched, servers: Servers, disk: Disk, step: str, sent: int
) -> None:
    ws = open_fetched(checkpoint=disk, resend_wait=NO_WAIT)
    op_id = confirm(ws)
    disk.full_at = step
    with pytest.raises(DiskFull):
        ws.engine.run(pull=False)
    disk.full_at = ""
    disk.space()
    assert len(servers.marked("US")) == sent
    assert state(ws, op_id) in {State.QUEUED, State.SENDING}
    ws.engine.run(pull=False)
    assert state(ws, op_id) is State.SUCCEEDED
    assert len(servers.marked("US")) == 1


def test_the_disk_fills_up_while_everything_is_fetched(connected: Workspace) -> None:
    with full_disk(), pytest.raises(DiskFull):
        connected.engine.run()
    with connected.cache.read() as tx:
        assert tx.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        assert not tx.exec_driver_sql("SELECT count(*) FROM sync_cursor WHERE last_ok_at <> ''").scalar_one()
    report = connected.engine.run()
    assert not [part.problem for part in report.connections if part.problem]


def test_a_foreign_program_holds_the_file_for_a_while(
    open_fetched: OpenFetched, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    ws = open_fetched(resend_wait=NO_WAIT)
    op_id = confirm(ws)
    holding = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(ws.cache.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as foreign:
        assert foreign.stdout
        assert foreign.stdout.readline() == b"held\n"
        with pytest.raises(CacheLocked, match="Another program"):
            ws.engine.run(pull=False)
        # reading goes on
        assert state(ws, op_id) is State.QUEUED
        assert not servers.marked("US")
        foreign.communicate()
    ws.engine.run(pull=False)
    assert state(ws, op_id) is State.SUCCEEDED


@pytest.mark.parametrize("customer", ["known", "new"])
def test_a_backup_from_before_the_sending_sends_nothing_twice(
    open_fetched: OpenFetched, simulator: Running, servers: Servers, tmp_path: Path, customer: str
) -> None:
    """The server has forgotten every key: only the freeze and the look-up stand between the backup and a second invoice."""
    simulator.state.remember("none")
    ws = open_fetched(resend_wait=NO_WAIT)
    draft = ws.invoicing.open_draft(DEAL)
    if customer == "new":
        new = replace(ws.invoicing.suggested_customer(draft), display_name="Nobody before")
        draft = ws.invoicing.choose_customer(draft, CustomerChoice(name=new.display_name, new=new))
    op_id = ws.invoicing.confirm(draft)
    back_up(ws.cache.path, tmp_path / "backup.db")
    ws.engine.run()
    assert state(ws, op_id) is State.SUCCEEDED
    ws.close()
    found = restore_workspace(ws.cache.folder, tmp_path / "backup.db", system_clock, Chance(), witness())
    assert found.in_doubt == (2 if customer == "new" else 1)
    ws = open_workspace(ws.cache.folder, resend_wait=NO_WAIT)
    try:
        connect_simulator(ws.cache, ws.changes, ws.clients, simulator.connection["control_url"])
        ws.engine.run()
        assert state(ws, op_id) is State.NEEDS_REVIEW
        for entry in ws.status.entries():
            ws.review.look_again(entry.op_id)
        ws.engine.run()
        assert state(ws, op_id) is State.UNKNOWN  # still paused
        ws.recovery.resume()
        ws.engine.run()
        assert state(ws, op_id) is State.SUCCEEDED
        assert len(servers.marked("US")) == 1
        names = [each["DisplayName"] for each in servers.all("US", "Customer")]
        assert len(names) == len(set(names))
    finally:
        ws.close()


class Clock:
    off = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.off


def test_asleep_for_two_weeks_signed_out_on_return_and_on_under_the_same_key(
    open_fetched: OpenFetched, servers: Servers
) -> None:
    clock = Clock()
    ws = open_fetched(clock=clock)
    op_id = confirm(ws)
    servers.arm("drop_request", "/invoice", method="POST")
    ws.engine.run(pull=False)
    before = ws.status.entry(op_id)
    assert before
    assert before.state is State.UNKNOWN
    clock.off = timedelta(days=14)
    servers.arm("revoke", f"/v3/company/{servers.realm('US')}")
    report = ws.engine.run()
    troubles = {part.problem.code for part in report.connections if part.problem}
    assert "SIGN_IN_EXPIRED" in troubles
    assert state(ws, op_id) in {State.UNKNOWN, State.BLOCKED}
    assert any(each.state == "sign_in" for each in ws.status.status().connections)
    servers.disarm()
    connect_simulator(ws.cache, ws.changes, ws.clients, servers.running.connection["control_url"])
    for _pass in range(3):
        ws.engine.run()
        clock.off += timedelta(minutes=3)
    after = ws.status.entry(op_id)
    assert after
    assert after.state is State.SUCCEEDED
    assert after.req_key == before.req_key
    control = Control(servers.running.connection["control_url"])
    assert len(control.marked(servers.realm("US"))) == 1


def test_a_lock_names_its_holder(ws: Workspace) -> None:
    with pytest.raises(CacheLocked, match=r"qbodesk.*\d"):
        open_workspace(ws.cache.folder)
    reading = open_workspace(ws.cache.folder, read_only=True)
    assert reading.status.status().connections
    reading.close()
