"""Who is invoiced and in which currency; finding the customer is `matching`."""

from collections.abc import Iterator

from qbodesk.models.domain.checks.company import company
from qbodesk.models.domain.checks.source import quote_of
from qbodesk.models.domain.customer_rules import check_new_customer
from qbodesk.models.domain.draft import CustomerChoice, InvoiceDraft, Source
from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.domain.flow_facts import FlowFacts
from qbodesk.models.errors import Problem


def check_customer(draft: InvoiceDraft, facts: FlowFacts) -> Iterator[Finding]:
    """Somebody QuickBooks will take is chosen, and the currency is one the company can use."""
    customer = draft.customer
    if customer.new is not None:
        yield from check_new_customer(customer.new, facts.name_taken)
    elif customer.customer_id is None:
        yield _block("CUSTOMER_MISSING", "customer")
    elif not facts.customer_active(customer.customer_id):
        yield _block("CUSTOMER_INACTIVE", "customer", customer=customer.name)
    if customer.chosen and not _email(customer):
        facts_of = {"customer": _name(customer)}
        yield Finding(Problem("CUSTOMER_WITHOUT_EMAIL", facts_of), Step.CUSTOMER, Severity.HINT, "email")
    yield from _currencies(draft, facts)


def _currencies(draft: InvoiceDraft, facts: FlowFacts) -> Iterator[Finding]:
    chosen = company(draft, facts)
    ours = {"currency": draft.currency}
    if chosen and draft.currency != chosen.home_currency and not chosen.multicurrency:
        about = {"company": chosen.name, "home_currency": chosen.home_currency}
        yield _block("CURRENCY_NOT_USABLE", "currency", **ours, **about)
        return
    new = draft.customer.new
    theirs = new.currency or chosen.home_currency if new and chosen else ""
    if theirs and theirs != draft.currency:
        yield _block("CUSTOMER_CURRENCY_DIFFERS", "currency", **ours, customer_currency=theirs)
    quote = quote_of(draft, facts) if draft.source is Source.QUOTE else None
    if quote and quote.currency and quote.currency != draft.currency:
        yield _block("QUOTE_CURRENCY_DIFFERS", "currency", **ours, quote_currency=quote.currency)


def _email(customer: CustomerChoice) -> str:
    return (customer.new.email if customer.new else customer.email).strip()


def _name(customer: CustomerChoice) -> str:
    return customer.new.display_name if customer.new else customer.name


def _block(code: str, field: str, **facts: str) -> Finding:
    return Finding(Problem(code, facts), Step.CUSTOMER, Severity.BLOCK, field)
