"""What is owed, answered from an index alone: the page a window opens on asks for it before anything else is loaded."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_qb_invoice_open",
        "qb_invoice",
        ["realm_id", "currency", "due_date", "balance"],
        sqlite_where=sa.text("balance > 0 AND deleted = 0"),
    )


def downgrade() -> None:
    op.drop_index("ix_qb_invoice_open", table_name="qb_invoice")
