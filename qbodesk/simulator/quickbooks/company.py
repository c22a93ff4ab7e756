"""One QuickBooks company: its tables, preferences and clock; the rules of each entity live beside it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.columns import COLUMNS, TRANSACTIONS
from qbodesk.simulator.quickbooks.moments import day, stamp
from qbodesk.simulator.quickbooks.replays import Replays
from qbodesk.simulator.quickbooks.selection import Selector
from qbodesk.simulator.quickbooks.store import Record, Table
from qbodesk.simulator.quickbooks.tax import Rate
from qbodesk.simulator.wire import ZERO, Body
from qbodesk.simulator.world.shapes import CompanySeed

OnEffect = Callable[[Body], None]
_LARGEST_ID = (
    2**31 - 1
)  # greater ones nobody has are refused as no numbers (seen in a sandbox, February 2026)


def _unheard(_effect: Body) -> None:
    """For companies nobody watches."""


class QuickBooksCompany:
    """The state of one realm.

    Everything here happens between two awaits of one event loop, so a write is atomic without a lock.
    """

    def __init__(self, seed: CompanySeed, clock: Clock, on_effect: OnEffect = _unheard) -> None:
        self.realm_id = seed.realm_id
        self.name = seed.name
        self.country = seed.country
        self.currency = seed.currency
        self.clock = clock
        self.tables = {entity: Table(entity) for entity in COLUMNS}
        self.selectors = {entity: Selector(table) for entity, table in self.tables.items()}
        self.info = {**seed.company_info, **self._singleton()}
        self.preferences = {**seed.preferences, **self._singleton()}
        self.replays = Replays(clock)
        self.files: dict[str, bytes] = {}  # by the Id of their Attachable
        self.barred: Callable[[], faults.Fault] | None = None  # why nobody gets in, whatever the token
        self.counters: dict[str, int] = {}
        self.balances: dict[str, Decimal] = {}
        self.rates: dict[
            tuple[int, int, str, date], tuple[Rate, ...]
        ] = {}  # what taxcodes.rates has looked up
        self.loading = False  # a seed is history: it may name what has been made inactive since
        self._zone = ZoneInfo(seed.timezone)
        self._on_effect = on_effect

    def _singleton(self) -> Body:
        moment = stamp(self.clock.epoch())
        times = {"CreateTime": moment, "LastUpdatedTime": moment}
        return {"domain": "QBO", "sparse": False, "Id": "1", "SyncToken": "0", "MetaData": times}

    @property
    def is_us(self) -> bool:
        return self.country == "US"

    @property
    def multicurrency(self) -> bool:
        return bool(self.preference("CurrencyPrefs", "MultiCurrencyEnabled"))

    @property
    def uses_tax(self) -> bool:
        return bool(self.preference("TaxPrefs", "UsingSalesTax"))

    def preference(self, *path: str) -> Any:
        """The preference at `path`, `None` where it is not set."""
        found: Any = self.preferences
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def change_preferences(self, change: Body) -> None:
        """Merges `change` into the preferences, level by level, as a user's settings page would."""
        version = str(int(self.preferences["SyncToken"]) + 1)
        times = self.preferences["MetaData"] | {"LastUpdatedTime": stamp(self.clock.epoch())}
        self.preferences = _deep(self.preferences, change) | {"SyncToken": version, "MetaData": times}

    def today(self) -> date:
        """The date on the wall of the company's office."""
        return self.clock.now().astimezone(self._zone).date()

    def on(self, epoch: int) -> date:
        """The date of a moment in the company's office."""
        return datetime.fromtimestamp(epoch, UTC).astimezone(self._zone).date()

    def next_id(self, entity: str) -> str:
        """An Id nobody had before; transactions share one sequence."""
        tables = TRANSACTIONS if entity in TRANSACTIONS else {entity}
        key = "transactions" if entity in TRANSACTIONS else entity
        highest = self.counters.get(key) or max(self.tables[name].highest() for name in tables)
        self.counters[key] = highest + 1
        return str(highest + 1)

    def find(self, entity: str, key: str) -> Record:
        """The object to read; raises 610, as QuickBooks does instead of answering 404, or 2030 for what is no Id at all."""
        record = self.tables[entity].get(key)
        if record is not None:
            return record
        if self.tables[entity].buried(key):
            raise faults.deleted()
        if not (key.isascii() and key.isdigit() and int(key) <= _LARGEST_ID):
            raise faults.bad_id(key)
        raise faults.not_found()

    def refer(self, entity: str, reference: Any, element: str, *, kind: str | None = None) -> Body:
        """The object a reference names; raises 2500 for an unknown one, 610 for an inactive one.

        `kind` is the word QuickBooks uses for the entity in its message ("Names" for customers).
        """
        value = str(reference.get("value", "")) if isinstance(reference, dict) else ""
        record = self.tables[entity].get(value)
        if record is None:
            raise faults.bad_reference(kind or entity, value, element)
        if not record.active and not self.loading:
            raise faults.not_found(element=element)
        return record.view() if self.loading else record.read()

    def change(self, entity: str, sent: Body) -> Record:
        """The object an update, delete or void means; raises 2020, 610 and 5010."""
        for parameter in ("Id", "SyncToken"):
            if sent.get(parameter) in (None, ""):
                raise faults.missing(parameter)
        record = self.find(entity, str(sent["Id"]))
        if str(sent["SyncToken"]) != str(record.token):
            raise faults.stale()
        return record

    def check_open(self, *dates: object) -> None:
        """Refuses to touch what lies in a closed period (6210)."""
        closed = self.preference("AccountingInfoPrefs", "BookCloseDate")
        if closed and any(day(value) <= day(closed) for value in dates if value):
            raise faults.books_closed()

    def check_subscription(self) -> None:
        """A lapsed company is read-only (6190)."""
        settings = {entry.get("Name"): entry.get("Value") for entry in self.info.get("NameValue", [])}
        if settings.get("SubscriptionStatus") in {"CANCELLED", "EXPIRED"}:
            raise faults.lapsed()

    def create(self, entity: str, body: Body) -> Body:
        """Stores a new object and answers it as stored."""
        moment = self.clock.epoch()
        record = self.tables[entity].put(
            {**body, "Id": self.next_id(entity)}, token=0, created=moment, updated=moment
        )
        self.report(entity, record.id, "create")
        return record.read()

    def update(self, record: Record, entity: str, body: Body, operation: str = "update") -> Body:
        """Stores the next version of an object and answers it as stored."""
        stored = self.touch(record, entity, body)
        self.report(entity, record.id, operation)
        return stored.read()

    def touch(self, record: Record, entity: str, body: Body, *, bump: bool = True) -> Record:
        """Stores what another write did to an object; `bump` raises its SyncToken."""
        return self.tables[entity].put(
            {**body, "Id": record.id},
            token=record.token + bump,
            created=record.created,
            updated=max(self.clock.epoch(), record.updated),
        )

    def delete(self, record: Record, entity: str) -> Body:
        """Removes an object for good and answers the stub."""
        self.tables[entity].remove(record.id, moment=self.clock.epoch())
        self.report(entity, record.id, "delete")
        return {"domain": "QBO", "status": "Deleted", "Id": record.id}

    def owe(self, customer: str, amount: Decimal, *, bump: bool = False) -> None:
        """Moves what a customer owes (transaction currency) and shows it on the customer and its parents."""
        if not amount:
            return
        self.balances[customer] = self.balances.get(customer, ZERO) + amount
        own = True
        record = self.tables["Customer"].get(customer)
        while record is not None:
            body = record.read()
            body["BalanceWithJobs"] = body["BalanceWithJobs"] + amount
            if own:
                body["Balance"] = self.balances[customer]
            self.touch(record, "Customer", body, bump=bump and own)
            parent = body.get("ParentRef", {}).get("value")
            record = self.tables["Customer"].get(parent) if parent else None
            own = False

    def report(self, entity: str, key: str, operation: str) -> None:
        """Tells the journal what a request changed."""
        self._on_effect(
            {"service": "quickbooks", "realm": self.realm_id, "type": entity, "id": key, "op": operation}
        )


def _deep(base: Body, change: Body) -> Body:
    merged = dict(base)
    for key, value in change.items():
        inner = merged.get(key)
        merged[key] = _deep(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return merged
