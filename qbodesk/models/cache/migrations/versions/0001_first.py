"""The first schema: mirrors of both services, what connects them, what is ours, and the search index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "app_audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("target", sa.Text(), server_default="", nullable=False),
        sa.Column("before", sa.Text(), server_default="null", nullable=False),
        sa.Column("after", sa.Text(), server_default="null", nullable=False),
        sa.Column("cause", sa.Text(), server_default="null", nullable=False),
        sa.Column("previous", sa.Text(), server_default="", nullable=False),
        sa.Column("digest", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_app_audit")),
    )
    op.create_index(op.f("ix_app_audit_target"), "app_audit", ["target"], unique=False)
    op.create_table(
        "app_document",
        sa.Column("realm_id", sa.Text(), nullable=False),
        sa.Column("invoice_id", sa.Text(), nullable=False),
        sa.Column("sync_token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fetched_at", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("realm_id", "invoice_id", name=op.f("pk_app_document")),
    )
    op.create_table(
        "app_draft",
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("deal_id", sa.Text(), server_default="", nullable=False),
        sa.Column("realm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("op_id", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.LargeBinary(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_app_draft")),
    )
    op.create_index(op.f("ix_app_draft_deal_id"), "app_draft", ["deal_id"], unique=False)
    op.create_table(
        "app_setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), server_default="null", nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_app_setting")),
    )
    op.create_table(
        "crm_association",
        sa.Column("from_type", sa.Text(), nullable=False),
        sa.Column("from_id", sa.Text(), nullable=False),
        sa.Column("to_type", sa.Text(), nullable=False),
        sa.Column("to_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("from_type", "from_id", "to_type", "to_id", name=op.f("pk_crm_association")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_crm_association_to_type_to_id_from_type"),
        "crm_association",
        ["to_type", "to_id", "from_type"],
        unique=False,
    )
    op.create_table(
        "crm_company",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("domain", sa.Text(), server_default="", nullable=False),
        sa.Column("city", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_id", sa.Text(), server_default="", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_crm_company")),
        sa.UniqueConstraint("id", name=op.f("uq_crm_company_id")),
    )
    op.create_table(
        "crm_contact",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("first_name", sa.Text(), server_default="", nullable=False),
        sa.Column("last_name", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("company", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_id", sa.Text(), server_default="", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_crm_contact")),
        sa.UniqueConstraint("id", name=op.f("uq_crm_contact_id")),
    )
    op.create_table(
        "crm_deal",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_folded", sa.Text(), server_default="", nullable=False),
        sa.Column("currency", sa.Text(), server_default="", nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("pipeline_id", sa.Text(), server_default="", nullable=False),
        sa.Column("stage_id", sa.Text(), server_default="", nullable=False),
        sa.Column("close_date", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_id", sa.Text(), server_default="", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_crm_deal")),
        sa.UniqueConstraint("id", name=op.f("uq_crm_deal_id")),
    )
    op.create_index(op.f("ix_crm_deal_close_date"), "crm_deal", ["close_date"], unique=False)
    op.create_index(op.f("ix_crm_deal_name_folded"), "crm_deal", ["name_folded"], unique=False)
    op.create_index(op.f("ix_crm_deal_stage_id"), "crm_deal", ["stage_id"], unique=False)
    op.create_table(
        "crm_line_item",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("sku", sa.Text(), server_default="", nullable=False),
        sa.Column("product_id", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", sa.Text(), nullable=True),
        sa.Column("price", sa.Text(), nullable=True),
        sa.Column("discount_each", sa.Text(), nullable=True),
        sa.Column("discount_percent", sa.Text(), nullable=True),
        sa.Column("amount", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_crm_line_item")),
        sa.UniqueConstraint("id", name=op.f("uq_crm_line_item_id")),
    )
    op.create_table(
        "crm_owner",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("archived", sa.Integer(), server_default="0", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_crm_owner")),
        sa.UniqueConstraint("id", name=op.f("uq_crm_owner_id")),
    )
    op.create_table(
        "crm_product",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("sku", sa.Text(), server_default="", nullable=False),
        sa.Column("price", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_crm_product")),
        sa.UniqueConstraint("id", name=op.f("uq_crm_product_id")),
    )
    op.create_table(
        "crm_quote",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("expires", sa.Text(), server_default="", nullable=False),
        sa.Column("link", sa.Text(), server_default="", nullable=False),
        sa.Column("currency", sa.Text(), server_default="", nullable=False),
        sa.Column("timezone", sa.Text(), server_default="", nullable=False),
        sa.Column("amount", sa.Text(), nullable=True),
        sa.Column("locked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_crm_quote")),
        sa.UniqueConstraint("id", name=op.f("uq_crm_quote_id")),
    )
    op.create_table(
        "crm_stage",
        sa.Column("pipeline_id", sa.Text(), nullable=False),
        sa.Column("stage_id", sa.Text(), nullable=False),
        sa.Column("pipeline", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("closed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("probability", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pipeline_id", "stage_id", name=op.f("pk_crm_stage")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox_claim",
        sa.Column("conn_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("remote_type", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("op_id", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("conn_id", "remote_type", "remote_id", name=op.f("pk_outbox_claim")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox_op",
        sa.Column("op_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("policy", sa.Text(), server_default="", nullable=False),
        sa.Column("conn_id", sa.Integer(), nullable=False),
        sa.Column("lane", sa.Text(), server_default="", nullable=False),
        sa.Column("lane_seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("depends_on", sa.Text(), nullable=True),
        sa.Column("business_key", sa.Text(), server_default="", nullable=False),
        sa.Column("intent", sa.LargeBinary(), server_default="", nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("payload_sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("generation", sa.Integer(), server_default="1", nullable=False),
        sa.Column("req_key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reconciliations", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("first_sent_at", sa.Text(), server_default="", nullable=False),
        sa.Column("last_sent_at", sa.Text(), server_default="", nullable=False),
        sa.Column("not_before", sa.Text(), server_default="", nullable=False),
        sa.Column("fault_code", sa.Text(), server_default="", nullable=False),
        sa.Column("fault_facts", sa.Text(), server_default="{}", nullable=False),
        sa.Column("intuit_tid", sa.Text(), server_default="", nullable=False),
        sa.Column("remote_id", sa.Text(), server_default="", nullable=False),
        sa.Column("remote_number", sa.Text(), server_default="", nullable=False),
        sa.Column("epoch", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'queued', 'sending', 'retry_wait', 'unknown', 'reconciling', 'rejected', 'blocked', 'needs_review', 'succeeded', 'cancelled')",
            name=op.f("ck_outbox_op_state"),
        ),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_outbox_op")),
        sa.UniqueConstraint("conn_id", "req_key", name=op.f("uq_outbox_op_conn_id_req_key")),
        sa.UniqueConstraint("lane", "lane_seq", name=op.f("uq_outbox_op_lane_lane_seq")),
    )
    op.create_index(op.f("ix_outbox_op_business_key"), "outbox_op", ["business_key"], unique=False)
    op.create_index(op.f("ix_outbox_op_state"), "outbox_op", ["state"], unique=False)
    op.create_table(
        "qb_account",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("realm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("sync_token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("type", sa.Text(), server_default="", nullable=False),
        sa.Column("sub_type", sa.Text(), server_default="", nullable=False),
        sa.Column("classification", sa.Text(), server_default="", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_qb_account")),
        sa.UniqueConstraint("realm_id", "id", name=op.f("uq_qb_account_realm_id_id")),
    )
    op.create_table(
        "qb_customer",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("realm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("sync_token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_folded", sa.Text(), server_default="", nullable=False),
        sa.Column("company_name", sa.Text(), server_default="", nullable=False),
        sa.Column("given_name", sa.Text(), server_default="", nullable=False),
        sa.Column("family_name", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("email_folded", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("city", sa.Text(), server_default="", nullable=False),
        sa.Column("currency", sa.Text(), server_default="", nullable=False),
        sa.Column("balance", sa.Integer(), server_default="0", nullable=False),
        sa.Column("term_id", sa.Text(), server_default="", nullable=False),
        sa.Column("tax_code_id", sa.Text(), server_default="", nullable=False),
        sa.Column("taxable", sa.Integer(), server_default="1", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_qb_customer")),
        sa.UniqueConstraint("realm_id", "id", name=op.f("uq_qb_customer_realm_id_id")),
    )
    op.create_index(op.f("ix_qb_customer_email_folded"), "qb_customer", ["email_folded"], unique=False)
    op.create_index(
        op.f("ix_qb_customer_realm_id_name_folded"), "qb_customer", ["realm_id", "name_folded"], unique=False
    )
    op.create_table(
        "qb_invoice",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("realm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("sync_token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("customer_id", sa.Text(), server_default="", nullable=False),
        sa.Column("customer_name", sa.Text(), server_default="", nullable=False),
        sa.Column("invoice_date", sa.Text(), server_default="", nullable=False),
        sa.Column("due_date", sa.Text(), server_default="", nullable=False),
        sa.Column("currency", sa.Text(), server_default="", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("balance", sa.Integer(), server_default="0", nullable=False),
        sa.Column("email_status", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_at", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_stage", sa.Text(), server_default="", nullable=False),
        sa.Column("term_id", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("marker", sa.Text(), server_default="", nullable=False),
        sa.Column("made_for", sa.Text(), server_default="", nullable=False),
        sa.Column("deleted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_qb_invoice")),
        sa.UniqueConstraint("realm_id", "id", name=op.f("uq_qb_invoice_realm_id_id")),
    )
    op.create_index(op.f("ix_qb_invoice_due_date"), "qb_invoice", ["due_date"], unique=False)
    op.create_index(op.f("ix_qb_invoice_invoice_date"), "qb_invoice", ["invoice_date"], unique=False)
    op.create_index(
        op.f("ix_qb_invoice_made_for"),
        "qb_invoice",
        ["made_for"],
        unique=False,
        sqlite_where=sa.text("made_for != ''"),
    )
    op.create_index(op.f("ix_qb_invoice_number"), "qb_invoice", ["number"], unique=False)
    op.create_index(
        op.f("ix_qb_invoice_realm_id_customer_id"), "qb_invoice", ["realm_id", "customer_id"], unique=False
    )
    op.create_index(op.f("ix_qb_invoice_updated_at"), "qb_invoice", ["updated_at"], unique=False)
    op.create_table(
        "qb_item",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("realm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("sync_token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("type", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_folded", sa.Text(), server_default="", nullable=False),
        sa.Column("full_name", sa.Text(), server_default="", nullable=False),
        sa.Column("sku", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_price", sa.Text(), nullable=True),
        sa.Column("tax_code_id", sa.Text(), server_default="", nullable=False),
        sa.Column("taxable", sa.Integer(), server_default="1", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_qb_item")),
        sa.UniqueConstraint("realm_id", "id", name=op.f("uq_qb_item_realm_id_id")),
    )
    op.create_index(
        op.f("ix_qb_item_realm_id_name_folded"), "qb_item", ["realm_id", "name_folded"], unique=False
    )
    op.create_table(
        "qb_payment",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("realm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("sync_token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("customer_id", sa.Text(), server_default="", nullable=False),
        sa.Column("payment_date", sa.Text(), server_default="", nullable=False),
        sa.Column("currency", sa.Text(), server_default="", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unapplied", sa.Integer(), server_default="0", nullable=False),
        sa.Column("deleted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_qb_payment")),
        sa.UniqueConstraint("realm_id", "id", name=op.f("uq_qb_payment_realm_id_id")),
    )
    op.create_index(
        op.f("ix_qb_payment_realm_id_customer_id"), "qb_payment", ["realm_id", "customer_id"], unique=False
    )
    op.create_table(
        "qb_tax_code",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("realm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("sync_token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("for_sales", sa.Integer(), server_default="1", nullable=False),
        sa.Column("rate_ids", sa.Text(), server_default="", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_qb_tax_code")),
        sa.UniqueConstraint("realm_id", "id", name=op.f("uq_qb_tax_code_realm_id_id")),
    )
    op.create_table(
        "qb_tax_rate",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("realm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("sync_token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("percent", sa.Text(), server_default="0", nullable=False),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_qb_tax_rate")),
        sa.UniqueConstraint("realm_id", "id", name=op.f("uq_qb_tax_rate_realm_id_id")),
    )
    op.create_table(
        "qb_term",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("realm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Text(), server_default="", nullable=False),
        sa.Column("sync_token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("updated_at", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=True),
        sa.Column("day_of_month", sa.Integer(), nullable=True),
        sa.Column("next_month_days", sa.Integer(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_qb_term")),
        sa.UniqueConstraint("realm_id", "id", name=op.f("uq_qb_term_realm_id_id")),
    )
    op.create_table(
        "sync_connection",
        sa.Column("conn_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.Text(), server_default="", nullable=False),
        sa.Column("remote_id", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("currency", sa.Text(), server_default="", nullable=False),
        sa.Column("timezone", sa.Text(), server_default="UTC", nullable=False),
        sa.Column("base_url", sa.Text(), server_default="", nullable=False),
        sa.Column("client_id", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="connected", nullable=False),
        sa.Column("last_ok_at", sa.Text(), server_default="", nullable=False),
        sa.Column("rules", sa.LargeBinary(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("conn_id", name=op.f("pk_sync_connection")),
        sa.UniqueConstraint("service", "remote_id", name=op.f("uq_sync_connection_service_remote_id")),
    )
    op.create_table(
        "sync_cursor",
        sa.Column("conn_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("rows_seen", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_ok_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("conn_id", "object", name=op.f("pk_sync_cursor")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sync_link",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("realm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("qb_type", sa.Text(), server_default="", nullable=False),
        sa.Column("qb_id", sa.Text(), server_default="", nullable=False),
        sa.Column("crm_type", sa.Text(), server_default="", nullable=False),
        sa.Column("crm_id", sa.Text(), server_default="", nullable=False),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_sync_link")),
        sa.UniqueConstraint(
            "realm_id",
            "qb_type",
            "qb_id",
            "crm_type",
            "crm_id",
            name=op.f("uq_sync_link_realm_id_qb_type_qb_id_crm_type_crm_id"),
        ),
    )
    op.create_index(op.f("ix_sync_link_crm_type_crm_id"), "sync_link", ["crm_type", "crm_id"], unique=False)
    op.create_table(
        "sync_problem",
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.Text(), server_default="", nullable=False),
        sa.Column("subject_id", sa.Text(), server_default="", nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("facts", sa.Text(), server_default="{}", nullable=False),
        sa.Column("first_at", sa.Text(), server_default="", nullable=False),
        sa.Column("last_at", sa.Text(), server_default="", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="1", nullable=False),
        sa.Column("dismissed", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("problem_id", name=op.f("pk_sync_problem")),
        sa.UniqueConstraint(
            "subject_kind", "subject_id", "code", name=op.f("uq_sync_problem_subject_kind_subject_id_code")
        ),
    )
    op.create_table(
        "sync_run",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.Text(), server_default="", nullable=False),
        sa.Column("finished_at", sa.Text(), server_default="", nullable=False),
        sa.Column("result", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_sync_run")),
    )
    op.create_table(
        "outbox_attempt",
        sa.Column("op_id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("generation", sa.Integer(), server_default="1", nullable=False),
        sa.Column("started_at", sa.Text(), server_default="", nullable=False),
        sa.Column("finished_at", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("fault_code", sa.Text(), server_default="", nullable=False),
        sa.Column("fault_facts", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(
            ["op_id"], ["outbox_op.op_id"], name=op.f("fk_outbox_attempt_op_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("op_id", "n", name=op.f("pk_outbox_attempt")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "qb_invoice_line",
        sa.Column("invoice_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("item_id", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", sa.Text(), nullable=True),
        sa.Column("unit_price", sa.Text(), nullable=True),
        sa.Column("amount", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tax_code_id", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_pk"], ["qb_invoice.pk"], name=op.f("fk_qb_invoice_line_invoice_pk"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("invoice_pk", "position", name=op.f("pk_qb_invoice_line")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "qb_payment_line",
        sa.Column("payment_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("invoice_id", sa.Text(), server_default="", nullable=False),
        sa.Column("amount", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_pk"], ["qb_payment.pk"], name=op.f("fk_qb_payment_line_payment_pk"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("payment_pk", "position", name=op.f("pk_qb_payment_line")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_qb_payment_line_invoice_id"), "qb_payment_line", ["invoice_id"], unique=False)
    op.execute("CREATE VIRTUAL TABLE search USING fts5(folded, tokenize='trigram')")


def downgrade() -> None:
    op.execute("DROP TABLE search")
    op.drop_index(op.f("ix_qb_payment_line_invoice_id"), table_name="qb_payment_line")
    op.drop_table("qb_payment_line")
    op.drop_table("qb_invoice_line")
    op.drop_table("outbox_attempt")
    op.drop_table("sync_run")
    op.drop_table("sync_problem")
    op.drop_index(op.f("ix_sync_link_crm_type_crm_id"), table_name="sync_link")
    op.drop_table("sync_link")
    op.drop_table("sync_cursor")
    op.drop_table("sync_connection")
    op.drop_table("qb_term")
    op.drop_table("qb_tax_rate")
    op.drop_table("qb_tax_code")
    op.drop_index(op.f("ix_qb_payment_realm_id_customer_id"), table_name="qb_payment")
    op.drop_table("qb_payment")
    op.drop_index(op.f("ix_qb_item_realm_id_name_folded"), table_name="qb_item")
    op.drop_table("qb_item")
    op.drop_index(op.f("ix_qb_invoice_updated_at"), table_name="qb_invoice")
    op.drop_index(op.f("ix_qb_invoice_realm_id_customer_id"), table_name="qb_invoice")
    op.drop_index(op.f("ix_qb_invoice_number"), table_name="qb_invoice")
    op.drop_index(op.f("ix_qb_invoice_made_for"), table_name="qb_invoice")
    op.drop_index(op.f("ix_qb_invoice_invoice_date"), table_name="qb_invoice")
    op.drop_index(op.f("ix_qb_invoice_due_date"), table_name="qb_invoice")
    op.drop_table("qb_invoice")
    op.drop_index(op.f("ix_qb_customer_realm_id_name_folded"), table_name="qb_customer")
    op.drop_index(op.f("ix_qb_customer_email_folded"), table_name="qb_customer")
    op.drop_table("qb_customer")
    op.drop_table("qb_account")
    op.drop_index(op.f("ix_outbox_op_state"), table_name="outbox_op")
    op.drop_index(op.f("ix_outbox_op_business_key"), table_name="outbox_op")
    op.drop_table("outbox_op")
    op.drop_table("outbox_claim")
    op.drop_table("crm_stage")
    op.drop_table("crm_quote")
    op.drop_table("crm_product")
    op.drop_table("crm_owner")
    op.drop_table("crm_line_item")
    op.drop_index(op.f("ix_crm_deal_stage_id"), table_name="crm_deal")
    op.drop_index(op.f("ix_crm_deal_name_folded"), table_name="crm_deal")
    op.drop_index(op.f("ix_crm_deal_close_date"), table_name="crm_deal")
    op.drop_table("crm_deal")
    op.drop_table("crm_contact")
    op.drop_table("crm_company")
    op.drop_index(op.f("ix_crm_association_to_type_to_id_from_type"), table_name="crm_association")
    op.drop_table("crm_association")
    op.drop_table("app_setting")
    op.drop_index(op.f("ix_app_draft_deal_id"), table_name="app_draft")
    op.drop_table("app_draft")
    op.drop_table("app_document")
    op.drop_index(op.f("ix_app_audit_target"), table_name="app_audit")
    op.drop_table("app_audit")
