"""Invoices in HubSpot: their mirror, and what of an invoice's lines and associations was written."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def upgrade() -> None:
    op.create_table(
        "crm_invoice",
        sa.Column("pk", sa.Integer(), nullable=False),
        *map(_text, ("id", "created_at", "updated_at", "number", "title", "status", "currency")),
        sa.Column("amount", sa.Text()),
        _text("key"),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_crm_invoice")),
        sa.UniqueConstraint("id", name=op.f("uq_crm_invoice_id")),
    )
    op.create_index(op.f("ix_crm_invoice_key"), "crm_invoice", ["key"])
    op.create_index(op.f("ix_crm_invoice_number"), "crm_invoice", ["number"])
    for column in (_text("followed"), _text("lines", "{}"), _text("related", "{}")):
        op.add_column("sync_record", column)


def downgrade() -> None:
    for name in ("followed", "lines", "related"):
        op.drop_column("sync_record", name)
    op.drop_table("crm_invoice")
