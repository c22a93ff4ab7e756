"""Customers kept in step with contacts: planned, written, and taken back, over real HTTP."""

from tests.helpers.servers import Servers
from tests.services.rules.conftest import Steps

OURS = "qbodesk_customer_key"


def test_customers_become_contacts_and_a_second_plan_is_empty(steps: Steps) -> None:
    before = steps.hubspot("contacts")
    steps.on("contacts")
    planned = steps.plan("contacts")
    assert planned["creates"] > 5
    done = steps.apply("contacts")
    assert (done.creates, done.updates, done.links) == (
        planned["creates"],
        planned["updates"],
        planned["links"],
    )
    assert (done.failed, done.waiting) == (0, 0)
    after = steps.hubspot("contacts")
    assert len(after) == len(before) + planned["creates"]
    keys = [each[OURS] for each in after.values() if each.get(OURS)]
    assert len(keys) == len(set(keys)) == done.creates + done.updates
    again = steps.plan("contacts")
    assert (again["creates"], again["updates"], again["links"]) == (0, 0, 0)
    # and not after HubSpot was read again either
    steps.ws.engine.run()
    again = steps.plan("contacts")
    assert (again["creates"], again["updates"], again["links"]) == (0, 0, 0)


def test_undo_restores_what_was_there(steps: Steps) -> None:
    before = steps.hubspot("contacts")
    steps.on("contacts")
    done = steps.apply("contacts")
    undone = steps.undo(done.run_id)
    assert undone.failed == 0
    assert undone.updates == done.updates
    assert undone.deletes == done.creates
    assert _without_stamps(steps.hubspot("contacts")) == _without_stamps(before)
    # what was taken back stays so until QuickBooks says something new
    steps.ws.engine.run()
    assert _without_stamps(steps.hubspot("contacts")) == _without_stamps(before)
    assert steps.plan("contacts")["skips"]["UNDONE"] == done.creates + done.updates


def test_nothing_older_than_the_rule_is_touched(steps: Steps, servers: Servers) -> None:
    before = steps.hubspot("contacts")
    steps.on("contacts")
    steps.ws.engine.run()
    assert steps.hubspot("contacts") == before
    made = servers.post(
        "US",
        "Customer",
        {
            "DisplayName": "Rowan Mill",
            "GivenName": "Rowan",
            "FamilyName": "Mill",
            "PrimaryEmailAddr": {"Address": "rowan@mill.test"},
        },
    )
    report = steps.ws.engine.run()
    assert report.run is not None
    after = steps.hubspot("contacts")
    (new,) = [each for each in after if each not in before]
    assert after[new]["email"] == "rowan@mill.test"
    assert after[new]["firstname"] == "Rowan"
    assert after[new][OURS] == f"{steps.realm}:{made['Id']}"


def _without_stamps(records):
    stamps = {"lastmodifieddate", "hs_lastmodifieddate"}
    return {
        key: {name: value for name, value in each.items() if name not in stamps}
        for key, each in records.items()
    }


def test_another_connector_that_writes_in_turns_is_found(steps: Steps, servers: Servers) -> None:
    steps.on("contacts")
    done = steps.apply("contacts")
    assert done.creates
    crm_id = next(
        key for key, each in steps.hubspot("contacts").items() if each.get(OURS) and each.get("firstname")
    )
    right = steps.hubspot("contacts")[crm_id]["firstname"]
    for _ in range(3):
        servers.patch("contacts", crm_id, firstname="Other")
        steps.ws.engine.run()
        assert steps.hubspot("contacts")[crm_id]["firstname"] == right
    servers.patch("contacts", crm_id, firstname="Other")
    steps.ws.engine.run()
    assert steps.hubspot("contacts")[crm_id]["firstname"] == "Other"
    found = steps.ws.health.standings(states=("conflict",))
    assert "PARALLEL_CONNECTOR" in {each.problem.code for each in found if each.problem}


def test_undo_leaves_alone_what_a_person_changed_before_a_later_run(steps: Steps, servers: Servers) -> None:
    """The later run wrote another field of the record: it must not take the person's value for one of ours."""
    steps.on("contacts", "conflict=hubspot")
    before = steps.hubspot("contacts")
    first = steps.apply("contacts")
    crm_id, made = next(
        (key, each)
        for key, each in steps.hubspot("contacts").items()
        if key in before
        and before[key].get("phone") != each.get("phone")
        and each.get("city")
        and each.get(OURS)
    )
    servers.patch("contacts", crm_id, phone="a person's own")
    steps.ws.engine.run()
    customer = made[OURS].partition(":")[2]
    (known,) = servers.all("US", "Customer", f"WHERE Id = '{customer}'")
    address = {**known["BillAddr"], "City": "Elsewhere"}
    changed = {"Id": customer, "SyncToken": known["SyncToken"], "sparse": True, "BillAddr": address}
    servers.post("US", "Customer", changed)
    steps.ws.engine.run()
    now = steps.hubspot("contacts")[crm_id]
    assert (now["city"], now["phone"]) == ("Elsewhere", "a person's own")
    steps.undo(first.run_id)
    assert steps.hubspot("contacts")[crm_id]["phone"] == "a person's own"


def test_a_record_that_hubspot_does_not_archive_stays_a_pair(steps: Steps, servers: Servers) -> None:
    steps.on("contacts", "when_deleted=archive")
    before = set(steps.hubspot("contacts"))
    steps.apply("contacts")
    crm_id, made = next((key, each) for key, each in steps.hubspot("contacts").items() if key not in before)
    customer = made[OURS].partition(":")[2]
    (known,) = servers.all("US", "Customer", f"WHERE Id = '{customer}'")
    gone = {"Id": customer, "SyncToken": known["SyncToken"], "sparse": True, "Active": False}
    servers.post("US", "Customer", gone)
    servers.arm("status", "contacts/batch/archive", method="POST", times=1, status=400)
    steps.ws.engine.run()
    assert crm_id in steps.hubspot("contacts")
    codes = [each.problem.code for each in steps.ws.status.problems()]
    assert "HUBSPOT_REFUSED" in codes
    steps.ws.engine.run()
    assert crm_id not in steps.hubspot("contacts")
    assert "HUBSPOT_REFUSED" not in [each.problem.code for each in steps.ws.status.problems()]


def test_an_undo_whose_answer_was_lost_is_done_all_the_same(steps: Steps, servers: Servers) -> None:
    before = steps.hubspot("contacts")
    steps.on("contacts")
    done = steps.apply("contacts")
    servers.arm("drop_response", "contacts/batch/archive", method="POST", times=1)
    undoing = steps.ws.rulebook.undo(done.run_id)
    for _ in range(3):
        steps.ws.engine.run(pull=False)
        with steps.ws.cache.write() as tx:
            # the wait before it is sent again is no part of this
            tx.exec_driver_sql("UPDATE outbox_op SET not_before = ''")
    undone = steps.ws.rulebook.runs.done(undoing)
    assert (undone.deletes, undone.failed, undone.waiting) == (done.creates, 0, 0)
    assert set(steps.hubspot("contacts")) == set(before)
