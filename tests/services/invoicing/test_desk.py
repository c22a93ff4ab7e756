"""Drafts and confirming against a real, synchronised cache: queued once, edited safely, every company in its own words."""

from dataclasses import replace

import pytest

from qbodesk.models.domain.draft import CustomerChoice, Source
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import InvalidInput, NotInvoiceable
from qbodesk.simulator.world import story


def test_confirming_twice_queues_once(ws) -> None:
    draft = ws.invoicing.open_draft(story.READY["US"].id)
    first = ws.invoicing.confirm(draft)
    assert ws.invoicing.confirm(draft) == first
    assert [entry.op_id for entry in ws.status.entries()] == [first]


def test_a_draft_is_prefilled_from_its_one_usable_quote(ws) -> None:
    deal = story.READY["GB"]
    draft = ws.invoicing.open_draft(deal.id)
    assert (draft.source, draft.quote_id, draft.currency) == (Source.QUOTE, deal.quotes[0].id, "GBP")
    assert draft.customer.customer_id == deal.customer
    assert [line.item_id is not None for line in draft.lines] == [True] * len(deal.lines)
    assert ws.invoicing.totals(draft).lines_total.amount == deal.amount
    assert ws.invoicing.open_draft(deal.id).draft_id == draft.draft_id


def test_another_company_speaks_its_own_words_and_typed_ones_stay(ws) -> None:
    draft = ws.invoicing.open_draft(story.READY["US"].id)
    others = [each for each in ws.books.companies() if each.realm_id != draft.realm_id]
    moved = ws.invoicing.choose_company(draft, others[0].realm_id)
    assert moved.message == others[0].default_message
    typed = ws.invoicing.choose_company(replace(draft, message="As agreed."), others[0].realm_id)
    assert typed.message == "As agreed."


def test_editing_again_withdraws_the_customer_with_the_invoice(ws) -> None:
    deal = story.MISSING_CUSTOMER
    draft = ws.invoicing.open_draft(deal.id)
    new = ws.invoicing.suggested_customer(draft)
    draft = ws.invoicing.choose_customer(draft, CustomerChoice(name=new.display_name, new=new))
    op_id = ws.invoicing.confirm(draft)
    again = ws.invoicing.edit_again(op_id)
    assert again.customer.new == new
    assert {entry.state for entry in ws.status.entries()} == {State.CANCELLED}
    second = ws.invoicing.confirm(again)
    assert second != op_id
    ws.engine.run(pull=False)
    assert ws.status.entry(second).state is State.SUCCEEDED
    with pytest.raises(InvalidInput):
        ws.invoicing.edit_again(second)


def test_what_blocks_is_said_and_nothing_is_queued(ws) -> None:
    draft = ws.invoicing.open_draft(story.AMOUNT_ONLY.id)
    with pytest.raises(NotInvoiceable):
        ws.invoicing.confirm(replace(draft, lines=()))
    assert ws.status.entries() == []


def test_the_plan_names_every_write(ws) -> None:
    draft = ws.invoicing.open_draft(story.READY["US"].id)
    assert [write.service for write in ws.invoicing.plan(draft)] == ["QuickBooks", "HubSpot", "HubSpot"]
    foreign = ws.invoicing.open_draft(story.READY["PL"].id)
    assert ws.invoicing.plan(foreign)[-1].skipped
