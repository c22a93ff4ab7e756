"""Scenario S9: invoices typed straight into QuickBooks find their deals, are added at once and taken off at once."""

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from qbodesk.models.cache.tables_crm import deal
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.stage import Stage
from qbodesk.services.linking import RecordKey
from qbodesk.services.reading.related import customers_of
from qbodesk.services.workspace import Workspace
from tests.helpers.servers import Servers

WANTED = 25


def typed_in(ws: Workspace, servers: Servers) -> dict[str, str]:
    """Invoices a bookkeeper made in QuickBooks for deals of known customers: invoice id -> deal id."""
    made: dict[str, str] = {}
    realm = servers.realm("US")
    item = servers.all("US", "Item", "WHERE Type = 'Service'")[0]["Id"]
    with ws.cache.read() as tx:
        rows = list(
            tx.execute(select(deal).where(deal.c.amount > 0, deal.c.currency == "USD").order_by(deal.c.pk))
        )
        candidates = [
            (
                row,
                [each for each in customers_of(tx, "deal", row.id) if each.realm_id == realm and each.active],
            )
            for row in rows
        ]
    seen: set[tuple[str, int]] = set()
    for row, customers in candidates:
        if len(made) == WANTED:
            break
        if not customers or not row.close_date or (customers[0].customer_id, row.amount) in seen:
            continue
        seen.add((customers[0].customer_id, row.amount))
        amount = Money.from_minor(row.amount, "USD").amount
        body: dict[str, Any] = {
            "CustomerRef": {"value": customers[0].customer_id},
            "TxnDate": row.close_date,
            "Line": [{
                "Amount": str(amount), "DetailType": "SalesItemLineDetail",
                "SalesItemLineDetail": {"ItemRef": {"value": item}, "TaxCodeRef": {"value": "NON"}},
            }],
        }  # fmt: skip
        made[servers.post("US", "Invoice", body)["Id"]] = row.id
    return made


def test_twenty_two_of_twenty_five_are_right_and_go_on_and_off_at_once(
    ws: Workspace, servers: Servers
) -> None:
    made = typed_in(ws, servers)
    assert len(made) >= WANTED * Decimal("0.8")
    ws.engine.run()
    found = {each.row.invoice_id: each for each in ws.matches.unlinked(servers.realm("US"))}
    right = [invoice_id for invoice_id, deal_id in made.items() if found[invoice_id].deal_id == deal_id]
    assert len(right) >= len(made) * Decimal("0.88")
    certain = [each for each in found.values() if each.certain and each.row.invoice_id in made]
    assert all(made[each.row.invoice_id] == each.deal_id for each in certain)
    assert len(certain) >= len(made) * Decimal("0.8")

    changes = [ws.linking.add(RecordKey("deal", each.deal_id), [each.row.pk]) for each in certain]
    again = {each.row.invoice_id for each in ws.matches.unlinked(servers.realm("US"))}
    assert not again & {each.row.invoice_id for each in certain}
    for change in reversed(changes):
        ws.linking.undo(change)
    back = {each.row.invoice_id for each in ws.matches.unlinked(servers.realm("US"))}
    assert back >= {each.row.invoice_id for each in certain}


def test_what_is_voided_or_on_a_deal_is_no_question(ws: Workspace) -> None:
    found = ws.matches.unlinked()
    assert all(each.row.stage is not Stage.VOIDED for each in found)
    if found:
        ws.linking.add(RecordKey("deal", found[0].deal_id), [found[0].row.pk])
        assert found[0].row.pk not in [each.row.pk for each in ws.matches.unlinked()]
