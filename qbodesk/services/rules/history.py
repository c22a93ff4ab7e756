"""What the sync rules have written to the counterpart of one record, read from their runs. Changes nothing."""

import json

from sqlalchemy import select

from qbodesk.models.cache import runs
from qbodesk.models.cache.base import moment
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_rules import change
from qbodesk.models.cache.tables_sync import run
from qbodesk.models.domain.sync_plan import Object
from qbodesk.models.domain.sync_plan.history import Event, Written, told

MOST = 500
"""Changes of one record looked at, the newest."""


class History:
    """Reads the cache; call from a background thread."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def of(self, of: Object, realm_id: str, qb_id: str) -> list[Event]:
        """Property by property, the newest first; empty for a record no rule has written."""
        query = (
            select(change, run.c.started_at, run.c.kind)
            .join(run, run.c.run_id == change.c.run_id)
            .where(
                change.c.object == of.value,
                change.c.realm_id == realm_id,
                change.c.qb_id == qb_id,
                change.c.state.in_((runs.DONE, runs.UNDONE)),
            )
            .order_by(change.c.change_id.desc())
            .limit(MOST)
        )
        with self._cache.read() as tx:
            rows = tx.execute(query).mappings().all()
        return told(
            Written(
                moment(row["started_at"]),
                row["run_id"],
                row["action"],
                row["crm_type"],
                row["crm_id"],
                json.loads(row["before"]),
                json.loads(row["after"]),
                undo=row["kind"] == runs.UNDO,
            )
            for row in reversed(rows)
        )
