"""Page 7: everything once more: the page as it will look, each block with its Edit, warnings to tick, the exact writes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.ui.documents.preview_pdf import render_html_to_pdf
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button
from qbodesk.ui.widgets.card import Card, rule
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.tab_order import tab_in_layout_order
from qbodesk.ui.wizard.draft_window import open_draft
from qbodesk.ui.wizard.findings_view import FindingsView, Remedy
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.page import Downwards, WizardPage
from qbodesk.ui.wizard.page_picture import PagePicture
from qbodesk.ui.wizard.pages.review_blocks import BlockView, blocks
from qbodesk.ui.wizard.pages.review_writes import WriteView
from qbodesk.ui.wizard.warning_tick import WarningTick

MENDED_ON = {
    "numbering": Step.TERMS,
    "number": Step.TERMS,
    "exchange_rate": Step.TERMS,
    "currency": Step.CUSTOMER,
    "portion": Step.PRODUCTS,
    "again": Step.PRODUCTS,
}
"""Where a finding of the review itself is mended, by its field."""


class ReviewPage(WizardPage):
    """The preview at the left, the checklist at the right. Nothing here is typed."""

    step = Step.REVIEW

    def __init__(self, flow: WizardFlow, go: Callable[[Step, Finding | None], object]) -> None:
        super().__init__(flow, _("Is everything right?"))
        self._go = go
        self._drawn: object = None
        self._shown: tuple[object, ...] = ()
        self.picture = PagePicture()
        self.enlarge = link_button(_("Enlarge or print the preview"), "zoom_in")
        self.enlarge.clicked.connect(lambda: open_draft(self.flow, self))
        self.obstacles = FindingsView(most=6)
        self.warnings = QVBoxLayout()
        self.hints = FindingsView(most=6)
        self._blocks = QVBoxLayout()
        self._writes = Card(_("What will be written"))
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, px(12), 0)
        self._list.addWidget(self.obstacles)
        self._list.addLayout(self.warnings)
        card = Card()
        card.body.addLayout(self._blocks)
        self._list.addWidget(card)
        self._list.addWidget(self._writes)
        self._list.addWidget(self.hints)
        self._list.addStretch(1)
        self.checklist = Downwards(self._list, _("Checklist"))
        self.checklist.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sides = QHBoxLayout()
        left = QVBoxLayout()
        left.addWidget(self.picture, 1)
        left.addWidget(self.enlarge, 0, Qt.AlignmentFlag.AlignHCenter)
        self._sides.addLayout(left, 1)
        self._sides.addWidget(self.checklist, 1)
        self.body.addLayout(self._sides, 1)
        follow_theme(self._relayout)

    def enter(self) -> None:
        ticks = self.findChildren(QCheckBox)
        (ticks[0] if ticks else self.checklist).setFocus()

    def refresh(self) -> None:
        # the checklist holds dozens of widgets: it is made anew only for what it shows
        if not self.isVisible():
            return
        about = (self.flow.draft, self.flow.all_findings(), self.flow.looks)
        if about == self._shown:
            return
        self._shown = about
        self._show_findings()
        _clear(self._blocks)
        for number, block in enumerate(blocks(self.flow)):
            if number:
                self._blocks.addWidget(rule())
            self._blocks.addWidget(BlockView(block, self._go))
        _clear(self._writes.body)
        try:
            for write in self.flow.workspace.invoicing.plan(self.flow.draft):
                self._writes.add(WriteView(write))
        except QboDeskError as error:
            self._writes.add(plain_label(error.problem.sentence, tone="danger", wrap=True))
        tab_in_layout_order(self)
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _show_findings(self) -> None:
        found = self.flow.all_findings()
        self.obstacles.show_findings(
            [each for each in found if each.severity is Severity.BLOCK], self.remedies
        )
        self.hints.show_findings([each for each in found if each.severity is Severity.HINT], self.remedies)
        _clear(self.warnings)
        for each in found:
            if each.severity is Severity.WARN:
                self.warnings.addWidget(self._tick(each))

    def remedies(self, finding: Finding) -> Sequence[Remedy]:
        """The way to where it is mended."""
        target = MENDED_ON.get(finding.field, finding.step)
        if target not in self.flow.steps() or target is Step.REVIEW:
            return ()
        words = _("Fix") if finding.severity is Severity.BLOCK else _("Edit")
        return ((words, lambda: self._go(target, finding)),)

    def _tick(self, finding: Finding) -> QWidget:
        accepted = finding.problem.code in self.flow.draft.accepted_warnings
        tick = WarningTick(finding, accepted=accepted, remedies=self.remedies(finding))
        tick.ticked.connect(lambda code, on: self.flow.accept(code, accepted=on))
        return tick

    def _draw(self) -> None:
        wanted = (self.flow.draft, formats().language)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        # a small sheet of paper, so that the letters can be read in half a window
        page = render_html_to_pdf(self._html(), page=QPageSize.PageSizeId.A5, margin_mm=7)
        self.picture.show_pdf(page)

    def _html(self) -> str:
        return self.flow.workspace.documents.preview_html(self.flow.draft, formats())

    def _relayout(self) -> None:
        self._sides.setSpacing(px(16))
        self._list.setSpacing(px(12))
        self.warnings.setSpacing(px(8))
        self._blocks.setSpacing(px(6))


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
