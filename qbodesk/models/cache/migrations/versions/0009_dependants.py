"""What waits for an entry is found by an index: it is asked for in the commit that settles the entry."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_outbox_op_depends_on",
        "outbox_op",
        ["depends_on"],
        sqlite_where=sa.text("depends_on IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_op_depends_on", table_name="outbox_op")
