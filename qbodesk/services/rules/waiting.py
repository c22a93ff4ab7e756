"""Which records a plan may decide about: those that nothing is on its way for. Decides nothing."""

from sqlalchemy import ColumnElement, exists, or_

from qbodesk.models.cache import rules
from qbodesk.models.cache.tables_rules import record
from qbodesk.models.cache.tables_sync import outbox
from qbodesk.models.domain.outbox import FINAL_STATES


def is_free() -> ColumnElement[bool]:
    """Nothing is on its way for it: what waits is decided again right before it leaves. A repair may lose an entry."""
    final = [state.value for state in FINAL_STATES]
    waits = exists().where(outbox.c.op_id == record.c.op_id, outbox.c.state.not_in(final))
    return or_(record.c.state.is_(None), record.c.state != rules.QUEUED, ~waits)
