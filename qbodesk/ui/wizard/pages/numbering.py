"""Who numbers the invoice where QuickBooks uses custom transaction numbers (features E1). Changes no setting there."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout

from qbodesk.models.domain.draft import Numbering
from qbodesk.models.domain.findings import Step
from qbodesk.models.errors import Problem
from qbodesk.models.words import N_, _
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import explain, link_button, secondary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label, set_tone
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.told import readable

WAY = N_(
    "1. In QuickBooks, open the gear at the top right and choose Account and settings.\n"
    "2. Choose Sales, then the pencil beside Sales form content.\n"
    "3. Untick Custom transaction numbers, then Save and Done.\n"
    "4. Come back here and check again."
)
"""How the option is turned off; the words are those of QuickBooks' own pages."""


class NumberingBlock(Card):
    """Shown only where a choice is needed. `recheck` asks for a fresh look at the company's settings; None hides it."""

    def __init__(self, flow: WizardFlow, recheck: Callable[[], object] | None) -> None:
        super().__init__(_("Number of the invoice"))
        self._flow = flow
        self._recheck = recheck
        self.reason = plain_label("", "secondary", wrap=True)
        self.ask = QRadioButton(_("Let QuickBooks number it"))
        self.own = QRadioButton(_("Supply the number"))
        self.usual = QRadioButton(_("As QuickBooks is set up"))
        self._by_numbering = {
            Numbering.ASK_QUICKBOOKS: self.ask, Numbering.OWN: self.own, Numbering.QUICKBOOKS: self.usual
        }  # fmt: skip
        self._group = QButtonGroup(self)
        for numbering, button in self._by_numbering.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _checked=False, chosen=numbering: self._take(chosen))
        self.number = QLineEdit()
        self.number.setAccessibleName(_("Invoice number"))
        self.number.setPlaceholderText(_("Invoice number"))
        self.number.textEdited.connect(self._take_number)
        self.fault = plain_label("", "caption", wrap=True)
        self.steps = link_button(_("Show steps"), "list")
        self.steps.setCheckable(True)
        self.way = plain_label(_(WAY), wrap=True, selectable=True)
        self.steps.toggled.connect(self.way.setVisible)
        self.way.hide()
        self.check = secondary_button(_("Check again"), "refresh")
        self.check.clicked.connect(self._check_again)
        self.checked = plain_label("", "caption")
        self._grid = QGridLayout()
        self._grid.addWidget(self.ask, 0, 0, 1, 2)
        self._grid.addWidget(self.own, 1, 0)
        self._grid.addWidget(self.number, 1, 1)
        self._grid.addWidget(self.fault, 2, 0, 1, 2)
        self._grid.addWidget(self.usual, 3, 0, 1, 2)
        self._grid.setColumnStretch(1, 1)
        row = QHBoxLayout()
        row.addWidget(self.steps)
        row.addWidget(self.check)
        row.addWidget(self.checked, 1)
        inside = QVBoxLayout()
        inside.addWidget(self.reason)
        inside.addLayout(self._grid)
        inside.addWidget(self.way)
        inside.addLayout(row)
        self.body.addLayout(inside)
        follow_theme(self._spacing)

    def refresh(self) -> None:
        """Show the choice as the draft and the company stand now."""
        rules, draft = self._flow.company, self._flow.draft
        custom = rules is not None and rules.custom_numbers
        self.setVisible(custom or draft.numbering is not Numbering.QUICKBOOKS)
        told = readable(Problem("CUSTOM_NUMBERS_ON", {"company": rules.name if rules else ""}))
        off = _("Custom transaction numbers are off in {company}.").format(
            company=rules.name if rules else ""
        )
        self.reason.setText(f"{told.title}. {told.detail}" if custom else off)
        for numbering, button in self._by_numbering.items():
            button.setChecked(draft.numbering is numbering)
        explain(self.usual, told.detail if custom else "")
        if self.number.text() != draft.number:
            self.number.setText(draft.number)
        self.number.setEnabled(draft.numbering is Numbering.OWN)
        fault = next((each for each in self._flow.findings(Step.REVIEW) if each.field == "number"), None)
        self.fault.setText(readable(fault.problem).sentence if fault else "")
        set_tone(self.fault, "danger")
        self.fault.setVisible(fault is not None)
        self.steps.setVisible(custom)
        self.way.setVisible(custom and self.steps.isChecked())
        self.check.setVisible(self._recheck is not None and custom)
        self.checked.setVisible(self.check.isVisibleTo(self))

    def settings_arrived(self) -> None:
        """QuickBooks was asked again."""
        self.check.setEnabled(True)
        self.checked.setText("")
        self.refresh()

    def _take(self, numbering: Numbering) -> None:
        self._flow.change(replace(self._flow.draft, numbering=numbering))
        if numbering is Numbering.OWN:
            self.number.setFocus()

    def _take_number(self, text: str) -> None:
        self._flow.change(replace(self._flow.draft, number=text))

    def _check_again(self) -> None:
        if self._recheck is not None:
            self.check.setEnabled(False)
            self.checked.setText(_("Asking QuickBooks"))
            self._recheck()

    def _spacing(self) -> None:
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(8))
