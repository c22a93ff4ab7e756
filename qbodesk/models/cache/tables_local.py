"""What is only ours: drafts, settings, documents and the audit trail. No server knows these rows."""

from sqlalchemy import Column, Index, Integer, Table, Text

from qbodesk.models.cache.base import blob, metadata, number, text

draft = Table(
    "app_draft",
    metadata,
    Column("draft_id", Text, primary_key=True, nullable=False),
    text("deal_id"),
    text("realm_id"),
    text("state", "open"),
    text("op_id"),
    blob("body"),
    text("created_at"),
    text("updated_at"),
    Index(None, "deal_id"),
)

setting = Table(
    "app_setting",
    metadata,
    Column("key", Text, primary_key=True, nullable=False),
    text("value", "null"),
)

document = Table(
    "app_document",
    metadata,
    Column("realm_id", Text, primary_key=True, nullable=False),
    Column("invoice_id", Text, primary_key=True, nullable=False),
    number("sync_token"),
    text("fetched_at"),
    blob("body"),
)

audit = Table(
    "app_audit",
    metadata,
    Column("seq", Integer, primary_key=True),
    text("at"),
    text("kind"),
    text("target"),
    text("before", "null"),
    text("after", "null"),
    text("cause", "null"),
    text("previous"),
    text("digest"),
    Index(None, "target"),
)

view = Table(
    "app_view",
    metadata,
    Column("view_id", Text, primary_key=True, nullable=False),
    text("list"),
    text("name"),
    number("position"),
    text("body", "{}"),
    Index(None, "list"),
)
