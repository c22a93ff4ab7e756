"""The way through the invoice wizard: its pages and what keeps an invoice from being created; changes no draft."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from qbodesk.models.domain.checks.company import check_company, company
from qbodesk.models.domain.checks.customer import check_customer
from qbodesk.models.domain.checks.lines import check_products, check_tax
from qbodesk.models.domain.checks.review import check_review
from qbodesk.models.domain.checks.source import check_source
from qbodesk.models.domain.checks.terms import check_terms
from qbodesk.models.domain.draft import InvoiceDraft
from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.domain.flow_facts import FlowFacts

__all__ = [
    "Finding",
    "FlowFacts",
    "Severity",
    "Step",
    "all_findings",
    "company",
    "findings",
    "may_create",
    "next_step",
    "previous_step",
    "steps",
]

_ORDER = tuple(Step)

_CHECKS: Mapping[Step, Callable[[InvoiceDraft, FlowFacts], Iterable[Finding]]] = {
    Step.COMPANY: check_company,
    Step.SOURCE: check_source,
    Step.CUSTOMER: check_customer,
    Step.PRODUCTS: check_products,
    Step.TAX: check_tax,
    Step.TERMS: check_terms,
    Step.REVIEW: check_review,
}


def steps(draft: InvoiceDraft, facts: FlowFacts) -> tuple[Step, ...]:
    """The pages this draft needs: COMPANY only with several companies, TAX only where lines need tax codes."""
    chosen = company(draft, facts)
    left_out = set()
    if len(facts.companies) < 2:
        left_out.add(Step.COMPANY)
    if chosen is None or not chosen.needs_tax_codes:
        left_out.add(Step.TAX)
    return tuple(step for step in _ORDER if step not in left_out)


def next_step(draft: InvoiceDraft, facts: FlowFacts, step: Step) -> Step | None:
    """The page after `step`, also when `step` itself is no longer needed; None after the result."""
    later = _ORDER[_ORDER.index(step) + 1 :]
    return next((one for one in steps(draft, facts) if one in later), None)


def previous_step(draft: InvoiceDraft, facts: FlowFacts, step: Step) -> Step | None:
    """The page before `step`; None on the first one and on the result, which cannot be undone by going back."""
    earlier = () if step is Step.RESULT else _ORDER[: _ORDER.index(step)]
    return next((one for one in reversed(steps(draft, facts)) if one in earlier), None)


def findings(draft: InvoiceDraft, facts: FlowFacts, step: Step) -> tuple[Finding, ...]:
    """What is wrong or worth knowing on one page; the company counts as REVIEW when it has no page of its own."""
    found = tuple(_CHECKS[step](draft, facts)) if step in _CHECKS else ()
    if step is Step.REVIEW and Step.COMPANY not in steps(draft, facts):
        about_company = (replace(one, step=step) for one in check_company(draft, facts))
        return (*about_company, *found)
    return found


def all_findings(draft: InvoiceDraft, facts: FlowFacts) -> tuple[Finding, ...]:
    """The findings of every page this draft needs, in the order of the pages."""
    return tuple(found for step in steps(draft, facts) for found in findings(draft, facts, step))


def may_create(draft: InvoiceDraft, facts: FlowFacts) -> bool:
    """Nothing blocks, and every warning was accepted by its code."""
    return all(
        found.severity is Severity.HINT
        or (found.severity is Severity.WARN and found.problem.code in draft.accepted_warnings)
        for found in all_findings(draft, facts)
    )
