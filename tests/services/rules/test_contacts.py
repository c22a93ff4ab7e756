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
