"""Which records a rule keeps in step at all: filters and customers without an address, over real HTTP."""

import pytest

from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Object
from qbodesk.models.errors import InvalidInput
from tests.helpers.servers import Servers
from tests.services.rules.conftest import Steps

OURS = "qbodesk_customer_key"


def made(servers: Servers, name: str, city: str, email: str = "") -> str:
    given, family = name.split()
    body = {
        "DisplayName": name,
        "GivenName": given,
        "FamilyName": family,
        "BillAddr": {"City": city},
        **({"PrimaryEmailAddr": {"Address": email}} if email else {}),
    }
    return str(servers.post("US", "Customer", body)["Id"])


def moved(servers: Servers, customer: str, city: str) -> None:
    (known,) = servers.all("US", "Customer", f"WHERE Id = '{customer}'")
    address = {**known["BillAddr"], "City": city}
    body = {"Id": customer, "SyncToken": known["SyncToken"], "sparse": True, "BillAddr": address}
    servers.post("US", "Customer", body)


def ours(steps: Steps) -> dict[str, str]:
    """QuickBooks customer -> contact."""
    return {
        each[OURS].partition(":")[2]: crm_id
        for crm_id, each in steps.hubspot("contacts").items()
        if each.get(OURS)
    }


def why(steps: Steps, customer: str) -> str:
    (found,) = steps.ws.health.of_quickbooks("customer", steps.realm, customer)
    return found.problem.code if found.problem else found.state


@pytest.mark.parametrize("verb", ["leave", "unlink", "archive"])
def test_a_record_that_stops_matching_is_treated_as_the_rule_says(
    steps: Steps, servers: Servers, verb: str
) -> None:
    steps.ws.rulebook.choose_profile(Profile.NEW)
    steps.on("contacts", "filter=city is Harbourtown", f"when_unmatched={verb}")
    inside = made(servers, "Rowan Mill", "Harbourtown", "rowan@mill.test")
    outside = made(servers, "Hazel Brook", "Elsewhere", "hazel@brook.test")
    steps.ws.engine.run()
    pairs = ours(steps)
    assert inside in pairs
    assert outside not in pairs
    assert why(steps, outside) == "OUTSIDE_FILTER"

    moved(servers, inside, "Elsewhere")
    steps.ws.engine.run()
    steps.ws.engine.run()
    assert why(steps, inside) == "OUTSIDE_FILTER"
    contacts = steps.hubspot("contacts")
    assert (pairs[inside] in contacts) is (verb != "archive")
    if verb != "archive":
        assert contacts[pairs[inside]]["city"] == "Harbourtown"
    with steps.ws.cache.read() as tx:
        rows = tx.exec_driver_sql(
            "SELECT count(*) FROM sync_link WHERE qb_type = 'customer' AND qb_id = ?", (inside,)
        )
        assert rows.scalar_one() == (1 if verb == "leave" else 0)

    moved(servers, inside, "Harbourtown")
    moved(servers, outside, "Harbourtown")
    steps.ws.engine.run()
    again = ours(steps)
    assert {inside, outside} <= again.keys()
    assert (again[inside] == pairs[inside]) is (verb != "archive")


def test_a_narrower_filter_does_not_archive_many_without_asking(steps: Steps) -> None:
    steps.ws.rulebook.choose_profile(Profile.NEW)
    steps.on("contacts", "when_unmatched=archive")
    done = steps.apply("contacts")
    assert done.creates > 5
    before = set(steps.hubspot("contacts"))
    steps.ws.rulebook.set(Object.CONTACTS, ["filter=city is Nowhere"], steps.realm)
    steps.ws.engine.run()
    assert set(steps.hubspot("contacts")) == before
    assert "MASS_DELETION_WAITS" in {each.problem.code for each in steps.ws.status.problems()}


def test_only_invoices_that_match_are_shown_in_hubspot_in_both_profiles(steps: Steps) -> None:
    steps.on("invoices", "filter=total at_least 1000")
    plan = steps.plan("invoices")
    assert plan["creates"] > 0
    assert plan["skips"]["OUTSIDE_FILTER"] > 0
    steps.apply("invoices")
    amounts = [
        float(each["hs_amount_billed"])
        for each in steps.hubspot("invoices").values()
        if each.get("qbodesk_invoice_key")
    ]
    assert len(amounts) == plan["creates"]
    assert min(amounts) >= 1000


def test_a_filter_that_cannot_be_asked_is_refused(steps: Steps) -> None:
    with pytest.raises(InvalidInput) as told:
        steps.on("invoices", "filter=colour is red")
    assert told.value.problem.code == "FILTER_FAULTY"
    with pytest.raises(InvalidInput) as told:
        steps.on("contacts", "filter=city is Boston")
    assert told.value.problem.code == "RULE_KEY"


def test_customers_without_an_address_are_matched_by_name_but_never_with_a_namesake(
    steps: Steps, servers: Servers
) -> None:
    steps.ws.rulebook.choose_profile(Profile.NEW)
    steps.on("contacts", "without_email=by_name")
    namesake = servers.make("contacts", firstname="Hazel", lastname="Brook", email="hazel@brook.test")
    same = servers.make("contacts", firstname="rowan", lastname="MILL")
    first = made(servers, "Rowan Mill", "Harbourtown")
    second = made(servers, "Hazel Brook", "Harbourtown")
    third = made(servers, "Ivy Lane", "Harbourtown")
    steps.ws.engine.run()
    pairs = ours(steps)
    assert pairs[first] == same
    assert third in pairs
    assert second not in pairs
    assert why(steps, second) == "NAMESAKE"
    assert OURS not in steps.hubspot("contacts")[namesake]
    steps.ws.rulebook.choose_profile(Profile.LEGACY)
    assert steps.plan("contacts")["skips"]["NO_EMAIL"] > 0


def test_a_customer_with_a_display_name_only_is_a_contact_of_that_last_name(
    steps: Steps, servers: Servers
) -> None:
    """HubSpot takes no contact without an address and without any name."""
    steps.ws.rulebook.choose_profile(Profile.NEW)
    steps.on("contacts", "without_email=by_name")
    only = str(servers.post("US", "Customer", {"DisplayName": "Driftwood Trading"})["Id"])
    known = str(servers.post("US", "Customer", {"DisplayName": "Rowan Mill"})["Id"])
    there = servers.make("contacts", firstname="Rowan", lastname="Mill")
    steps.ws.engine.run()
    assert why(steps, only) == "in_step"
    assert steps.hubspot("contacts")[ours(steps)[only]]["lastname"] == "Driftwood Trading"
    assert ours(steps)[known] == there
    kept = steps.hubspot("contacts")[there]
    assert (kept["firstname"], kept["lastname"]) == ("Rowan", "Mill")
    steps.ws.engine.run()
    assert steps.plan("contacts", backfill=False)["updates"] == 0
