"""What a draft knows of its surroundings, from the cache as it is now: the fields of its message and earlier invoices,
the exchange rate.

Fills in nothing: the draft does.
"""

from dataclasses import replace

from qbodesk.models.domain.draft import InvoiceDraft, Source
from qbodesk.models.domain.flow_facts import FlowFacts
from qbodesk.models.domain.invoice_flow import company
from qbodesk.models.domain.merge_fields import DEAL, FIRST_NAME, QUOTE
from qbodesk.services.invoicing.desk import Invoicing


def up_to_date(invoicing: Invoicing, draft: InvoiceDraft, facts: FlowFacts) -> InvoiceDraft:
    """The draft with the deal's name, its quote's number, the first name of whom it is addressed to, and what came before it."""
    based = next((each for each in facts.quotes if each.id == draft.quote_id), None)
    quote = (based.number or based.title) if based and draft.source is Source.QUOTE else ""
    values = {
        DEAL: draft.deal_name,
        QUOTE: quote,
        FIRST_NAME: invoicing.suggested_customer(draft).given_name,
    }
    known = tuple((name, value) for name, value in values.items() if value)
    return _with_rate(replace(draft, merge_values=known, earlier=facts.earlier), facts)


def _with_rate(draft: InvoiceDraft, facts: FlowFacts) -> InvoiceDraft:
    """QuickBooks' rate, unless the user typed one: without a rate it may book a foreign invoice one to one."""
    chosen = company(draft, facts)
    if chosen is None or not chosen.multicurrency or draft.currency == chosen.home_currency:
        return replace(draft, exchange_rate=None, rate=None)
    if draft.exchange_rate is not None and draft.rate is None:
        return draft
    return replace(draft, exchange_rate=facts.rate.rate if facts.rate else None, rate=facts.rate)
