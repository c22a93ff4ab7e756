"""Search text that many invoices have in common is indexed once.

Invoices stored before keep their own entries, which find them as before, until their next change.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_shared",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_search_shared")),
        sa.UniqueConstraint("folded", name=op.f("uq_search_shared_folded")),
    )
    op.add_column("qb_invoice", sa.Column("shared", sa.Integer(), server_default="0", nullable=False))
    op.create_index(op.f("ix_qb_invoice_shared"), "qb_invoice", ["shared"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_qb_invoice_shared"), table_name="qb_invoice")
    op.drop_column("qb_invoice", "shared")
    op.drop_table("search_shared")
