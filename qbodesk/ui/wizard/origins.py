"""Where each prefilled value of a draft comes from, in words, for whoever points at it. Fills in nothing.

A value that is another by now is the user's own; it is told by comparing, so that nothing has to be remembered beside it.
"""

from qbodesk.models.domain.draft import DraftLine, InvoiceDraft, Source
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.terms import due_date
from qbodesk.models.words import _
from qbodesk.ui.formats import formats
from qbodesk.ui.wizard.flow import WizardFlow


def typed() -> str:
    """Nobody but the user said so."""
    return _("Entered by you")


def of_term(flow: WizardFlow) -> str:
    """Payment terms: the customer's own, else the company's."""
    draft, rules = flow.draft, flow.company
    if draft.term_id is None or rules is None:
        return ""
    customer = flow.workspace.books.customer(rules.realm_id, draft.customer.customer_id or "")
    if customer is not None and customer.term_id == draft.term_id:
        return _("From the customer {name}").format(name=customer.name)
    if rules.default_term_id == draft.term_id:
        return _("From the sales settings of {company}").format(company=rules.name)
    return typed()


def of_invoice_date(flow: WizardFlow) -> str:
    """Today where the company is, unless it is another day."""
    return _("Today at the company") if flow.draft.invoice_date == flow.today else typed()


def of_due_date(flow: WizardFlow) -> str:
    """From the terms, unless it is another day."""
    draft = flow.draft
    term = flow.facts.terms.get(draft.term_id or "")
    if term is not None and due_date(term, draft.invoice_date) == draft.due_date:
        return _("From the terms {name}").format(name=term.name)
    return typed()


def of_message(flow: WizardFlow) -> str:
    """The company's message to its customers, unless it is another."""
    rules = flow.company
    if not flow.draft.message.strip():
        return ""
    if rules is not None and flow.draft.message == rules.default_message:
        return _("From the sales settings of {company}").format(company=rules.name)
    return typed()


def of_memo(flow: WizardFlow) -> str:
    """The quote's number or the deal's name, unless it is something else."""
    draft = flow.draft
    quote = next((each for each in flow.facts.quotes if each.id == draft.quote_id), None)
    if not draft.memo:
        return ""
    if draft.source is Source.QUOTE and quote is not None and draft.memo == (quote.number or quote.title):
        return _("From the quote in HubSpot")
    return _("Name of the deal in HubSpot") if draft.memo == draft.deal_name else typed()


def of_currency(draft: InvoiceDraft) -> str:
    """Whose currency the invoice is in."""
    if draft.source is Source.QUOTE:
        return _("Currency of the quote in HubSpot")
    return _("Currency of the deal in HubSpot") if draft.source is Source.DEAL else ""


def of_line(line: DraftLine, currency: str) -> str:
    """The line of HubSpot a line was made from, and what it comes to there."""
    if not line.origin:
        return _("Added by you")
    if line.origin.startswith(Source.QUOTE.value):
        told = _("From the quote in HubSpot: {name}")
    else:
        told = _("From the deal in HubSpot: {name}")
    name = f"{line.origin_name} ({line.origin_sku})" if line.origin_sku else line.origin_name
    text = told.format(name=name)
    if line.origin_amount is None:
        return text
    return f"{text}, {formats().money(Money.of(line.origin_amount, currency))}"
