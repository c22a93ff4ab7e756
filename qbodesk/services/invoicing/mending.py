"""Puts refused invoices right, many at once: each is taken back, changed by the fix of its cause, checked and queued anew.

One whose fix does not help stays where it was, with the reason. Sends nothing itself; every decision leaves a line in the trail.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection

from qbodesk.models.cache import links
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry, EntryMovedError
from qbodesk.models.domain.draft import CustomerChoice, InvoiceDraft, Source
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.flow_facts import FlowFacts
from qbodesk.models.domain.invoice_flow import company
from qbodesk.models.domain.mending import Facts, mended
from qbodesk.models.domain.outbox import State
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
            except EntryMovedError:
                # a pass sent it, or another window dealt with it, at this moment
                left.append((key, Problem("CANNOT_EDIT_NOW")))
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
        self._invoicing.queue_again(
            op_id,
            lambda draft: self._changed(draft, fix, op_id),
            lambda tx: self._trace(tx, entry, State.CANCELLED, fix),
        )

    def _changed(self, draft: InvoiceDraft, fix: Fix, op_id: str) -> InvoiceDraft:
        facts = self._invoicing.facts(draft, but=op_id)
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
        after = self._status.entry(op_id)
        if entry is not None and after is not None:
            with self._cache.write() as tx:
                self._trace(tx, entry, after.state, fix)

    def _trace(self, tx: Connection, entry: Entry, after: State, fix: Fix) -> None:
        links.write_audit(
            tx,
            now=self._clock(),
            kind="mended",
            target=f"{entry.kind}:{entry.op_id}",
            before={"state": entry.state.value, "code": entry.problem.code if entry.problem else ""},
            after={"state": after.value},
            cause={"fix": fix.value, "by": "person"},
        )
