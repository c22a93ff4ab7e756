"""The QuickBooks company of a draft; the company's rules about dates and numbers are checked where they apply."""

from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.draft import InvoiceDraft
from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.domain.flow_facts import FlowFacts
from qbodesk.models.errors import Problem


def company(draft: InvoiceDraft, facts: FlowFacts) -> CompanyRules | None:
    """The chosen company; the only one if none was chosen yet."""
    if draft.realm_id is None:
        return facts.companies[0] if len(facts.companies) == 1 else None
    return next((one for one in facts.companies if one.realm_id == draft.realm_id), None)


def check_company(draft: InvoiceDraft, facts: FlowFacts) -> list[Finding]:
    """A company is chosen and signed in."""
    chosen = company(draft, facts)
    if chosen is None:
        problem = Problem("COMPANY_MISSING")
    elif not chosen.connected:
        problem = Problem("COMPANY_DISCONNECTED", {"company": chosen.name})
    else:
        return []
    return [Finding(problem, Step.COMPANY, Severity.BLOCK, "realm_id")]
