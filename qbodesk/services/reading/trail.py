"""The trail of everything this program did and people decided, newest first. Writes nothing; the trail cannot be edited."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_local import audit
from qbodesk.models.cache.tables_qbo import invoice
from qbodesk.services.invoicing.intents import CREATE_INVOICE
from qbodesk.services.reading.invoices import when

MOST = 2_000
"""So many of the newest lines are shown; all of them stay in the file."""

WRITE = "write"


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line: `subject` is the kind of record or write, `record` its number or id, `by` who ("person", "program")."""

    seq: int
    at: datetime | None
    kind: str
    subject: str
    record: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    by: str


class Trail:
    """Reads the trail."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def lines(self) -> list[TrailLine]:
        """The newest lines."""
        with self._cache.read() as tx:
            rows = tx.execute(select(audit).order_by(audit.c.seq.desc()).limit(MOST)).all()
            made = [target_of(row.target)[1] for row in rows if target_of(row.target)[0] == CREATE_INVOICE]
            found = tx.execute(select(invoice.c.id, invoice.c.number).where(invoice.c.id.in_(made)))
            numbers = {row.id: row.number for row in found if row.number}
        lines = []
        for row in rows:
            subject, record = target_of(row.target)
            cause = _object(row.cause)
            lines.append(
                TrailLine(
                    row.seq,
                    when(row.at),
                    row.kind,
                    subject,
                    numbers.get(record, record),
                    _object(row.before),
                    _object(row.after),
                    str(cause.get("by") or "program"),
                )
            )
        return lines


def target_of(target: str) -> tuple[str, str]:
    """What a line is about: its subject and its id."""
    subject, _colon, record = target.rpartition(":")
    return subject, record


def _object(text: str) -> Mapping[str, Any]:
    found = json.loads(text or "null")
    return found if isinstance(found, dict) else {}
