"""From a mapping to HubSpot and back to its state: written by a run of the rules, over real HTTP."""

from collections.abc import Generator
from typing import Any

import pytest

from qbodesk.models.domain.mapping.model import FieldMapping, Rule, Target
from qbodesk.models.domain.mapping.transforms import Lookup, TextCase
from qbodesk.models.domain.sync_plan import Object
from qbodesk.services.workspace import Workspace
from tests.helpers.servers import Servers

CONTACTS = Target.CONTACTS


class Run:
    """The rule for contacts of the US company, run to the end."""

    def __init__(self, ws: Workspace, servers: Servers) -> None:
        self.ws = ws
        self.servers = servers
        self.realm = servers.realm("US")
        ws.rulebook.set(Object.CONTACTS, ["enabled=yes"], self.realm)

    def apply(self) -> None:
        run_id = _last(self.ws.rulebook.apply(Object.CONTACTS, self.realm, backfill=True))
        self.ws.engine.run(pull=False)
        done = self.ws.rulebook.runs.done(run_id)
        assert (done.failed, done.waiting) == (0, 0)

    def updates(self) -> int:
        ((_rule, found),) = _last(self.ws.rulebook.plan(Object.CONTACTS, self.realm, backfill=True))
        return int(found.numbers()["updates"])

    def contact(self, email: str) -> dict[str, str]:
        held = self.servers.running.state.portal.objects("contacts")
        return next(each["properties"] for each in held if each["properties"].get("email") == email)


def _last(steps: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.fixture
def run(ws: Workspace, servers: Servers) -> Run:
    servers.post(
        "US",
        "Customer",
        {
            "DisplayName": "Rowan Mill",
            "GivenName": "Rowan",
            "Notes": "gold",
            "PrimaryEmailAddr": {"Address": "rowan@mill.example"},
        },
    )
    ws.engine.run()
    made = Run(ws, servers)
    made.apply()
    return made


def test_a_new_mapping_reaches_every_record_and_then_is_in_step(run: Run) -> None:
    book, trial = run.ws.mapping.book, run.ws.mapping.trial
    assert run.updates() == 0
    mapping = FieldMapping(
        id="mine", source="DisplayName", target="jobtitle", transforms=(TextCase("upper"),)
    )
    expected = trial.impact(CONTACTS, [run.realm], mapping).changing
    assert expected > 5
    book.save(CONTACTS, mapping)
    assert run.updates() == expected
    run.apply()
    assert run.contact("rowan@mill.example")["jobtitle"] == "ROWAN MILL"
    assert run.updates() == 0
    state = trial.look(CONTACTS, run.realm).states["mine"]
    assert (state.in_step, state.differing, state.failing) == (expected, 0, 0)
    run.ws.engine.run()
    assert run.updates() == 0


def test_what_hubspot_holds_is_kept_where_the_rule_says_so(run: Run) -> None:
    book = run.ws.mapping.book
    book.save(CONTACTS, FieldMapping(id="mine", source="DisplayName", target="jobtitle", rule=Rule.IF_EMPTY))
    run.apply()
    held = run.servers.running.state.portal.objects("contacts")
    record = next(each for each in held if each["properties"].get("email") == "rowan@mill.example")
    run.servers.patch("contacts", record["id"], jobtitle="Typed by hand")
    run.ws.engine.run()
    assert run.updates() == 0
    assert run.contact("rowan@mill.example")["jobtitle"] == "Typed by hand"


def test_a_value_that_does_not_fit_leaves_the_rest_of_its_record_written(run: Run) -> None:
    book = run.ws.mapping.book
    gold = Lookup((("silver", "Second class"),), "refuse")
    book.save(CONTACTS, FieldMapping(id="mine", source="Notes", target="jobtitle", transforms=(gold,)))
    book.save(CONTACTS, FieldMapping(id="other", source="DisplayName", target="hs_language"))
    run.apply()
    assert run.contact("rowan@mill.example")["hs_language"] == "Rowan Mill"
    assert not run.contact("rowan@mill.example").get("jobtitle")
    state = run.ws.mapping.trial.look(CONTACTS, run.realm).states["mine"]
    assert state.failing == 1
    assert state.record == "Rowan Mill"
