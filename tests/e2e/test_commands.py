"""The story by command line alone: connect, sync, invoices for three countries, no network, and every refusal."""

import subprocess
import sys
from decimal import Decimal

import pytest

from qbodesk.app.exit_codes import DONE, PROBLEMS
from qbodesk.app.exit_codes import REFUSED as BAD_INPUT
from qbodesk.simulator.world import story
from tests.helpers.program import ROOT, Control, Program

AFTER_THE_ANSWER = "6"
"""The step of `helpers.killed` at which the server has answered and nothing is stored yet."""

FIVE = ("amount", "recipient", "number", "status", "due_date")


def subtotal(invoice: dict) -> Decimal:
    """Net of the sales lines as QuickBooks holds them."""
    return sum(
        (
            Decimal(str(line["Amount"]))
            for line in invoice["Line"]
            if line["DetailType"] == "SalesItemLineDetail"
        ),
        Decimal(0),
    )


def quoted(deal: story.StoryDeal) -> Decimal:
    """What the quote's lines come to."""
    return sum((line.net for line in deal.lines), Decimal(0))


@pytest.mark.parametrize("country", ["US", "GB", "PL"])
def test_a_quote_becomes_an_invoice_to_the_cent(
    desk: Program, control: Control, realms: dict[str, str], country: str
) -> None:
    deal = story.READY[country]
    created = desk("invoice", "create", "--deal", deal.id, "--quote", deal.quotes[0].id, "--json")
    assert created.code == 0, created.err
    answer = created.json
    assert answer["state"] == "succeeded"
    (invoice,) = control.marked(realms[country])
    assert invoice["Id"] == answer["invoice_id"]
    assert invoice["DocNumber"] == answer["number"]
    assert subtotal(invoice) == quoted(deal)
    assert invoice["EmailStatus"] == "NotSet"
    held = control.deal(deal.id)
    values = {key: held.get(f"qbodesk_invoice_{key}") for key in FIVE}
    if country == "US":
        assert Decimal(values["amount"]) == Decimal(str(invoice["TotalAmt"]))
        assert values["recipient"] == invoice["CustomerRef"]["name"]
        assert values["number"] == invoice["DocNumber"]
        assert values["status"] == "pending_send"
        assert values["due_date"][:10] == invoice["DueDate"]
    else:
        assert not any(values.values())
        assert answer["not_written"]["code"] == "CURRENCY_MISMATCH"

    again = desk("invoice", "create", "--deal", deal.id, "--quote", deal.quotes[0].id)
    assert again.code == 6
    assert answer["number"] in again.err
    assert len(control.marked(realms[country])) == 1
    allowed = desk("invoice", "create", "--deal", deal.id, "--quote", deal.quotes[0].id, "--again", "--json")
    assert allowed.code == 0, allowed.err
    assert len(control.marked(realms[country])) == 2


def test_a_second_sync_changes_nothing_in_eight_calls(desk: Program) -> None:
    second = desk("sync", "--json")
    assert second.code == 0, second.err
    assert second.json["changed"] == 0
    assert second.json["http_calls"] <= 8


def test_without_a_network_it_is_queued_and_one_sync_finishes_it(
    desk: Program, control: Control, realms: dict[str, str]
) -> None:
    deal = story.READY["US"]
    control.post("offline", {"offline": True})
    created = desk("invoice", "create", "--deal", deal.id, "--quote", deal.quotes[0].id, "--json")
    assert created.code == 0, created.err
    assert created.json["state"] == "queued"
    assert desk("sync").code == 5
    assert [each["state"] for each in desk("outbox", "list", "--json").json["entries"]] == ["queued"]
    control.post("offline", {"offline": False})
    finished = desk("sync", "--json")
    assert finished.code == 0, finished.err
    assert set(finished.json["outbox"]) == {"succeeded"}
    assert len(control.marked(realms["US"])) == 1
    assert control.deal(deal.id)["qbodesk_invoice_status"] == "pending_send"


REFUSED = {
    "unknown deal": ("--deal", "999"),
    "expired quote": ("--deal", story.EXPIRED_QUOTE.id, "--quote", story.EXPIRED_QUOTE.quotes[0].id),
    "draft quote": ("--deal", story.DRAFT_QUOTE.id, "--quote", story.DRAFT_QUOTE.quotes[0].id),
    "due before invoice date": (
        "--deal",
        story.READY["US"].id,
        "--date",
        "2026-11-20",
        "--due",
        "2026-11-19",
    ),
    "message too long": ("--deal", story.READY["US"].id, "--message", "x" * 1001),
    "colon in the name": ("--deal", story.READY["US"].id, "--new-customer", "--customer-name", "Acme: North"),
    "unknown quote": ("--deal", story.READY["US"].id, "--quote", "999"),
    "unknown terms": ("--deal", story.READY["US"].id, "--terms", "Net 1000"),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_bad_input_is_refused_with_a_sentence_and_no_write(
    desk: Program, control: Control, realms: dict[str, str], name: str
) -> None:
    before = control.get("journal")
    result = desk("invoice", "create", *REFUSED[name])
    assert result.code == 6, (result.out, result.err)
    assert len(result.err.strip().splitlines()) >= 1
    assert "Traceback" not in result.err
    writes = [each for each in control.get("journal")[len(before) :] if each["effect"]]
    assert not writes
    assert desk("outbox", "list", "--json").json["entries"] == []
    assert not control.marked(realms["US"])


def test_a_missing_tax_code_is_refused(desk: Program, control: Control, realms: dict[str, str]) -> None:
    deal = story.UNMATCHED_ITEM
    result = desk("invoice", "create", "--deal", deal.id, "--realm", realms["GB"])
    assert result.code == 6
    assert not control.marked(realms["GB"])


def test_custom_numbers_block_and_asking_quickbooks_helps(
    desk: Program, control: Control, realms: dict[str, str]
) -> None:
    control.patch(f"realms/{realms['US']}/preferences", {"SalesFormsPrefs": {"CustomTxnNumbers": True}})
    deal = story.READY["US"]
    words = ("invoice", "create", "--deal", deal.id, "--quote", deal.quotes[0].id)
    blocked = desk(*words)
    assert blocked.code == 6
    assert "custom transaction numbers" in blocked.err
    assert not control.marked(realms["US"])
    created = desk(*words, "--auto-number", "--json")
    assert created.code == 0, created.err
    assert created.json["number"]


def test_looking_things_up(desk: Program) -> None:
    found = desk("search", "zoltodziob", "--json").json["hits"]
    assert {"customer", "contact", "deal", "company"} & {hit["kind"] for hit in found}
    listed = desk("invoice", "list", "--stage", "overdue", "--limit", "3", "--json").json["invoices"]
    assert listed
    assert all(each["stage"] == "overdue" and each["days_overdue"] > 0 for each in listed)
    shown = desk("invoice", "show", listed[0]["id"], "--realm", listed[0]["realm_id"], "--json").json
    assert shown["lines"]
    doctor = desk("doctor", "--json").json
    assert doctor["integrity"] == "ok"
    assert doctor["records"]["invoice"] >= 400


def test_the_pdf_is_kept_for_offline(desk: Program, control: Control, tmp_path) -> None:
    listed = desk("invoice", "list", "--limit", "1", "--json").json["invoices"][0]
    words = ("invoice", "pdf", listed["id"], "--realm", listed["realm_id"], "-o", str(tmp_path / "a.pdf"))
    assert desk(*words).code == 0
    control.post("offline", {"offline": True})
    assert desk(*words).code == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_without_a_workspace_it_says_what_to_do(program: Program) -> None:
    result = program("sync")
    assert result.code == 6
    assert "connect" in result.err


def test_an_entry_in_doubt_is_settled_by_a_person(
    desk: Program, control: Control, realms: dict[str, str]
) -> None:
    """The process died before it read the answer, and somebody copied the invoice with its note meanwhile."""
    deal = story.READY["US"]
    killed = ["tests.helpers.killed", str(desk.folder), AFTER_THE_ANSWER, deal.id, deal.quotes[0].id]
    subprocess.run([sys.executable, "-m", *killed], cwd=ROOT, timeout=60, check=False)
    (made,) = control.marked(realms["US"])
    copied = {key: made[key] for key in ("CustomerRef", "Line", "TxnDate", "DueDate", "PrivateNote")}
    copy = control.quickbooks(realms["US"], "invoice", copied)["Invoice"]
    assert desk("sync").code == PROBLEMS
    (entry,) = desk("outbox", "list", "--json").json["entries"]
    assert (entry["state"], entry["problem"]["code"]) == ("needs_review", "SEVERAL_FOUND")
    short = entry["op_id"][:8]
    found = desk("outbox", "candidates", short, "--json").json["candidates"]
    assert {each["id"] for each in found} == {made["Id"], copy["Id"]}
    assert desk("outbox", "pick", short, "no such").code == BAD_INPUT
    assert desk("outbox", "pick", short, made["DocNumber"]).code == DONE
    assert desk("sync").code == DONE
    assert len(control.marked(realms["US"])) == 2
    assert control.deal(deal.id)["qbodesk_invoice_number"] == made["DocNumber"]


def test_a_refused_customer_is_told_and_nothing_of_it_stays(
    desk: Program, control: Control, realms: dict[str, str]
) -> None:
    """Somebody made the customer in QuickBooks after the last sync."""
    deal = story.MISSING_CUSTOMER
    control.quickbooks(realms["US"], "customer", {"DisplayName": deal.company.name})
    words = ("invoice", "create", "--deal", deal.id, "--quote", deal.quotes[0].id, "--new-customer")
    refused = desk(*words)
    assert refused.code == BAD_INPUT, refused.err
    assert "is taken in QuickBooks" in refused.err
    states = {each["state"] for each in desk("outbox", "list", "--json").json["entries"]}
    assert states == {"cancelled"}
    assert not control.marked(realms["US"])
