"""Text that invoices share says whose invoices they are, so that the index over customers finds them and none of its own is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PAIRS = """
SELECT DISTINCT s.pk AS pk, s.folded AS folded, i.realm_id AS realm_id, i.customer_id AS customer_id
FROM search_shared s JOIN qb_invoice i ON i.shared = s.pk ORDER BY s.pk
"""
_UNUSED = "DELETE FROM search WHERE rowid % 16 = 15 AND rowid / 16 NOT IN (SELECT shared FROM qb_invoice)"
_SEARCH = "INSERT INTO search(rowid, folded) VALUES (:pk * 16 + 15, :folded)"
_POINT = "UPDATE qb_invoice SET shared = :pk WHERE shared = :old AND realm_id = :realm_id AND customer_id = :customer_id"
_TOGETHER = """
UPDATE qb_invoice SET shared = (
    SELECT min(o.pk) FROM search_shared s JOIN search_shared o ON o.folded = s.folded WHERE s.pk = qb_invoice.shared
) WHERE shared IN (SELECT pk FROM search_shared)
"""


def upgrade() -> None:
    connection = op.get_bind()
    kept = [dict(row) for row in connection.execute(sa.text(_PAIRS)).mappings()]
    connection.execute(sa.text(_UNUSED))
    op.drop_table("search_shared")
    shared = op.create_table(
        "search_shared",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("realm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("customer_id", sa.Text(), server_default="", nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_search_shared")),
        sa.UniqueConstraint(
            "realm_id", "folded", "customer_id", name=op.f("uq_search_shared_realm_id_folded_customer_id")
        ),
    )
    free = max((row["pk"] for row in kept), default=0)
    seen: set[int] = set()
    for row in kept:
        if row["pk"] in seen:
            free += 1
            row |= {"old": row["pk"], "pk": free}
            connection.execute(sa.text(_POINT), row)
            connection.execute(sa.text(_SEARCH), row)
        seen.add(row["pk"])
    if kept:
        columns = ("pk", "realm_id", "customer_id", "folded")
        connection.execute(shared.insert(), [{name: row[name] for name in columns} for row in kept])
    op.drop_index("ix_qb_invoice_shared", table_name="qb_invoice")
    op.drop_index("ix_qb_invoice_realm_id_customer_id", table_name="qb_invoice")
    op.create_index(
        op.f("ix_qb_invoice_realm_id_customer_id_shared"),
        "qb_invoice",
        ["realm_id", "customer_id", "shared"],
        unique=False,
    )


def downgrade() -> None:
    connection = op.get_bind()
    op.drop_index("ix_qb_invoice_realm_id_customer_id_shared", table_name="qb_invoice")
    op.create_index(
        op.f("ix_qb_invoice_realm_id_customer_id"), "qb_invoice", ["realm_id", "customer_id"], unique=False
    )
    op.create_index(op.f("ix_qb_invoice_shared"), "qb_invoice", ["shared"], unique=False)
    connection.execute(sa.text(_TOGETHER))
    connection.execute(sa.text(_UNUSED))
    kept = [dict(row) for row in connection.execute(sa.text(_PAIRS)).mappings()]
    op.drop_table("search_shared")
    shared = op.create_table(
        "search_shared",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_search_shared")),
        sa.UniqueConstraint("folded", name=op.f("uq_search_shared_folded")),
    )
    if texts := {row["pk"]: row["folded"] for row in kept}:
        connection.execute(shared.insert(), [{"pk": pk, "folded": each} for pk, each in texts.items()])
