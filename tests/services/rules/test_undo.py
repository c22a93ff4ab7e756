"""Taking runs back: a record that a run made goes only when nobody has touched it since; over real HTTP."""

from collections.abc import Callable

import httpx
import pytest

from qbodesk.models.cache.tables_crm import line_item
from qbodesk.models.domain.outbox import State
from tests.helpers.servers import Servers
from tests.services.rules.conftest import Steps

OURS = "qbodesk_customer_key"


def post(steps: Steps, path: str, body: object) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {steps.simulator.connection['hubspot_token']}"}
    answer = httpx.post(f"{steps.simulator.url}{path}", json=body, headers=headers, timeout=30)
    found: dict[str, str] = answer.raise_for_status().json()
    return found


def jobtitle(steps: Steps, servers: Servers, crm_id: str) -> None:
    servers.patch("contacts", crm_id, jobtitle="Head of buying")


def cleared(steps: Steps, servers: Servers, crm_id: str) -> None:
    servers.patch("contacts", crm_id, firstname="")


def note(steps: Steps, servers: Servers, crm_id: str) -> None:
    made = post(
        steps,
        "/crm/v3/objects/notes",
        {"properties": {"hs_timestamp": "2026-11-30T10:00:00Z", "hs_note_body": "Called, wants a quote"}},
    )
    together(steps, "notes", made["id"], crm_id)


def deal(steps: Steps, servers: Servers, crm_id: str) -> None:
    together(steps, "deals", next(iter(steps.hubspot("deals"))), crm_id)


def quote(steps: Steps, servers: Servers, crm_id: str) -> None:
    together(steps, "quotes", next(iter(steps.hubspot("quotes"))), crm_id)


def together(steps: Steps, kind: str, one: str, crm_id: str) -> None:
    inputs = [{"from": {"id": one}, "to": {"id": crm_id}}]
    post(steps, f"/crm/v4/associations/{kind}/contacts/batch/associate/default", {"inputs": inputs})


@pytest.mark.parametrize(
    ("touch", "named"),
    [(jobtitle, "jobtitle"), (cleared, "firstname"), (note, "notes"), (deal, "deals"), (quote, "quotes")],
)
def test_a_contact_that_people_added_to_stays(
    steps: Steps, servers: Servers, touch: Callable[[Steps, Servers, str], None], named: str
) -> None:
    before = set(steps.hubspot("contacts"))
    steps.on("contacts")
    done = steps.apply("contacts")
    crm_id = next(
        key
        for key, each in steps.hubspot("contacts").items()
        if key not in before and each.get("firstname") and each.get(OURS)
    )
    touch(steps, servers, crm_id)
    undone = steps.undo(done.run_id)
    assert set(steps.hubspot("contacts")) == {*before, crm_id}
    assert (undone.deletes, undone.failed, undone.waiting) == (done.creates - 1, 1, 0)
    ((_label, problem),) = steps.ws.rulebook.runs.left_alone(undone.run_id)
    assert problem.code == "CHANGED_SINCE"
    assert named in problem.facts["properties"].split(", ")


def test_what_our_own_later_run_wrote_keeps_no_contact(steps: Steps, servers: Servers) -> None:
    before = set(steps.hubspot("contacts"))
    steps.on("contacts")
    done = steps.apply("contacts")
    made = next(each for key, each in steps.hubspot("contacts").items() if key not in before)
    customer = made[OURS].partition(":")[2]
    (known,) = servers.all("US", "Customer", f"WHERE Id = '{customer}'")
    changed = {"Id": customer, "SyncToken": known["SyncToken"], "sparse": True, "GivenName": "Renamed"}
    servers.post("US", "Customer", changed)
    steps.ws.engine.run()
    undone = steps.undo(done.run_id)
    assert (undone.deletes, undone.failed) == (done.creates, 0)
    assert steps.ws.rulebook.runs.left_alone(undone.run_id) == []
    assert set(steps.hubspot("contacts")) == before


@pytest.mark.parametrize("path", ["contacts/batch/update", "contacts/batch/archive"])
def test_an_undo_that_is_refused_as_a_whole_is_halved(steps: Steps, servers: Servers, path: str) -> None:
    before = set(steps.hubspot("contacts"))
    steps.on("contacts")
    done = steps.apply("contacts")
    servers.arm("status", path, method="POST", times=1, status=400)
    undone = steps.undo(done.run_id)
    assert (undone.deletes, undone.updates, undone.failed) == (done.creates, done.updates, 0)
    assert set(steps.hubspot("contacts")) == before


def test_an_undo_that_was_withdrawn_can_be_done_again(steps: Steps) -> None:
    before = set(steps.hubspot("contacts"))
    steps.on("contacts")
    done = steps.apply("contacts")
    undoing = steps.ws.rulebook.undo(done.run_id)
    waiting = [each for each in steps.ws.status.entries() if each.state is State.QUEUED]
    for each in waiting:
        steps.ws.review.cancel(each.op_id)
    withdrawn = steps.ws.rulebook.runs.done(undoing)
    assert (withdrawn.failed, withdrawn.waiting) == (done.creates + done.updates, 0)
    told = {problem.code for _label, problem in steps.ws.rulebook.runs.left_alone(undoing)}
    assert told == {"UNDO_WITHDRAWN"}
    undone = steps.undo(done.run_id)
    assert (undone.deletes, undone.failed) == (done.creates, 0)
    assert set(steps.hubspot("contacts")) == before


def test_a_later_change_that_was_on_its_way_does_not_end_the_hold_of_an_undo(
    steps: Steps, servers: Servers
) -> None:
    """It finds its record taken back: it must neither write it nor say that it is in step."""
    steps.on("contacts")
    done = steps.apply("contacts")
    crm_id, made = next((key, each) for key, each in steps.hubspot("contacts").items() if each.get(OURS))
    customer = made[OURS].partition(":")[2]
    (known,) = servers.all("US", "Customer", f"WHERE Id = '{customer}'")
    changed = {"Id": customer, "SyncToken": known["SyncToken"], "sparse": True, "GivenName": "Later"}
    servers.post("US", "Customer", changed)
    servers.arm("status", r"contacts/batch/update", method="POST", times=1, status=429)
    report = steps.ws.engine.run()
    assert report.run is not None
    assert steps.ws.rulebook.runs.done(report.run).waiting == 1
    with steps.ws.cache.write() as tx:
        tx.exec_driver_sql("UPDATE outbox_op SET not_before = '2999-01-01T00:00:00Z' WHERE not_before != ''")
    steps.undo(done.run_id)
    with steps.ws.cache.write() as tx:
        # the wait before it is sent again is no part of this
        tx.exec_driver_sql("UPDATE outbox_op SET not_before = ''")
    steps.ws.engine.run(pull=False)
    later = steps.ws.rulebook.runs.done(report.run)
    assert (later.dropped, later.waiting) == (1, 0)
    (standing,) = steps.ws.health.of_quickbooks("customer", steps.realm, customer)
    assert (standing.state, standing.problem and standing.problem.code) == ("excluded", "UNDONE")
    steps.ws.engine.run()
    assert steps.hubspot("contacts").get(crm_id, {}).get("firstname") != "Later"


@pytest.mark.parametrize("known", [False, True])
def test_a_product_that_stands_on_a_line_stays(steps: Steps, servers: Servers, known: bool) -> None:
    before = set(steps.hubspot("products"))
    steps.on("products")
    done = steps.apply("products")
    crm_id = next(key for key in steps.hubspot("products") if key not in before)
    if known:
        # read before, and not yet in the index of the search
        with steps.ws.cache.write() as tx:
            tx.execute(line_item.insert().values(id="77", product_id=crm_id, raw=b"{}"))
    else:
        servers.make("line_items", name="Sold", quantity="1", price="5", hs_product_id=crm_id)
    undone = steps.undo(done.run_id)
    assert set(steps.hubspot("products")) == {*before, crm_id}
    assert (undone.deletes, undone.failed, undone.waiting) == (done.creates - 1, 1, 0)
    ((_label, problem),) = steps.ws.rulebook.runs.left_alone(undone.run_id)
    assert (problem.code, problem.facts["properties"]) == ("CHANGED_SINCE", "line_items")


def test_what_may_stand_beside_a_record_and_cannot_be_read_keeps_it(steps: Steps, servers: Servers) -> None:
    steps.on("contacts")
    done = steps.apply("contacts")
    there = set(steps.hubspot("contacts"))
    servers.arm("status", "contacts/quotes/batch/read", method="POST", times=None, status=403)
    undone = steps.undo(done.run_id)
    assert set(steps.hubspot("contacts")) == there
    assert undone.deletes == undone.waiting == 0
    problems = [problem for _label, problem in steps.ws.rulebook.runs.left_alone(undone.run_id)]
    assert {each.code for each in problems} == {"CANNOT_BE_CHECKED"}
    assert problems[0].facts["kinds"] == "quotes"
