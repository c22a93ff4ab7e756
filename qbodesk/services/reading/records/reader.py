"""Reads the panel of any record by its kind and row number. Reads from the cache only."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Table, select

from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_crm import company, contact, deal, quote
from qbodesk.models.cache.tables_qbo import customer, invoice, item
from qbodesk.services.clock import Clock
from qbodesk.services.reading.invoices import Invoices
from qbodesk.services.reading.records import books, common, crm
from qbodesk.services.reading.records.shapes import RecordPanel, RelatedGroup
from qbodesk.services.reading.related import customers_of

_TABLES: Mapping[str, Table] = {
    "contact": contact,
    "company": company,
    "deal": deal,
    "quote": quote,
    "invoice": invoice,
    "customer": customer,
    "item": item,
}


class Records:
    """The panels of contacts, companies, quotes, invoices, customers and items; deals have a reader of their own."""

    def __init__(self, cache: Cache, clock: Clock, invoices: Invoices) -> None:
        self._cache = cache
        self._read: Mapping[str, Callable[[Connection, int], RecordPanel]] = {
            "contact": lambda tx, pk: crm.contact_panel(tx, pk, invoices),
            "company": lambda tx, pk: crm.company_panel(tx, pk, invoices),
            "quote": lambda tx, pk: crm.quote_panel(tx, pk, invoices, clock),
            "invoice": lambda tx, pk: books.invoice_panel(tx, pk, invoices),
            "customer": lambda tx, pk: books.customer_panel(tx, pk, invoices),
            "item": lambda tx, pk: books.item_panel(tx, pk, invoices),
        }

    def panel(self, kind: str, pk: int) -> RecordPanel:
        """One record with everything; `NOT_FOUND` when it is gone."""
        with self._cache.read() as tx:
            return self._read[kind](tx, pk)

    def groups_of_deal(self, deal_id: str) -> tuple[RelatedGroup, ...]:
        """Companies, contacts and QuickBooks customers of a deal."""
        with self._cache.read() as tx:
            several = common.several_companies(tx)
            customers = customers_of(tx, "deal", deal_id)
            return (
                common.group("companies", common.companies_of(tx, "deal", deal_id)),
                common.group("contacts", common.contacts_of(tx, "deal", deal_id)),
                common.group("customers", [common.customer_row(each, several=several) for each in customers]),
            )

    def pk_of(self, kind: str, remote_id: str, realm_id: str = "") -> int | None:
        """Row number of a record by its server's id; `realm_id` names the company of a QuickBooks record."""
        table = _TABLES[kind]
        query = select(table.c.pk).where(table.c.id == remote_id)
        if realm_id:
            query = query.where(table.c.realm_id == realm_id)
        with self._cache.read() as tx:
            return tx.execute(query.limit(1)).scalar_one_or_none()
