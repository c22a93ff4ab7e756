"""Sync rules: what is kept in step, what is known of each record, and the changes of each run."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def upgrade() -> None:
    op.create_table(
        "sync_rule",
        sa.Column("realm_id", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        _number("enabled"),
        _text("since"),
        _text("settings", "{}"),
        sa.PrimaryKeyConstraint("realm_id", "object", name=op.f("pk_sync_rule")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sync_record",
        sa.Column("record_id", sa.Integer(), nullable=False),
        *map(_text, ("realm_id", "object", "qb_id", "crm_type", "crm_id", "label", "state", "code")),
        _text("facts", "{}"),
        _text("qb_version"),
        _text("crm_version"),
        _text("revision"),
        _text("sent", "{}"),
        _text("stored", "{}"),
        _text("ignored", "{}"),
        _number("held"),
        _text("op_id"),
        _text("looked_at"),
        _number("overwrites"),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_sync_record")),
        sa.UniqueConstraint(
            "realm_id",
            "object",
            "qb_id",
            "crm_type",
            name=op.f("uq_sync_record_realm_id_object_qb_id_crm_type"),
        ),
    )
    op.create_index(op.f("ix_sync_record_state"), "sync_record", ["state"])
    op.create_index(op.f("ix_sync_record_crm_type_crm_id"), "sync_record", ["crm_type", "crm_id"])
    op.create_table(
        "sync_change",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        *map(_text, ("realm_id", "object", "qb_id", "crm_type", "crm_id", "label", "action", "state")),
        _text("before", "{}"),
        _text("after", "{}"),
        _text("code"),
        _text("facts", "{}"),
        _text("op_id"),
        _number("paired"),
        sa.Column("undoes", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["run_id"], ["sync_run.run_id"], name=op.f("fk_sync_change_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_sync_change")),
    )
    op.create_index(op.f("ix_sync_change_run_id"), "sync_change", ["run_id"])
    op.create_index(op.f("ix_sync_change_op_id"), "sync_change", ["op_id"])
    for column in (_text("kind"), _text("realm_id"), _text("object"), sa.Column("undoes", sa.Integer())):
        op.add_column("sync_run", column)


def downgrade() -> None:
    for name in ("kind", "realm_id", "object", "undoes"):
        op.drop_column("sync_run", name)
    for table in ("sync_change", "sync_record", "sync_rule"):
        op.drop_table(table)
