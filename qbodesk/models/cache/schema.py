"""All tables in one place, and the search index beside them; for migrations, tests and generic row writers."""

from sqlalchemy import Table, UniqueConstraint

from qbodesk.models.cache import (
    tables_crm,
    tables_local,
    tables_mapping,
    tables_qbo,
    tables_rules,
    tables_sync,
)
from qbodesk.models.cache.base import metadata, pk, text

SEARCH = "CREATE VIRTUAL TABLE search USING fts5(folded, tokenize='trigram')"

# rowid of the search index = pk * 16 + the record kind's number, so one index serves every kind and a changed
# record finds its own entry without a second table.
SEARCH_KINDS = {
    "invoice": 1,
    "customer": 2,
    "item": 3,
    "deal": 4,
    "contact": 5,
    "company": 6,
    "quote": 7,
    "product": 8,
}

# Text that many rows have in common, as the customer on its invoices: indexed once, under the number its rows point at. It
# names whose rows these are, because they are found by the index over `realm_id` and `customer_id`: another one, over the number
# alone, was a sixth of all that a first pull wrote.
search_shared = Table(
    "search_shared",
    metadata,
    pk(),
    text("realm_id"),
    text("customer_id"),
    text("folded"),
    UniqueConstraint("realm_id", "folded", "customer_id"),
)

__all__ = [
    "SEARCH",
    "SEARCH_KINDS",
    "metadata",
    "search_shared",
    "tables_crm",
    "tables_local",
    "tables_mapping",
    "tables_qbo",
    "tables_rules",
    "tables_sync",
]
