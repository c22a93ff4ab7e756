"""What keeps HubSpot in step: rules, what is known of each record, the changes of runs. Holds no server's record."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from qbodesk.models.cache.base import metadata, number, text

rule = Table(
    "sync_rule",
    metadata,
    Column("realm_id", Text, primary_key=True, nullable=False),
    Column("object", Text, primary_key=True, nullable=False),
    number("enabled"),
    text("since"),
    text("settings", "{}"),
    sqlite_with_rowid=False,
)

record = Table(
    "sync_record",
    metadata,
    Column("record_id", Integer, primary_key=True),
    text("realm_id"),
    text("object"),
    text("qb_id"),
    text("crm_type"),
    text("crm_id"),
    text("label"),
    text("state"),
    text("code"),
    text("facts", "{}"),
    text("qb_version"),
    text("crm_version"),
    text("revision"),
    text("sent", "{}"),
    text("stored", "{}"),
    text("ignored", "{}"),
    number("held"),
    text("op_id"),
    text("looked_at"),
    number("overwrites"),
    text("followed"),
    text("lines", "{}"),
    text("related", "{}"),
    UniqueConstraint("realm_id", "object", "qb_id", "crm_type"),
    Index(None, "state"),
    Index(None, "crm_type", "crm_id"),
)

change = Table(
    "sync_change",
    metadata,
    Column("change_id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("sync_run.run_id", ondelete="CASCADE"), nullable=False),
    text("realm_id"),
    text("object"),
    text("qb_id"),
    text("crm_type"),
    text("crm_id"),
    text("label"),
    text("action"),
    text("state"),
    text("before", "{}"),
    text("after", "{}"),
    text("code"),
    text("facts", "{}"),
    text("op_id"),
    number("paired"),
    number("undoes", None),
    Index(None, "run_id"),
    Index(None, "op_id"),
)
