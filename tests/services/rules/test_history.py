"""What was written about a record, by which side: rules, a person in HubSpot, and an undo, over real HTTP."""

from qbodesk.models.domain.sync_plan import Object
from qbodesk.models.domain.sync_plan.history import Side
from tests.helpers.servers import Servers
from tests.services.rules.conftest import Steps


def test_every_value_says_when_and_from_which_side_it_came(steps: Steps, servers: Servers) -> None:
    steps.on("contacts")
    before = steps.hubspot("contacts")
    first = steps.apply("contacts")
    crm_id, made = next(
        (key, each)
        for key, each in steps.hubspot("contacts").items()
        if key not in before and each.get("firstname")
    )
    customer, name = made["qbodesk_customer_key"].partition(":")[2], made["firstname"]
    servers.patch("contacts", crm_id, firstname="Somebody")
    steps.ws.engine.run()

    def firsts() -> list[tuple[Side, str, str]]:
        events = steps.ws.rulebook.history(Object.CONTACTS, steps.realm, customer)
        return [(each.side, each.before, each.after) for each in events if each.property == "firstname"]

    found = firsts()
    assert found[:2] == [
        (Side.QUICKBOOKS, "Somebody", name),
        (Side.HUBSPOT, name, "Somebody"),
    ]
    assert (found[2][0], found[2][2]) == (Side.QUICKBOOKS, name)
    steps.undo(first.run_id)
    events = steps.ws.rulebook.history(Object.CONTACTS, steps.realm, customer)
    assert events[0].side is Side.UNDO
    assert events[0].at >= events[-1].at
    assert steps.ws.rulebook.history(Object.PRODUCTS, steps.realm, customer) == []
