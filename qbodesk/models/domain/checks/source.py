"""What the invoice is based on; quotes are re-checked with the same rule right before sending."""

from qbodesk.models.domain.draft import InvoiceDraft, Source
from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.domain.flow_facts import FlowFacts
from qbodesk.models.domain.quotes import Quote, usability
from qbodesk.models.errors import Problem


def check_source(draft: InvoiceDraft, facts: FlowFacts) -> list[Finding]:
    """A source is chosen, and a quote is published and unexpired."""
    if draft.source is None:
        return [_block(Problem("SOURCE_MISSING"), "source")]
    if draft.source is not Source.QUOTE:
        return []
    quote = quote_of(draft, facts)
    problem = usability(quote, facts.today) if quote else Problem("QUOTE_MISSING")
    return [_block(problem, "quote_id")] if problem else []


def quote_of(draft: InvoiceDraft, facts: FlowFacts) -> Quote | None:
    """The chosen quote, as long as the deal still has it."""
    return next((quote for quote in facts.quotes if quote.id == draft.quote_id), None)


def _block(problem: Problem, field: str) -> Finding:
    return Finding(problem, Step.SOURCE, Severity.BLOCK, field)
