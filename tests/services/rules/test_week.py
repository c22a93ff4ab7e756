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


def trouble(servers: Servers) -> dict[str, str]:
    """What happened, by what it was: the QuickBooks id of the invoice."""
    still_open = [
        each
        for each in servers.all("US", "Invoice")
        if each["Balance"] == each["TotalAmt"] > 0 and not each.get("LinkedTxn")
    ]
    voided, deleted, paid, partly, redated, moved = still_open[:6]
    servers.post("US", "Invoice", stub(voided), operation="void")
    servers.delete("US", "Invoice", deleted)
    for invoice, amount in ((paid, paid["TotalAmt"]), (partly, 1)):
        line = {"Amount": amount, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}
        body = {"CustomerRef": invoice["CustomerRef"], "TotalAmt": amount, "Line": [line]}
        servers.post("US", "Payment", body)
    servers.post("US", "Invoice", {**stub(redated), "TxnDate": "2026-01-15", "sparse": True})
    other = next(
        each
        for each in servers.all("US", "Customer")
        if each["Id"] != moved["CustomerRef"]["value"] and each["Active"] and each.get("PrimaryEmailAddr")
    )
    servers.post("US", "Invoice", {**stub(moved), "CustomerRef": {"value": other["Id"]}, "sparse": True})
    found = {
        "voided": voided,
        "deleted": deleted,
        "paid": paid,
        "partly": partly,
        "redated": redated,
        "moved": moved,
    }
    return {what: str(invoice["Id"]) for what, invoice in found.items()}


@pytest.mark.parametrize("days", [0, 31])
def test_a_week_of_trouble_and_back_to_monday(
    open_fetched: OpenFetched, simulator: Running, servers: Servers, days: int
) -> None:
    away = timedelta(0)
    ws = open_fetched(clock=lambda: system_clock() + away)
    steps = Steps(ws, simulator)
    steps.on("invoices", "when_deleted=archive")
    steps.apply("invoices")
    monday = mirrors(steps)
    happened = trouble(servers)
    away = timedelta(days=days)
    report = ws.engine.run()
    assert [each.problem for each in report.connections if each.problem] == []
    assert report.run is not None
    now = mirrors(steps)
    books = {each["Id"]: each for each in servers.all("US", "Invoice")}

    assert now[happened["voided"]]["qbodesk_stage"] == "voided"
    assert now[happened["voided"]]["hs_invoice_status"] == "voided"
    assert happened["deleted"] not in now
    assert now[happened["paid"]]["qbodesk_stage"] == "paid"
    assert Decimal(now[happened["partly"]]["qbodesk_balance"]) == Decimal(
        str(books[happened["partly"]]["Balance"])
    )
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
