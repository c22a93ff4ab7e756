"""One open workspace: what screens and commands may ask. Opens and closes; decides nothing.

What the first picture of a window needs is there at once. The rest comes with `Services`, whose modules take longer to import
than a window to open: they are made when first asked for, in a window by the thread that syncs.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qbodesk.models.cache.look import Look
from qbodesk.services.changes import Changes
from qbodesk.services.clock import Clock
from qbodesk.services.reading.home import HomeReader
from qbodesk.services.reading.status import StatusReader

if TYPE_CHECKING:
    from qbodesk.models.cache.engine import Cache
    from qbodesk.services.clients import Clients
    from qbodesk.services.documents import Documents
    from qbodesk.services.duplicates import Duplicates
    from qbodesk.services.invoicing import Invoicing
    from qbodesk.services.invoicing.mending import Mending
    from qbodesk.services.linking import Linking
    from qbodesk.services.lists import Lists
    from qbodesk.services.lists.views import Views
    from qbodesk.services.mapping import MappingDesk
    from qbodesk.services.network import Network
    from qbodesk.services.outbox import Outbox, Review
    from qbodesk.services.reading.activity import Activity
    from qbodesk.services.reading.books import Books
    from qbodesk.services.reading.deals import Deals
    from qbodesk.services.reading.existing import Existing
    from qbodesk.services.reading.find import Find
    from qbodesk.services.reading.invoices import Invoices
    from qbodesk.services.reading.matches import Matches
    from qbodesk.services.reading.records import Records
    from qbodesk.services.reading.trail import Trail
    from qbodesk.services.recovery import Recovery
    from qbodesk.services.rules.health import Health
    from qbodesk.services.rules.rulebook import Rulebook
    from qbodesk.services.settings import CompanySettings
    from qbodesk.services.signin.desk import SignInDesk
    from qbodesk.services.sync.engine import SyncEngine


@dataclass(frozen=True, slots=True)
class Services:
    """Everything over the opened cache. Only `engine`, `signin` and `documents.pdf` use the network; the rest answers at once."""

    cache: "Cache"
    clients: "Clients"
    deals: "Deals"
    invoices: "Invoices"
    records: "Records"
    activity: "Activity"
    books: "Books"
    existing: "Existing"
    matches: "Matches"
    find: "Find"
    invoicing: "Invoicing"
    linking: "Linking"
    lists: "Lists"
    views: "Views"
    mapping: "MappingDesk"
    duplicates: "Duplicates"
    outbox: "Outbox"
    review: "Review"
    mending: "Mending"
    trail: "Trail"
    settings: "CompanySettings"
    documents: "Documents"
    engine: "SyncEngine"
    rulebook: "Rulebook"
    health: "Health"
    recovery: "Recovery"
    signin: "SignInDesk"
    network: "Network"
    close: Callable[[], None]


class Workspace:
    """Every field of `Services` is a field of the workspace too; the first to ask for one waits until all are made."""

    if TYPE_CHECKING:
        cache: Cache
        clients: Clients
        deals: Deals
        invoices: Invoices
        records: Records
        activity: Activity
        books: Books
        existing: Existing
        matches: Matches
        find: Find
        invoicing: Invoicing
        linking: Linking
        lists: Lists
        views: Views
        mapping: MappingDesk
        duplicates: Duplicates
        outbox: Outbox
        review: Review
        mending: Mending
        trail: Trail
        settings: CompanySettings
        documents: Documents
        engine: SyncEngine
        rulebook: Rulebook
        health: Health
        recovery: Recovery
        signin: SignInDesk
        network: Network

    def __init__(
        self,
        folder: Path,
        changes: Changes,
        clock: Clock,
        make: Callable[["Workspace"], Services],
        abandon: Callable[[], None],
    ) -> None:
        """`make` builds the services, `abandon` gives back what is held (the lock) when they were never made."""
        self.folder = folder
        self.changes = changes
        self.clock = clock
        self.look = Look(folder)
        self.status = StatusReader(self.look, lambda: self.cache)
        self.home = HomeReader(self.look, clock)
        self._make = make
        self._abandon = abandon
        self._guard = threading.RLock()
        self._services: Services | None = None

    @property
    def is_open(self) -> bool:
        """Whether asking for a service would wait for nothing."""
        return self._services is not None

    def open(self) -> Services:
        """Make the services now, unless they are. Raises the `LocalTrouble` errors of `Cache`."""
        if self._services is None:
            with self._guard:
                if self._services is None:
                    self._services = self._make(self)
        return self._services

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in Services.__dataclass_fields__:
            raise AttributeError(name)
        return getattr(self.open(), name)

    def close(self) -> None:
        """Close what was opened; harmless when called twice."""
        self.look.close()
        with self._guard:
            if self._services is not None:
                self._services.close()
            else:
                self._abandon()
