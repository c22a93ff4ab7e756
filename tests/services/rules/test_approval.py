"""A plan approved in part, as a signed file, or by hand before anything leaves."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from qbodesk.models.cache.tables_rules import record
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.domain.sync_plan import Approval, Object, key_of
from qbodesk.models.errors import InvalidInput
from qbodesk.services.rules import plan_file
from qbodesk.services.workspace import Workspace
from tests.helpers.servers import Servers
from tests.services.conftest import OpenFetched
from tests.services.rules.conftest import Steps, ran

MakeSteps = Callable[[Workspace], Steps]
OURS = "qbodesk_customer_key"


def planned(steps: Steps):
    return ran(steps.ws.rulebook.plan(Object.CONTACTS, steps.realm, backfill=True))


def applied(steps: Steps, approval: Approval):
    run_id = ran(steps.ws.rulebook.apply(Object.CONTACTS, steps.realm, backfill=True, approval=approval))
    steps.ws.engine.run(pull=False)
    return steps.ws.rulebook.runs.done(run_id)


def test_only_what_is_ticked_is_written_and_the_rest_stays_to_be_decided(steps: Steps) -> None:
    steps.on("contacts")
    ((_rule, plan),) = planned(steps)
    before = plan.numbers()
    first = next(each for each in plan.decisions if each.action == "create")
    left = key_of(steps.realm, "contacts", first)
    every = {key_of(steps.realm, "contacts", each) for each in plan.changes()}
    done = applied(steps, Approval(kinds=frozenset({"create"}), only=frozenset(every - {left})))
    assert (done.creates, done.updates) == (before["creates"] - 1, 0)
    after = steps.plan("contacts")
    assert after["creates"] == 1
    assert after["updates"] == before["updates"]


def test_a_signed_plan_covers_exactly_what_it_says(steps: Steps, servers: Servers) -> None:
    steps.on("contacts")
    sets = planned(steps)
    text = plan_file.as_json(sets, {steps.realm: "Larkspindle"})
    document = json.loads(text)
    some = [each for each in document["changes"] if each["action"] == "create"][:3]
    # one changes in QuickBooks after it was signed
    (known,) = servers.all("US", "Customer", f"WHERE Id = '{some[0]['id']}'")
    body = {"Id": known["Id"], "SyncToken": known["SyncToken"], "sparse": True, "GivenName": "Other"}
    servers.post("US", "Customer", body)
    steps.ws.rulebook.set(Object.CONTACTS, ["enabled=no"], steps.realm)
    steps.ws.engine.run()
    steps.ws.rulebook.set(Object.CONTACTS, ["enabled=yes"], steps.realm)
    done = applied(steps, plan_file.approval_of(json.dumps({**document, "changes": some})))
    assert (done.creates, done.updates, done.failed) == (2, 0, 0)
    keys = {each.get(OURS) for each in steps.hubspot("contacts").values()}
    assert {f"{steps.realm}:{each['id']}" for each in some[1:]} <= keys
    with pytest.raises(InvalidInput) as told:
        plan_file.approval_of("{}")
    assert told.value.problem.code == "PLAN_FILE"


def test_the_table_to_sign_has_every_value_and_no_formula(steps: Steps) -> None:
    sets = planned(steps)
    rows = list(csv.DictReader(io.StringIO(plan_file.as_csv(sets, {}))))
    values = sum(max(1, len(each.after)) for _rule, plan in sets for each in plan.decisions)
    assert len(rows) == values
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_changes_that_a_person_wants_to_see_first_wait_and_are_told_of(
    steps: Steps, servers: Servers
) -> None:
    steps.on("contacts", "approval=by_hand")
    before = set(steps.hubspot("contacts"))
    servers.post(
        "US", "Customer", {"DisplayName": "Rowan Mill", "PrimaryEmailAddr": {"Address": "rowan@mill.test"}}
    )
    steps.ws.engine.run()
    assert set(steps.hubspot("contacts")) == before
    (told,) = [each.problem for each in steps.ws.status.problems() if each.problem.code == "CHANGES_WAIT"]
    assert told.facts["count"] == "1"
    done = steps.apply("contacts", backfill=False)
    assert done.creates == 1
    assert len(steps.hubspot("contacts")) == len(before) + 1
    steps.ws.engine.run()
    assert "CHANGES_WAIT" not in {each.problem.code for each in steps.ws.status.problems()}


def waits(steps: Steps) -> list[str]:
    told = [each.problem for each in steps.ws.status.problems()]
    return [each.facts["count"] for each in told if each.code == "CHANGES_WAIT"]


def renamed(steps: Steps, servers: Servers, known: dict[str, str], name: str) -> None:
    body = {"Id": known["Id"], "SyncToken": known["SyncToken"], "sparse": True, "GivenName": name}
    servers.post("US", "Customer", body)


def names(steps: Steps) -> set[str]:
    return {each.get("firstname") or "" for each in steps.hubspot("contacts").values()}


@pytest.mark.parametrize("verb", ["upsert", "update"])
def test_a_change_that_became_another_before_it_left_waits_for_its_person(
    steps: Steps, servers: Servers, verb: str
) -> None:
    steps.on("contacts", "approval=by_hand")
    address = {"PrimaryEmailAddr": {"Address": "rowan@mill.test"}}
    made = servers.post("US", "Customer", {"DisplayName": "Rowan Mill", "GivenName": "First", **address})
    steps.ws.engine.run()
    if verb == "update":
        steps.apply("contacts", backfill=False)
        renamed(steps, servers, made, "Second")
        steps.ws.engine.run()
    servers.arm("status", rf"contacts/batch/{verb}", method="POST", times=1, status=429)
    held = steps.apply("contacts", backfill=False)
    assert held.waiting == 1
    (made,) = servers.all("US", "Customer", f"WHERE Id = '{made['Id']}'")
    renamed(steps, servers, made, "Unseen")
    steps.later()
    assert "Unseen" not in names(steps)
    done = steps.ws.rulebook.runs.done(held.run_id)
    assert (done.waiting, done.dropped, done.creates, done.updates) == (0, 1, 0, 0)
    assert [each.code for _name, each in steps.ws.rulebook.runs.left_alone(held.run_id)] == ["NOT_AS_AGREED"]
    assert waits(steps) == ["1"]
    steps.ws.engine.run()
    assert waits(steps) == ["1"]
    assert steps.apply("contacts", backfill=False).failed == 0
    assert "Unseen" in names(steps)


def test_a_change_that_may_have_been_made_is_repeated_as_it_was_agreed_to(
    servers: Servers, make_steps: MakeSteps, open_fetched: OpenFetched
) -> None:
    steps = make_steps(open_fetched(resend_wait=timedelta(0)))
    steps.on("contacts", "approval=by_hand")
    address = {"PrimaryEmailAddr": {"Address": "rowan@mill.test"}}
    made = servers.post("US", "Customer", {"DisplayName": "Rowan Mill", "GivenName": "First", **address})
    steps.ws.engine.run()
    servers.arm("drop_request", "contacts/batch/upsert", method="POST", times=1)
    held = steps.apply("contacts", backfill=False)
    renamed(steps, servers, made, "Unseen")
    steps.later()
    assert steps.ws.rulebook.runs.done(held.run_id).creates == 1
    assert "First" in names(steps)
    assert "Unseen" not in names(steps)
    steps.ws.engine.run()
    assert waits(steps) == ["1"]


@pytest.mark.parametrize("by_hand", [False, True])
def test_pairs_are_made_only_where_they_were_agreed_to_and_are_taken_back(
    steps: Steps, by_hand: bool
) -> None:
    steps.on("contacts")
    steps.apply("contacts")
    steps.ws.engine.run()
    with steps.ws.cache.write() as tx:
        # as in a new workspace over the same accounts
        tx.execute(link.delete())
        tx.execute(record.delete())
    if by_hand:
        steps.on("contacts", "approval=by_hand")
    planned = steps.plan("contacts")
    assert planned["links"] > 20

    def pairs() -> int:
        with steps.ws.cache.read() as tx:
            return len(tx.execute(select(link.c.qb_id).where(link.c.crm_type == "contact")).all())

    if by_hand:
        steps.ws.engine.run()
    assert applied(steps, Approval(kinds=frozenset({"archive"}))).links == 0
    assert pairs() == 0
    done = steps.apply("contacts")
    assert done.links == pairs() == planned["links"]
    steps.undo(done.run_id)
    assert pairs() == 0
