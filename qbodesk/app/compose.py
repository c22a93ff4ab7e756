"""Builds a workspace: the one place where every service meets the cache, the clock and the clients."""

import os
import random
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from platformdirs import user_state_path

from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.witness import Witness
from qbodesk.models.domain.outbox import RESEND_WAIT
from qbodesk.services.changes import Changes
from qbodesk.services.clients import Clients
from qbodesk.services.clock import Chance, Clock, system_clock
from qbodesk.services.documents import Documents
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.invoicing import Invoicing
from qbodesk.services.invoicing.intents import CREATE_CUSTOMER, CREATE_INVOICE
from qbodesk.services.linking import Linking
from qbodesk.services.outbox import Handler, Outbox, Review
from qbodesk.services.outbox.handlers.hubspot import CreateDealProperties, PatchDeal
from qbodesk.services.outbox.handlers.quickbooks import CreateCustomer, CreateInvoice
from qbodesk.services.reading.books import Books
from qbodesk.services.reading.deals import Deals
from qbodesk.services.reading.find import Find
from qbodesk.services.reading.invoices import Invoices
from qbodesk.services.reading.status import StatusReader
from qbodesk.services.recovery import Recovery
from qbodesk.services.sync.engine import SyncEngine
from qbodesk.services.workspace import Workspace
from qbodesk.services.writeback import PATCH_KIND, SETUP_KIND, Writebacks

RESEND_WAIT_VARIABLE = "QBODESK_RESEND_WAIT"
"""Seconds to wait before an invoice of unknown fate is sent again. Shorter than two minutes is for tests only."""


def witness() -> Witness:
    """This computer's memory of its workspaces: never inside a workspace's own folder, so that no copy brings it along."""
    return Witness(user_state_path("qbodesk-workspaces", appauthor=False))


def open_workspace(
    folder: Path,
    *,
    read_only: bool = False,
    clock: Clock = system_clock,
    chance: Chance | None = None,
    checkpoint: Callable[[str], None] = lambda _name: None,
    resend_wait: timedelta | None = None,
    retry: Callable[[], ReadRetry] = ReadRetry,
) -> Workspace:
    """Open or create the workspace in `folder`. Raises the `LocalTrouble` errors of `Cache`."""
    chance = chance or Chance(jitter=random.random)
    cache = Cache(folder, read_only=read_only)
    changes = Changes()
    recovery = Recovery(cache, changes, clock, chance, None if read_only else witness())
    try:
        recovery.attend()
    except BaseException:
        cache.close()
        raise
    stop = threading.Event()
    clients = Clients(cache, clock, stop, retry)
    invoices = Invoices(cache, clock)
    books = Books(cache)
    writebacks = Writebacks(invoices, clock, chance)
    invoicing = Invoicing(cache, changes, clock, chance, books=books, invoices=invoices)
    handlers: dict[str, Handler] = {
        CREATE_CUSTOMER: CreateCustomer(cache, clock, clients.quickbooks),
        CREATE_INVOICE: CreateInvoice(
            cache, clock, clients.quickbooks, hubspot=clients.hubspot, writebacks=writebacks
        ),
        PATCH_KIND: PatchDeal(clients.hubspot, writebacks),
        SETUP_KIND: CreateDealProperties(clients.hubspot),
    }
    if resend_wait is None:
        told = os.environ.get(RESEND_WAIT_VARIABLE)
        resend_wait = RESEND_WAIT if told is None else timedelta(seconds=float(told))
    outbox = Outbox(cache, changes, clock, chance, handlers, resend_wait=resend_wait, checkpoint=checkpoint)
    status = StatusReader(cache)
    engine = SyncEngine(cache, changes, clock, clients, outbox, writebacks, status, stop)

    def close() -> None:
        stop.set()
        clients.close()
        cache.close()

    return Workspace(
        cache=cache,
        changes=changes,
        clock=clock,
        clients=clients,
        deals=Deals(cache, clock, invoices),
        invoices=invoices,
        books=books,
        find=Find(cache),
        invoicing=invoicing,
        linking=Linking(cache, changes, clock, invoices, writebacks),
        outbox=outbox,
        review=Review(cache, changes, clock, handlers),
        status=status,
        documents=Documents(cache, clock, books, invoicing, clients.quickbooks),
        engine=engine,
        recovery=recovery,
        close=close,
    )
