"""The story by command line alone: connect, sync, invoices for three countries, no network, and every refusal."""

from decimal import Decimal

import pytest

from qbodesk.simulator.world import story
from tests.helpers.program import Control, Program

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
