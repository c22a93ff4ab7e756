"""Field mappings and what they choose from: versions of every set, the state of each mapping, HubSpot's property definitions."""

from sqlalchemy import Column, Integer, Table, Text

from qbodesk.models.cache.base import metadata, number, text

mapping_version = Table(
    "sync_mapping_version",
    metadata,
    Column("realm_id", Text, primary_key=True, nullable=False),
    Column("object", Text, primary_key=True, nullable=False),
    Column("version", Integer, primary_key=True, nullable=False, autoincrement=False),
    text("body", "{}"),
    text("saved_at"),
    text("note", "{}"),
    sqlite_with_rowid=False,
)
"""`body` is the document `domain.mapping.coding` writes; the highest version holds. `realm_id` "" is for all companies."""

mapping_state = Table(
    "sync_mapping_state",
    metadata,
    Column("realm_id", Text, primary_key=True, nullable=False),
    Column("object", Text, primary_key=True, nullable=False),
    Column("mapping_id", Text, primary_key=True, nullable=False),
    text("looked_at"),
    number("records"),
    number("in_step"),
    number("differing"),
    number("failing"),
    text("sample"),
    text("code"),
    text("facts", "{}"),
    text("record_id"),
    text("record"),
    sqlite_with_rowid=False,
)
"""What the last look at all records of a company came to; `record` is the last one that did not fit, by its name."""

crm_property = Table(
    "crm_property",
    metadata,
    Column("object", Text, primary_key=True, nullable=False),
    Column("name", Text, primary_key=True, nullable=False),
    text("label"),
    text("type"),
    text("field_type"),
    text("property_group"),
    text("description"),
    text("options", "[]"),
    number("writable", 1),
    number("is_unique"),
    number("hubspot_defined"),
    sqlite_with_rowid=False,
)
"""The definitions of the portal as the properties API gave them; `options` is JSON of pairs (value, label)."""
