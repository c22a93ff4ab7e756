"""Adding and taking off existing invoices by command line: exit codes, one JSON document, HubSpot's values."""

from qbodesk.app.exit_codes import DONE, REFUSED
from qbodesk.simulator.world import story
from tests.helpers.program import Control, Program

DEAL = story.READY["US"].id


def test_link_and_unlink(desk: Program, control: Control, realms: dict[str, str]) -> None:
    shown = desk("invoice", "list", "--realm", realms["US"], "--limit", "1", "--json").json["invoices"][0]
    number, realm = shown["number"] or shown["id"], realms["US"]

    linked = desk("invoice", "link", number, "--deal", DEAL, "--realm", realm, "--json")
    assert linked.code == DONE, linked.err
    assert linked.json["linked"] == [{"realm_id": realm, "invoice_id": shown["id"]}]
    assert [each["state"] for each in linked.json["writes"]] == ["succeeded"]
    assert control.deal(DEAL)["qbodesk_invoice_number"] == shown["number"]

    again = desk("invoice", "link", number, "--deal", DEAL, "--realm", realm, "--json")
    assert (again.code, again.json["linked"], again.json["writes"]) == (DONE, [], [])

    refused = desk("invoice", "link", number, "nonsense", "--company", "nobody", "--realm", realm, "--json")
    assert (refused.code, refused.out) == (REFUSED, "")

    off = desk("invoice", "unlink", number, "--deal", DEAL, "--realm", realm, "--no-send", "--json")
    assert off.code == DONE, off.err
    assert [each["state"] for each in off.json["writes"]] == ["queued"]
    assert desk("sync", "--json").code == DONE
    assert not control.deal(DEAL).get("qbodesk_invoice_number")


def test_suggestions_and_matches(desk: Program, realms: dict[str, str]) -> None:
    found = desk("invoice", "suggest", "--deal", DEAL, "--realm", realms["US"], "--limit", "5", "--json")
    assert found.code == DONE, found.err
    assert found.json["customers"][0]["id"] == story.READY["US"].customer
    assert len(found.json["invoices"]) <= 5
    matched = desk("invoice", "match", "--apply", "--json")
    assert matched.code == DONE, matched.err
    certain = [each for each in matched.json["matches"] if each["certain"]]
    assert matched.json["linked"] == len(certain)
    again = desk("invoice", "match", "--json").json["matches"]
    assert not {each["id"] for each in again} & {each["id"] for each in certain}
