"""The sync rules by command line: set, planned, applied and taken back, each with its JSON and exit code."""

from qbodesk.app.exit_codes import DONE
from qbodesk.app.exit_codes import REFUSED as BAD_INPUT
from tests.helpers.program import Control, Program


def contacts(control: Control) -> dict[str, dict[str, str]]:
    stamps = {"lastmodifieddate"}
    return {
        each["id"]: {name: value for name, value in each["properties"].items() if name not in stamps}
        for each in control.get("portal/contacts")
        if not each["archived"]
    }


def test_from_a_rule_to_its_undoing(desk: Program, control: Control, realms: dict[str, str]) -> None:
    realm, before = realms["US"], contacts(control)
    listed = desk("rules", "list", "--json").json["rules"]
    assert {each["object"] for each in listed} == {"contacts", "products", "invoices"}
    assert {each["realm_id"] for each in listed} == set(realms.values())
    assert not any(each["enabled"] for each in listed)

    (rule,) = desk("rules", "set", "contacts", "enabled=yes", "--realm", realm, "--json").json["rules"]
    assert rule["enabled"] is True
    assert rule["target"] == "contact"

    planned = desk("plan", "contacts", "--realm", realm, "--backfill", "--json")
    assert planned.code == DONE, planned.err
    plan = planned.json
    assert contacts(control) == before
    assert plan["creates"] == sum(each["action"] == "create" for each in plan["changes"]) > 0
    assert plan["updates"] == sum(each["action"] == "update" for each in plan["changes"]) > 0
    for change in plan["changes"]:
        assert change["before"].keys() == change["after"].keys()

    applied = desk("apply", "contacts", "--realm", realm, "--backfill", "--yes", "--json")
    assert applied.code == DONE, applied.err
    done = applied.json
    for number in ("creates", "updates", "deletes", "links"):
        assert done[number] == plan[number]
    again = desk("plan", "contacts", "--realm", realm, "--backfill", "--json").json
    assert (again["creates"], again["updates"], again["deletes"], again["links"]) == (0, 0, 0, 0)

    undone = desk("undo", str(done["run"]), "--json")
    assert undone.code == DONE, undone.err
    assert undone.json["failed"] == 0
    assert contacts(control) == before


def test_what_is_not_meant_changes_nothing(desk: Program) -> None:
    assert desk("rules", "set", "contacts", "enabled=yes", "target=deal").code == BAD_INPUT
    assert desk("apply", "contacts", "--backfill").code == BAD_INPUT
    assert desk("apply", "contacts", "--yes").code == BAD_INPUT
    assert desk("undo", "4711").code == BAD_INPUT
    assert not any(each["enabled"] for each in desk("rules", "list", "--json").json["rules"])
