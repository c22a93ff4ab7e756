"""Field mappings: versions of every set, the state of each mapping, and HubSpot's property definitions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _number(name: str, default: int = 0) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=str(default), nullable=False)


def upgrade() -> None:
    op.create_table(
        "crm_property",
        _key("object"),
        _key("name"),
        _text("label"),
        _text("type"),
        _text("field_type"),
        _text("property_group"),
        _text("description"),
        _text("options", "[]"),
        _number("writable", 1),
        _number("is_unique"),
        _number("hubspot_defined"),
        sa.PrimaryKeyConstraint("object", "name", name=op.f("pk_crm_property")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sync_mapping_state",
        _key("realm_id"),
        _key("object"),
        _key("mapping_id"),
        _text("looked_at"),
        _number("records"),
        _number("in_step"),
        _number("differing"),
        _number("failing"),
        _text("sample"),
        _text("code"),
        _text("facts", "{}"),
        _text("record_id"),
        _text("record"),
        sa.PrimaryKeyConstraint("realm_id", "object", "mapping_id", name=op.f("pk_sync_mapping_state")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sync_mapping_version",
        _key("realm_id"),
        _key("object"),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("body", "{}"),
        _text("saved_at"),
        _text("note", "{}"),
        sa.PrimaryKeyConstraint("realm_id", "object", "version", name=op.f("pk_sync_mapping_version")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("sync_mapping_version")
    op.drop_table("sync_mapping_state")
    op.drop_table("crm_property")
