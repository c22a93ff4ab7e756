"""A week of trouble in QuickBooks (features S12): HubSpot's invoices show it after one pass, also after 31 days away; undo returns Monday."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from qbodesk.services.clock import system_clock
from qbodesk.simulator.server import Running
from tests.helpers.servers import Servers
from tests.services.conftest import OpenFetched
from tests.services.rules.conftest import Steps

STAMPS = {"hs_lastmodifieddate"}


def mirrors(steps: Steps) -> dict[str, dict[str, str]]:
    """Our invoices in HubSpot by their QuickBooks id."""
    return {
        each["qbodesk_invoice_key"].partition(":")[2]: {"hubspot_id": key, **each}
        for key, each in steps.hubspot("invoices").items()
        if each.get("qbodesk_invoice_key", "").startswith(f"{steps.realm}:")
    }


def stub(invoice: dict[str, Any]) -> dict[str, Any]:
    return {key: invoice[key] for key in ("Id", "SyncToken")}


def pay(servers: Servers, invoices: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """One payment over some invoices: QuickBooks id -> amount."""
    lines = [
        {"Amount": amount, "LinkedTxn": [{"TxnId": number, "TxnType": "Invoice"}]}
        for number, amount in invoices.items()
    ]
    body = {"TotalAmt": float(sum(Decimal(str(each["Amount"])) for each in lines)), "Line": lines, **fields}
    return servers.post("US", "Payment", body)


def trouble(servers: Servers) -> dict[str, str]:
    """What happened, by what it was: the QuickBooks id of the invoice."""
    still_open = [
        each
        for each in servers.all("US", "Invoice")
        if each["Balance"] == each["TotalAmt"] > 2 and not each.get("LinkedTxn")
    ]
    voided, voided_too, deleted, partly, partly_too, partly_last, redated, moved, *rest = still_open
    for each in (voided, voided_too):
        servers.post("US", "Invoice", stub(each), operation="void")
    servers.delete("US", "Invoice", deleted)
    for each in (partly, partly_too, partly_last):
        pay(servers, {each["Id"]: 1}, CustomerRef=each["CustomerRef"])
    # two invoices of one customer, paid at once
    one, other = next(
        (one, other)
        for at, one in enumerate(rest)
        for other in rest[at + 1 :]
        if one["CustomerRef"] == other["CustomerRef"]
    )
    rest = [each for each in rest if each["Id"] not in {one["Id"], other["Id"]}]
    both = {each["Id"]: each["TotalAmt"] for each in (one, other)}
    pay(servers, both, CustomerRef=one["CustomerRef"])
    credited, renamed, *rest = rest
    item = next(each for each in credited["Line"] if each["DetailType"] == "SalesItemLineDetail")
    detail = {"ItemRef": item["SalesItemLineDetail"]["ItemRef"]}
    line = {"Amount": 1, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    memo = servers.post("US", "CreditMemo", {"CustomerRef": credited["CustomerRef"], "Line": [line]})
    applied = [
        {"Amount": 1, "LinkedTxn": [{"TxnId": credited["Id"], "TxnType": "Invoice"}]},
        {"Amount": 1, "LinkedTxn": [{"TxnId": memo["Id"], "TxnType": "CreditMemo"}]},
    ]
    servers.post("US", "Payment", {"CustomerRef": credited["CustomerRef"], "TotalAmt": 0, "Line": applied})
    (customer,) = servers.all("US", "Customer", f"WHERE Id = '{renamed['CustomerRef']['value']}'")
    servers.post("US", "Customer", {**stub(customer), "DisplayName": "Renamed & Daughters", "sparse": True})
    servers.post("US", "Invoice", {**stub(redated), "TxnDate": "2026-01-15", "sparse": True})
    other_customer = next(
        each
        for each in servers.all("US", "Customer")
        if each["Id"] != moved["CustomerRef"]["value"] and each["Active"] and each.get("PrimaryEmailAddr")
    )
    servers.post(
        "US", "Invoice", {**stub(moved), "CustomerRef": {"value": other_customer["Id"]}, "sparse": True}
    )
    found = {
        "voided": voided,
        "voided too": voided_too,
        "deleted": deleted,
        "partly": partly,
        "partly too": partly_too,
        "partly at last": partly_last,
        "paid with another": one,
        "paid with the first": other,
        "credited": credited,
        "redated": redated,
        "moved": moved,
    }
    return {what: str(invoice["Id"]) for what, invoice in found.items()}


def paid_on_monday(servers: Servers) -> tuple[str, dict[str, Any]]:
    """An invoice that is paid in full before the week begins, and its payment."""
    invoice = next(
        each
        for each in reversed(servers.all("US", "Invoice"))
        if each["Balance"] == each["TotalAmt"] > 2 and not each.get("LinkedTxn")
    )
    payment = pay(servers, {invoice["Id"]: invoice["TotalAmt"]}, CustomerRef=invoice["CustomerRef"])
    return str(invoice["Id"]), payment


@pytest.mark.parametrize("days", [0, 31])
def test_a_week_of_trouble_and_back_to_monday(
    open_fetched: OpenFetched, simulator: Running, servers: Servers, days: int
) -> None:
    away = timedelta(0)
    ws = open_fetched(clock=lambda: system_clock() + away)
    steps = Steps(ws, simulator)
    reopened, payment = paid_on_monday(servers)
    ws.engine.run()
    steps.on("invoices", "when_deleted=archive")
    steps.apply("invoices")
    monday = mirrors(steps)
    assert monday[reopened]["qbodesk_stage"] == "paid"
    happened = trouble(servers)
    servers.delete("US", "Payment", payment)
    away = timedelta(days=days)
    report = ws.engine.run()
    assert [each.problem for each in report.connections if each.problem] == []
    assert report.run is not None
    now = mirrors(steps)
    books = {each["Id"]: each for each in servers.all("US", "Invoice")}

    for what in ("voided", "voided too"):
        assert now[happened[what]]["qbodesk_stage"] == "voided"
        assert now[happened[what]]["hs_invoice_status"] == "voided"
    assert happened["deleted"] not in now
    for what in ("paid with another", "paid with the first"):
        assert now[happened[what]]["qbodesk_stage"] == "paid"
    assert now[reopened]["qbodesk_stage"] != "paid"
    for what in ("partly", "partly too", "partly at last", "credited"):
        invoice = books[happened[what]]
        assert Decimal(now[happened[what]]["qbodesk_balance"]) == Decimal(str(invoice["TotalAmt"])) - 1
    assert "Renamed & Daughters" in {each.name for each in ws.books.customers(steps.realm)}
    assert now[happened["redated"]]["hs_invoice_date"].startswith("2026-01-15")
    assert now[happened["moved"]]["qbodesk_recipient"] == books[happened["moved"]]["CustomerRef"]["name"]
    for number, mirror in now.items():
        assert Decimal(mirror["qbodesk_total"]) == Decimal(str(books[number]["TotalAmt"]))
        assert Decimal(mirror["qbodesk_balance"]) == Decimal(str(books[number]["Balance"]))

    undone = steps.undo(report.run)
    back = mirrors(steps)
    # what was archived only a person takes out of the recycling bin
    assert undone.failed == 1
    assert set(monday) - set(back) == {happened["deleted"]}
    for number, mirror in back.items():
        same = {name: value for name, value in monday[number].items() if name not in STAMPS}
        assert {name: value for name, value in mirror.items() if name not in STAMPS} == same
