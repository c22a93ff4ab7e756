"""Drafts of invoices in the cache: saved at every change, opened again after a crash. Judges none."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from qbodesk.models.cache.base import instant
from qbodesk.models.cache.tables_local import draft as table
from qbodesk.models.domain.draft import InvoiceDraft

OPEN = "open"
CONFIRMED = "confirmed"
DISCARDED = "discarded"


def save(tx: Connection, draft: InvoiceDraft, now: datetime) -> None:
    """Store the draft as it is now; one that was confirmed or discarded is never changed again."""
    values = {
        "deal_id": draft.deal_id,
        "realm_id": draft.realm_id or "",
        "body": encode(draft),
        "updated_at": instant(now),
    }
    tx.execute(
        insert(table)
        .values(draft_id=draft.draft_id, state=OPEN, created_at=instant(now), **values)
        .on_conflict_do_update(index_elements=["draft_id"], set_=values, where=table.c.state == OPEN)
    )


def load(tx: Connection, draft_id: str) -> InvoiceDraft | None:
    """A draft by its id, whatever became of it."""
    body = tx.execute(select(table.c.body).where(table.c.draft_id == draft_id)).scalar_one_or_none()
    return None if body is None else decode(body)


def latest_open(tx: Connection, deal_id: str) -> InvoiceDraft | None:
    """The draft last worked on for a deal, if one is open."""
    query = (
        select(table.c.body)
        .where(table.c.deal_id == deal_id, table.c.state == OPEN)
        .order_by(table.c.updated_at.desc())
        .limit(1)
    )
    body = tx.execute(query).scalar_one_or_none()
    return None if body is None else decode(body)


def state_of(tx: Connection, draft_id: str) -> str | None:
    """`open`, `confirmed` or `discarded`; `None` for an unknown draft."""
    return tx.execute(select(table.c.state).where(table.c.draft_id == draft_id)).scalar_one_or_none()


def close(tx: Connection, draft_id: str, state: str, op_id: str = "") -> bool:
    """Confirm or discard an open draft; `False` when somebody did already."""
    done = tx.execute(
        update(table)
        .where(table.c.draft_id == draft_id, table.c.state == OPEN)
        .values(state=state, op_id=op_id)
    )
    return done.rowcount == 1


def reopen(tx: Connection, draft_id: str) -> None:
    """Let a draft whose invoice was refused be edited again."""
    tx.execute(
        update(table)
        .where(table.c.draft_id == draft_id, table.c.state == CONFIRMED)
        .values(state=OPEN, op_id="")
    )


def encode(draft: InvoiceDraft) -> bytes:
    """A draft as JSON; decimals as text, so no digit is lost."""
    return msgspec.json.encode(draft)


def decode(body: bytes) -> InvoiceDraft:
    """The inverse of `encode`."""
    return msgspec.json.decode(body, type=InvoiceDraft)
