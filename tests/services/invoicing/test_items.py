"""A product made for a line: checked, made once whatever the network does, linked with its HubSpot product."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from qbodesk.models.cache import links
from qbodesk.models.cache.tables_crm import line_item
from qbodesk.models.domain.new_item import NewItem, check_new_item
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import NotInvoiceable
from qbodesk.simulator.world import story

GOOD = NewItem("Sharpening", price=Decimal("12.50"), account_id="1")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": " "}, "ITEM_NAME_MISSING"),
        ({"name": "a:b"}, "ITEM_NAME_CHARACTERS"),
        ({"name": "Taken"}, "ITEM_NAME_TAKEN"),
        ({"name": "x" * 101}, "ITEM_TEXT_TOO_LONG"),
        ({"price": Decimal(-1)}, "ITEM_PRICE_NEGATIVE"),
        ({"account_id": ""}, "ITEM_ACCOUNT_MISSING"),
    ],
)
def test_what_quickbooks_will_not_take(changed, code) -> None:
    found = check_new_item(replace(GOOD, **changed), lambda name: name == "Taken")
    assert [each.problem.code for each in found] == [code]
    assert check_new_item(GOOD, lambda _name: False) == ()


def suggestion(ws):
    draft = ws.invoicing.open_draft(story.READY["GB"].id)
    line = replace(draft.lines[0], item_id=None, origin_name="Blade: sharpening")
    return draft, line, ws.invoicing.items.suggested(draft, line)


def test_the_form_is_filled_from_the_line_and_the_usual_account(ws) -> None:
    draft, line, new = suggestion(ws)
    accounts = ws.invoicing.items.accounts(draft.realm_id)
    assert new.name == "Blade sharpening", "a colon means a category to QuickBooks"
    assert (new.price, new.account_id) == (line.unit_price, accounts[0].id)
    with ws.cache.read() as tx:
        wanted = line.origin.rpartition(" ")[2]
        product = tx.execute(select(line_item.c.product_id).where(line_item.c.id == wanted)).scalar_one()
    assert new.product_id == product


@pytest.mark.parametrize("fault", [None, "drop_response", "drop_request"])
def test_it_is_made_once_whatever_the_network_does(open_fetched, servers, fault) -> None:
    from datetime import timedelta

    ws = open_fetched(resend_wait=timedelta(0))
    draft, _line, new = suggestion(ws)
    op_id = ws.invoicing.items.create(draft, new)
    with pytest.raises(NotInvoiceable) as twice:
        ws.invoicing.items.create(draft, replace(new, name="BLADE sharpening"))
    assert twice.value.problem.code == "ITEM_NAME_TAKEN", "one on its way has the name already"
    if fault:
        servers.arm(fault, "/item$", method="POST")
    for _each in range(4):
        ws.engine.run(pull=False)
    entry = ws.status.entry(op_id)
    assert entry.state is State.SUCCEEDED
    made = servers.all("GB", "Item", f"WHERE Name = '{new.name}'")
    assert [each["Id"] for each in made] == [entry.remote_id]
    found = next(each for each in ws.books.items(draft.realm_id) if each.id == entry.remote_id)
    assert (found.name, found.unit_price, found.active) == (new.name, new.price, True)
    if new.product_id:
        with ws.cache.read() as tx:
            pairs = links.links_between(tx, draft.realm_id, "item", "product")
        assert pairs[new.product_id] == entry.remote_id
