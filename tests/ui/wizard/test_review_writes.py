"""The exact writes: what HubSpot holds is read like what will be written."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from qbodesk.models.domain.money import Money
from qbodesk.services.invoicing.plan import PlannedValue, PlannedWrite
from qbodesk.ui.wizard.pages.review_writes import WriteView


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (PlannedValue("Amount", "15144.06", Money.of(10, "USD")), "$15,144.06 → $10.00"),
        (PlannedValue("Amount", "a lot", Money.of(10, "USD")), "a lot → $10.00"),
        (PlannedValue("Amount", "10.00", Money.of(10, "USD")), "$10.00 (unchanged)"),
        (PlannedValue("Due", "2027-01-22", date(2027, 1, 23)), "22 Jan 2027 → 23 Jan 2027"),
        (PlannedValue("Status", "paid", "Pending send", is_stage=True), "Paid in full → Pending send"),
        (PlannedValue("Status", "pending_send", "Pending send", is_stage=True), "Pending send (unchanged)"),
        (
            PlannedValue("Status", "their own word", "Pending send", is_stage=True),
            "their own word → Pending send",
        ),
        (PlannedValue("Recipient", "paid", "Acme"), "paid → Acme"),
        (PlannedValue("Number", "", "given by QuickBooks"), "given by QuickBooks"),
    ],
)
def test_before_and_after(qtbot, value, text):
    view = WriteView(PlannedWrite("HubSpot", "Write", (value,)))
    qtbot.addWidget(view)
    shown = [
        label.text().replace("\N{ZERO WIDTH SPACE}", "").replace("\N{NO-BREAK SPACE}", " ")
        for label in view.findChildren(QLabel)
    ]
    assert text in shown
