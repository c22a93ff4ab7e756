"""The wizard's window: steps at the left, a page, the foot; keys, saving and the way between pages. Decides nothing."""

import logging
import sys
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qbodesk.models.domain.findings import Finding, Step
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.ui.background.bridge import ChangeBridge
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.problems import ask, show_problem
from qbodesk.ui.shell.browser import open_in_quickbooks, open_record
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.card import rule
from qbodesk.ui.widgets.stepper import Step as StepMark
from qbodesk.ui.widgets.stepper import Stepper
from qbodesk.ui.widgets.tab_order import tab_in_layout_order
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.footer import Footer
from qbodesk.ui.wizard.page import WizardPage
from qbodesk.ui.wizard.pages.company import CompanyPage
from qbodesk.ui.wizard.pages.customer import CustomerPage
from qbodesk.ui.wizard.pages.numbering import NumberingBlock
from qbodesk.ui.wizard.pages.products import ProductsPage
from qbodesk.ui.wizard.pages.result import ResultPage
from qbodesk.ui.wizard.pages.review import ReviewPage
from qbodesk.ui.wizard.pages.source import SourcePage
from qbodesk.ui.wizard.pages.tax import TaxPage
from qbodesk.ui.wizard.pages.terms import TermsPage
from qbodesk.ui.wizard.told import step_title

log = logging.getLogger(__name__)

SAVE_AFTER_MS = 250
_LISTS = (
    "connection",
    "quote",
    "line_item",
    "customer",
    "item",
    "term",
    "tax_code",
    "tax_rate",
    "invoice",
    "deal",
    "exchange_rate",
)


class _Pages(dict[Step, WizardPage]):
    """Each is made when it is first gone to: all of them at once kept who opens the wizard waiting."""

    def __init__(self, make: Callable[[Step], WizardPage]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, step: Step) -> WizardPage:
        self[step] = self._make(step)
        return self[step]


class WizardDialog(QDialog):
    """One invoice being prepared. Closing keeps the draft; only "Discard the draft" does not."""

    def __init__(
        self,
        flow: WizardFlow,
        parent: QWidget | None,
        *,
        on_confirmed: Callable[[str], object] | None = None,
        recheck: Callable[[], object] | None = None,
        demo: bool = False,
    ) -> None:
        super().__init__(parent)
        self.flow = flow
        self._demo = demo
        self._on_confirmed = on_confirmed
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Create invoice: {deal}").format(deal=flow.draft.deal_name))
        self._pool = ReaderPool(self)
        self.banner = Banner(closable=True)
        self.stepper = Stepper()
        self.stepper.chosen.connect(lambda key: self._travel(lambda: flow.go(Step(key))))
        self.numbering = NumberingBlock(flow, recheck)
        self._outside = None if demo else self._open_outside
        self.products = ProductsPage(flow, on_confirmed or (lambda _op_id: None), self._outside)
        # until the page is made that shows them: without a parent one that shows itself would be a window of its own
        self._later = QWidget(self)
        self._later.hide()
        for part in (self.numbering, self.products):
            part.setParent(self._later)
        self.stack = QStackedWidget()
        self.footer = Footer(flow)
        self.pages = _Pages(self._make_page)
        self.footer.previous.clicked.connect(self.go_previous)
        self.footer.next.clicked.connect(self.go_next)
        self.footer.create_button.clicked.connect(self.create_invoice)
        self.footer.discard.clicked.connect(self._ask_to_discard)
        self._lay_out()
        self._bind_keys()
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_AFTER_MS)
        self._saving.timeout.connect(self.save)
        self._bridge = ChangeBridge(flow.workspace.changes, self)
        self._bridge.changed.connect(self._world_changed)
        self._discarded = False
        self._shown: Step | None = None
        flow.changed = self._refresh
        self._refresh()
        follow_theme(self._relayout)
        self.resize(px(880), px(640))

    def _make_page(self, step: Step) -> WizardPage:
        flow = self.flow
        makers: dict[Step, Callable[[], WizardPage]] = {
            Step.COMPANY: lambda: CompanyPage(flow),
            Step.SOURCE: lambda: SourcePage(flow, self._outside),
            Step.CUSTOMER: lambda: CustomerPage(flow, self._pool),
            Step.PRODUCTS: lambda: self.products,
            Step.TAX: lambda: TaxPage(flow),
            Step.TERMS: lambda: TermsPage(flow, self.numbering, self._pool),
            Step.REVIEW: lambda: ReviewPage(flow, self._edit),
            Step.RESULT: lambda: ResultPage(
                flow,
                preview=self._preview,
                open_outside=None if self._demo else open_in_quickbooks,
                mend=self._mend,
                check=self._check,
                edit_again=self._edit_again,
                another=self._begin_another,
                close=self.close,
            ),
        }
        page = makers[step]()
        self.stack.addWidget(page)
        page.next_wanted.connect(self.go_next)
        return page

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        self._banner_room = QVBoxLayout()
        self._banner_room.addWidget(self.banner)
        right.addLayout(self._banner_room)
        right.addWidget(self.stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.stepper)
        middle.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(rule())
        column.addWidget(self.footer)

    def _bind_keys(self) -> None:
        back = "Ctrl+[" if sys.platform == "darwin" else "Alt+Left"
        for keys, run in (
            ("Ctrl+Return", self.go_on),
            ("Ctrl+Enter", self.go_on),
            (back, self.go_previous),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(run)

    # The way

    def go_next(self) -> None:
        """To the next page; where something stands in the way, to that."""
        self._travel(self.flow.next)

    def go_previous(self) -> None:
        """To the page before."""
        self._travel(self.flow.previous)

    def go_on(self) -> None:
        """Next from anywhere; on the review it creates the invoice."""
        if self.flow.step is Step.REVIEW:
            self.create_invoice()
        elif self.flow.step is not Step.RESULT:
            self.go_next()

    def create_invoice(self) -> None:
        """Queue the invoice, once; a second click finds the button gone."""
        if self.flow.op_id is not None or not self.flow.may_create:
            return
        self.footer.create_button.setEnabled(False)
        self._saving.stop()
        try:
            op_id = self.flow.confirm()
        except QboDeskError as error:
            show_problem(self.banner, error.problem)
            self.flow.refresh()
            return
        if self._on_confirmed is not None:
            self._on_confirmed(op_id)

    def page(self) -> WizardPage:
        """The page that is shown."""
        return self.pages[self.flow.step]

    def _travel(self, step: Callable[[], bool]) -> None:
        self.page().leave()
        self.save()
        if self.page().held_back():
            return
        if not step():
            found = self.flow.obstacle()
            if found is not None:
                self.page().focus_obstacle(found)

    def _edit(self, step: Step, finding: Finding | None) -> None:
        self.flow.edit(step)
        if finding is not None:
            self.page().focus_obstacle(finding)

    def _edit_again(self) -> None:
        try:
            self.flow.edit_again()
        except QboDeskError as error:
            show_problem(self.banner, error.problem)

    def _mend(self, fix: Fix) -> None:
        try:
            op_id = self.flow.mend(fix)
        except QboDeskError as error:
            show_problem(self.banner, error.problem)
            return
        self.banner.hide()
        if self._on_confirmed is not None:
            self._on_confirmed(op_id)

    def _check(self) -> None:
        """Ask QuickBooks now what became of it; that looks it up and never simply sends it again."""
        op_id = self.flow.op_id or ""
        self.flow.workspace.review.hurry(op_id)
        if self._on_confirmed is not None:
            self._on_confirmed(op_id)

    def _begin_another(self) -> None:
        try:
            self.flow.begin_another()
        except QboDeskError as error:
            show_problem(self.banner, error.problem)

    def _open_outside(self, kind: str, remote_id: str) -> None:
        known = self.flow.workspace.status.status().connections
        portal = next((each.remote_id for each in known if each.service == "hubspot"), "")
        open_record(kind, remote_id, portal_id=portal)

    def _preview(self, pk: int) -> None:
        from qbodesk.ui.preview import open_preview

        outside = None if self._demo else open_in_quickbooks
        open_preview(self.flow.workspace, pk, self, open_outside=outside)

    # What is shown

    def _refresh(self) -> None:
        flow = self.flow
        marks = [
            StepMark(view.step.value, step_title(view.step), view.state, view.reachable)
            for view in flow.step_views()
        ]
        self.stepper.set_steps(marks)
        page = self.page()
        turned = flow.step is not self._shown
        if turned:
            self._shown = flow.step
            self.stack.setCurrentWidget(page)
        page.refresh()
        tab_in_layout_order(self)
        self.footer.refresh()
        if flow.unsaved:
            self._saving.start()
        self.footer.show_saved()
        if turned:
            page.enter()

    def _world_changed(self, changes: object) -> None:
        if not isinstance(changes, ChangeSet):
            return
        if changes.touches("connection"):
            self.numbering.settings_arrived()
        if self.flow.step is Step.RESULT:
            if changes.touches("outbox", *_LISTS):
                self.page().refresh()
        elif changes.touches(*_LISTS):
            self.flow.refresh()
        if changes.touches("outbox", "item") and self.flow.step is not Step.RESULT:
            self.products.take_made_items()

    def save(self) -> None:
        """Store the draft now; what keeps it from being stored is told, and tried again at the next change."""
        self._saving.stop()
        try:
            self.flow.save()
        except QboDeskError as error:
            show_problem(self.banner, error.problem)
        self.footer.show_saved()

    def _ask_to_discard(self) -> None:
        ask(
            self,
            _("Discard this draft?"),
            _("What was typed for “{deal}” is lost.").format(deal=self.flow.draft.deal_name),
            _("Discard the draft"),
            self._discard,
        )

    def _discard(self) -> None:
        self._saving.stop()
        self._discarded = True
        self.flow.workspace.invoicing.discard(self.flow.draft.draft_id)
        self.close()

    # Keys and closing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.page().enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """Plain Enter: the button that has the focus, else Next; it never creates an invoice."""
        focus = self.focusWidget()
        own = focus is not self.footer.create_button
        if isinstance(focus, QAbstractButton) and own and not focus.isCheckable():
            focus.click()
            return
        if not isinstance(focus, QPlainTextEdit) and self.flow.step is not Step.REVIEW:
            self.go_next()

    def done(self, result: int) -> None:
        """Closing by any way keeps the draft."""
        if not self._discarded:
            self.page().leave()
            self.save()
        self.flow.changed = lambda: None
        self._bridge.close()
        # a rate that is being asked for keeps nobody waiting
        self._pool.close(timeout_ms=0)
        super().done(result)

    def _relayout(self) -> None:
        self._banner_room.setContentsMargins(px(16), px(8), px(16), 0)
        self.setMinimumSize(px(720), px(480))
