"""Drafts and confirming against a real, synchronised cache: queued once, edited safely, every company in its own words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from qbodesk.models.domain.draft import CustomerChoice, Source
from qbodesk.models.domain.invoice_flow import may_create
from qbodesk.models.domain.money import total
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.portion import Portion, PortionKind
from qbodesk.models.errors import InvalidInput, NotInvoiceable
from qbodesk.services.invoicing.intents import CREATE_INVOICE
from qbodesk.services.invoicing.merging import up_to_date
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


def part(ws, deal_id: str, kind: PortionKind, value: str = "0"):
    """A new draft of the deal that asks for a part of it, the warning about the invoices before it accepted."""
    draft = ws.invoicing.open_draft(deal_id, fresh=True)
    draft = replace(draft, portion=Portion(kind, Decimal(value)), again=True)
    return up_to_date(ws.invoicing, draft, ws.invoicing.facts(draft))


def test_a_deal_in_three_parts_is_invoiced_to_the_cent_and_only_once(ws) -> None:
    deal = story.READY["GB"]
    deposit = part(ws, deal.id, PortionKind.PERCENT, "30")
    ws.invoicing.confirm(deposit)
    ws.engine.run(pull=False)
    second = part(ws, deal.id, PortionKind.PARTS, "2")
    assert second.earlier.invoices
    assert may_create(second, ws.invoicing.facts(second))
    ws.invoicing.confirm(second)
    last = ws.invoicing.open_draft(deal.id, fresh=True)
    assert last.portion == Portion(PortionKind.REMAINDER), "after one of two parts the rest is asked for"
    last = up_to_date(ws.invoicing, last, ws.invoicing.facts(last))
    assert len(last.earlier.invoices) == 2, "what is only queued counts too"
    asked = [ws.invoicing.totals(each).lines_total for each in (deposit, second, last)]
    assert total(asked, "GBP").amount == deal.amount
    ws.invoicing.confirm(last)
    ws.engine.run(pull=False)
    states = [each.state for each in ws.status.entries() if each.kind == CREATE_INVOICE]
    assert states == [State.SUCCEEDED] * 3
    nothing = part(ws, deal.id, PortionKind.REMAINDER)
    with pytest.raises(NotInvoiceable) as refused:
        ws.invoicing.confirm(nothing)
    assert refused.value.problem.code == "PORTION_NOTHING_LEFT"


def test_a_rest_filled_in_before_another_invoice_is_not_sent_as_it_was(ws) -> None:
    deal = story.READY["US"]
    early = part(ws, deal.id, PortionKind.REMAINDER)
    ws.invoicing.confirm(part(ws, deal.id, PortionKind.PERCENT, "50"))
    with pytest.raises(NotInvoiceable) as refused:
        ws.invoicing.confirm(early)
    assert refused.value.problem.code == "PORTION_STALE"


def test_an_invoice_typed_into_quickbooks_is_deducted_from_what_is_left(ws) -> None:
    deal = story.READY["US"]
    whole = part(ws, deal.id, PortionKind.PERCENT, "100")
    ws.invoicing.confirm(part(ws, deal.id, PortionKind.PERCENT, "25"))
    ws.engine.run(pull=False)
    # of another source only its sum is known, not which lines it stands for
    other = ws.invoicing.choose_source(ws.invoicing.open_draft(deal.id, fresh=True), Source.DEAL)
    other = up_to_date(ws.invoicing, other, ws.invoicing.facts(other))
    assert not other.earlier.lines
    quarter = ws.invoicing.totals(replace(whole, portion=Portion(PortionKind.PERCENT, Decimal(25))))
    assert other.earlier.elsewhere == quarter.lines_total.amount


def test_another_draft_of_the_deal_confirmed_at_the_same_moment_is_seen(ws, monkeypatch) -> None:
    deal = story.READY["US"]
    draft, other = ws.invoicing.open_draft(deal.id), ws.invoicing.open_draft(deal.id, fresh=True)
    assert draft.draft_id != other.draft_id
    look = ws.invoicing.facts
    made = []

    def facts(of, *, but=""):
        found = look(of, but=but)
        if not made:
            made.append(other.draft_id)
            made.append(ws.invoicing.confirm(other))
        return found

    monkeypatch.setattr(ws.invoicing, "facts", facts)
    with pytest.raises(NotInvoiceable) as refused:
        ws.invoicing.confirm(draft)
    assert refused.value.problem.code == "DEAL_HAS_INVOICE"
    assert refused.value.problem.facts["numbers"] == made[1][:8]
    assert [entry.op_id for entry in ws.status.entries()] == [made[1]]
    assert ws.invoicing.draft(draft.draft_id) == draft  # still open
    seen = replace(draft, accepted_warnings=draft.accepted_warnings | {"DEAL_HAS_INVOICE"})
    assert ws.invoicing.confirm(seen) != made[1]
