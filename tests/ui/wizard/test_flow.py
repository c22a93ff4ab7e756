"""The way through the pages without any window."""

from dataclasses import replace

import pytest

from qbodesk.models.domain.draft import CustomerChoice, Source
from qbodesk.models.domain.findings import Step
from qbodesk.ui.wizard.flow import WizardFlow
from tests.ui.wizard.conftest import deal_id


@pytest.fixture
def flow(alone):
    return WizardFlow(alone, alone.invoicing.open_draft(deal_id(alone, "Website relaunch")))


def to_review(flow):
    while flow.step is not Step.REVIEW:
        assert flow.next()


def states(flow):
    return {view.step: view.state for view in flow.step_views()}


def test_steps_are_marked_as_one_goes(flow):
    assert states(flow)[Step.SOURCE] == "current"
    flow.next()
    assert states(flow)[Step.SOURCE] == "done"
    assert states(flow)[Step.TERMS] == "todo"
    assert not flow.go(Step.TERMS), "a page that was not reached yet cannot be jumped to"
    assert flow.go(Step.SOURCE)


def test_next_stops_where_something_blocks_and_the_page_behind_is_marked(flow):
    to_review(flow)
    flow.change(replace(flow.draft, customer=CustomerChoice()))
    assert states(flow)[Step.CUSTOMER] == "fault"
    assert not flow.may_create
    flow.edit(Step.CUSTOMER)
    assert not flow.next()
    assert flow.obstacle().problem.code == "CUSTOMER_MISSING"


def test_edit_from_the_review_comes_back_unless_something_else_is_missing(flow):
    to_review(flow)
    flow.edit(Step.SOURCE)
    assert flow.returns_to_review
    assert flow.next()
    assert flow.step is Step.REVIEW
    flow.edit(Step.TERMS)
    flow.change(replace(flow.draft, lines=()))
    flow.edit(Step.SOURCE)
    assert flow.next()
    assert flow.step is Step.CUSTOMER, "with a page to mend it goes the ordinary way"


def test_previous_stops_at_the_first_page(flow):
    assert not flow.previous()
    flow.next()
    assert flow.previous()
    assert flow.step is Step.SOURCE


def test_only_what_changed_is_stored(flow, alone):
    saved = []
    alone.changes.subscribe(lambda changes: saved.append(changes.touches("draft")))
    flow.save()
    assert saved == []
    flow.change(replace(flow.draft, memo="x"))
    flow.save()
    flow.save()
    assert saved == [True]
    assert alone.invoicing.draft(flow.draft.draft_id).memo == "x"


def test_another_source_and_back_keeps_what_was_typed(flow):
    flow.change(replace(flow.draft, memo="mine"))
    quote = flow.draft.quote_id
    flow.choose_source(Source.EMPTY)
    assert flow.draft.lines == ()
    flow.choose_source(Source.QUOTE, quote)
    assert flow.draft.memo == "mine"
    assert flow.draft.lines


def test_confirming_twice_gives_one_entry(flow, alone):
    to_review(flow)
    assert flow.confirm() == flow.confirm()
    assert len(alone.status.entries()) == 1
    assert flow.step is Step.RESULT
    assert not flow.go(Step.SOURCE), "there is no way back from the result"


def test_a_queued_invoice_can_be_taken_back_to_the_review(flow):
    to_review(flow)
    first = flow.confirm()
    flow.edit_again()
    assert flow.step is Step.REVIEW
    assert flow.may_create
    assert flow.confirm() != first


def test_a_resumed_draft_opens_the_pages_that_are_done(alone):
    draft = alone.invoicing.open_draft(deal_id(alone, "Gallery opening"))
    flow = WizardFlow(alone, draft, resumed=True)
    assert flow.step is Step.SOURCE
    assert flow.go(Step.PRODUCTS)
    assert not flow.go(Step.TERMS), "the product of a line is missing before it"


def test_every_change_is_told(flow):
    told = []
    flow.changed = lambda: told.append(flow.step)
    flow.change(replace(flow.draft, memo="x"))
    flow.change(flow.draft)
    flow.next()
    assert told == [Step.SOURCE, Step.CUSTOMER]
