"""Discounts on whole quotes. Those of quotes known already arrive with the next comparison."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crm_discount",
        sa.Column("pk", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), server_default="", nullable=False)
            for name in ("id", "created_at", "updated_at", "label", "kind", "value")
        ),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_crm_discount")),
        sa.UniqueConstraint("id", name=op.f("uq_crm_discount_id")),
    )


def downgrade() -> None:
    op.drop_table("crm_discount")
