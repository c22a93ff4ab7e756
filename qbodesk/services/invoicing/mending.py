"""Puts refused invoices right, many at once: each is taken back, changed by the fix of its cause, checked and queued anew.

One whose fix does not help stays where it was, with the reason. Sends nothing itself; every decision leaves a line in the trail.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from qbodesk.models.cache import links
from qbodesk.models.cache.engine import Cache
from qbodesk.models.domain.draft import CustomerChoice, InvoiceDraft, Source
from qbodesk.models.domain.findings import Severity
from qbodesk.models.domain.flow_facts import FlowFacts
from qbodesk.models.domain.invoice_flow import all_findings, company
from qbodesk.models.domain.mending import Facts, Fix, mended
from qbodesk.models.domain.text import fold
from qbodesk.models.errors import NotInvoiceable, Problem, QboDeskError
from qbodesk.services.clock import Clock
from qbodesk.services.invoicing.desk import Invoicing
from qbodesk.services.invoicing.intents import CREATE_INVOICE, InvoiceIntent
from qbodesk.services.outbox.review import Review
from qbodesk.services.reading.books import Books
from qbodesk.services.reading.status import StatusReader
from qbodesk.services.settings import CompanySettings


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of it: the entries that were dealt with, and those that were not, each with its reason."""

    done: tuple[str, ...]
    left: tuple[tuple[str, Problem], ...]


class Mending:
    """Only `AGAIN` asks QuickBooks, for its settings. An entry that cannot be mended holds no other up."""

    def __init__(
        self,
        cache: Cache,
        clock: Clock,
        *,
        invoicing: Invoicing,
        books: Books,
        status: StatusReader,
        review: Review,
        settings: CompanySettings,
    ) -> None:
        self._cache = cache
        self._clock = clock
        self._invoicing = invoicing
        self._books = books
        self._status = status
        self._review = review
        self._settings = settings

    def mend(self, keys: Sequence[str], fix: Fix) -> Mended:
        """Apply a fix to all these entries (`DISMISS`: to these problems, by their numbers)."""
        if fix is Fix.AGAIN:
            self._ask_settings(keys)
        done: list[str] = []
        left: list[tuple[str, Problem]] = []
        for key in keys:
            try:
                self._way(fix)(key, fix)
            except QboDeskError as error:
                left.append((key, error.problem))
            else:
                done.append(key)
        return Mended(tuple(done), tuple(left))

    def _ask_settings(self, keys: Sequence[str]) -> None:
        """What stood in the way may have been switched over in QuickBooks a moment ago; without a network the cache judges."""
        found = (self._status.entry(key) for key in keys)
        invoices = (each for each in found if each is not None and each.kind == CREATE_INVOICE)
        drafts = (self._invoicing.draft(InvoiceIntent.decode(each.intent).draft_id) for each in invoices)
        with suppress(QboDeskError):
            for realm_id in {draft.realm_id for draft in drafts if draft.realm_id}:
                self._settings.ask(realm_id)

    def _way(self, fix: Fix) -> Callable[[str, Fix], None]:
        match fix:
            case Fix.WITHDRAW:
                return lambda key, _fix: self._traced(key, fix, self._review.cancel)
            case Fix.LOOK_AGAIN:
                return lambda key, _fix: self._traced(key, fix, self._review.look_again)
            case Fix.DISMISS:
                return lambda key, _fix: self._review.dismiss(int(key))
            case _:
                return self._again

    def _again(self, op_id: str, fix: Fix) -> None:
        entry = self._status.entry(op_id)
        if entry is None or entry.kind != CREATE_INVOICE:
            raise NotInvoiceable("CANNOT_EDIT_NOW")
        draft = self._changed(self._invoicing.draft(InvoiceIntent.decode(entry.intent).draft_id), fix)
        found = all_findings(draft, self._invoicing.facts(draft))
        blocked = next((each.problem for each in found if each.severity is Severity.BLOCK), None)
        if blocked is not None:
            raise NotInvoiceable(blocked.code, **blocked.facts)

        def queue(key: str) -> None:
            # what edit_again brings back may know more: a customer that was made meanwhile
            taken_back = self._invoicing.edit_again(key)
            self._invoicing.confirm(self._changed(taken_back, fix))

        self._traced(op_id, fix, queue)

    def _changed(self, draft: InvoiceDraft, fix: Fix) -> InvoiceDraft:
        facts = self._invoicing.facts(draft)
        if fix is Fix.USE_DEAL:
            return self._invoicing.choose_source(draft, Source.DEAL)
        changed = mended(draft, fix, self._facts(draft, facts))
        if changed is None:
            raise NotInvoiceable(
                "NAMESAKE_UNKNOWN", name=draft.customer.new.display_name if draft.customer.new else ""
            )
        if changed.customer != draft.customer:
            return self._invoicing.choose_customer(draft, changed.customer)
        return changed

    def _facts(self, draft: InvoiceDraft, facts: FlowFacts) -> Facts:
        rules = company(draft, facts)
        return Facts(
            facts.today,
            rules.books_closed_until if rules else None,
            facts.terms.get(draft.term_id or ""),
            self._namesake(draft),
        )

    def _namesake(self, draft: InvoiceDraft) -> CustomerChoice | None:
        new = draft.customer.new
        if new is None:
            return None
        wanted = fold(new.display_name)
        found = (
            each
            for each in self._books.customers(draft.realm_id or "")
            if each.active and fold(each.name) == wanted
        )
        return next((CustomerChoice(each.id, each.name, each.email) for each in found), None)

    def _traced(self, op_id: str, fix: Fix, do: Callable[[str], object]) -> None:
        entry = self._status.entry(op_id)
        do(op_id)
        before = (
            {"state": entry.state.value, "code": entry.problem.code if entry.problem else ""} if entry else {}
        )
        after = self._status.entry(op_id)
        with self._cache.write() as tx:
            links.write_audit(
                tx,
                now=self._clock(),
                kind="mended",
                target=f"{entry.kind}:{op_id}" if entry else op_id,
                before=before,
                after={"state": after.state.value} if after else {},
                cause={"fix": fix.value, "by": "person"},
            )
