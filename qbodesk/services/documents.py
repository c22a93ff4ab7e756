"""The PDF of an invoice as QuickBooks prints it, kept for offline; and the HTML of our own preview before creation.

Draws nothing: turning the preview's HTML into a page is the window's business.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache as once
from typing import Any

from jinja2 import FileSystemLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from qbodesk.models.cache import connections
from qbodesk.models.cache.base import instant
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_local import document
from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.draft import InvoiceDraft, billed
from qbodesk.models.domain.money import total
from qbodesk.models.words import _
from qbodesk.paths import resource
from qbodesk.services.clock import Clock
from qbodesk.services.invoicing.desk import Invoicing
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.reading.books import Books
from qbodesk.services.reading.invoices import InvoiceRow, Invoices, when


@dataclass(frozen=True, slots=True)
class Pdf:
    """An invoice as QuickBooks printed it at `fetched_at`; `current` unless the invoice changed since."""

    body: bytes
    fetched_at: datetime
    current: bool


class Documents:
    """PDFs and previews."""

    def __init__(
        self,
        cache: Cache,
        clock: Clock,
        books: Books,
        invoicing: Invoicing,
        quickbooks: Callable[[int], QuickBooksClient],
        invoices: Invoices,
    ) -> None:
        self._cache = cache
        self._clock = clock
        self._books = books
        self._invoicing = invoicing
        self._quickbooks = quickbooks
        self._invoices = invoices

    def kept(self, row: InvoiceRow) -> Pdf | None:
        """The PDF fetched last, at once and without the network; `None` when there is none."""
        query = select(document).where(
            document.c.realm_id == row.realm_id, document.c.invoice_id == row.invoice_id
        )
        with self._cache.read() as tx:
            found = tx.execute(query).one_or_none()
        if found is None:
            return None
        fetched_at = when(found.fetched_at) or self._clock()
        return Pdf(found.body, fetched_at, found.sync_token == row.sync_token)

    def pdf(self, row: InvoiceRow) -> Pdf:
        """The PDF of the invoice as it is now: the kept one when it is current, else fetched and kept.

        Raises what the QuickBooks client raises; blocking, so never on the thread of a window.
        """
        known = self.kept(row)
        if known is not None and known.current:
            return known
        with self._cache.read() as tx:
            conn_id = next(
                each.conn_id
                for each in connections.listed(tx, "quickbooks")
                if each.remote_id == row.realm_id
            )
        body = self._quickbooks(conn_id).invoice_pdf(row.invoice_id)
        now = self._clock()
        values = {"sync_token": row.sync_token, "fetched_at": instant(now), "body": body}
        if self._cache.writable:
            with self._cache.write() as tx:
                tx.execute(
                    insert(document)
                    .values(realm_id=row.realm_id, invoice_id=row.invoice_id, **values)
                    .on_conflict_do_update(index_elements=["realm_id", "invoice_id"], set_=values)
                )
        return Pdf(body, now, current=True)

    def preview_html(self, draft: InvoiceDraft, formats: Any) -> str:
        """The page of a draft, marked as a preview; `formats` writes money, numbers and dates in the reader's way."""
        rules = self._company(draft.realm_id)
        codes = self._books.tax_codes(draft.realm_id or "")
        terms = self._books.terms(draft.realm_id or "")
        return (
            _templates()
            .get_template("invoice.html")
            .render(
                draft=billed(draft),
                company=rules,
                sums=self._invoicing.totals(draft),
                term=terms.get(draft.term_id or ""),
                codes=codes,
                money=formats.money,
                amount=formats.amount,
                number=formats.number,
                percent=formats.percent,
                fixed=formats.fixed,
                date=formats.date,
                _=_,
            )
        )

    def record_html(self, row: InvoiceRow, formats: Any) -> str:
        """The page of an invoice as the cache knows it, for when there is no PDF; marked as a preview, totals QuickBooks' own."""
        lines = self._invoices.detail(row.pk).lines
        return (
            _templates()
            .get_template("record.html")
            .render(
                row=row,
                company=self._company(row.realm_id),
                lines=lines,
                tax=row.total - total((line.amount for line in lines), row.total.currency),
                money=formats.money,
                amount=formats.amount,
                number=formats.number,
                date=formats.date,
                _=_,
            )
        )

    def _company(self, realm_id: str | None) -> CompanyRules | None:
        return next((each for each in self._books.companies() if each.realm_id == realm_id), None)


@once
def _templates() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(resource("templates")), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
