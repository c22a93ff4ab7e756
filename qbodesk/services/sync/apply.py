"""Server records into the mirror: rows, child rows and search text in the caller's transaction. Fetches nothing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, select

from qbodesk.models.cache import mirror, search, tables_crm, tables_qbo
from qbodesk.models.cache.base import moment
from qbodesk.models.cache.mirror import Applied
from qbodesk.models.domain.text import fold
from qbodesk.services.hubspot.records import CrmRecord
from qbodesk.services.quickbooks.codec import Row as Received
from qbodesk.services.quickbooks.records import Customer, Invoice, Item, Payment, Record
from qbodesk.services.quickbooks.setup_records import Account, TaxCode, TaxRate, Term
from qbodesk.services.sync import rows_hubspot, rows_quickbooks

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of record is kept: `name` is what screens call it."""

    name: str
    table: Table
    row: Callable[..., Row]
    searched: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    children: Table | None = None
    child_rows: Callable[..., list[Row]] | None = None


_QB = rows_quickbooks
_CRM = rows_hubspot

QUICKBOOKS: Mapping[type[Record], Kind] = {
    Customer: Kind("customer", tables_qbo.customer, _QB.customer_row, _QB.SEARCHED["customer"]),
    Item: Kind("item", tables_qbo.item, _QB.item_row, _QB.SEARCHED["item"]),
    Invoice: Kind(
        "invoice",
        tables_qbo.invoice,
        _QB.invoice_row,
        _QB.SEARCHED["invoice"],
        _QB.SHARED["invoice"],
        tables_qbo.invoice_line,
        _QB.invoice_line_rows,
    ),
    Payment: Kind(
        "payment",
        tables_qbo.payment,
        _QB.payment_row,
        children=tables_qbo.payment_line,
        child_rows=_QB.payment_line_rows,
    ),
    Term: Kind("term", tables_qbo.term, _QB.term_row),
    TaxCode: Kind("tax_code", tables_qbo.tax_code, _QB.tax_code_row),
    TaxRate: Kind("tax_rate", tables_qbo.tax_rate, _QB.tax_rate_row),
    Account: Kind("account", tables_qbo.account, _QB.account_row),
}

HUBSPOT: Mapping[str, Kind] = {
    "contacts": Kind("contact", tables_crm.contact, _CRM.contact_row, _CRM.SEARCHED["contact"]),
    "companies": Kind("company", tables_crm.company, _CRM.company_row, _CRM.SEARCHED["company"]),
    "deals": Kind("deal", tables_crm.deal, _CRM.deal_row, _CRM.SEARCHED["deal"]),
    "quotes": Kind("quote", tables_crm.quote, _CRM.quote_row, _CRM.SEARCHED["quote"]),
    "products": Kind("product", tables_crm.product, _CRM.product_row, _CRM.SEARCHED["product"]),
    "line_items": Kind("line_item", tables_crm.line_item, _CRM.line_item_row),
    # screens know "invoice" as one of QuickBooks
    "invoices": Kind("crm_invoice", tables_crm.invoice, _CRM.invoice_row),
}


def quickbooks(
    tx: Connection, realm_id: str, home: str, entity: type[Record], received: Sequence[Received[Any]]
) -> Applied:
    """Records of one entity of one company, as QuickBooks sent them."""
    kind = QUICKBOOKS[entity]
    # tax codes and other lists hold pseudo rows without an id of their own in some countries
    rows = {one.record.id: kind.row(realm_id, home, one.record, one.raw) for one in received if one.record.id}
    _share(tx, kind, realm_id, rows.values())
    applied = mirror.apply_rows(tx, kind.table, list(rows.values()))
    if kind.children is not None and kind.child_rows is not None:
        records = {one.record.id: one.record for one in received}
        children: list[Row] = []
        for remote_id, pk in applied.touched.items():
            children += kind.child_rows(pk, rows[remote_id]["currency"], records[remote_id])
        mirror.replace_children(tx, kind.children, applied.changed.values(), children)
    _index(tx, kind, rows, applied)
    return applied


def hubspot(tx: Connection, kind_name: str, home: str, received: Sequence[CrmRecord]) -> Applied:
    """Records of one HubSpot type; `home` is the portal's currency."""
    kind = HUBSPOT[kind_name]
    rows = {record.id: kind.row(record, kept_properties(record), home) for record in received}
    applied = mirror.apply_rows(tx, kind.table, list(rows.values()))
    _index(tx, kind, rows, applied)
    return applied


def merged_hubspot(tx: Connection, kind_name: str, answer: CrmRecord) -> CrmRecord:
    """The answer to a PATCH laid over the stored record: it names only some properties.

    It keeps the stored version, so that the next window reads the whole record and its associations, which somebody may have
    changed just before.
    """
    return merged_all(tx, kind_name, [answer])[0]


def merged_all(tx: Connection, kind_name: str, answers: Sequence[CrmRecord]) -> list[CrmRecord]:
    """As `merged_hubspot`, many at once."""
    table = HUBSPOT[kind_name].table
    query = select(table.c.id, table.c.raw, table.c.updated_at).where(
        table.c.id.in_([each.id for each in answers])
    )
    stored = {row.id: row for row in tx.execute(query)}
    return [_merged(each, stored.get(each.id)) for each in answers]


def _merged(answer: CrmRecord, stored: Any) -> CrmRecord:
    if stored is None:
        return answer
    known = msgspec.json.decode(stored.raw)["properties"]
    version = moment(stored.updated_at) if stored.updated_at else None
    return msgspec.structs.replace(answer, properties={**known, **answer.properties}, updated_at=version)


def kept_properties(record: CrmRecord) -> bytes:
    """All properties as the mirror keeps them: the same bytes whichever endpoint the record came from."""
    kept = {name: value for name, value in sorted(record.properties.items()) if name not in _STAMPS}
    return msgspec.json.encode({"properties": kept})


# returned unasked, and not by every endpoint alike
_STAMPS = frozenset(
    {"hs_object_id", "createdate", "hs_createdate", "lastmodifieddate", "hs_lastmodifieddate"}
)


def forget(tx: Connection, kind: Kind, realm_id: str | None, ids: Sequence[str]) -> list[int]:
    """Records that are gone from their server; returns the row numbers they had."""
    known = mirror.known_ids(tx, kind.table, realm_id)
    numbers = [known[each] for each in ids if each in known]
    if numbers:
        mirror.mark_deleted(tx, kind.table, numbers)
        if kind.searched and "deleted" not in kind.table.c:
            search.forget(tx, kind.name, numbers)
    return numbers


def _share(tx: Connection, kind: Kind, realm_id: str, rows: Collection[Row]) -> None:
    if kind.shared:
        texts = [(row["customer_id"], _folded(row, kind.shared)) for row in rows]
        numbers = search.share(tx, realm_id, texts)
        for row, shared in zip(rows, texts, strict=True):
            row["shared"] = numbers[shared]


def _index(tx: Connection, kind: Kind, rows: Mapping[str, Row], applied: Applied) -> None:
    if not kind.searched:
        return
    for numbers, known in ((applied.new, False), (applied.changed, True)):
        texts = {pk: _folded(rows[remote_id], kind.searched) for remote_id, pk in numbers.items()}
        search.index(tx, kind.name, texts, known=known)


def _folded(row: Row, names: Sequence[str]) -> str:
    return fold(" ".join(filter(None, (row[name] for name in names))))
