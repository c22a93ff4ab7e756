"""The settings of a QuickBooks company read when somebody changed them there and says so. Reads nothing else."""

from collections.abc import Callable

import msgspec
from sqlalchemy import delete

from qbodesk.models.cache import connections
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_sync import cursor
from qbodesk.models.domain.company import CompanyRules
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.sync.company import rules_of


class CompanySettings:
    """A pass reads them once an hour; a person who has just switched something over does not wait that long."""

    def __init__(self, cache: Cache, changes: Changes, quickbooks: Callable[[int], QuickBooksClient]) -> None:
        self._cache = cache
        self._changes = changes
        self._quickbooks = quickbooks

    def ask(self, realm_id: str) -> None:
        """Read and keep the preferences of a company now. Raises what reading from QuickBooks raises."""
        with self._cache.read() as tx:
            found = [each for each in connections.listed(tx, "quickbooks") if each.remote_id == realm_id]
        if not found or not found[0].rules:
            return
        known = msgspec.json.decode(found[0].rules, type=CompanyRules)
        fresh = rules_of(known, self._quickbooks(found[0].conn_id).preferences())
        if fresh != known:
            with self._cache.write() as tx:
                connections.save(
                    tx, service="quickbooks", remote_id=realm_id, rules=msgspec.json.encode(fresh)
                )
            self._changes.publish(ChangeSet.of("connection"))

    def are_due(self) -> None:
        """The next pass reads the settings of every company, however lately it did."""
        with self._cache.write() as tx:
            tx.execute(delete(cursor).where(cursor.c.object == "setup"))
