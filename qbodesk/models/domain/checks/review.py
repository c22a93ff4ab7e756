"""What is only known with everything chosen: the number, the rate, earlier invoices, the write-back."""

from collections.abc import Iterator

from qbodesk.models.domain.checks.company import company
from qbodesk.models.domain.draft import InvoiceDraft, Numbering, is_part
from qbodesk.models.domain.exchange import day_of_rate
from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.domain.flow_facts import FlowFacts
from qbodesk.models.domain.portion import PortionKind
from qbodesk.models.errors import Problem

LONGEST_NUMBER = 21
"""Characters of a `DocNumber` (quickbooks-api §9.5)."""


def check_review(draft: InvoiceDraft, facts: FlowFacts) -> Iterator[Finding]:
    """The checks right before creating."""
    yield from _number(draft, facts)
    yield from _rate(draft, facts)
    if facts.existing_invoices and not draft.again:
        numbers = ", ".join(facts.existing_invoices)
        about = {"deal": draft.deal_name, "numbers": numbers}
        # what is left can be asked for only once, so a second click harms nobody
        if is_part(draft) and draft.portion.kind is PortionKind.REMAINDER:
            yield _finding("DEAL_REMAINDER", Severity.HINT, "portion", **about)
        else:
            yield _finding("DEAL_HAS_INVOICE", Severity.WARN, "again", **about)
    if facts.portal_currency and draft.currency != facts.portal_currency:
        currencies = {"currency": draft.currency, "portal_currency": facts.portal_currency}
        yield _finding("CURRENCY_MISMATCH", Severity.HINT, "currency", **currencies)


def _rate(draft: InvoiceDraft, facts: FlowFacts) -> Iterator[Finding]:
    chosen = company(draft, facts)
    if chosen is None or draft.currency == chosen.home_currency or not chosen.multicurrency:
        return
    about = {"currency": draft.currency, "home_currency": chosen.home_currency}
    wanted = day_of_rate(draft.invoice_date, facts.today)
    if draft.exchange_rate is None:
        yield _finding("EXCHANGE_RATE_MISSING", Severity.WARN, "exchange_rate", **about)
    elif draft.exchange_rate <= 0:
        yield _finding("EXCHANGE_RATE_WRONG", Severity.BLOCK, "exchange_rate", **about)
    elif draft.rate is not None and draft.rate.asked_for != wanted:
        days = {"date": draft.rate.as_of.isoformat(), "due": wanted.isoformat()}
        yield _finding("EXCHANGE_RATE_OLD", Severity.WARN, "exchange_rate", **about, **days)


def _number(draft: InvoiceDraft, facts: FlowFacts) -> Iterator[Finding]:
    chosen = company(draft, facts)
    number = draft.number.strip()
    if draft.numbering is Numbering.QUICKBOOKS:
        if chosen and chosen.custom_numbers:
            yield _finding("CUSTOM_NUMBERS_ON", Severity.BLOCK, "numbering", company=chosen.name)
    elif draft.numbering is Numbering.OWN:
        if not number:
            yield _finding("NUMBER_MISSING", Severity.BLOCK, "number")
        elif len(number) > LONGEST_NUMBER:
            yield _finding(
                "NUMBER_TOO_LONG", Severity.BLOCK, "number", number=number, limit=str(LONGEST_NUMBER)
            )
        elif facts.numbers_used(number):
            yield _finding("NUMBER_TAKEN", Severity.BLOCK, "number", number=number)


def _finding(code: str, severity: Severity, field: str, **facts: str) -> Finding:
    return Finding(Problem(code, facts), Step.REVIEW, severity, field)
