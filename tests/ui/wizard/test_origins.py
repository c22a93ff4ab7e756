"""Whoever points at a prefilled value reads where it comes from, and that it is hers once she changed it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from qbodesk.models.domain.draft import with_due_date
from qbodesk.models.domain.findings import Step
from qbodesk.ui.wizard import lines, origins
from qbodesk.ui.wizard.flow import WizardFlow
from tests.ui.wizard.conftest import deal_id
from tests.ui.wizard.test_walk import walk_to


@pytest.fixture
def flow(alone):
    return WizardFlow(alone, alone.invoicing.open_draft(deal_id(alone, "Website relaunch")))


def test_every_prefilled_field_says_where_it_comes_from(flow):
    draft = flow.draft
    assert origins.of_term(flow).startswith("From the ")
    assert origins.of_invoice_date(flow) == "Today at the company"
    assert origins.of_due_date(flow).startswith("From the terms ")
    assert origins.of_memo(flow) == "From the quote in HubSpot"
    assert "sales settings" in origins.of_message(flow)
    assert origins.of_currency(draft) == "Currency of the quote in HubSpot"
    told = origins.of_line(draft.lines[0], draft.currency)
    assert told.startswith(f"From the quote in HubSpot: {draft.lines[0].origin_name}")
    assert "$" in told


def test_what_was_changed_is_the_users_own(flow):
    draft = with_due_date(flow.draft, flow.draft.due_date + timedelta(days=3))
    flow.change(
        replace(draft, invoice_date=draft.invoice_date - timedelta(days=1), memo="mine", message="mine")
    )
    assert {origins.of_invoice_date(flow), origins.of_due_date(flow), origins.of_memo(flow)} == {
        origins.typed()
    }
    assert origins.of_message(flow) == origins.typed()
    line = lines.line_of(next(iter(flow.workspace.books.items(flow.draft.realm_id))), "x", flow.company)
    assert origins.of_line(line, "USD") == "Added by you"


def test_pages_show_it_where_one_points(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Website relaunch")
    walk_to(qtbot, dialog, Step.PRODUCTS)
    price = dialog.pages[Step.PRODUCTS].table.model_of_lines.columns[3]
    assert price.tooltip(dialog.pages[Step.PRODUCTS].table.model_of_lines.rows[0]).startswith(
        "From the quote"
    )
    walk_to(qtbot, dialog, Step.TERMS)
    assert dialog.pages[Step.TERMS].due_date.toolTip().startswith("From the terms")


def test_lines_without_a_product_take_the_companys_default_one(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Gallery opening")
    walk_to_products(qtbot, dialog)
    page, flow = dialog.pages[Step.PRODUCTS], dialog.flow
    item = next(each for each in workspace.books.items(flow.draft.realm_id) if each.active)
    assert page.remedies(flow.obstacle())[0][0] == "Choose product"
    rules = replace(flow.company, default_item_id=item.id)
    others = [each for each in flow.facts.companies if each.realm_id != rules.realm_id]
    flow.facts = replace(flow.facts, companies=(rules, *others))
    ((words, run),) = page.remedies(flow.obstacle())
    assert words == f"Use “{item.name}”"
    missing = [line.key for line in flow.draft.lines if line.item_id is None]
    run()
    filled = {line.key: line for line in flow.draft.lines}
    assert all(filled[key].item_id == item.id for key in missing)


def walk_to_products(qtbot, dialog):
    dialog.flow.edit(Step.PRODUCTS)
    qtbot.waitUntil(lambda: dialog.flow.step is Step.PRODUCTS)
