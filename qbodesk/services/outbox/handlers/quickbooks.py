"""Creating a customer, a product and an invoice in QuickBooks. Retries nothing: the sender decides about that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

import msgspec
from sqlalchemy import Connection

from qbodesk.models.cache import connections, links, outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.outbox import InvoicePrint, marker, marker_in, same_invoice
from qbodesk.models.domain.quotes import usability
from qbodesk.models.errors import NotInvoiceable, OutcomeUnknown, Postponed, Problem, SignInExpired, TryLater
from qbodesk.services.changes import ChangeSet
from qbodesk.services.clock import Clock, today_in
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.invoicing.body import print_of_body, print_of_record, with_marker
from qbodesk.services.invoicing.intents import CustomerIntent, InvoiceIntent, ItemIntent
from qbodesk.services.outbox.handler import Reply
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.quickbooks.codec import Row, encode_body
from qbodesk.services.quickbooks.records import Customer, Invoice, Item, Record
from qbodesk.services.sync import apply
from qbodesk.services.sync.company import rules_of
from qbodesk.services.sync.rows_hubspot import PROPERTIES, quote_record
from qbodesk.services.writeback import Writebacks

CLOCK_MARGIN = timedelta(minutes=10)
"""How far QuickBooks' own clocks may differ when asking for records made since the first attempt."""

MARKED_MARGIN = timedelta(days=400)
"""The same where a marker makes the match exact: no wrong clock must hide our own invoice.

A clock further ahead would find every certificate expired, and nothing would have been sent.
"""

QuickBooksOf = Callable[[int], QuickBooksClient]


class _Creating:
    """What all have in common."""

    repeatable: ClassVar[bool] = False
    falls: ClassVar[bool] = False
    entity: ClassVar[type[Record]]
    remote_type: ClassVar[str]

    def __init__(self, cache: Cache, clock: Clock, quickbooks: QuickBooksOf) -> None:
        self._cache = cache
        self._clock = clock
        self._quickbooks = quickbooks

    def send(self, entry: Entry) -> Reply:
        """POST the frozen payload under the entry's key (`requestid`)."""
        if entry.payload is None or entry.req_key is None:
            raise OutcomeUnknown(service="QuickBooks")
        client = self._quickbooks(entry.conn_id)
        return self._reply(client.create(self.entity, entry.payload.encode(), entry.req_key))

    def ended(self, tx: Connection, entry: Entry, problem: Problem | None) -> ChangeSet:
        """The entry itself is what a person sees, edits and sends again."""
        del tx, entry, problem
        return ChangeSet()

    def _reply(self, row: Row[Any]) -> Reply:
        record = row.record
        number = (
            getattr(record, "doc_number", "")
            or getattr(record, "display_name", "")
            or getattr(record, "name", "")
        )
        return Reply(self.remote_type, record.id, number, record, row.raw)

    def _stored(self, tx: Connection, entry: Entry, reply: Reply) -> tuple[CompanyRules, dict[str, int]]:
        rules = company_rules(tx, entry.conn_id)
        received = [Row(reply.record, reply.raw)]
        applied = apply.quickbooks(tx, rules.realm_id, rules.home_currency, self.entity, received)
        return rules, applied.touched

    def _refreshed_rules(self, entry: Entry) -> tuple[CompanyRules, datetime | None]:
        """Ask QuickBooks for the preferences that may forbid the write, and keep them; with its clock."""
        with self._cache.read() as tx:
            known = company_rules(tx, entry.conn_id)
        preferences, moment = self._quickbooks(entry.conn_id).preferences_now()
        fresh = rules_of(known, preferences)
        if fresh != known:
            with self._cache.write() as tx:
                connections.save(
                    tx, service="quickbooks", remote_id=known.realm_id, rules=msgspec.json.encode(fresh)
                )
        return fresh, moment


class CreateCustomer(_Creating):
    """A customer typed in the wizard; its invoice waits for it."""

    entity = Customer
    remote_type = "customer"
    exclusive: ClassVar[bool] = False

    def check(self, entry: Entry) -> datetime | None:
        """Only that QuickBooks answers: names are unique over vendors and employees too, so it must judge itself."""
        return self._refreshed_rules(entry)[1]

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The body as typed."""
        del tx, req_key
        return bytes(CustomerIntent.decode(entry.intent).body).decode()

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """Customers of that name and person made since the first attempt.

        The name alone is not enough: a colleague may just have made another customer of that name, and it is for a person to
        say whether the invoice is meant for that one.
        """
        intent = CustomerIntent.decode(entry.intent)
        sent = who(msgspec.json.decode(intent.body))
        since = (entry.first_sent_at or entry.created_at) - CLOCK_MARGIN
        found = self._quickbooks(entry.conn_id).find_customers_by_name(intent.name)
        return [
            self._reply(row)
            for row in found
            if (made := row.record.meta_data.create_time) is not None
            and made >= since
            and who(msgspec.json.decode(row.raw)) == sent
        ]

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """Into the mirror, linked with its contact."""
        intent = CustomerIntent.decode(entry.intent)
        rules, touched = self._stored(tx, entry, reply)
        if intent.contact_id:
            pair = links.Link(
                rules.realm_id, "customer", reply.remote_id, "contact", intent.contact_id, "created"
            )
            links.add_link(tx, pair, self._clock())
        return ChangeSet.of("customer", *touched.values())


class CreateItem(_Creating):
    """A product typed in the wizard because QuickBooks had none for a line."""

    entity = Item
    remote_type = "item"
    exclusive: ClassVar[bool] = False

    def check(self, entry: Entry) -> datetime | None:
        """Only that QuickBooks answers: it judges names and accounts itself."""
        return self._refreshed_rules(entry)[1]

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The body as typed."""
        del tx, req_key
        return bytes(ItemIntent.decode(entry.intent).body).decode()

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """The product of that name made since the first attempt: names are unique, so there is one at most."""
        intent = ItemIntent.decode(entry.intent)
        since = (entry.first_sent_at or entry.created_at) - CLOCK_MARGIN
        return [
            self._reply(row)
            for row in self._quickbooks(entry.conn_id).find_items_by_name(intent.name)
            if (made := row.record.meta_data.create_time) is not None and made >= since
        ]

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """Into the mirror, linked with its HubSpot product."""
        intent = ItemIntent.decode(entry.intent)
        rules, touched = self._stored(tx, entry, reply)
        if intent.product_id:
            pair = links.Link(
                rules.realm_id, "item", reply.remote_id, "product", intent.product_id, "created"
            )
            links.add_link(tx, pair, self._clock())
        return ChangeSet.of("item", *touched.values())


class CreateInvoice(_Creating):
    """An invoice confirmed in the wizard."""

    entity = Invoice
    remote_type = "invoice"
    exclusive: ClassVar[bool] = True

    def __init__(
        self,
        cache: Cache,
        clock: Clock,
        quickbooks: QuickBooksOf,
        *,
        hubspot: Callable[[], HubSpotClient],
        writebacks: Writebacks,
    ) -> None:
        super().__init__(cache, clock, quickbooks)
        self._hubspot = hubspot
        self._writebacks = writebacks

    def check(self, entry: Entry) -> datetime | None:
        """What may have changed while the entry waited: number settings, closed books, the quote's validity."""
        intent = InvoiceIntent.decode(entry.intent)
        rules, moment = self._refreshed_rules(entry)
        fields = intent.fields()
        if rules.custom_numbers and intent.numbering == "quickbooks":
            raise NotInvoiceable("CUSTOM_NUMBERS_ON", company=rules.name)
        if not rules.allows_discount and any("DiscountLineDetail" in line for line in fields["Line"]):
            raise NotInvoiceable("DISCOUNTS_OFF", company=rules.name)
        closed = rules.books_closed_until
        if closed is not None and fields["TxnDate"] <= closed.isoformat():
            raise NotInvoiceable("BOOKS_CLOSED", company=rules.name, date=closed.isoformat())
        if intent.quote_id and entry.first_sent_at is None:
            try:
                record = self._hubspot().read("quotes", intent.quote_id, PROPERTIES["quotes"])
            except (TryLater, SignInExpired) as error:
                # HubSpot's trouble is none of the QuickBooks connection this entry belongs to
                raise Postponed from error
            quote = quote_record(record)
            problem = usability(quote, today_in(self._clock, quote.timezone or rules.timezone))
            if problem is not None:
                raise NotInvoiceable(problem.code, **problem.facts)
        return moment

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The confirmed body with its customer and its marker."""
        intent = InvoiceIntent.decode(entry.intent)
        fields = intent.fields()
        fields["CustomerRef"] = _customer(tx, intent, fields)
        marked = with_marker(fields, req_key=req_key, deal_id=intent.deal_id, memo=intent.memo)
        return encode_body(marked).decode()

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """The customer's invoices since the first attempt that carry our marker, else that look exactly alike."""
        intent = InvoiceIntent.decode(entry.intent)
        sent = self._fields(entry)
        first = entry.first_sent_at or entry.created_at
        found = self._quickbooks(entry.conn_id).find_invoices(
            sent["CustomerRef"]["value"], first - MARKED_MARGIN
        )
        # the marker is exact, whatever the memo before it says and however wrong this computer's clock is
        marked = [row for row in found if marker(entry.op_id) in row.record.private_note]
        if marked:
            return [self._reply(row) for row in marked]
        ours = print_of_body(sent, intent.home_currency)
        return [
            replace(self._reply(row), certain=False)
            for row in found
            if marker_in(row.record.private_note) is None
            and (made := row.record.meta_data.create_time) is not None
            and made >= first - CLOCK_MARGIN
            and _alike(ours, row.record, intent.home_currency)
        ]

    def _fields(self, entry: Entry) -> Mapping[str, Any]:
        """What was sent; in a restored workspace the entry may not know yet that it was, nor for which new customer."""
        intent = InvoiceIntent.decode(entry.intent)
        sent = intent.fields()
        if entry.payload is not None:
            return {**sent, "CustomerRef": msgspec.json.decode(entry.payload)["CustomerRef"]}
        with self._cache.read() as tx:
            return {**sent, "CustomerRef": _customer(tx, intent, sent)}

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """Into the mirror, linked with the deal; the deal's write-back is queued in the same commit."""
        intent = InvoiceIntent.decode(entry.intent)
        rules, touched = self._stored(tx, entry, reply)
        now = self._clock()
        pair = links.Link(rules.realm_id, "invoice", reply.remote_id, "deal", intent.deal_id, "created")
        links.add_link(tx, pair, now)
        self._writebacks.queue(tx, [intent.deal_id])
        return ChangeSet.of("invoice", *touched.values()) | ChangeSet.of("deal") | ChangeSet.of("outbox")


def company_rules(tx: Connection, conn_id: int) -> CompanyRules:
    """The rules of the company behind a connection."""
    for each in connections.listed(tx, "quickbooks"):
        if each.conn_id == conn_id and each.rules:
            rules = msgspec.json.decode(each.rules, type=CompanyRules)
            return replace(rules, connected=each.state == "connected")
    raise NotInvoiceable("NO_CONNECTION", service="QuickBooks")


def who(customer: Mapping[str, Any]) -> tuple[str, ...]:
    """Who a customer is, as QuickBooks gives back what it was sent."""
    email = customer.get("PrimaryEmailAddr") or {}
    names = (customer.get(key) for key in ("CompanyName", "GivenName", "FamilyName"))
    return tuple((each or "").strip().casefold() for each in (email.get("Address"), *names))


def _customer(tx: Connection, intent: InvoiceIntent, fields: Mapping[str, Any]) -> Any:
    """Whom the invoice is for: a customer known when it was confirmed, or the one made by the entry before it."""
    if not intent.customer_op:
        return fields.get("CustomerRef", {"value": ""})
    made = outbox.get(tx, intent.customer_op)
    return {"value": made.remote_id if made else ""}


def _alike(ours: InvoicePrint, record: Invoice, home_currency: str) -> bool:
    return same_invoice(ours, print_of_record(record, home_currency))
