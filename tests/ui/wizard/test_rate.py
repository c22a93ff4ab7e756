"""An invoice in a foreign currency: QuickBooks' rate arrives by itself, is typed over and comes back, both totals shown."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from qbodesk.app.compose import open_workspace
from qbodesk.models.domain.exchange import at_home
from qbodesk.models.domain.findings import Step
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import running
from qbodesk.ui.formats import formats
from tests.ui.wizard.conftest import synced
from tests.ui.wizard.test_discount import texts
from tests.ui.wizard.test_walk import walk_to


@pytest.fixture
def polish(tmp_path):
    with running(Options(realms=("PL",))) as simulator:
        workspace = open_workspace(synced(simulator, tmp_path / "ws"))
        yield workspace
        workspace.close()


def test_the_rate_arrives_is_typed_over_and_comes_back(qtbot, polish, wizard):
    dialog = wizard(polish, "Modernizacja placu budowy")
    flow, page = dialog.flow, dialog.pages[Step.TERMS]
    walk_to(qtbot, dialog, Step.TERMS)
    assert not page.rate_field.isVisible(), "złoty are the company's own"
    flow.change(replace(flow.draft, currency="EUR"))
    assert page.rate_field.isVisible()
    qtbot.waitUntil(lambda: flow.draft.exchange_rate is not None)
    rate = flow.draft.exchange_rate
    assert page.rate.value() == rate
    home = formats().money(at_home(flow.sums().total, rate, "PLN"))
    day = formats().date(flow.draft.invoice_date)
    assert f"QuickBooks' rate of {day}" in page.rate_field.note.text()
    assert home in page.rate_field.note.text()

    page.rate.setFocus()
    page.rate.selectAll()
    qtbot.keyClicks(page.rate, "4,5")
    qtbot.keyClick(page.rate, Qt.Key.Key_Tab)
    assert (flow.draft.exchange_rate, flow.draft.rate) == (Decimal("4.5"), None)
    assert "entered by you" in page.rate_field.note.text()
    page.rate.setFocus()
    page.rate.selectAll()
    qtbot.keyClick(page.rate, Qt.Key.Key_Delete)
    qtbot.keyClick(page.rate, Qt.Key.Key_Tab)
    assert flow.draft.exchange_rate == rate
    flow.edit(Step.REVIEW)
    qtbot.waitUntil(lambda: home in texts(dialog.page()))
