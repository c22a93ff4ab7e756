"""The mirror of HubSpot; changed by server answers only, never by what a user typed.

One portal per workspace, so `id` alone is the key within a record type. `raw` holds all properties as JSON bytes.
"""

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint

from qbodesk.models.cache.base import blob, metadata, number, pk, text


def _mirror(name: str, *columns: Column[str] | Column[int] | Index) -> Table:
    return Table(
        name,
        metadata,
        pk(),
        text("id"),
        text("created_at"),
        text("updated_at"),
        *columns,
        blob("raw"),
        UniqueConstraint("id"),
    )


contact = _mirror(
    "crm_contact",
    text("first_name"),
    text("last_name"),
    text("name_folded"),
    text("email"),
    text("company"),
    text("phone"),
    text("owner_id"),
    Index(None, "name_folded"),
)

company = _mirror(
    "crm_company",
    text("name"),
    text("name_folded"),
    text("domain"),
    text("city"),
    text("country"),
    text("owner_id"),
    Index(None, "name_folded"),
)

deal = _mirror(
    "crm_deal",
    text("name"),
    text("name_folded"),
    text("currency"),
    number("amount", None),
    text("pipeline_id"),
    text("stage_id"),
    text("close_date"),
    text("owner_id"),
    Index(None, "name_folded"),
    Index(None, "close_date"),
    Index(None, "stage_id"),
)

quote = _mirror(
    "crm_quote",
    text("title"),
    text("number"),
    text("status"),
    text("expires"),
    text("link"),
    text("currency"),
    text("timezone"),
    text("amount", None),
    number("locked"),
    Index(None, "updated_at"),
)

product = _mirror(
    "crm_product",
    text("name"),
    text("name_folded"),
    text("sku"),
    text("price", None),
    text("description"),
    Index(None, "name_folded"),
)

line_item = _mirror(
    "crm_line_item",
    text("name"),
    text("description"),
    text("sku"),
    text("product_id"),
    text("quantity", None),
    text("price", None),
    text("discount_each", None),
    text("discount_percent", None),
    text("amount", None),
    text("currency"),
    number("position", None),
)

discount = _mirror("crm_discount", text("label"), text("kind"), text("value"), number("position"))
invoice = _mirror(
    "crm_invoice",
    text("number"),
    text("title"),
    text("status"),
    text("currency"),
    text("amount", None),
    text("key"),
    Index(None, "key"),
    Index(None, "number"),
)

owner = _mirror("crm_owner", text("name"), text("email"), number("archived"))

stage = Table(
    "crm_stage",
    metadata,
    Column("pipeline_id", Text, primary_key=True, nullable=False),
    Column("stage_id", Text, primary_key=True, nullable=False),
    text("pipeline"),
    text("name"),
    number("position"),
    number("closed"),
    text("probability"),
    sqlite_with_rowid=False,
)

association = Table(
    "crm_association",
    metadata,
    Column("from_type", Text, primary_key=True, nullable=False),
    Column("from_id", Text, primary_key=True, nullable=False),
    Column("to_type", Text, primary_key=True, nullable=False),
    Column("to_id", Text, primary_key=True, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    Index(None, "to_type", "to_id", "from_type"),
    sqlite_with_rowid=False,
)
