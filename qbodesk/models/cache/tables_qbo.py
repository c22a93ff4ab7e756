"""The mirror of QuickBooks Online; changed by server answers only, never by what a user typed.

Every table is keyed by `(realm_id, id)`; `pk` is only our own handle. `raw` is the whole record as JSON bytes.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql_text

from qbodesk.models.cache.base import blob, metadata, number, pk, text


def _mirror(name: str, *columns: Column[str] | Column[int] | Index) -> Table:
    return Table(
        name,
        metadata,
        pk(),
        text("realm_id"),
        text("id"),
        number("sync_token"),
        text("created_at"),
        text("updated_at"),
        *columns,
        blob("raw"),
        UniqueConstraint("realm_id", "id"),
    )


customer = _mirror(
    "qb_customer",
    number("active", 1),
    text("name"),
    text("name_folded"),
    text("company_name"),
    text("given_name"),
    text("family_name"),
    text("email"),
    text("email_folded"),
    text("phone"),
    text("city"),
    text("currency"),
    number("balance"),
    text("term_id"),
    text("tax_code_id"),
    number("taxable", 1),
    Index(None, "email_folded"),
    Index(None, "name_folded"),
    Index(None, "realm_id", "name_folded"),
)

item = _mirror(
    "qb_item",
    number("active", 1),
    text("type"),
    text("name"),
    text("name_folded"),
    text("full_name"),
    text("sku"),
    text("description"),
    text("unit_price", None),
    text("tax_code_id"),
    number("taxable", 1),
    Index(None, "name_folded"),
    Index(None, "realm_id", "name_folded"),
)

invoice = _mirror(
    "qb_invoice",
    text("number"),
    text("customer_id"),
    text("customer_name"),
    text("invoice_date"),
    text("due_date"),
    text("currency"),
    number("total"),
    number("balance"),
    text("email_status"),
    text("sent_at"),
    text("settled_stage"),
    text("term_id"),
    text("email"),
    text("marker"),
    text("made_for"),
    number("deleted"),
    number("shared"),
    # also the way from a text that invoices share to these invoices: each index over customers is a page written per invoice
    Index(None, "realm_id", "customer_id", "shared"),
    Index(None, "invoice_date"),
    Index(None, "due_date"),
    Index(None, "updated_at"),
    Index(None, "number"),
    # what is owed, answered without touching the rows: it stands on the page a window opens on
    Index(
        "ix_qb_invoice_open",
        "realm_id",
        "currency",
        "due_date",
        "balance",
        sqlite_where=sql_text("balance > 0 AND deleted = 0"),
    ),
    Index(None, "made_for", sqlite_where=sql_text("made_for != ''")),
)

invoice_line = Table(
    "qb_invoice_line",
    metadata,
    Column(
        "invoice_pk",
        Integer,
        ForeignKey("qb_invoice.pk", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
    ),
    Column("position", Integer, primary_key=True, nullable=False, autoincrement=False),
    text("kind"),
    text("item_id"),
    text("description"),
    text("quantity", None),
    text("unit_price", None),
    number("amount"),
    text("tax_code_id"),
    sqlite_with_rowid=False,
)

payment = _mirror(
    "qb_payment",
    text("customer_id"),
    text("payment_date"),
    text("currency"),
    number("total"),
    number("unapplied"),
    number("deleted"),
    Index(None, "payment_date"),
    Index(None, "realm_id", "customer_id"),
)

payment_line = Table(
    "qb_payment_line",
    metadata,
    Column(
        "payment_pk",
        Integer,
        ForeignKey("qb_payment.pk", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
    ),
    Column("position", Integer, primary_key=True, nullable=False, autoincrement=False),
    text("invoice_id"),
    number("amount"),
    Index(None, "invoice_id"),
    sqlite_with_rowid=False,
)

term = _mirror(
    "qb_term",
    number("active", 1),
    text("name"),
    number("due_days", None),
    number("day_of_month", None),
    number("next_month_days", None),
)

tax_code = _mirror(
    "qb_tax_code",
    number("active", 1),
    text("name"),
    text("description"),
    number("for_sales", 1),
    text("rate_ids"),
)

tax_rate = _mirror("qb_tax_rate", number("active", 1), text("name"), text("percent", "0"))

account = _mirror(
    "qb_account",
    number("active", 1),
    text("name"),
    text("type"),
    text("sub_type"),
    text("classification"),
)
