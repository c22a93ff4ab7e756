"""Invoices: their numbers, opening, due dates, deletion, and mirrors that are left alone."""

from typing import Any

import pytest

INVOICES = "/crm/objects/2026-09/invoices"


def invoice(hubspot: Any, *links: tuple[str, int], status: int = 201, **properties: Any) -> Any:
    associations = [
        {
            "to": {"id": id_},
            "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}],
        }
        for id_, type_id in links
    ]
    body = {"properties": {"hs_currency": "USD", **properties}, "associations": associations}
    return hubspot.post(INVOICES, body, status)


COMPLETE = (("101", 177), ("601", 409), ("602", 409))


def test_hubspot_numbers_them(hubspot: Any) -> None:
    numbers = [invoice(hubspot)["properties"]["hs_number"] for _ in range(2)]
    assert numbers == ["INV-1001", "INV-1002"]
    assert invoice(hubspot, hs_number="QB-7")["properties"]["hs_number"] == "QB-7"


def test_opening_totals_the_lines(hubspot: Any) -> None:
    made = invoice(hubspot, *COMPLETE)
    opened = hubspot.patch(f"{INVOICES}/{made['id']}", {"properties": {"hs_invoice_status": "open"}})
    assert opened["properties"]["hs_amount_billed"] == "239.99"
    assert opened["properties"]["hs_balance_due"] == "239.99"


def test_made_open_it_needs_the_same(hubspot: Any) -> None:
    invoice(hubspot, *COMPLETE[:1], hs_invoice_status="open", status=400)
    assert invoice(hubspot, *COMPLETE, hs_invoice_status="open")["properties"]["hs_invoice_link"]


@pytest.mark.parametrize(
    ("sent", "billable", "mirror"),
    [
        ({"hs_due_date": "2026-11-01T00:00:00Z"}, 400, 200),
        ({"hs_due_date": "2026-12-01T00:00:00Z"}, 200, 200),
        ({"hs_invoice_status": "open"}, 400, 200),
        ({"hs_invoice_status": "paid"}, 400, 200),
        ({"hs_invoice_status": "voided"}, 200, 200),
        ({"hs_balance_due": "1"}, 400, 400),
        ({"hs_currency": "JPY"}, 400, 400),
        ({"hs_invoice_status": "overdue"}, 400, 400),
    ],
)
def test_mirrors_are_left_alone(hubspot: Any, sent: dict[str, str], billable: int, mirror: int) -> None:
    for flag, status in (("true", billable), ("false", mirror)):
        made = invoice(hubspot, hs_invoice_billable=flag)
        hubspot.patch(f"{INVOICES}/{made['id']}", {"properties": sent}, status)


def test_what_can_be_deleted(hubspot: Any) -> None:
    made = invoice(hubspot, *COMPLETE, hs_invoice_status="open")
    hubspot.portal.open_invoices_deletable = False
    hubspot.delete(f"{INVOICES}/{made['id']}", 400)
    hubspot.portal.open_invoices_deletable = True
    hubspot.delete(f"{INVOICES}/{made['id']}")
    hubspot.get("/crm/objects/2026-09/line_items/601", 404)  # its lines went along
    gone = invoice(hubspot, hs_invoice_status="voided")
    hubspot.delete(f"{INVOICES}/{gone['id']}", 400)
