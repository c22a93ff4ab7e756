"""Lists of every kind: folded names to sort by, an index for the order each list comes in, and saved views."""

import sqlalchemy as sa
from alembic import op

from qbodesk.models.domain.text import fold

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FOLDED = {
    "crm_contact": "coalesce(nullif(trim(first_name || ' ' || last_name), ''), email)",
    "crm_company": "name",
    "crm_product": "name",
}
INDICES = (
    ("crm_contact", "name_folded"),
    ("crm_company", "name_folded"),
    ("crm_product", "name_folded"),
    ("crm_quote", "updated_at"),
    ("qb_customer", "name_folded"),
    ("qb_item", "name_folded"),
    ("qb_payment", "payment_date"),
)


def upgrade() -> None:
    connection = op.get_bind()
    for table, name in FOLDED.items():
        op.add_column(table, sa.Column("name_folded", sa.Text(), server_default="", nullable=False))
        found = connection.execute(sa.text(f"SELECT pk, {name} FROM {table}")).all()  # noqa: S608 - constants above
        update = sa.text(f"UPDATE {table} SET name_folded = :folded WHERE pk = :pk")  # noqa: S608 - as above
        if found:
            connection.execute(update, [{"pk": pk, "folded": fold(text)} for pk, text in found])
    for table, column in INDICES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.create_table(
        "app_view",
        sa.Column("view_id", sa.Text(), nullable=False),
        sa.Column("list", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("body", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("view_id", name=op.f("pk_app_view")),
    )
    op.create_index(op.f("ix_app_view_list"), "app_view", ["list"], unique=False)


def downgrade() -> None:
    op.drop_table("app_view")
    for table, column in INDICES:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table in FOLDED:
        op.drop_column(table, "name_folded")
