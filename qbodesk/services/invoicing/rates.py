"""Exchange rates of QuickBooks companies: the one told last is kept for offline, a fresh one is asked for. Converts nothing."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from qbodesk.models.cache import connections
from qbodesk.models.cache.engine import Cache
from qbodesk.models.domain.exchange import KnownRate
from qbodesk.models.errors import InvalidInput
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.quickbooks.client import QuickBooksClient


class Rates:
    """`known` reads the cache; `fetch` asks QuickBooks and blocks, so never on the thread of a window."""

    def __init__(self, cache: Cache, changes: Changes, quickbooks: Callable[[int], QuickBooksClient]) -> None:
        self._cache = cache
        self._changes = changes
        self._quickbooks = quickbooks

    def known(self, realm_id: str, currency: str) -> KnownRate | None:
        """The rate QuickBooks told last, of whatever day."""
        with self._cache.read() as tx:
            stored = connections.get_setting(tx, _key(realm_id, currency))
        if stored is None:
            return None
        rate, asked_for, as_of = stored
        return KnownRate(Decimal(rate), date.fromisoformat(asked_for), date.fromisoformat(as_of))

    def fetch(self, realm_id: str, currency: str, on: date) -> KnownRate:
        """The rate of a day, from QuickBooks unless it is the one known; it is kept.

        Raises what the QuickBooks client raises, and `NO_CONNECTION` for a company that is not connected.
        """
        known = self.known(realm_id, currency)
        if known is not None and known.asked_for == on:
            return known
        with self._cache.read() as tx:
            conn_id = next(
                (each.conn_id for each in connections.listed(tx, "quickbooks") if each.remote_id == realm_id),
                None,
            )
        if conn_id is None:
            raise InvalidInput("NO_CONNECTION", service="QuickBooks")
        told = self._quickbooks(conn_id).exchange_rate(currency, on)
        found = KnownRate(told.rate or Decimal(1), on, told.as_of_date or on)
        with self._cache.write() as tx:
            value = [format(found.rate, "f"), found.asked_for.isoformat(), found.as_of.isoformat()]
            connections.set_setting(tx, _key(realm_id, currency), value)
        self._changes.publish(ChangeSet.of("exchange_rate", currency))
        return found


def _key(realm_id: str, currency: str) -> str:
    return f"exchange_rate:{realm_id}:{currency}"
