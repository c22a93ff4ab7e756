"""An entry that will never be sent strands nobody: its run ends, each record says why, and the way on is open; over real HTTP."""

import pytest

from qbodesk.models.cache import outbox, rules
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.sync_plan import Object
from qbodesk.services.outbox.entries import Entries
from qbodesk.services.rules.runs import CREATE_KIND, KINDS, SETUP_KIND
from tests.helpers.servers import Servers
from tests.services.rules.conftest import Steps, ran

PROPERTIES = r"properties/.*contacts"


def queued(steps: Steps) -> list[outbox.Entry]:
    return [
        each
        for each in steps.ws.status.entries()
        if each.kind in KINDS.values() and each.state is State.QUEUED
    ]


def begun(steps: Steps) -> int:
    return ran(steps.ws.rulebook.apply(Object.CONTACTS, steps.realm, backfill=True))


def test_a_run_whose_entry_was_withdrawn_ends_and_its_records_are_left_alone(steps: Steps) -> None:
    before = steps.hubspot("contacts")
    steps.on("contacts")
    planned = steps.plan("contacts")
    run_id = begun(steps)
    for each in queued(steps):
        steps.ws.review.cancel(each.op_id)
    done = steps.ws.rulebook.runs.done(run_id)
    assert (done.waiting, done.dropped) == (0, planned["creates"] + planned["updates"])
    (run, _undone), *_others = steps.ws.rulebook.runs.listed(Object.CONTACTS, steps.realm)
    assert run.finished_at is not None
    assert {each.code for _label, each in steps.ws.rulebook.runs.left_alone(run_id)} == {"UNDONE"}
    assert rules.QUEUED not in {each.state for each in steps.ws.health.counts(Object.CONTACTS)}
    # "nothing was sent" stays true: the next pass does not queue it again
    steps.ws.engine.run()
    assert steps.hubspot("contacts") == before
    held = [
        each
        for each in steps.ws.health.standings(states=(rules.EXCLUDED,))
        if each.problem and each.problem.code == "UNDONE"
    ]
    assert len(held) == done.dropped
    steps.ws.health.retry(held)
    steps.ws.engine.run()
    assert len(steps.hubspot("contacts")) == len(before) + planned["creates"]


def test_a_run_with_a_withdrawn_part_can_be_undone(steps: Steps) -> None:
    before = steps.hubspot("contacts")
    steps.on("contacts")
    run_id = begun(steps)
    (creating,) = [each for each in queued(steps) if each.kind == CREATE_KIND]
    steps.ws.review.cancel(creating.op_id)
    steps.ws.engine.run(pull=False)
    done = steps.ws.rulebook.runs.done(run_id)
    assert done.updates > 0
    undone = steps.undo(run_id)
    assert (undone.updates, undone.failed, undone.waiting) == (done.updates, 0, 0)
    assert set(steps.hubspot("contacts")) == set(before)


def test_properties_that_hubspot_refuses_end_what_waits_for_them_with_the_reason(
    steps: Steps, servers: Servers
) -> None:
    before = steps.hubspot("contacts")
    steps.on("contacts")
    planned = steps.plan("contacts")
    servers.arm("status", PROPERTIES, method="POST", status=400, times=None)
    done = steps.apply("contacts")
    assert (done.waiting, done.failed) == (0, planned["creates"] + planned["updates"])
    failing = steps.ws.health.standings(states=(rules.FAILING,))
    assert len(failing) == done.failed
    (setup,) = [each for each in steps.ws.status.entries() if each.kind == SETUP_KIND]
    assert setup.state is State.REJECTED
    assert setup.problem is not None
    assert {each.problem.code for each in failing if each.problem} == {setup.problem.code}
    assert queued(steps) == []
    # nobody hammers a server that said no
    assert steps.ws.engine.run().run is None
    servers.disarm()
    steps.ws.health.retry(failing)
    steps.ws.engine.run()
    assert len(steps.hubspot("contacts")) == len(before) + planned["creates"]
    assert steps.ws.health.standings(states=(rules.FAILING,)) == []
    assert SETUP_KIND not in {each.kind for each in steps.ws.status.entries() if each.state is State.REJECTED}


@pytest.mark.parametrize("cut_off", [False, True])
def test_a_withdrawn_setup_takes_its_batches_along_one_at_a_time(
    steps: Steps, monkeypatch: pytest.MonkeyPatch, cut_off: bool
) -> None:
    before = steps.hubspot("contacts")
    steps.on("contacts")
    planned = steps.plan("contacts")
    run_id = begun(steps)
    (setup,) = [each for each in steps.ws.status.entries() if each.kind == SETUP_KIND]
    told: list[int] = []
    fell = Entries.fell

    def counted(self: Entries, entry: outbox.Entry) -> None:
        told.append(len(queued(steps)))
        if cut_off:
            raise outbox.EntryMovedError(entry.op_id)
        fell(self, entry)

    with monkeypatch.context() as patch:
        patch.setattr(Entries, "fell", counted)
        steps.ws.review.cancel(setup.op_id)
    # the first of the two is gone when the second goes
    assert told == ([2, 2] if cut_off else [2, 1])
    # what was cut off the next pass does, as what a person said
    steps.ws.engine.run(pull=False)
    done = steps.ws.rulebook.runs.done(run_id)
    assert (done.waiting, done.failed, done.dropped) == (0, 0, planned["creates"] + planned["updates"])
    assert {each.code for _label, each in steps.ws.rulebook.runs.left_alone(run_id)} == {"UNDONE"}
    steps.ws.engine.run()
    assert steps.hubspot("contacts") == before


def test_what_waits_for_a_missing_permission_says_so(steps: Steps, servers: Servers) -> None:
    steps.on("contacts")
    servers.arm("status", PROPERTIES, method="POST", status=403, times=None)
    run_id = begun(steps)
    steps.ws.engine.run(pull=False)
    (setup,) = [each for each in steps.ws.status.entries() if each.kind == SETUP_KIND]
    assert setup.state is State.BLOCKED
    assert setup.problem is not None
    assert [each.problem for each in queued(steps)] == [setup.problem] * 2
    servers.disarm()
    steps.ws.engine.run()
    done = steps.ws.rulebook.runs.done(run_id)
    assert (done.waiting, done.failed) == (0, 0)
    assert not any(each.problem for each in steps.ws.status.entries() if each.kind in KINDS.values())


def test_a_rule_switched_off_meanwhile_is_told_with_every_record(steps: Steps) -> None:
    steps.on("contacts")
    run_id = begun(steps)
    steps.ws.rulebook.set(Object.CONTACTS, ["enabled=no"], steps.realm)
    steps.ws.engine.run(pull=False)
    done = steps.ws.rulebook.runs.done(run_id)
    assert (done.waiting, done.creates, done.updates) == (0, 0, 0)
    assert done.dropped > 0
    assert {each.code for _label, each in steps.ws.rulebook.runs.left_alone(run_id)} == {"RULE_OFF"}
    # none of them claims to be in step
    assert rules.IN_STEP not in {each.state for each in steps.ws.health.counts(Object.CONTACTS)}


@pytest.mark.parametrize("withdrawn", [True, False])
def test_an_unlinking_that_was_taken_back_stays_taken_back(
    steps: Steps, servers: Servers, withdrawn: bool
) -> None:
    """The customer is still gone from QuickBooks: the next pass must not unlink, or archive, it all the same."""
    steps.on("contacts", f"when_deleted={'archive' if withdrawn else 'unlink'}")
    steps.apply("contacts")
    crm_id, made = next(
        (key, each) for key, each in steps.hubspot("contacts").items() if each.get("qbodesk_customer_key")
    )
    customer = made["qbodesk_customer_key"].partition(":")[2]
    (known,) = servers.all("US", "Customer", f"WHERE Id = '{customer}'")
    gone = {"Id": customer, "SyncToken": known["SyncToken"], "sparse": True, "Active": False}
    servers.post("US", "Customer", gone)
    if withdrawn:
        servers.arm("status", "contacts/batch/archive", method="POST", status=429, times=None)
        report = steps.ws.engine.run()
        (waiting,) = [each for each in steps.ws.status.entries() if each.state is State.RETRY_WAIT]
        steps.ws.review.cancel(waiting.op_id)
        servers.disarm()
    else:
        report = steps.ws.engine.run()
        assert report.run is not None
        steps.undo(report.run)
    for _ in range(2):
        steps.ws.engine.run()
    assert crm_id in steps.hubspot("contacts")
    (standing,) = steps.ws.health.of_quickbooks("customer", steps.realm, customer)
    assert (standing.state, standing.problem and standing.problem.code) == ("excluded", "UNDONE")


def test_a_run_whose_entries_a_repair_has_lost_ends_and_its_records_are_planned_anew(steps: Steps) -> None:
    before = steps.hubspot("contacts")
    steps.on("contacts")
    planned = steps.plan("contacts")
    run_id = begun(steps)
    with steps.ws.cache.write() as tx:
        tx.exec_driver_sql("DELETE FROM outbox_op WHERE kind LIKE 'hubspot.records.%'")
    steps.ws.engine.run()
    done = steps.ws.rulebook.runs.done(run_id)
    assert (done.waiting, done.failed) == (0, planned["creates"] + planned["updates"])
    assert {each.code for _label, each in steps.ws.rulebook.runs.left_alone(run_id)} == {"NOT_ANSWERED"}
    assert len(steps.hubspot("contacts")) == len(before) + planned["creates"]
