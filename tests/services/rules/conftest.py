"""A fetched workspace, what HubSpot really holds, and whole runs of the rules over HTTP."""

from collections.abc import Callable, Generator, Mapping
from datetime import timedelta
from typing import Any, TypeVar

import httpx
import pytest

from qbodesk.models.cache.base import instant
from qbodesk.models.cache.tables_sync import outbox
from qbodesk.models.domain.sync_plan import Object
from qbodesk.services.rules.runs import Done
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.server import Running

T = TypeVar("T")


def ran(steps: Generator[Any, None, T]) -> T:
    """The result of a generator of steps."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: T = end.value
            return found


class Steps:
    """What a user does with the rules, sent to the servers to the end."""

    def __init__(self, ws: Workspace, simulator: Running) -> None:
        self.ws = ws
        self.simulator = simulator
        realms = {each["country"]: str(each["realm_id"]) for each in simulator.connection["realms"]}
        self.realm = realms["US"]

    def on(self, of: str, *words: str) -> None:
        self.ws.rulebook.set(Object(of), ["enabled=yes", *words], self.realm)

    def plan(self, of: str, *, backfill: bool = True) -> dict[str, Any]:
        ((_rule, found),) = ran(self.ws.rulebook.plan(Object(of), self.realm, backfill=backfill))
        return found.numbers()

    def apply(self, of: str, *, backfill: bool = True) -> Done:
        run_id = ran(self.ws.rulebook.apply(Object(of), self.realm, backfill=backfill))
        self.ws.engine.run(pull=False)
        return self.ws.rulebook.runs.done(run_id)

    def undo(self, run_id: int) -> Done:
        undoing = self.ws.rulebook.undo(run_id)
        self.ws.engine.run(pull=False)
        return self.ws.rulebook.runs.done(undoing)

    def later(self) -> None:
        """A pass that reads while entries still wait for their server, and one when they are due."""
        for until in (instant(self.ws.clock() + timedelta(hours=1)), ""):
            with self.ws.cache.write() as tx:
                waiting = outbox.c.state.in_(("retry_wait", "unknown"))
                tx.execute(outbox.update().where(waiting).values(not_before=until))
            self.ws.engine.run(pull=bool(until))

    def hubspot(self, kind: str) -> dict[str, Mapping[str, str]]:
        """Every live record with the properties it has, by id."""
        base = self.simulator.connection["control_url"]
        listed = httpx.get(f"{base}/portal/{kind}", timeout=30).raise_for_status().json()
        return {each["id"]: each["properties"] for each in listed if not each["archived"]}

    def linked(self, kind: str, record_id: str, to: str) -> list[str]:
        """What a HubSpot record is associated with."""
        answer = httpx.get(
            f"{self.simulator.url}/crm/v4/objects/{kind}/{record_id}/associations/{to}",
            headers={"Authorization": f"Bearer {self.simulator.connection['hubspot_token']}"},
            timeout=30,
        )
        return [str(each["toObjectId"]) for each in answer.raise_for_status().json()["results"]]


@pytest.fixture
def steps(ws: Workspace, simulator: Running) -> Steps:
    return Steps(ws, simulator)


@pytest.fixture
def make_steps(simulator: Running) -> Callable[[Workspace], Steps]:
    return lambda ws: Steps(ws, simulator)
