"""The foot of the wizard: the company, what is saved, the total, and the way back and on. Moves nothing itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from qbodesk.models.domain.findings import Step
from qbodesk.models.words import _
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import explain, primary_button, secondary_button, tool_button
from qbodesk.ui.widgets.labels import ElidedLabel, plain_label
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.parts import CompanyMark
from qbodesk.ui.wizard.told import readable


class Footer(QFrame):
    """Shows the flow as it is; its buttons are connected by the dialog."""

    def __init__(self, flow: WizardFlow) -> None:
        super().__init__()
        self._flow = flow
        self.mark = CompanyMark()
        self.company = ElidedLabel("", "strong")
        self.saved = ElidedLabel("", "caption")
        self.total_label = plain_label(_("Total"), "caption")
        self.total_label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.total = plain_label("", "subtitle")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.discard = tool_button(_("Discard the draft"), "delete")
        self.previous = secondary_button(_("Previous"))
        self.previous.setToolTip(_("Previous (Alt+Left)"))
        self.next = primary_button(_("Next"))
        self.create_button = primary_button(_("Create invoice"), "invoices")
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.company)
        left.addWidget(self.saved)
        sums = QVBoxLayout()
        sums.setSpacing(0)
        sums.addWidget(self.total_label)
        sums.addWidget(self.total)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.mark)
        self._row.addLayout(left, 1)
        self._row.addLayout(sums)
        self._row.addSpacing(px(16))
        for button in (self.discard, self.previous, self.next, self.create_button):
            self._row.addWidget(button)
        follow_theme(self._spacing)

    def refresh(self) -> None:
        """Show the flow as it is now."""
        flow = self._flow
        rules, result = flow.company, flow.step is Step.RESULT
        known = [each.realm_id for each in flow.facts.companies]
        self.mark.setVisible(rules is not None)
        if rules is not None:
            self.mark.set_company(rules.name, known.index(rules.realm_id))
        self.company.set_whole_text(rules.name if rules else _("No company chosen"))
        self._show_total()
        review = flow.step is Step.REVIEW
        for button in (self.previous, self.discard):
            button.setVisible(not result)
        self.previous.setEnabled(flow.step is not flow.steps()[0])
        self.next.setVisible(not review and not result)
        self.next.setText(_("Back to review") if flow.returns_to_review else _("Next"))
        self.create_button.setVisible(review)
        explain(self.next, self._reason_against_next())
        if self.next.isEnabled():
            self.next.setToolTip(_("Next (Enter or Ctrl+Enter)"))
        explain(
            self.create_button,
            "" if flow.may_create else _("Something above has to be mended or ticked first."),
        )
        if self.create_button.isEnabled():
            self.create_button.setToolTip(_("Create the invoice in QuickBooks (Ctrl+Enter)"))

    def show_saved(self) -> None:
        """When the draft was last stored."""
        flow = self._flow
        if flow.op_id is not None:
            self.saved.set_whole_text("")
        elif flow.unsaved:
            self.saved.set_whole_text(_("Saving the draft"))
        else:
            time = formats().time(flow.saved_at.astimezone())
            self.saved.set_whole_text(_("Draft saved {time}").format(time=time))

    def _show_total(self) -> None:
        sums, rules = self._flow.sums(), self._flow.company
        shown = self._flow.op_id is None
        # the result shows QuickBooks' own total, which counts
        self.total.setVisible(shown)
        self.total_label.setVisible(shown)
        before_tax = rules is not None and rules.country == "US"
        self.total_label.setText(_("Total before tax") if before_tax else _("Total"))
        self.total.setText(formats().money(sums.total))
        self.total.setAccessibleName(f"{self.total_label.text()}: {self.total.text()}")

    def _reason_against_next(self) -> str:
        found = self._flow.obstacle()
        return readable(found.problem).sentence if found else ""

    def _spacing(self) -> None:
        self._row.setContentsMargins(px(16), px(10), px(24), px(10))
        self._row.setSpacing(px(8))
