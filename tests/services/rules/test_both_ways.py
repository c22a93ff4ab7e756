"""A rule that works both ways: HubSpot's values in QuickBooks, never twice, previewed, taken back, over real HTTP."""

from dataclasses import replace
from typing import Any

import pytest

from qbodesk.models.cache import rules
from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Direction, Object, Target, first_rule
from qbodesk.models.errors import InvalidInput
from qbodesk.services.mapping.backward import body_of
from qbodesk.services.outbox.handlers import books
from tests.helpers.servers import Servers
from tests.services.rules.conftest import Steps, ran


class Pair:
    """A customer and the contact that follows it."""

    def __init__(self, steps: Steps, servers: Servers, *words: str) -> None:
        self.steps, self.servers = steps, servers
        steps.ws.rulebook.choose_profile(Profile.NEW)
        steps.on("contacts", *words)
        body = {
            "DisplayName": "Rowan Mill",
            "GivenName": "Rowan",
            "PrimaryEmailAddr": {"Address": "rowan@mill.test"},
            "PrimaryPhone": {"FreeFormNumber": "1"},
            "BillAddr": {"Line1": "Mill Lane 1", "City": "Harbourtown"},
        }
        self.customer_id = str(servers.post("US", "Customer", body)["Id"])
        steps.ws.engine.run()
        # made in the second the rule was switched on, it may count as older
        steps.apply("contacts")
        key = f"{steps.realm}:{self.customer_id}"
        self.contact_id = next(
            crm_id
            for crm_id, each in steps.hubspot("contacts").items()
            if each.get("qbodesk_customer_key") == key
        )

    @property
    def customer(self) -> dict[str, Any]:
        (found,) = self.servers.all("US", "Customer", f"WHERE Id = '{self.customer_id}'")
        return found

    @property
    def contact(self) -> Any:
        return self.steps.hubspot("contacts")[self.contact_id]

    def in_hubspot(self, **values: str) -> None:
        self.servers.patch("contacts", self.contact_id, **values)

    def in_books(self, **values: Any) -> None:
        known = self.customer
        body = {"Id": known["Id"], "SyncToken": known["SyncToken"], "sparse": True, **values}
        self.servers.post("US", "Customer", body)

    def sync(self) -> None:
        self.steps.ws.engine.run()

    def code(self) -> str:
        (found,) = self.steps.ws.health.of_quickbooks("customer", self.steps.realm, self.customer_id)
        return found.problem.code if found.problem else found.state


def test_a_change_in_hubspot_reaches_quickbooks_and_stays_there(steps: Steps, servers: Servers) -> None:
    pair = Pair(steps, servers, "direction=both")
    pair.in_hubspot(phone="2", city="Elsewhere")
    pair.sync()
    customer = pair.customer
    assert customer["PrimaryPhone"]["FreeFormNumber"] == "2"
    assert customer["BillAddr"]["City"] == "Elsewhere"
    assert customer["BillAddr"]["Line1"] == "Mill Lane 1"
    token = customer["SyncToken"]
    pair.sync()
    pair.sync()
    assert pair.customer["SyncToken"] == token
    assert (pair.contact["phone"], pair.contact["city"]) == ("2", "Elsewhere")
    assert pair.code() == "in_step"
    # and the other way as before
    pair.in_books(GivenName="Robin")
    pair.sync()
    assert pair.contact["firstname"] == "Robin"
    # twice in a row
    pair.in_hubspot(phone="3")
    pair.sync()
    assert pair.customer["PrimaryPhone"]["FreeFormNumber"] == "3"


def test_one_way_nothing_is_written_to_quickbooks(steps: Steps, servers: Servers) -> None:
    pair = Pair(steps, servers)
    token = pair.customer["SyncToken"]
    pair.in_hubspot(phone="2")
    pair.sync()
    assert pair.customer["SyncToken"] == token
    assert pair.contact["phone"] == "1"


def test_only_to_quickbooks_nothing_is_written_to_hubspot(steps: Steps, servers: Servers) -> None:
    pair = Pair(steps, servers)
    steps.ws.rulebook.set(Object.CONTACTS, ["direction=to_quickbooks"], steps.realm)
    pair.in_books(GivenName="Robin")
    servers.post(
        "US", "Customer", {"DisplayName": "New One", "PrimaryEmailAddr": {"Address": "new@one.test"}}
    )
    before = steps.hubspot("contacts")
    pair.sync()
    pair.sync()
    assert {key: dict(each) for key, each in steps.hubspot("contacts").items()} == before
    assert pair.customer["GivenName"] == "Rowan"
    assert steps.plan("contacts")["skips"]["ONLY_TO_QUICKBOOKS"] > 0


@pytest.mark.parametrize(("verb", "wanted"), [("take", "hubspot"), ("overwrite", "books")])
def test_what_changed_on_both_sides_is_asked_about(
    steps: Steps, servers: Servers, verb: str, wanted: str
) -> None:
    pair = Pair(steps, servers, "direction=both", "conflict=ask")
    pair.in_hubspot(firstname="hubspot")
    pair.in_books(GivenName="books")
    pair.sync()
    assert pair.code() == "CHANGED_ON_BOTH_SIDES"
    assert (pair.contact["firstname"], pair.customer["GivenName"]) == ("hubspot", "books")
    (found,) = steps.ws.health.standings(states=("conflict",), code="CHANGED_ON_BOTH_SIDES")
    assert found.can_take
    getattr(steps.ws.health, verb)([found])
    pair.sync()
    assert (pair.contact["firstname"], pair.customer["GivenName"]) == (wanted, wanted)
    assert pair.code() == "in_step"


def test_what_changed_on_both_sides_can_be_left_as_it_is(steps: Steps, servers: Servers) -> None:
    pair = Pair(steps, servers, "direction=both", "conflict=ask")
    pair.in_hubspot(firstname="hubspot")
    pair.in_books(GivenName="books")
    pair.sync()
    steps.ws.health.dismiss(steps.ws.health.standings(states=("conflict",), code="CHANGED_ON_BOTH_SIDES"))
    pair.in_books(PrimaryPhone={"FreeFormNumber": "2"})
    pair.sync()
    assert pair.code() == "in_step"
    assert (pair.contact["firstname"], pair.customer["GivenName"]) == ("hubspot", "books")
    assert pair.contact["phone"] == "2"


def test_a_plan_shows_it_first_and_an_undo_takes_it_back(steps: Steps, servers: Servers) -> None:
    pair = Pair(steps, servers, "direction=both")
    steps.ws.rulebook.set(Object.CONTACTS, ["approval=by_hand"], steps.realm)
    pair.in_hubspot(phone="2")
    pair.sync()
    ((_rule, plan),) = ran(steps.ws.rulebook.plan(Object.CONTACTS, steps.realm))
    assert plan.numbers()["to_quickbooks"] == 1
    (change,) = plan.changes()
    assert (change.before, change.after) == ({"phone": "1"}, {"phone": "2"})
    assert pair.customer["PrimaryPhone"]["FreeFormNumber"] == "1"
    done = steps.apply("contacts", backfill=False)
    assert (done.to_quickbooks, done.failed) == (1, 0)
    assert pair.customer["PrimaryPhone"]["FreeFormNumber"] == "2"
    undone = steps.undo(done.run_id)
    assert (undone.to_quickbooks, undone.failed) == (1, 0)
    assert pair.customer["PrimaryPhone"]["FreeFormNumber"] == "1"
    pair.sync()
    assert pair.customer["PrimaryPhone"]["FreeFormNumber"] == "1"


def test_an_undo_leaves_alone_what_somebody_changed_in_quickbooks_since(
    steps: Steps, servers: Servers
) -> None:
    pair = Pair(steps, servers, "direction=both")
    pair.in_hubspot(phone="2")
    pair.sync()
    run_id = next(
        run.run_id
        for run, _undone in steps.ws.rulebook.runs.listed(Object.CONTACTS, steps.realm)
        if steps.ws.rulebook.runs.done(run.run_id).to_quickbooks
    )
    pair.in_books(PrimaryPhone={"FreeFormNumber": "4"})
    undone = steps.undo(run_id)
    assert (undone.to_quickbooks, undone.failed) == (0, 1)
    assert pair.customer["PrimaryPhone"]["FreeFormNumber"] == "4"


def test_an_answer_that_was_lost_changes_quickbooks_once(steps: Steps, servers: Servers) -> None:
    pair = Pair(steps, servers, "direction=both")
    token = int(pair.customer["SyncToken"])
    pair.in_hubspot(phone="2")
    servers.arm("drop_response", "customer", method="POST", times=1)
    for _ in range(3):
        pair.sync()
        with steps.ws.cache.write() as tx:
            # the wait before it is sent again is no part of this
            tx.exec_driver_sql("UPDATE outbox_op SET not_before = ''")
    assert pair.customer["PrimaryPhone"]["FreeFormNumber"] == "2"
    assert int(pair.customer["SyncToken"]) == token + 1
    assert pair.code() == "in_step"


def test_a_colleague_who_was_quicker_is_not_overwritten(steps: Steps, servers: Servers) -> None:
    pair = Pair(steps, servers, "direction=both", "conflict=ask")
    steps.ws.rulebook.set(Object.CONTACTS, ["approval=by_hand"], steps.realm)
    pair.in_hubspot(phone="2")
    pair.sync()
    run_id = ran(steps.ws.rulebook.apply(Object.CONTACTS, steps.realm))
    pair.in_books(PrimaryPhone={"FreeFormNumber": "4"})
    steps.ws.engine.run(pull=False)
    assert pair.customer["PrimaryPhone"]["FreeFormNumber"] == "4"
    assert steps.ws.rulebook.runs.done(run_id).dropped == 1
    pair.sync()
    assert pair.code() == "CHANGED_ON_BOTH_SIDES"


def test_a_price_changed_in_hubspot_is_the_price_in_quickbooks(steps: Steps, servers: Servers) -> None:
    steps.ws.rulebook.choose_profile(Profile.NEW)
    steps.on("products", "direction=both")
    steps.apply("products")
    steps.ws.engine.run()
    product_id, key = next(
        (crm_id, each["qbodesk_item_key"])
        for crm_id, each in steps.hubspot("products").items()
        if each.get("qbodesk_item_key") and each.get("price")
    )
    servers.patch("products", product_id, price="1234.56", description="Said in HubSpot")
    # a pass reads products every quarter of an hour only
    steps.ws.engine.run(full=True)
    (item,) = servers.all("US", "Item", f"WHERE Id = '{key.partition(':')[2]}'")
    assert (str(item["UnitPrice"]), item["Description"]) == ("1234.56", "Said in HubSpot")
    assert steps.hubspot("products")[product_id]["price"] == "1234.56"
    assert steps.plan("products")["to_quickbooks"] == 0


@pytest.mark.parametrize(
    "words", [["direction=both", "target=both"], ["target=both", "direction=to_quickbooks"]]
)
def test_a_contact_and_a_company_never_both_write_to_quickbooks(steps: Steps, words: list[str]) -> None:
    rulebook = steps.ws.rulebook
    rulebook.choose_profile(Profile.NEW)
    for each in (words, words[1:]):
        if each != words:
            rulebook.set(Object.CONTACTS, words[:1], steps.realm)
        with pytest.raises(InvalidInput) as refused:
            rulebook.set(Object.CONTACTS, each, steps.realm)
        assert refused.value.problem.code == "TWO_SOURCES"


def test_a_rule_of_before_with_two_sources_writes_to_hubspot_only(steps: Steps) -> None:
    rulebook = steps.ws.rulebook
    rulebook.choose_profile(Profile.NEW)
    stored = replace(first_rule(steps.realm, Object.CONTACTS), target=Target.BOTH, direction=Direction.BOTH)
    with steps.ws.cache.write() as tx:
        rules.save_rule(tx, stored)
    (row,) = rulebook.rows(Object.CONTACTS, steps.realm)
    assert (row.rule.target, row.rule.direction) == (Target.BOTH, Direction.TO_HUBSPOT)
    (row,) = rulebook.set(Object.CONTACTS, ["target=contact"], steps.realm)
    assert (row.rule.target, row.rule.direction) == (Target.CONTACT, Direction.TO_HUBSPOT)


def test_the_same_value_typed_on_both_sides_is_no_change_of_either(steps: Steps, servers: Servers) -> None:
    pair = Pair(steps, servers, "direction=both")
    pair.in_hubspot(phone="2")
    pair.in_books(PrimaryPhone={"FreeFormNumber": "2"})
    pair.sync()
    # QuickBooks is right where both changed: only HubSpot has
    pair.in_hubspot(phone="3")
    pair.sync()
    assert pair.customer["PrimaryPhone"]["FreeFormNumber"] == "3"
    assert pair.contact["phone"] == "3"


def test_what_was_sent_without_an_answer_is_known_once_a_pull_shows_it(
    steps: Steps, servers: Servers
) -> None:
    pair = Pair(steps, servers, "direction=both")
    pair.in_hubspot(phone="2")
    servers.arm("drop_response", "customer", method="POST", times=1)
    pair.sync()
    steps.later()
    pair.in_hubspot(phone="3")
    pair.sync()
    assert pair.customer["PrimaryPhone"]["FreeFormNumber"] == "3"


def test_another_value_after_a_lost_answer_is_another_request(steps: Steps, servers: Servers) -> None:
    pair = Pair(steps, servers, "direction=both")
    pair.in_hubspot(phone="2")
    servers.arm("drop_response", "customer", method="POST", times=1)
    pair.sync()
    pair.in_hubspot(phone="3")
    steps.later()
    pair.sync()
    assert pair.customer["PrimaryPhone"]["FreeFormNumber"] == "3"
    assert pair.contact["phone"] == "3"


def test_a_value_that_quickbooks_ignored_is_not_called_in_step(
    steps: Steps, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = Pair(steps, servers, "direction=both")
    monkeypatch.setattr(books, "body_of", lambda record, _values, kind: body_of(record, {}, kind))
    pair.in_hubspot(phone="2")
    pair.sync()
    assert pair.code() == "VALUE_NOT_TAKEN"
    assert pair.contact["phone"] == "2"
