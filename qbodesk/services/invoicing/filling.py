"""Fills a draft in from what the cache holds: a quote or the deal, the customer's and the company's settings. Stores nothing."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select

from qbodesk.models.cache import connections
from qbodesk.models.cache.tables_crm import association
from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.draft import InvoiceDraft, Source, with_term
from qbodesk.models.domain.tax import TaxMode
from qbodesk.services.clock import Clock, today_in
from qbodesk.services.invoicing import prefill
from qbodesk.services.reading.books import Books, companies
from qbodesk.services.reading.deals import quotes_of


class Filling:
    """Every method answers with another draft."""

    def __init__(self, books: Books, clock: Clock) -> None:
        self._books = books
        self._clock = clock

    def from_default_source(self, tx: Connection, draft: InvoiceDraft) -> InvoiceDraft:
        """From the one usable quote if there is exactly one, else from the deal."""
        usable = [row.quote for row in quotes_of(tx, draft.deal_id, self._clock) if row.unusable is None]
        if len(usable) == 1:
            return self.filled(tx, replace(draft, source=Source.QUOTE, quote_id=usable[0].id))
        return self.filled(tx, replace(draft, source=Source.DEAL))

    def filled(self, tx: Connection, draft: InvoiceDraft) -> InvoiceDraft:
        """From the source it names, for the company it names; unchanged without a company."""
        rules = next((each for each in companies(tx) if each.realm_id == draft.realm_id), None)
        if rules is None:
            return draft
        quote = next(
            (
                row.quote
                for row in quotes_of(tx, draft.deal_id, self._clock)
                if row.quote.id == draft.quote_id
            ),
            None,
        )
        taxed = rules.needs_tax_codes
        draft = replace(
            draft,
            currency=prefill.currency(tx, draft, rules),
            lines=prefill.lines(tx, draft, self._books, rules),
            tax_mode=TaxMode.EXCLUSIVE if taxed else TaxMode.NONE,
            invoice_date=today_in(self._clock, rules.timezone),
            message=draft.message or rules.default_message,
            memo=(quote.number or quote.title) if quote else draft.deal_name,
        )
        draft = replace(draft, discount=prefill.discount(tx, draft))
        draft = prefill.with_customer(draft, prefill.match(tx, draft, self._books))
        return self.with_defaults(draft, rules)

    def with_defaults(self, draft: InvoiceDraft, rules: CompanyRules) -> InvoiceDraft:
        """Terms, due date and empty tax codes as the customer's settings say, else the company's."""
        defaults = self._books.customer(rules.realm_id, draft.customer.customer_id or "")
        terms = self._books.terms(rules.realm_id)
        wanted = (defaults.term_id if defaults else None) or rules.default_term_id
        term = terms.get(wanted or "") or (terms.get(draft.term_id or "") if draft.term_id else None)
        code = defaults.tax_code_id if defaults else None
        if code and rules.needs_tax_codes:
            lines = tuple(
                line if line.tax_code_id else replace(line, tax_code_id=code) for line in draft.lines
            )
            draft = replace(draft, lines=lines)
        if term is None:
            return replace(draft, due_date=max(draft.due_date, draft.invoice_date))
        return with_term(draft, term)


def likely_company(tx: Connection, all_rules: tuple[CompanyRules, ...], deal: Row[Any]) -> str | None:
    """The company chosen last for the deal's customer in HubSpot, else for its pipeline, else one with its currency."""
    if len(all_rules) == 1:
        return all_rules[0].realm_id
    same = [each.realm_id for each in all_rules if each.home_currency == deal.currency]
    for key in _memories(tx, deal.id, deal.pipeline_id):
        last = connections.get_setting(tx, key)
        if last in same:
            return str(last)
    return same[0] if same else all_rules[0].realm_id


def remember_company(tx: Connection, deal_id: str, pipeline_id: str, realm_id: str) -> None:
    """The next deal of the same customer or pipeline begins in this company."""
    for key in _memories(tx, deal_id, pipeline_id):
        connections.set_setting(tx, key, realm_id)


def _memories(tx: Connection, deal_id: str, pipeline_id: str) -> list[str]:
    query = (
        select(association.c.to_id)
        .where(
            association.c.from_type == "deal",
            association.c.from_id == deal_id,
            association.c.to_type == "company",
        )
        .order_by(association.c.position)
        .limit(1)
    )
    customer = tx.execute(query).scalar_one_or_none()
    keys = [f"last_company_of_customer:{customer}"] if customer else []
    return [*keys, f"last_company_of_pipeline:{pipeline_id}"]
