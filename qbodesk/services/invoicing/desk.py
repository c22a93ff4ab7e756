"""The use case behind the wizard and `qbodesk invoice create`: open, edit, check, confirm. Sends nothing itself.

Confirming commits the invoice's outbox entry (and its new customer's before it) together with the draft's own state, so a
second click, a second window or a crash can never queue it twice.
"""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection, select

from qbodesk.models.cache import connections, links
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_crm import deal
from qbodesk.models.cache.tables_qbo import invoice
from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.customers import NewCustomer
from qbodesk.models.domain.draft import (
    CustomerChoice,
    DraftTotals,
    InvoiceDraft,
    Numbering,
    Source,
    totals,
)
from qbodesk.models.domain.findings import Severity
from qbodesk.models.domain.flow_facts import FlowFacts
from qbodesk.models.domain.invoice_flow import all_findings, company
from qbodesk.models.domain.matching import MatchResult, suggested_customer
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.source_lines import ItemIndex
from qbodesk.models.domain.stage import Stage
from qbodesk.models.domain.tax import TaxMode
from qbodesk.models.errors import InvalidInput, NotInvoiceable
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance, Clock, today_in
from qbodesk.services.invoicing import drafts, prefill
from qbodesk.services.invoicing.earlier import earlier, next_portion
from qbodesk.services.invoicing.filling import Filling, likely_company, remember_company
from qbodesk.services.invoicing.items import ItemDesk
from qbodesk.services.invoicing.plan import PlannedWrite, planned_writes
from qbodesk.services.invoicing.queueing import entry_of, queue, queued_invoices, taken_back, withdraw
from qbodesk.services.invoicing.rates import Rates
from qbodesk.services.invoicing.snippets import Snippets
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.reading.books import Books, companies
from qbodesk.services.reading.deals import quotes_of
from qbodesk.services.reading.invoices import Invoices
from qbodesk.services.writeback import current_values, property_names

_GONE = frozenset({Stage.DELETED, Stage.VOIDED})


class Invoicing:
    """Every method reads the cache and, where it says so, writes `app_*` rows and the outbox; none needs the network."""

    def __init__(
        self,
        cache: Cache,
        changes: Changes,
        clock: Clock,
        chance: Chance,
        *,
        books: Books,
        invoices: Invoices,
        quickbooks: Callable[[int], QuickBooksClient],
    ) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._chance = chance
        self._books = books
        self._invoices = invoices
        self._filling = Filling(books, clock)
        self.snippets = Snippets(cache, changes)
        self.items = ItemDesk(cache, changes, clock, chance)
        self.rates = Rates(cache, changes, quickbooks)

    def open_draft(self, deal_id: str, *, fresh: bool = False) -> InvoiceDraft:
        """The draft last worked on for the deal, or a new one prefilled from it and saved.

        Raises `InvalidInput` (`NOT_FOUND`) for a deal that is not in the cache and `NO_CONNECTION` without a company.
        """
        with self._cache.write() as tx:
            known = None if fresh else drafts.latest_open(tx, deal_id)
            if known is not None:
                return known
            row = tx.execute(select(deal).where(deal.c.id == deal_id)).one_or_none()
            if row is None:
                raise InvalidInput("NOT_FOUND", field="deal", kind="Deal", id=deal_id)
            all_rules = companies(tx)
            if not all_rules:
                raise InvalidInput("NO_CONNECTION", service="QuickBooks")
            today = today_in(self._clock, all_rules[0].timezone)
            draft = InvoiceDraft(
                draft_id=self._chance.new_id(),
                deal_id=deal_id,
                deal_name=row.name,
                realm_id=likely_company(tx, all_rules, row),
                source=None,
                quote_id=None,
                customer=CustomerChoice(),
                lines=(),
                currency=row.currency,
                tax_mode=TaxMode.NONE,
                term_id=None,
                invoice_date=today,
                due_date=today,
                due_edited=False,
                message="",
                memo="",
                numbering=Numbering.QUICKBOOKS,
                number="",
                exchange_rate=None,
                portion=next_portion(tx, deal_id),
            )
            draft = self._filling.from_default_source(tx, draft)
            drafts.save(tx, draft, self._clock())
        self._changes.publish(ChangeSet.of("draft", draft.draft_id))
        return draft

    def draft(self, draft_id: str) -> InvoiceDraft:
        """A draft by its id."""
        with self._cache.read() as tx:
            found = drafts.load(tx, draft_id)
        if found is None:
            raise InvalidInput("NOT_FOUND", kind="Draft", id=draft_id)
        return found

    def save(self, draft: InvoiceDraft) -> None:
        """Keep every change at once: a crash loses nothing that was typed before it."""
        with self._cache.write() as tx:
            drafts.save(tx, draft, self._clock())
        self._changes.publish(ChangeSet.of("draft", draft.draft_id))

    def discard(self, draft_id: str) -> None:
        """Throw an open draft away."""
        with self._cache.write() as tx:
            drafts.close(tx, draft_id, drafts.DISCARDED)
        self._changes.publish(ChangeSet.of("draft", draft_id))

    def choose_company(self, draft: InvoiceDraft, realm_id: str) -> InvoiceDraft:
        """The draft for another QuickBooks company: customer, items, terms and taxes are looked up there again."""
        if realm_id == draft.realm_id and draft.source is not None:
            return draft
        with self._cache.read() as tx:
            before = next((each for each in companies(tx) if each.realm_id == draft.realm_id), None)
            # what the other company says to its customers by default is not what the user typed
            message = "" if before and draft.message == before.default_message else draft.message
            return self._filling.filled(
                tx, replace(draft, realm_id=realm_id, due_edited=False, message=message)
            )

    def choose_source(self, draft: InvoiceDraft, source: Source, quote_id: str | None = None) -> InvoiceDraft:
        """The draft based on a quote, on the deal or on nothing, filled in from there."""
        if source is draft.source and quote_id == draft.quote_id:
            return draft
        with self._cache.read() as tx:
            return self._filling.filled(tx, replace(draft, source=source, quote_id=quote_id))

    def choose_customer(self, draft: InvoiceDraft, choice: CustomerChoice) -> InvoiceDraft:
        """The draft for a customer: terms, currency and empty tax codes follow the customer's own settings."""
        rules = self._rules(draft)
        return self._filling.with_defaults(replace(draft, customer=choice), rules)

    def matches(self, draft: InvoiceDraft) -> MatchResult:
        """Customers that fit the deal's people and company, with the sign by which they were found."""
        with self._cache.read() as tx:
            return prefill.match(tx, draft, self._books)

    def suggested_customer(self, draft: InvoiceDraft) -> NewCustomer:
        """The form of a new customer, filled in from the deal's first contact and company."""
        with self._cache.read() as tx:
            persons, company_name = prefill.people(tx, draft)
        return replace(suggested_customer(persons, company_name), currency=draft.currency)

    def facts(self, draft: InvoiceDraft, *, but: str = "") -> FlowFacts:
        """What the rules need to judge this draft, from the cache as it is now and as if its own entry `but` were taken back."""
        realm = draft.realm_id or ""
        with self._cache.read() as tx:
            all_rules = companies(tx)
            quotes = tuple(row.quote for row in quotes_of(tx, draft.deal_id, self._clock))
            pairs = links.links_of_crm(tx, "deal", draft.deal_id, "invoice")
            portal = connections.listed(tx, "hubspot")
            amount = tx.execute(select(deal.c.amount).where(deal.c.id == draft.deal_id)).scalar_one_or_none()
            queued = queued_invoices(tx, draft, but)
            # one given up, or made by qbodesk on another computer, is linked nowhere but names the deal in its note
            made = self._invoices.made_for(tx, draft.deal_id)
            linked = [
                row
                for pair in pairs
                for row in self._invoices.rows_in(
                    tx, (invoice.c.realm_id == pair.realm_id) & (invoice.c.id == pair.qb_id)
                )
            ]
            known = {row.pk: row for row in (*linked, *made) if row.stage not in _GONE}
            before = earlier(tx, draft, known.values(), but)
        existing = [row.number or row.invoice_id for row in known.values()]
        rules = next((each for each in all_rules if each.realm_id == realm), None)
        items = ItemIndex.build(self._books.items(realm)).by_id
        return FlowFacts(
            companies=all_rules,
            quotes=quotes,
            tax_codes=self._books.tax_codes(realm),
            terms=self._books.terms(realm),
            items=items.get,
            customer_active=lambda customer_id: bool(
                (found := self._books.customer(realm, customer_id)) and found.active
            ),
            name_taken=lambda name: self._books.name_taken(realm, name),
            existing_invoices=(*existing, *queued),
            numbers_used=lambda number: self._books.number_used(realm, number),
            today=today_in(self._clock, rules.timezone if rules else "UTC"),
            portal_currency=portal[0].currency if portal else "",
            source_amount=None if amount is None else Money.from_minor(amount, draft.currency).amount,
            earlier=before,
            rate=self.rates.known(realm, draft.currency),
        )

    def totals(self, draft: InvoiceDraft) -> DraftTotals:
        """Our preview of the sums; QuickBooks' own are the truth after creation."""
        return totals(draft, self._books.tax_codes(draft.realm_id or ""))

    def plan(self, draft: InvoiceDraft) -> tuple[PlannedWrite, ...]:
        """The exact writes that confirming will cause."""
        rules = self._rules(draft)
        with self._cache.read() as tx:
            held = current_values(tx, draft.deal_id)
            names = property_names(tx)
            portal = connections.listed(tx, "hubspot")
        differs = bool(portal) and draft.currency != portal[0].currency
        skipped = ""
        if differs:
            found = [
                f for f in all_findings(draft, self.facts(draft)) if f.problem.code == "CURRENCY_MISMATCH"
            ]
            skipped = found[0].problem.detail if found else ""
        return planned_writes(
            draft,
            self.totals(draft),
            company_name=rules.name,
            held=held,
            makes_properties=names is None and not differs,
            currency_differs=skipped,
        )

    def confirm(self, draft: InvoiceDraft) -> str:
        """Queue the invoice (and its new customer before it); returns the invoice's outbox entry.

        Confirming a draft twice returns the entry of the first time. Raises `NotInvoiceable` with the first finding that
        stands in the way; nothing is queued then.
        """
        with self._cache.read() as tx:
            if drafts.state_of(tx, draft.draft_id) == drafts.CONFIRMED:
                return entry_of(tx, draft)
        facts = self.facts(draft)
        rules = _agreed(draft, facts)
        with self._cache.write() as tx:
            op_id = self._confirmed(tx, draft, rules, facts)
        if op_id is None:
            with self._cache.read() as tx:
                return entry_of(tx, draft)
        self._told(draft, op_id)
        return op_id

    def queue_again(
        self, op_id: str, change: Callable[[InvoiceDraft], InvoiceDraft], note: Callable[[Connection], object]
    ) -> str:
        """Take an invoice back, change it and queue it anew, all in one commit; returns the new entry.

        `change` is given the draft as it is once taken back, and must only read; `note` writes its line of the trail. Whatever
        is raised, by it or as by `edit_again` and `confirm`: the entry is left as it was.
        """
        with self._cache.read() as tx:
            back = taken_back(tx, op_id)
        draft = change(back.draft)
        facts = self.facts(draft, but=op_id)
        rules = _agreed(draft, facts)
        with self._cache.write() as tx:
            if taken_back(tx, op_id).draft != back.draft:
                # its customer was made at this moment
                raise InvalidInput("CANNOT_EDIT_NOW")
            withdraw(tx, back, self._clock())
            again = self._confirmed(tx, draft, rules, facts)
            if again is None:
                raise InvalidInput("CANNOT_EDIT_NOW")
            note(tx)
        self._told(draft, op_id, again)
        return again

    def edit_again(self, op_id: str) -> InvoiceDraft:
        """Take an invoice that was not sent or was refused back into the wizard, under a new entry.

        Raises `InvalidInput` (`CANNOT_EDIT_NOW`) while it may have reached QuickBooks.
        """
        with self._cache.write() as tx:
            back = taken_back(tx, op_id)
            withdraw(tx, back, self._clock())
        self._changes.publish(ChangeSet.of("outbox", op_id) | ChangeSet.of("deal"))
        return back.draft

    def _confirmed(
        self, tx: Connection, draft: InvoiceDraft, rules: CompanyRules, facts: FlowFacts
    ) -> str | None:
        """The entry of a draft that was open; `None` when somebody closed it already.

        `NotInvoiceable` when the deal got an invoice that nobody who agreed has seen: another draft of it was confirmed since.
        """
        unseen = [each for each in queued_invoices(tx, draft) if each not in facts.existing_invoices]
        if unseen and drafts.state_of(tx, draft.draft_id) != drafts.CONFIRMED:
            raise NotInvoiceable("DEAL_HAS_INVOICE", deal=draft.deal_name, numbers=", ".join(unseen))
        now, op_id = self._clock(), self._chance.new_id()
        drafts.save(tx, draft, now)
        if not drafts.close(tx, draft.draft_id, drafts.CONFIRMED, op_id):
            return None
        queue(tx, draft, rules, op_id, chance=self._chance, now=now)
        pipeline = tx.execute(select(deal.c.pipeline_id).where(deal.c.id == draft.deal_id)).scalar_one()
        remember_company(tx, draft.deal_id, pipeline, rules.realm_id)
        return op_id

    def _told(self, draft: InvoiceDraft, *op_ids: str) -> None:
        self._changes.publish(
            ChangeSet.of("draft", draft.draft_id) | ChangeSet.of("outbox", *op_ids) | ChangeSet.of("deal")
        )

    def _rules(self, draft: InvoiceDraft) -> CompanyRules:
        for rules in self._books.companies():
            if rules.realm_id == draft.realm_id:
                return rules
        raise InvalidInput("NO_CONNECTION", service="QuickBooks")


def _agreed(draft: InvoiceDraft, facts: FlowFacts) -> CompanyRules:
    """The company a draft may be queued for; `NotInvoiceable` with the first finding that stands in the way."""
    for found in all_findings(draft, facts):
        unaccepted = found.severity is Severity.WARN and found.problem.code not in draft.accepted_warnings
        if found.severity is Severity.BLOCK or unaccepted:
            raise NotInvoiceable(found.problem.code, **found.problem.facts)
    rules = company(draft, facts)
    if rules is None:
        raise NotInvoiceable("NO_CONNECTION", service="QuickBooks")
    return rules
