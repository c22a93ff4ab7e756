"""Discounts on whole quotes: fetched with the quote, taken into the invoice, and no hindrance where one may not ask."""

from decimal import Decimal

import pytest

from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.outbox import State
from qbodesk.simulator.world import story
from tests.helpers.servers import Servers
from tests.services.sync.test_pull import asked, crm, now_in_journal

DEAL = story.READY["GB"]
QUOTE = DEAL.quotes[0].id


def give(servers: Servers, kind: str, value: str, order: int) -> None:
    """A discount on the quote."""
    properties = {"hs_label": "x", "hs_type": kind, "hs_value": value, "hs_sort_order": str(order)}
    made = crm(servers, "POST", "/crm/v3/objects/discounts", json={"properties": properties}).json()
    servers.associate("quotes", QUOTE, "discounts", made["id"])


def read_again(ws) -> None:
    for _step in ws.engine.refresh("quote", QUOTE):
        pass


def test_a_discount_of_the_quote_is_that_of_the_invoice(ws, servers) -> None:
    assert not ws.invoicing.open_draft(DEAL.id).discount.value
    give(servers, "PERCENT", "7.5", 0)
    read_again(ws)
    draft = ws.invoicing.open_draft(DEAL.id, fresh=True)
    assert draft.discount == InvoiceDiscount(DiscountKind.PERCENT, Decimal("7.5"))
    op_id = ws.invoicing.confirm(draft)
    ws.engine.run(pull=False)
    entry = ws.status.entry(op_id)
    assert entry.state is State.SUCCEEDED
    row = ws.invoices.by_remote(draft.realm_id, [entry.remote_id])[entry.remote_id]
    assert row.total == ws.invoicing.totals(draft).total


def test_several_are_taken_one_after_another_as_hubspot_does(ws, servers) -> None:
    give(servers, "FIXED", "93.40", 1)
    give(servers, "PERCENT", "10", 0)
    read_again(ws)
    draft = ws.invoicing.open_draft(DEAL.id, fresh=True)
    lines = draft.lines_total
    left = lines - lines * Decimal("0.1") - Money.of("93.40", "GBP")
    assert draft.discount == InvoiceDiscount(DiscountKind.AMOUNT, (lines - left).amount)
    shown = crm(servers, "GET", f"/crm/v3/objects/quotes/{QUOTE}?properties=hs_quote_amount").json()[
        "properties"
    ]["hs_quote_amount"]
    assert Decimal(shown) == left.amount, "and HubSpot comes to the same"


@pytest.mark.parametrize("status", [403, 400])
def test_an_account_that_may_not_be_asked_still_has_its_quotes(ws, servers, status) -> None:
    servers.arm("status", r"quotes/discounts/batch/read", times=None, status=status)
    begun = now_in_journal(servers)
    report = ws.engine.run(full=True)
    assert all(part.problem is None for part in report.connections)
    assert any("quotes/discounts" in each for each in asked(servers, begun))
    assert ws.invoicing.open_draft(DEAL.id).quote_id == QUOTE
