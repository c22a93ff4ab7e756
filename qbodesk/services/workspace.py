"""One open workspace: the services wired to its cache, for a window or a command. Opens and closes; decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from qbodesk.models.cache.engine import Cache
from qbodesk.services.changes import Changes
from qbodesk.services.clients import Clients
from qbodesk.services.clock import Clock
from qbodesk.services.documents import Documents
from qbodesk.services.invoicing import Invoicing
from qbodesk.services.linking import Linking
from qbodesk.services.outbox import Outbox, Review
from qbodesk.services.reading.books import Books
from qbodesk.services.reading.deals import Deals
from qbodesk.services.reading.find import Find
from qbodesk.services.reading.invoices import Invoices
from qbodesk.services.reading.status import StatusReader
from qbodesk.services.recovery import Recovery
from qbodesk.services.sync.engine import SyncEngine


@dataclass(frozen=True, slots=True)
class Workspace:
    """What screens and commands may ask. Reads come from the cache at once; only `engine` and `documents.pdf` use the network."""

    cache: Cache
    changes: Changes
    clock: Clock
    clients: Clients
    deals: Deals
    invoices: Invoices
    books: Books
    find: Find
    invoicing: Invoicing
    linking: Linking
    outbox: Outbox
    review: Review
    status: StatusReader
    documents: Documents
    engine: SyncEngine
    recovery: Recovery
    close: Callable[[], None]
