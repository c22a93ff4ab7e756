"""The QuickBooks Online API as methods (quickbooks-api.md §2-4, §8, §11); keeps nothing but its connection.

Every method is synchronous and thread-safe. Reads are repeated by the wire; a write goes out once with the caller's key
and bytes. All raise our errors only: `NeedsUser`, `TryLater`, `Refused`, and `Interrupted` before sending.
"""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import quote

import httpx
import msgspec

from qbodesk.models.errors import RejectedByServer
from qbodesk.services.http.exchange import Call
from qbodesk.services.http.pacing import Pacer
from qbodesk.services.http.ports import Tokens
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.http.wire import Wire
from qbodesk.services.quickbooks import codec
from qbodesk.services.quickbooks.codec import Changes, Page, Row
from qbodesk.services.quickbooks.problems import SERVICE, judge
from qbodesk.services.quickbooks.query import (
    MAX_ROWS,
    Condition,
    Unaskable,
    equal,
    resembling,
    select,
    select_count,
    since,
)
from qbodesk.services.quickbooks.records import Customer, Invoice, Item, Record
from qbodesk.services.quickbooks.setup_records import CompanyInfo, ExchangeRate, Preferences, TaxCode, TaxRate

T = TypeVar("T", bound=Record)

PRODUCTION = "https://quickbooks.api.intuit.com"
SANDBOX = "https://sandbox-quickbooks.api.intuit.com"

MINOR_VERSION = ("minorversion", "75")  # what QuickBooks answers with anyway since August 2025 (§0)
CHANGES_LIMIT = 1000  # objects in one answer of the change feed, which has no second page (§4)
NOT_IN_CHANGES: frozenset[type[Record]] = frozenset({TaxCode, TaxRate, Preferences, CompanyInfo})


class QuickBooksClient:
    """One QuickBooks company. Share `pacer` and `tokens` among all clients of the same company."""

    def __init__(
        self,
        http: httpx.Client,
        realm_id: str,
        tokens: Tokens,
        pacer: Pacer,
        *,
        stop: threading.Event | None = None,
        retry: ReadRetry | None = None,
    ) -> None:
        self.realm_id = realm_id
        self._wire = Wire(
            SERVICE, http, tokens, pacer, judge, stop or threading.Event(), retry or ReadRetry()
        )
        self._item_columns = "*, Sku"  # "*" alone has lost the Sku in a live test (§3.1)

    def held(self) -> tuple[float, bool]:
        """Seconds until the next request may leave, and whether the server asked for the pause."""
        return self._wire.pacer.held()

    def company_info(self) -> CompanyInfo:
        """The company behind this connection."""
        path = f"companyinfo/{quote(self.realm_id, safe='')}"
        return self._one(CompanyInfo, path, "companyinfo/{realm}").record

    def preferences(self) -> Preferences:
        """The company's preferences."""
        return self.preferences_now()[0]

    def preferences_now(self) -> tuple[Preferences, datetime | None]:
        """The company's preferences, and the server's clock (aware) as it answered, if it told it."""
        return self._wire.read(
            self._call("preferences", "preferences"),
            lambda body: (codec.decode_record(Preferences, body).record, codec.decode_time(body)),
        )

    def count(self, entity: type[Record], where: Sequence[Condition] = (), *, active_too: bool = True) -> int:
        """How many records there are; `active_too` counts inactive ones as well."""
        return self._wire.read(
            self._query(select_count(entity, where, active_too=active_too)), codec.decode_count
        )

    def page(
        self,
        entity: type[T],
        start: int,
        size: int = MAX_ROWS,
        where: Sequence[Condition] = (),
        order: str = "Id",
        *,
        active_too: bool = True,
    ) -> Page[T]:
        """Records from row `start` (1-based). The last page has fewer than `size`; rows may shift between pages."""

        def ask(columns: str) -> Page[T]:
            statement = select(
                entity, where, start=start, size=size, order=order, active_too=active_too, columns=columns
            )
            return self._wire.read(self._query(statement), lambda body: codec.decode_page(entity, body))

        if entity is not Item or self._item_columns == "*":
            return ask("*")
        try:
            return ask(self._item_columns)
        except RejectedByServer as error:
            if error.code != "QUERY_REFUSED":
                raise
        page = ask("*")
        self._item_columns = "*"  # only now is it sure that the columns were the reason
        return page

    def changes(self, entities: Sequence[type[Record]], since: datetime) -> Changes:
        """What changed after `since` (aware, at most 30 days ago), deletions included (§4).

        When `count` reaches `CHANGES_LIMIT` the answer may be cut: ask for fewer entities, or compare completely.
        Raises ValueError for entities the feed never holds: taxes, preferences, company info.
        """
        if unfit := NOT_IN_CHANGES & set(entities):
            raise ValueError(f"not in the change feed: {sorted(entity.__name__ for entity in unfit)}")
        if since.tzinfo is None:
            raise ValueError("a time without zone")
        names = ",".join(entity.__name__ for entity in entities)
        call = self._call(
            "cdc", query=(("entities", names), ("changedSince", since.isoformat(timespec="seconds")))
        )
        return self._wire.read(call, lambda body: codec.decode_changes(entities, body))

    def read(self, entity: type[T], record_id: str) -> Row[T]:
        """One record by id. Raises `MissingReference` when it was deleted."""
        return self._one(
            entity, f"{_segment(entity)}/{quote(record_id, safe='')}", f"{_segment(entity)}/{{id}}"
        )

    def create(self, entity: type[T], body: bytes, request_key: str) -> Row[T]:
        """Creates a record from bytes that are stored already (§8.1). `request_key`: at most 50 characters, stored too.

        Raises `OutcomeUnknown` when the record may or may not exist now; every other error means that it does not.
        """
        call = self._call(_segment(entity), query=(("requestid", request_key),))
        return self._wire.write(
            replace(call, method="POST", content=body), lambda answer: codec.decode_record(entity, answer)
        )

    def exchange_rate(self, currency: str, on: date) -> ExchangeRate:
        """What QuickBooks reckons one unit of a currency at on a day (§9.7); its `as_of_date` may be earlier.

        Raises `RejectedByServer` for a company with one currency only.
        """
        asked = (("sourcecurrencycode", currency), ("asofdate", on.isoformat()))
        return self._wire.read(self._call("exchangerate", query=asked), codec.decode_exchange_rate)

    def invoice_pdf(self, invoice_id: str) -> bytes:
        """The invoice as QuickBooks prints it (§11)."""
        call = self._call(f"invoice/{quote(invoice_id, safe='')}/pdf", "invoice/{id}/pdf")
        return self._wire.read(replace(call, accept="application/pdf"), _checked_pdf)

    def find_invoices(self, customer_id: str, created_since: datetime) -> tuple[Row[Invoice], ...]:
        """A customer's invoices created at or after an aware time; all pages."""
        return self._all(
            Invoice, (equal("CustomerRef", customer_id), since("MetaData.CreateTime", created_since))
        )

    def find_customers_by_name(self, name: str) -> tuple[Row[Customer], ...]:
        """Customers, inactive ones included, with exactly this display name whatever its case."""
        try:
            condition = equal("DisplayName", name)
        except Unaskable:
            condition = resembling("DisplayName", name)
        wanted = name.casefold()
        return tuple(
            row for row in self._all(Customer, (condition,)) if row.record.display_name.casefold() == wanted
        )

    def find_items_by_name(self, name: str) -> tuple[Row[Item], ...]:
        """Products, inactive ones included, with exactly this name whatever its case."""
        try:
            condition = equal("Name", name)
        except Unaskable:
            condition = resembling("Name", name)
        wanted = name.casefold()
        return tuple(row for row in self._all(Item, (condition,)) if row.record.name.casefold() == wanted)

    def _all(self, entity: type[T], where: Sequence[Condition]) -> tuple[Row[T], ...]:
        rows: dict[str, Row[T]] = {}
        start = 1
        while True:
            page = self.page(entity, start, where=where)
            rows.update((row.record.id, row) for row in page.rows)
            if page.count < MAX_ROWS:
                return tuple(rows.values())
            start += MAX_ROWS

    def _one(self, entity: type[T], path: str, route: str) -> Row[T]:
        return self._wire.read(self._call(path, route), lambda body: codec.decode_record(entity, body))

    def _query(self, statement: str) -> Call:
        return self._call("query", query=(("query", statement),))

    def _call(self, path: str, route: str = "", query: tuple[tuple[str, str], ...] = ()) -> Call:
        base = f"/v3/company/{quote(self.realm_id, safe='')}/"
        return Call("GET", base + path, f"/v3/company/{{realm}}/{route or path}", (*query, MINOR_VERSION))


def _segment(entity: type[Record]) -> str:
    return entity.__name__.lower()  # paths are case sensitive and want lower case (§2)


def _checked_pdf(body: bytes) -> bytes:
    if not body.startswith(b"%PDF-"):
        raise msgspec.DecodeError("the answer is not a PDF document")
    return body
