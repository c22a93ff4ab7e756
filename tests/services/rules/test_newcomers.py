"""What only HubSpot has is made in QuickBooks where a rule says so: once, never beside one that is there, over real HTTP."""

from datetime import UTC, datetime
from typing import Any

import pytest

from qbodesk.models.cache.base import instant
from qbodesk.models.cache.tables_sync import outbox
from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Object
from qbodesk.models.errors import InvalidInput
from tests.helpers.servers import Servers
from tests.services.rules.conftest import Steps, ran

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MAKE = "when_only_in_hubspot=create"


@pytest.fixture
def rule(steps: Steps) -> Steps:
    """Contacts both ways, begun before anything of the test was made."""
    steps.ws.rulebook.choose_profile(Profile.NEW)
    steps.on("contacts", "direction=both", MAKE)
    early = steps.ws.rulebook.rows(Object.CONTACTS, steps.realm)[0].rule.since
    assert early is not None
    steps.ws.engine.run()
    return steps


def person(servers: Servers, **values: str) -> str:
    known = {"firstname": "Nora", "lastname": "Fenwick", "email": "nora@fenwick.test", "phone": "12"}
    return servers.make("contacts", **{**known, **values})


def customers(servers: Servers, name: str) -> list[dict[str, Any]]:
    return servers.all("US", "Customer", f"WHERE DisplayName = '{name}'")


def tries(servers: Servers) -> int:
    """How often QuickBooks was asked for a new customer."""
    journal = servers.running.state.journal.since(0)
    return sum(each["method"] == "POST" and each["path"].endswith("/customer") for each in journal)


def standing(steps: Steps, contact_id: str) -> tuple[str, str]:
    (found,) = steps.ws.health.of_hubspot("contact", contact_id)
    return found.state, found.problem.code if found.problem else ""


def test_a_new_contact_becomes_a_customer_once(rule: Steps, servers: Servers) -> None:
    contact = person(servers, company="Fenwick Ltd", city="Harbourtown")
    rule.ws.engine.run()
    rule.ws.engine.run()
    rule.ws.engine.run()
    (made,) = customers(servers, "Nora Fenwick")
    assert (made["GivenName"], made["FamilyName"]) == ("Nora", "Fenwick")
    assert made["PrimaryEmailAddr"]["Address"] == "nora@fenwick.test"
    assert made["BillAddr"]["City"] == "Harbourtown"
    assert standing(rule, contact) == ("in_step", "")
    # our key follows, so that another computer knows the pair
    assert rule.hubspot("contacts")[contact]["qbodesk_customer_key"] == f"{rule.realm}:{made['Id']}"
    # a pair like any other from now on
    servers.patch("contacts", contact, phone="34")
    rule.ws.engine.run()
    assert customers(servers, "Nora Fenwick")[0]["PrimaryPhone"]["FreeFormNumber"] == "34"


def test_only_to_quickbooks_makes_it_too_and_writes_nothing_to_hubspot(
    steps: Steps, servers: Servers
) -> None:
    steps.ws.rulebook.choose_profile(Profile.NEW)
    steps.on("contacts", "direction=to_quickbooks", MAKE)
    steps.ws.engine.run()
    contact = person(servers)
    steps.ws.engine.run()
    steps.ws.engine.run()
    assert len(customers(servers, "Nora Fenwick")) == 1
    assert not steps.hubspot("contacts")[contact].get("qbodesk_customer_key")
    assert standing(steps, contact) == ("in_step", "")


def test_unless_told_to_nothing_is_made(steps: Steps, servers: Servers) -> None:
    steps.ws.rulebook.choose_profile(Profile.NEW)
    steps.on("contacts", "direction=both")
    steps.ws.engine.run()
    person(servers)
    steps.ws.engine.run()
    assert customers(servers, "Nora Fenwick") == []
    assert steps.plan("contacts")["made_in_quickbooks"] == 0


def test_the_first_integration_knows_no_such_thing(steps: Steps) -> None:
    with pytest.raises(InvalidInput):
        steps.on("contacts", MAKE)


def test_what_is_older_than_the_rule_is_made_by_a_backfill_only(steps: Steps, servers: Servers) -> None:
    person(servers)
    steps.ws.engine.run()
    steps.ws.rulebook.choose_profile(Profile.NEW)
    steps.on("contacts", "direction=both", MAKE, "hubspot_filter=email is nora@fenwick.test")
    steps.later()
    steps.ws.engine.run()
    assert customers(servers, "Nora Fenwick") == []
    assert steps.plan("contacts", backfill=True)["made_in_quickbooks"] == 1
    done = steps.apply("contacts", backfill=True)
    assert done.made_in_quickbooks == 1
    assert len(customers(servers, "Nora Fenwick")) == 1
    assert steps.plan("contacts", backfill=True)["made_in_quickbooks"] == 0


def test_one_that_quickbooks_has_is_not_made_again(rule: Steps, servers: Servers) -> None:
    servers.post(
        "US", "Customer", {"DisplayName": "N. F.", "PrimaryEmailAddr": {"Address": "Nora@Fenwick.test"}}
    )
    person(servers)
    rule.ws.engine.run()
    rule.ws.engine.run()
    assert customers(servers, "Nora Fenwick") == []


def test_a_name_that_quickbooks_has_is_a_question(rule: Steps, servers: Servers) -> None:
    servers.post("US", "Customer", {"DisplayName": "NORA FENWICK", "Notes": "another one"})
    contact = person(servers)
    rule.ws.engine.run()
    assert standing(rule, contact) == ("conflict", "NAME_IN_QUICKBOOKS")
    assert len(customers(servers, "NORA FENWICK")) == 1
    servers.patch("contacts", contact, lastname="Fenwick-Marsh")
    rule.ws.engine.run()
    assert len(customers(servers, "Nora Fenwick-Marsh")) == 1


def test_of_two_of_one_name_the_second_is_a_question(rule: Steps, servers: Servers) -> None:
    first = person(servers)
    second = person(servers, email="other@fenwick.test")
    rule.ws.engine.run()
    rule.ws.engine.run()
    assert len(customers(servers, "Nora Fenwick")) == 1
    assert {standing(rule, each)[1] for each in (first, second)} == {"", "NAME_IN_QUICKBOOKS"}


def test_one_without_an_address_is_left_out_and_says_so(rule: Steps, servers: Servers) -> None:
    contact = servers.make("contacts", firstname="Nora", lastname="Fenwick")
    rule.ws.engine.run()
    assert standing(rule, contact) == ("excluded", "NO_EMAIL_THERE")
    assert customers(servers, "Nora Fenwick") == []


@pytest.mark.parametrize("deed", ["drop_response", "drop_request"])
def test_a_lost_answer_makes_no_second_one(rule: Steps, servers: Servers, deed: Any) -> None:
    contact = person(servers)
    servers.arm(deed, "/customer$", method="POST")
    for _ in range(3):
        rule.ws.engine.run()
        with rule.ws.cache.write() as tx:
            # the waits before something is sent again are no part of this
            sent = outbox.c.last_sent_at != ""
            tx.execute(outbox.update().values(not_before=""))
            tx.execute(outbox.update().where(sent).values(last_sent_at=instant(LONG_AGO)))
    assert len(customers(servers, "Nora Fenwick")) == 1
    assert standing(rule, contact) == ("in_step", "")


def test_a_refusal_is_told_and_not_tried_again_by_itself(rule: Steps, servers: Servers) -> None:
    # QuickBooks keeps each name once, and the cache knows no vendors
    name = servers.all("US", "Vendor")[0]["DisplayName"]
    contact = person(servers, firstname="", lastname=name)
    rule.ws.engine.run()
    assert standing(rule, contact) == ("failing", "DISPLAYNAME_TAKEN")
    assert "DISPLAYNAME_TAKEN" in {each.problem.code for each in rule.ws.status.problems()}
    before = tries(servers)
    rule.ws.engine.run()
    assert tries(servers) == before
    rule.ws.health.retry(rule.ws.health.standings())
    rule.ws.engine.run()
    assert tries(servers) == before + 1
    assert standing(rule, contact) == ("failing", "DISPLAYNAME_TAKEN")
    servers.patch("contacts", contact, firstname="Nora")
    rule.ws.engine.run()
    rule.ws.engine.run()
    assert standing(rule, contact) == ("in_step", "")
    assert "DISPLAYNAME_TAKEN" not in {each.problem.code for each in rule.ws.status.problems()}


def test_an_undo_says_that_it_stays(rule: Steps, servers: Servers) -> None:
    person(servers)
    rule.ws.engine.run()
    newest = rule.ws.rulebook.runs.listed(Object.CONTACTS, rule.realm)
    run_id = next(
        run.run_id for run, _by in newest if rule.ws.rulebook.runs.done(run.run_id).made_in_quickbooks
    )
    undone = rule.undo(run_id)
    assert [problem.code for _label, problem in rule.ws.rulebook.runs.left_alone(undone.run_id)] == [
        "STAYS_IN_QUICKBOOKS"
    ]


def test_what_stands_for_it_goes_with_the_rule(rule: Steps, servers: Servers) -> None:
    contact = servers.make("contacts", firstname="Nora", lastname="Fenwick")
    rule.ws.engine.run()
    assert standing(rule, contact)[0] == "excluded"
    rule.on("contacts", "when_only_in_hubspot=nothing")
    rule.ws.engine.run()
    assert rule.ws.health.of_hubspot("contact", contact) == []


def test_by_hand_it_waits_for_a_person(rule: Steps, servers: Servers) -> None:
    rule.on("contacts", "approval=by_hand")
    person(servers)
    rule.ws.engine.run()
    assert customers(servers, "Nora Fenwick") == []
    ran(rule.ws.rulebook.apply(Object.CONTACTS, rule.realm))
    rule.ws.engine.run(pull=False)
    assert len(customers(servers, "Nora Fenwick")) == 1


def test_a_product_becomes_a_service_with_the_account_of_the_rule(steps: Steps, servers: Servers) -> None:
    steps.ws.rulebook.choose_profile(Profile.NEW)
    steps.on("products", "direction=both", MAKE)
    steps.ws.engine.run()
    product = servers.make("products", name="Harbour survey", hs_sku="HS-1", price="120.5")
    steps.ws.engine.run(full=True)
    (found,) = steps.ws.health.of_hubspot("product", product)
    assert found.problem is not None
    assert found.problem.code == "ITEM_ACCOUNT_MISSING"
    (account, *_others) = servers.all("US", "Account", "WHERE AccountType = 'Income'")
    steps.on("products", f"income_account={account['Id']}")
    steps.ws.engine.run()
    (made,) = servers.all("US", "Item", "WHERE Name = 'Harbour survey'")
    assert (made["Type"], made["Sku"], made["UnitPrice"]) == ("Service", "HS-1", 120.5)
    assert made["IncomeAccountRef"]["value"] == account["Id"]
