"""Where the wizard stands: the draft, the page, what was found. Plain Python: draws nothing and knows no widget.

The rules themselves are `models.domain.invoice_flow`; this keeps their answers for the draft as it is now.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from qbodesk.models.domain import invoice_flow
from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.draft import CustomerChoice, DraftTotals, InvoiceDraft, Source, totals
from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.flow_facts import FlowFacts
from qbodesk.models.errors import NotInvoiceable
from qbodesk.services.invoicing.merging import up_to_date
from qbodesk.services.workspace import Workspace

StepState = Literal["todo", "current", "done", "fault"]


@dataclass(frozen=True, slots=True)
class StepView:
    """A page as the step list shows it."""

    step: Step
    state: StepState
    reachable: bool


class WizardFlow:
    """One walk through the wizard. Every change goes through `change`; `save` stores what was not stored yet.

    `changed` is called after each change of draft, page or facts. Errors of the services pass through.
    """

    def __init__(self, workspace: Workspace, draft: InvoiceDraft, *, resumed: bool = False) -> None:
        self.workspace = workspace
        self.draft = draft
        self.facts: FlowFacts
        self._look()
        self.changed: Callable[[], None] = lambda: None
        self.saved_at: datetime = workspace.clock()
        self.op_id: str | None = None
        self.unsaved = False
        self.looks = 0
        self._returns_to_review = False
        self._of_source = {basis(draft): draft}
        self.step = self.steps()[0]
        self._visited = {self.step}
        if resumed:
            self._visited |= set(self._open_pages())

    # What pages show

    def steps(self) -> tuple[Step, ...]:
        """The pages this draft needs, in order."""
        return invoice_flow.steps(self.draft, self.facts)

    def step_views(self) -> list[StepView]:
        """All pages with their marks for the step list."""
        shown = self.steps()
        here = shown.index(self.step)
        return [
            StepView(step, self._state(step, number < here), self._reachable(step))
            for number, step in enumerate(shown)
        ]

    def findings(self, step: Step | None = None) -> tuple[Finding, ...]:
        """What is wrong or worth knowing on a page; on this one without an argument."""
        return invoice_flow.findings(self.draft, self.facts, step or self.step)

    def all_findings(self) -> tuple[Finding, ...]:
        """What is wrong or worth knowing anywhere."""
        return invoice_flow.all_findings(self.draft, self.facts)

    def obstacle(self, step: Step | None = None) -> Finding | None:
        """The first thing that keeps one from leaving a page forwards."""
        return next((each for each in self.findings(step) if each.severity is Severity.BLOCK), None)

    @property
    def company(self) -> CompanyRules | None:
        """The QuickBooks company of the draft."""
        return invoice_flow.company(self.draft, self.facts)

    @property
    def today(self) -> date:
        """Today where the company is."""
        return self.facts.today

    def sums(self) -> DraftTotals:
        """Our preview of the sums."""
        return totals(self.draft, self.facts.tax_codes)

    @property
    def may_create(self) -> bool:
        """Whether nothing stands in the way any more."""
        return invoice_flow.may_create(self.draft, self.facts)

    # Changes

    def change(self, draft: InvoiceDraft) -> None:
        """Take the next draft. A ticked warning stays ticked only while it says the same."""
        if draft == self.draft:
            return
        before = self._warnings()
        again = _facts_depend_on(draft) != _facts_depend_on(self.draft)
        self.draft = draft
        if again:
            self._look()
        now = self._warnings()
        kept = frozenset(
            code
            for code in draft.accepted_warnings
            if code in now and (code not in before or before[code] == now[code])
        )
        self.draft = replace(self.draft, accepted_warnings=kept)
        if self.step not in (*self.steps(), Step.RESULT):
            self.step = self.steps()[0]
        self.unsaved = True
        self.changed()

    def refresh(self) -> None:
        """The cache changed: judge the same draft anew. `looks` counts how often, for pages that read lists."""
        self.looks += 1
        self._look()
        self.changed()

    def choose_company(self, realm_id: str) -> None:
        """Another QuickBooks company; what was typed for it before comes back."""
        wanted = (realm_id, self.draft.source, self.draft.quote_id)
        self._base_on(wanted, lambda: self.workspace.invoicing.choose_company(self.draft, realm_id))

    def choose_source(self, source: Source, quote_id: str | None = None) -> None:
        """Another quote, the deal or nothing; what was typed for it before comes back."""
        wanted = (self.draft.realm_id, source, quote_id)
        self._base_on(wanted, lambda: self.workspace.invoicing.choose_source(self.draft, source, quote_id))

    def choose_customer(self, choice: CustomerChoice) -> None:
        """Another customer, with the terms, currency and tax codes that follow."""
        if choice != self.draft.customer:
            self.change(self.workspace.invoicing.choose_customer(self.draft, choice))

    def accept(self, code: str, *, accepted: bool) -> None:
        """Tick or untick a warning by the code of its problem."""
        codes = self.draft.accepted_warnings
        self.change(replace(self.draft, accepted_warnings=codes | {code} if accepted else codes - {code}))

    def save(self) -> None:
        """Store the draft if it changed since it was stored."""
        if self.unsaved and self.op_id is None:
            self.workspace.invoicing.save(self.draft)
            self.unsaved = False
            self.saved_at = self.workspace.clock()

    # The way

    def can_go_next(self) -> bool:
        """Whether there is a next page to go to from here."""
        return self.step not in (Step.REVIEW, Step.RESULT) and self.obstacle() is None

    def next(self) -> bool:
        """Go on, or back to the review one came from; False where something stands in the way."""
        if not self.can_go_next():
            return False
        after = invoice_flow.next_step(self.draft, self.facts, self.step)
        target = Step.REVIEW if self._returns_to_review and self._way_is_clear() else after
        if target is not None:
            self._go(target)
        return True

    def previous(self) -> bool:
        """Go back; nothing typed is lost."""
        before = invoice_flow.previous_step(self.draft, self.facts, self.step)
        if before is None:
            return False
        self._returns_to_review = False
        self._go(before)
        return True

    def go(self, step: Step) -> bool:
        """Go to a page of the step list; False when the way there is not open."""
        if not self._reachable(step):
            return False
        self._returns_to_review = self._returns_to_review and step is not Step.REVIEW
        self._go(step)
        return True

    def edit(self, step: Step) -> None:
        """Go from the review to a page; Next leads back to the review."""
        self._returns_to_review = self.step is Step.REVIEW
        self._go(step)

    @property
    def returns_to_review(self) -> bool:
        """Whether Next leads back to the review."""
        return self._returns_to_review

    def confirm(self) -> str:
        """Queue the invoice and show the result; a second call gives the entry of the first.

        Raises `NotInvoiceable` with what stands in the way; the draft is stored all the same.
        """
        if self.op_id is None:
            self.save()
            self.op_id = self.workspace.invoicing.confirm(self.draft)
            self.unsaved = False
            self._go(Step.RESULT)
        return self.op_id

    def edit_again(self) -> None:
        """Take a refused invoice back to the review. Raises `InvalidInput` while it may have reached QuickBooks."""
        if self.op_id is not None:
            self.draft = self.workspace.invoicing.edit_again(self.op_id)
            self.op_id = None
            self._look()
            self._visited |= set(self.steps()) - {Step.RESULT}
            self._go(Step.REVIEW)

    def mend(self, fix: Fix) -> str:
        """Queue a refused invoice anew, changed by the fix of its cause; the new entry, which is shown from now on.

        Raises `NotInvoiceable` with what still stands in the way; the refused entry is left as it was then.
        """
        came = self.workspace.mending.mend([self.op_id or ""], fix)
        for _op_id, problem in came.left:
            raise NotInvoiceable(problem.code, **problem.facts)
        self.draft = self.workspace.invoicing.draft(self.draft.draft_id)
        self.op_id = self.workspace.invoicing.confirm(self.draft)
        self._look()
        self.changed()
        return self.op_id

    def begin_another(self) -> None:
        """After the result: a new draft of the same deal; of one invoiced in parts it asks for the next part."""
        draft = self.workspace.invoicing.open_draft(self.draft.deal_id, fresh=True)
        self.draft, self.op_id, self.unsaved = draft, None, False
        self._look()
        self._of_source = {basis(draft): draft}
        self._visited = set()
        self._go(self.steps()[0])

    # Inside

    def _look(self) -> None:
        """Read what the cache says about the draft, and what the fields in its message stand for."""
        invoicing = self.workspace.invoicing
        self.facts = invoicing.facts(self.draft)
        self.draft = up_to_date(invoicing, self.draft, self.facts)

    def _base_on(
        self, wanted: tuple[str | None, Source | None, str | None], fill: Callable[[], InvoiceDraft]
    ) -> None:
        if wanted == basis(self.draft):
            return
        self._of_source[basis(self.draft)] = self.draft
        known = self._of_source.get(wanted)
        self.change(known if known is not None else fill())

    def _go(self, step: Step) -> None:
        self.step = step
        if step is Step.REVIEW:
            self._returns_to_review = False
        self._visited.add(step)
        self.changed()

    def _warnings(self) -> dict[str, dict[str, str]]:
        return {
            each.problem.code: dict(each.problem.facts)
            for each in self.all_findings()
            if each.severity is Severity.WARN
        }

    def _open_pages(self) -> list[Step]:
        """The pages up to the first one that something is missing on; the result is not among them."""
        pages: list[Step] = []
        for step in self.steps():
            if step is Step.RESULT:
                break
            pages.append(step)
            if self.obstacle(step) is not None:
                break
        return pages

    def _way_is_clear(self) -> bool:
        return self._open_pages()[-1] is Step.REVIEW

    def _reachable(self, step: Step) -> bool:
        if step is Step.RESULT or self.op_id is not None:
            return False
        shown = self.steps()
        if step not in shown:
            return False
        back = self.step in shown and shown.index(step) <= shown.index(self.step)
        return step in self._visited and (back or step in self._open_pages())

    def _state(self, step: Step, before: bool) -> StepState:
        if step is self.step:
            return "current"
        if self.op_id is not None:
            return "done"
        if step in self._visited and self.obstacle(step) is not None:
            return "fault"
        return "done" if step in self._visited and (before or step in self._open_pages()) else "todo"


def basis(draft: InvoiceDraft) -> tuple[str | None, Source | None, str | None]:
    """What a draft is filled in from: company, kind of source, quote."""
    return (draft.realm_id, draft.source, draft.quote_id)


def _facts_depend_on(draft: InvoiceDraft) -> tuple[object, ...]:
    return (*basis(draft), draft.currency)
