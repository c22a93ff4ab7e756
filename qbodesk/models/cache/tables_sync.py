"""What connects the two mirrors: connections, cursors, links, problems, runs and the outbox. Holds no record itself."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint
from sqlalchemy import text as sql_text

from qbodesk.models.cache.base import blob, metadata, number, text
from qbodesk.models.domain.outbox import State

connection = Table(
    "sync_connection",
    metadata,
    Column("conn_id", Integer, primary_key=True),
    text("service"),
    text("remote_id"),
    text("name"),
    text("country"),
    text("currency"),
    text("timezone", "UTC"),
    text("base_url"),
    text("client_id"),
    text("state", "connected"),
    text("last_ok_at"),
    blob("rules"),
    UniqueConstraint("service", "remote_id"),
)

cursor = Table(
    "sync_cursor",
    metadata,
    Column("conn_id", Integer, primary_key=True, nullable=False, autoincrement=False),
    Column("object", Text, primary_key=True, nullable=False),
    text("kind"),
    text("value"),
    number("rows_seen"),
    text("last_ok_at"),
    sqlite_with_rowid=False,
)

link = Table(
    "sync_link",
    metadata,
    Column("link_id", Integer, primary_key=True),
    text("realm_id"),
    text("qb_type"),
    text("qb_id"),
    text("crm_type"),
    text("crm_id"),
    text("origin"),
    text("created_at"),
    UniqueConstraint("realm_id", "qb_type", "qb_id", "crm_type", "crm_id"),
    Index(None, "crm_type", "crm_id"),
)

problem = Table(
    "sync_problem",
    metadata,
    Column("problem_id", Integer, primary_key=True),
    text("subject_kind"),
    text("subject_id"),
    text("code"),
    text("facts", "{}"),
    text("first_at"),
    text("last_at"),
    number("tries", 1),
    number("dismissed"),
    UniqueConstraint("subject_kind", "subject_id", "code"),
)

run = Table(
    "sync_run",
    metadata,
    Column("run_id", Integer, primary_key=True),
    text("started_at"),
    text("finished_at"),
    text("result", "{}"),
    text("kind"),
    text("realm_id"),
    text("object"),
    number("undoes", None),
)

_STATES = ", ".join(f"'{state.value}'" for state in State)

outbox = Table(
    "outbox_op",
    metadata,
    Column("op_id", Text, primary_key=True, nullable=False),
    number("seq", None),
    text("kind"),
    text("policy"),
    Column("conn_id", Integer, nullable=False),
    text("lane"),
    number("lane_seq"),
    text("depends_on", None),
    text("business_key"),
    blob("intent"),
    Column("payload", Text),
    text("payload_sha256"),
    number("generation", 1),
    text("req_key", None),
    text("state"),
    number("attempts"),
    number("reconciliations"),
    text("created_at"),
    text("first_sent_at"),
    text("last_sent_at"),
    text("not_before"),
    text("fault_code"),
    text("fault_facts", "{}"),
    text("intuit_tid"),
    text("remote_id"),
    text("remote_number"),
    number("epoch"),
    CheckConstraint(f"state IN ({_STATES})", name="state"),
    UniqueConstraint("lane", "lane_seq"),
    UniqueConstraint("conn_id", "req_key"),
    Index(None, "state"),
    Index(None, "business_key"),
    Index(None, "depends_on", sqlite_where=sql_text("depends_on IS NOT NULL")),
)

attempt = Table(
    "outbox_attempt",
    metadata,
    Column(
        "op_id", Text, ForeignKey("outbox_op.op_id", ondelete="CASCADE"), primary_key=True, nullable=False
    ),
    Column("n", Integer, primary_key=True, nullable=False, autoincrement=False),
    number("generation", 1),
    text("started_at"),
    text("finished_at"),
    text("outcome"),
    text("fault_code"),
    text("fault_facts", "{}"),
    sqlite_with_rowid=False,
)

claim = Table(
    "outbox_claim",
    metadata,
    Column("conn_id", Integer, primary_key=True, nullable=False, autoincrement=False),
    Column("remote_type", Text, primary_key=True, nullable=False),
    Column("remote_id", Text, primary_key=True, nullable=False),
    text("op_id"),
    sqlite_with_rowid=False,
)
